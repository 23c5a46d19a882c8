"""The frontier through the years, and what recipes and data add."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import theme
from analysis.drawing.chart import Chart, Trace
from analysis.drawing.forests import Mark, forest, forest_layout, vertical
from analysis.drawing.marks import TINY, accuracy_axis, label, log_axis, time_axis
from analysis.format import count, plain, rate
from analysis.studies.progress import (
    best_accuracy,
    best_speed,
    data_gains,
    dated,
    frontiers,
    height,
    recipes,
)

YEARS = (2015, 2017, 2019, 2020, 2021)


def frontiers_chart(table: pd.DataFrame, run: str, edition: str, title: str) -> Chart:
    """Draw the frontier of the families introduced up to several years.

    Parameters
    ----------
    table : DataFrame
        As `analysis.studies.progress.dated` gives it.
    run, edition : str
        What the table was made of.
    title : str
        The finding.
    """
    newest = int(table["year"].max())
    years = [*(year for year in YEARS if year < newest), newest]
    edges = frontiers(table, years)
    key = ["weights", "img_size"]
    points = edges.drop_duplicates(key).sort_values(key).reset_index(drop=True)
    place = pd.Series(points.index, index=pd.MultiIndex.from_frame(points[key]))
    traces: list[Trace] = []
    labels = []
    for i, (year, edge) in enumerate(edges.groupby("until", sort=True)):
        color = theme.color(f"size-{i + 1}")
        traces.append(
            {
                "rows": place.loc[list(edge[key].itertuples(index=False, name=None))].to_numpy(),
                "x": "@secs",
                "y": "@top1",
                "mode": "lines+markers",
                "name": f"up to {year}",
                "legendgroup": str(year),
                "line": {"color": color, "width": 2, "shape": "hv"},
                "marker": {"color": color, "size": TINY, "symbol": "circle"},
            }
        )
        end = edge.iloc[-1]
        labels.append(
            label(
                float(np.log10(end["secs"])),
                float(end["top1"]),
                str(year),
                i,
                xanchor="left",
                yanchor="middle",
                xshift=5,
            )
        )
    return Chart(
        title=title,
        subtitle=(
            "Frontiers of top-1 accuracy against time per image on one device, of the families "
            "whose paper appeared up to a year, with all weights they have today."
        ),
        traces=traces,
        layout={
            "xaxis": time_axis(points["secs"], run),
            "yaxis": accuracy_axis(points["top1"]),
            "annotations": labels,
            "margin": {"r": 44},
        },
        points=points,
        run=run,
        edition=edition,
        labels={"year": "Year of the family"},
        code=(frontiers_chart, frontiers, dated),
    )


def height_chart(heights: Mapping[str, pd.Series], title: str) -> Chart:
    """Draw the mean height of the frontier by year, with any data and with ImageNet-1k alone.

    Parameters
    ----------
    heights : mapping
        What the weights saw -> heights by year, as `analysis.studies.progress.height` gives them.
    title : str
        The finding.
    """
    styles = (("attention", "solid", "diamond"), ("convolution", "dash", "circle"))
    traces = []
    for (name, series), (token, dash, symbol) in zip(heights.items(), styles, strict=True):
        known = series.dropna()
        traces.append(
            {
                "x": known.index.tolist(),
                "y": known.tolist(),
                "mode": "lines+markers",
                "name": name,
                "legendgroup": name,
                "line": {"color": theme.color(token), "dash": dash, "width": 2},
                "marker": {"color": theme.color(token), "symbol": symbol, "size": 8},
                "hovertemplate": f"{plain(name)}, up to %{{x}}: %{{y:.1f}} %<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            "Best top-1 accuracy at a speed, averaged over speeds from 1,000 to 40,000 images/s on "
            "the RTX 5090 (log scale), of the families introduced up to each year."
        ),
        traces=traces,
        layout={
            "xaxis": {"tickformat": "d", "tickangle": 0, "title": {"text": "Families up to"}},
            "yaxis": {"ticksuffix": "\u202f%", "title": {"text": "Mean height of the frontier"}},
        },
        code=(height_chart, height),
    )


def steps_chart(best: pd.DataFrame, value: str, title: str) -> Chart:
    """Draw the best accuracy at fixed speeds, or the best speed at fixed accuracies, by year.

    Parameters
    ----------
    best : DataFrame
        As `analysis.studies.progress.best_accuracy` or `best_speed` gives it.
    value : str
        ``top1`` or ``samples_per_sec``.
    title : str
        The finding.
    """
    speed = value == "samples_per_sec"
    limits = sorted(best["at_least"].unique(), reverse=speed)
    traces = []
    for i, limit in enumerate(limits):
        part = best[best["at_least"].eq(limit)]
        name = f"{limit:g} %" if speed else rate(limit)
        color = theme.color(f"size-{i % 6 + 1}")
        traces.append(
            {
                "x": part["year"].tolist(),
                "y": part[value].tolist(),
                "mode": "lines+markers",
                "name": name,
                "legendgroup": name,
                "line": {"color": color, "width": 2, "shape": "hv"},
                "marker": {"color": color, "size": 5},
                "text": [plain(str(weights)) for weights in part["weights"]],
                "hovertemplate": f"%{{x}}, at least {name}: %{{y:.4~r}}<br>%{{text}}"
                "<extra></extra>",
            }
        )
    what = "top-1 accuracy" if speed else "throughput"
    return Chart(
        title=title,
        subtitle=(
            f"{'Highest throughput' if speed else 'Best top-1 accuracy'} on the RTX 5090 among "
            f"weights with at least the {what} in the legend, by year of the family."
        ),
        traces=traces,
        layout={
            "xaxis": {"tickformat": "d", "tickangle": 0, "title": {"text": "Families up to"}},
            "yaxis": (
                log_axis(best[value], "images/s", "Throughput (log)")
                if speed
                else {"ticksuffix": "\u202f%", "title": {"text": "Top-1 accuracy"}}
            ),
            "margin": {"l": 104} if speed else {},
        },
        code=(steps_chart, best_speed if speed else best_accuracy),
    )


def gains_chart(gains: Mapping[str, pd.DataFrame], title: str) -> Chart:
    """Draw how much accuracy recipes and data add to the same architecture and image size.

    Parameters
    ----------
    gains : mapping
        What was changed -> table with ``gain``.
    title : str
        The finding.
    """
    tokens = ("convolution", "hybrid")
    symbols = ("circle", "diamond")
    rows, marks = [], []
    for (name, table), token, symbol in zip(gains.items(), tokens, symbols, strict=True):
        low, inner_low, middle, inner_high, high = table["gain"].quantile(
            [0.05, 0.25, 0.5, 0.75, 0.95]
        )
        label_ = f"{name} · {count(len(table))}"
        rows.append([label_, name, middle, low, high, inner_low, inner_high])
        marks.append(Mark(name, name, theme.color(token), symbol))
    columns = ["label", "group", "x", "low", "high", "inner_low", "inner_high"]
    frame = pd.DataFrame(rows, columns=columns)
    return Chart(
        title=title,
        subtitle=(
            "Percentage points of top-1: median (mark), middle half (thick line), 5th to 95th "
            "percentile (thin line). After the name: number of (architecture, image size)."
        ),
        traces=forest(frame, marks, "median %{x:.1f} points"),
        layout={
            **forest_layout(
                frame,
                {
                    "range": [min(frame["low"].min(), 0) - 0.3, frame["high"].max() + 0.3],
                    "title": {"text": "Percentage points"},
                },
            ),
            "shapes": [vertical(0, theme.color("muted"))],
        },
        code=(gains_chart, recipes, data_gains),
    )
