"""The frontier through the years, and what recipes and data add."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from analysis.data.sources import runs
from analysis.drawing import theme
from analysis.drawing.chart import Chart, NotEnough, Trace, needs
from analysis.drawing.marks import TINY, accuracy_axis, label, log_axis, time_axis
from analysis.drawing.number_format import counted, plain, rate
from analysis.pages.progress.frontier_history import (
    LEAST_FAMILIES,
    best_accuracy,
    best_speed,
    dated,
    frontiers,
    gained,
    height,
    history,
    spread,
)
from analysis.runs.devices import device_label, lead_run
from analysis.runs.join import Joined

MOST_LINES = 6


def leading_device() -> str:
    """Name the device whose speeds the page shows, and how its run was made."""
    run = lead_run()
    if not run:
        return "leading device"
    compiled = runs().set_index("run")["compiled"][run]
    return f"{device_label(run) or 'leading device'}, {'compiled' if compiled else 'eager'}"


def undated_words(undated: pd.DataFrame) -> str:
    """Say how many models are left out for want of a year of their family."""
    families = counted(undated["family"].nunique(), "family", "families")
    return (
        f"{counted(len(undated), 'model')} of {families} whose year is not known."
        if len(undated)
        else "No model: the year of every family is known."
    )


def _on_device() -> str:
    return f"on the {device_label(lead_run()) or 'leading device'}"


def frontiers_chart(joined: Joined, since: int, title: str) -> Chart:
    """Draw the frontier of the families introduced up to several years.

    Parameters
    ----------
    joined : Joined
        The joined table of a run.
    since : int
        A year that is drawn, and after which none is but the newest.
    title : str
        The finding.
    """
    table = dated(joined.contenders)
    if table.empty:
        return cast(Chart, NotEnough("no weights with a speed, of a family whose year is known"))
    years = history(table)
    if not years:
        return cast(Chart, NotEnough(f"fewer than {LEAST_FAMILIES} families whose year is known"))
    before = range(years.start, min(since + 1, years.stop))
    edges = frontiers(table, sorted({*spread(before, MOST_LINES - 1), years[-1]}))
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
        last = (float(np.log10(end["secs"])), float(end["top1"]), (1, 0))
        labels.append(label(str(year), [last], i))
    return Chart(
        title=title,
        subtitle=(
            "Frontiers of top-1 accuracy against time per image on one device, of the families "
            "whose paper appeared up to a year, with the weights they have today."
        ),
        traces=traces,
        layout={
            "xaxis": time_axis(points["secs"], joined),
            "yaxis": accuracy_axis(points["top1"], joined),
            "annotations": labels,
            "margin": {"r": 44},
        },
        points=points,
        source=joined,
        labels={"year": "Year of the family"},
        code=(frontiers_chart, frontiers, dated),
    )


def gained_chart(gains: pd.DataFrame, since: int, title: str) -> Chart:
    """Draw at every speed by how much the best accuracy rose after a year.

    Parameters
    ----------
    gains : DataFrame
        As `frontier_history.gained` gives it, with ``data``, what the weights saw; at most two.
    since : int
        The last year that counts as before.
    title : str
        The finding.
    """
    styles = (("attention", 4), ("convolution", 1.5))
    traces = []
    rows = gains.dropna(subset=["rise"])
    if rows.empty:
        return cast(Chart, NotEnough("no speed that both earlier and newer families reach"))
    tables = rows.groupby("data", sort=False)
    for (name, known), (token, width) in zip(tables, styles, strict=False):
        traces.append(
            {
                "x": known["samples_per_sec"].tolist(),
                "y": known["rise"].tolist(),
                "mode": "lines",
                "name": name,
                "legendgroup": name,
                "line": {"color": theme.color(token), "width": width, "shape": "vh"},
                "hovertemplate": f"{plain(str(name))}, %{{x:,.0f}} images/s: %{{y:.2f}} points"
                "<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            f"Best top-1 accuracy at each speed {_on_device()} with all families, less that of "
            f"the families up to {since}."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(gains["samples_per_sec"], "", "At least so many images/s (log)"),
            "yaxis": {"title": {"text": "Percentage points"}, "rangemode": "tozero"},
        },
        code=(gained_chart, gained),
    )


def height_chart(heights: pd.DataFrame, title: str) -> Chart:
    """Draw the mean height of the frontier by year, over ranges of speed and of data.

    Parameters
    ----------
    heights : DataFrame
        By year, as `frontier_history.height` gives them: a column for each range of speeds and
        what the weights saw; at most three.
    title : str
        The finding.
    """
    styles = (
        ("attention", "solid", "diamond"),
        ("convolution", "dash", "circle"),
        ("hybrid", "dot", "square"),
    )
    if heights.isna().to_numpy().all():
        return cast(Chart, NotEnough("no frontier that reaches over one of the ranges of speed"))
    traces = []
    for (name, series), (token, dash, symbol) in zip(heights.items(), styles, strict=False):
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
                "hovertemplate": f"{plain(str(name))}, up to %{{x}}: %{{y:.1f}} %<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            f"Best top-1 accuracy at a speed, averaged over a range of speeds {_on_device()} (log "
            "scale), of the families introduced up to each year."
        ),
        traces=traces,
        layout={
            "xaxis": {"tickformat": "d", "tickangle": 0, "title": {"text": "Families up to"}},
            "yaxis": {"ticksuffix": "\u202f%", "title": {"text": "Mean height of the frontier"}},
        },
        code=(height_chart, height),
    )


@needs(1, "years in which a limit is reached")
def steps_chart(best: pd.DataFrame, value: str, title: str) -> Chart:
    """Draw the best accuracy at fixed speeds, or the best speed at fixed accuracies, by year.

    Parameters
    ----------
    best : DataFrame
        As `analysis.pages.progress.frontier_history.best_accuracy` or `best_speed` gives it.
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
            f"{'Highest throughput' if speed else 'Best top-1 accuracy'} {_on_device()} among "
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
