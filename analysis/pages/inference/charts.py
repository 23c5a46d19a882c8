"""The chart of families by pre-training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace, needs
from analysis.drawing.marks import (
    accuracy_against_time,
    accuracy_axis,
    band_traces,
    dots,
    time_axis,
    weights_points,
)
from analysis.drawing.trend_lines import FITTED, end_label
from analysis.naming.names import PRETRAINING_LABELS
from analysis.runs.family_lines import pretraining_gains, pretraining_rows
from analysis.runs.join import Joined
from analysis.stats.regression import band


def pretraining_chart(joined: Joined) -> Chart:
    """Draw families split by what their weights were pre-trained on, a trend line each.

    Of the featured families, those with at least two classes that allow a line.
    """
    return _split_by_pretraining(pretraining_rows(joined.contenders), joined)


@needs(1, "models of families with two classes of pre-training that allow a trend line")
def _split_by_pretraining(rows: pd.DataFrame, joined: Joined) -> Chart:
    points = weights_points(rows.assign(log10_secs=np.log10(rows["secs"])))
    lines = band(points[["split", *FITTED]], "top1", "log10_secs", "split")
    by_split = dict(list(lines.groupby("split")))
    first = points.drop_duplicates("split").set_index("split")
    traces: list[Trace] = []
    annotations = []
    for split in first.index.intersection(list(by_split), sort=False):
        family, kind = str(first.loc[split, "family"]), str(first.loc[split, "pretraining"])
        line = by_split[split]
        color = theme.color(f"pretraining-{kind}")
        # a line without its band: this chart compares slopes and heights within a family
        traces.append(band_traces(line, kind, PRETRAINING_LABELS[kind], color, family)[1])
        annotations.append(end_label(line, str(first.loc[split, "family_label"]), color, family))
    classes_present = [kind for kind in PRETRAINING_LABELS if points["pretraining"].eq(kind).any()]
    marks = [
        dots(
            np.flatnonzero(points["pretraining"].eq(kind).to_numpy()),
            kind,
            PRETRAINING_LABELS[kind],
            theme.color(f"pretraining-{kind}"),
            theme.PRETRAINING_SYMBOLS[kind],
            6,
        )
        for kind in classes_present
    ]
    return Chart(
        title=_pretraining_finding(pretraining_gains(joined.contenders)),
        subtitle=(
            f"{accuracy_against_time(joined)}; colour and shape: the largest set of images that "
            "the weights learned from, a least-squares line for each family and set."
        ),
        traces=[*marks, *traces],
        layout={
            "xaxis": time_axis(points["secs"], joined),
            "yaxis": accuracy_axis(points["top1"], joined),
            "annotations": annotations,
            "margin": {"r": 84},
        },
        points=points,
        source=joined,
        code=(pretraining_chart, pretraining_gains, band),
        finder=True,
    )


def _pretraining_finding(gains: pd.DataFrame) -> str:
    if gains.empty:
        return "Families by what their weights were pre-trained on"
    higher = int((gains["gain"] > 0).sum())
    return (
        f"In {higher} of {len(gains)} comparisons more images raise the same architecture's top-1"
    )
