"""Training over inference, family by family."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace, needs
from analysis.drawing.number_format import plain
from analysis.naming.names import KIND_LABELS
from analysis.runs.join import Source


@needs(1, "families with five architectures in a run of training and its like of inference")
def training_over_inference_chart(families: pd.DataFrame, source: Source, title: str) -> Chart:
    """Draw how much dearer a training step is than inference, by family: median and range.

    Parameters
    ----------
    families : DataFrame
        As `analysis.pages.training.study.ratio_by_family` gives it.
    source : Source
        Of the training run.
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
        source=source,
        code=(training_over_inference_chart,),
    )


def _interleave(*columns: Any) -> list[Any]:
    return [value for row in zip(*columns, strict=True) for value in row]
