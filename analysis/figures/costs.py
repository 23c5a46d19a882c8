"""What speed costs: parameters against time, training against inference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import theme
from analysis.drawing.chart import Chart, Trace
from analysis.drawing.marks import (
    dots,
    log_axis,
    time_words,
    weights_points,
)
from analysis.format import plain, significant
from analysis.names import KIND_LABELS
from analysis.sources import LEAD_TRAIN_RUN, editions
from analysis.studies.spread import TYPICAL_M, TYPICAL_PX, architectures, spread_at


def time_against_parameters(table: pd.DataFrame, *, run: str, edition: str = "") -> Chart:
    """Draw time per image against parameters, both log, coloured by image size.

    Parameters
    ----------
    table, run, edition
        As for `speed_accuracy`. One point is drawn for each architecture and image size.
    """
    rows = architectures(table)
    facts = ["img_size", "param_count_m", "family", "family_label", "kind"]
    points = weights_points(
        rows[[*facts, "samples_per_sec", "secs"]].assign(weights=rows["architecture"])
    )
    classes = points["img_size"].map(theme.size_class).to_numpy()
    traces = []
    for i, (_, name) in enumerate(theme.SIZE_CLASSES):
        members = np.flatnonzero(classes == i)
        if len(members):
            mark = dots(
                members, f"size-{i + 1}", f"{name} px", theme.color(f"size-{i + 1}"), "circle", 5
            )
            mark |= {"x": "@param_count_m", "y": "@secs"}
            mark["marker"] |= {"size": 5 + 1.6 * i}
            traces.append(mark)
    near = spread_at(points, TYPICAL_M)
    return Chart(
        title=(
            f"At {TYPICAL_M:g} M parameters and {TYPICAL_PX} px the slowest architecture takes "
            f"{significant(near['ratio'], 2)} times as long as the fastest"
        ),
        subtitle=(
            f"{time_words(run).capitalize()} against number of parameters, both logarithmic; "
            "colour and size of a point: the image size."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(points["param_count_m"], "M", "Parameters"),
            "yaxis": log_axis(points["secs"], "s", time_words(run).capitalize()),
        },
        points=points,
        run=run,
        edition=edition or editions()[-1],
        code=(time_against_parameters, spread_at),
        finder=True,
    )


def cost_chart(families: pd.DataFrame, title: str) -> Chart:
    """Draw how much dearer a training step is than inference, by family: median and range.

    Parameters
    ----------
    families : DataFrame
        As `analysis.studies.training.cost_by_family` gives it.
    title : str
        The finding.
    """
    order = families.iloc[::-1]
    traces: list[Trace] = []
    for kind in KIND_LABELS:
        part = order[order["kind"].eq(kind)]
        if part.empty:
            continue
        names = [plain(str(name)) for name in part["family_label"]]
        color = theme.kind_color(kind)
        common = {"legendgroup": kind, "name": KIND_LABELS[kind]}
        gap = [None] * len(part)
        traces += [
            {
                **common,
                "mode": "lines",
                "x": _interleave(part["low"], part["high"], gap),
                "y": _interleave(names, names, gap),
                "line": {"color": color, "width": 1.5},
                "hoverinfo": "skip",
            },
            {
                **common,
                "mode": "markers",
                "x": part["median"].to_numpy(),
                "y": names,
                "marker": {"symbol": theme.kind_symbol(kind), "color": color, "size": 9},
                "text": [
                    f"{row.median:.2f} ({row.low:.2f} to {row.high:.2f}), {row.rows} architectures"
                    for row in part.itertuples()
                ],
                "hovertemplate": "<b>%{y}</b><br>%{text}<extra></extra>",
            },
        ]
    return Chart(
        title=title,
        subtitle=(
            "Inference throughput over training throughput of the same architecture and image "
            "size on one GPU, at the batch size of each run: median and range of a family."
        ),
        traces=traces,
        layout={
            "xaxis": {"title": {"text": "images classified in the time of training one"}},
            "yaxis": {
                "type": "category",
                "categoryorder": "array",
                "dtick": 1,
                "categoryarray": [plain(str(name)) for name in order["family_label"]],
                "showgrid": False,
            },
            "margin": {"l": 124, "t": 6},
        },
        height=70 + 19 * len(families),
        phone_height=70 + 19 * len(families),
        run=LEAD_TRAIN_RUN,
        edition=editions()[-1],
        code=(cost_chart,),
    )


def _interleave(*columns: Any) -> list[Any]:
    return [value for row in zip(*columns, strict=True) for value in row]
