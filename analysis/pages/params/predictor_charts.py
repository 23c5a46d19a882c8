"""What predicts time: the predictors by device, one against time, what is left by family."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.marks import by_kind, dots, log_axis, time_axis, time_words
from analysis.drawing.number_format import count, short
from analysis.naming.names import KIND_LABELS
from analysis.runs.join import Source
from analysis.runs.time_predictors import (
    COST_LABELS,
    TOGETHER,
    by_family,
    complete,
    predictors,
)
from analysis.stats.regression import Line, band

UNITS = {"param_count_m": "M", "gmacs": "GMACs", "activations_m": "M"}
MARKS = (
    Mark("param_count_m", "parameters", theme.color("other"), "circle"),
    Mark("gmacs", "multiply-accumulates", theme.color("attention"), "diamond"),
    Mark("activations_m", "activations", theme.color("convolution"), "square"),
    Mark(TOGETHER, COST_LABELS[TOGETHER], theme.color("hybrid"), "triangle-up"),
)


@needs(1, "fits of time on a cost")
def predictors_chart(table: pd.DataFrame, title: str) -> Chart:
    """Draw how much of the variance of log time each cost explains, by device.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.time_predictors.predictors` gives it, with ``device``.
    title : str
        The finding.
    """
    table = table[table["r_squared"].notna()]
    rows = table.assign(
        label=table["device"] + " · " + table["n"].map(count),
        group=table["predictor"],
        x=100 * table["r_squared"].astype(float),
        low=np.nan,
        high=np.nan,
        note=[
            f"95 of 100 models take {low:.2f} to {short(high)} times the predicted time"
            for low, high in zip(table["times_low"], table["times_high"], strict=True)
        ],
    )
    return Chart(
        title=title,
        subtitle=(
            "Share of the variance of log time per image that a fit on the log of each cost "
            "explains (R²), on the run that stands for each device. After the name: number of "
            "(architecture, image size)."
        ),
        traces=forest(rows, MARKS, "%{x:.1f} %"),
        layout=forest_layout(
            rows,
            {
                "range": [min(65, float(rows["x"].min()) - 2), 100.5],
                "ticksuffix": "\u202f%",
                "title": {"text": "Explained variance of log time"},
            },
        ),
        code=(predictors_chart, predictors),
    )


@needs(3, "architectures with speed and all three costs")
def predictor_time_chart(table: pd.DataFrame, run: str, predictor: str) -> Chart:
    """Draw time per image against a predictor of it, with the fit and its 95 % prediction interval.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.time_predictors.complete` gives it, of one run.
    run : str
        The run's id.
    predictor : str
        A column of `analysis.runs.pairs.COSTS`.
    """
    table = table.sort_values(["architecture", "img_size"])
    facts = ["img_size", "param_count_m", "family", "family_label", "kind"]
    columns = list(dict.fromkeys([*facts, predictor]))
    points = (
        table[[*columns, "samples_per_sec"]]
        .assign(weights=table["architecture"], secs=1 / table["samples_per_sec"])
        .reset_index(drop=True)
    )
    traces = []
    for kind, rows in by_kind(points, np.arange(len(points))):
        mark = dots(
            rows, kind, KIND_LABELS[kind], theme.kind_color(kind), theme.kind_symbol(kind), 5
        )
        traces.append(mark | {"x": f"@{predictor}", "y": "@secs"})
    line = band(table, "log_secs", f"log_{predictor}", points=2)
    x = 10 ** line["x"].to_numpy(dtype=float)
    styles = (("fit", 2, "solid"), ("pred_low", 1, "dash"), ("pred_high", 1, "dash"))
    for column, width, dash in styles if len(line) else ():
        traces.append(
            {
                "x": x,
                "y": 10 ** line[column].to_numpy(dtype=float),
                "mode": "lines",
                "name": "fit and 95 % prediction interval",
                "legendgroup": "fit",
                "line": {"color": theme.color("frontier"), "width": width, "dash": dash},
                "hoverinfo": "skip",
            }
        )
    label = COST_LABELS[predictor]
    title = f"Time per image against {label}: too alike for a line"
    if len(line):
        log_predictor, log_secs = table[f"log_{predictor}"].to_numpy(), table["log_secs"].to_numpy()
        errors = log_secs - Line.of(log_predictor, log_secs).at(log_predictor)
        low, high = 10 ** np.quantile(errors, [0.025, 0.975])
        title = (
            f"95 of 100 models take {low:.2f} to {short(high)} times the time that their {label} "
            "suggest"
        )
    return Chart(
        title=title,
        subtitle=(
            f"{time_words(run).capitalize()} against {label}, both logarithmic; line: least "
            "squares, dashed: 95\u202f% prediction interval. Colour and shape: kind."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(points[predictor], UNITS[predictor], label.capitalize()),
            "yaxis": time_axis(points["secs"], Source(run)),
        },
        points=points,
        source=Source(run),
        labels={}
        if predictor == "param_count_m"
        else {predictor: f"{label.capitalize()} ({UNITS[predictor]})"},
        code=(predictor_time_chart, complete, band),
        finder=True,
    )


@needs(1, "families with enough models")
def families_chart(families: pd.DataFrame, title: str, each: int = 12) -> Chart:
    """Draw the families that are fastest and slowest for their costs.

    Parameters
    ----------
    families : DataFrame
        As `analysis.runs.time_predictors.by_family` gives it.
    title : str
        The finding.
    each : int
        How many at either end.
    """
    table = pd.concat([families.head(each), families.tail(each)]).drop_duplicates("family")
    rows = table.assign(
        label=table["family_label"] + " · " + table["n"].map(count),
        group=table["kind"],
        x=table["factor"],
    )
    marks = [
        Mark(kind, KIND_LABELS[kind], theme.kind_color(kind), theme.kind_symbol(kind))
        for kind in KIND_LABELS
        if rows["group"].eq(kind).any()
    ]
    return Chart(
        title=title,
        subtitle=(
            "Measured over expected time per image from all three costs: median (mark) and range "
            f"(line) of the {each} fastest and {each} slowest families with at least five rows. "
            "After the name: their number."
        ),
        traces=forest(rows, marks, "%{x:.2f} times"),
        layout={
            **forest_layout(
                rows, log_axis(pd.Series([*rows["low"], *rows["high"]]), "", "Times the expected")
            ),
            "shapes": [vertical(1, theme.color("muted"))],
        },
        code=(families_chart, by_family),
    )
