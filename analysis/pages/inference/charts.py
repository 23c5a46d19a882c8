"""The chart of families by pre-training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.data.sources import editions
from analysis.data.test_sets import TEST_SETS
from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace
from analysis.drawing.marks import (
    accuracy_axis,
    band_traces,
    dots,
    time_axis,
    time_words,
    weights_points,
)
from analysis.drawing.trend_lines import FAMILIES, FITTED, end_label
from analysis.naming.names import PRETRAINING_LABELS
from analysis.runs.family_lines import pretraining_gains, pretraining_rows


def pretraining_chart(
    table: pd.DataFrame,
    *,
    run: str,
    edition: str = "",
    test_set: str = "imagenet",
    families: Sequence[str] = FAMILIES,
) -> Chart:
    """Draw families split by what their weights were pre-trained on, a trend line each.

    Parameters
    ----------
    table, run, edition, test_set
        As for `speed_accuracy`.
    families : sequence of str
        Of these, the ones with at least two classes of pre-training that allow a line are drawn.
    """
    from analysis.stats.regression import band  # only here: statsmodels takes long to import

    rows = pretraining_rows(table, families)
    points = weights_points(rows.assign(log10_secs=np.log10(rows["secs"])))
    lines = band(points[["split", *FITTED]], "top1", "log10_secs", "split")
    by_split = dict(list(lines.groupby("split")))
    first = points.drop_duplicates("split").set_index("split")
    traces: list[Trace] = []
    annotations = []
    for split in first.index:
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
        title=_pretraining_finding(pretraining_gains(points, families)),
        subtitle=(
            f"Top-1 accuracy on {TEST_SETS[test_set].label} against {time_words(run)}; colour and "
            "shape: the largest set of images that the weights learned from, a least-squares line "
            "for each family and set."
        ),
        traces=[*marks, *traces],
        layout={
            "xaxis": time_axis(points["secs"], run),
            "yaxis": accuracy_axis(points["top1"], test_set),
            "annotations": annotations,
            "margin": {"r": 84},
        },
        points=points,
        run=run,
        edition=edition or editions()[-1],
        test_set=test_set,
        code=(pretraining_chart, pretraining_gains, band),
        finder=True,
    )


def _pretraining_finding(gains: pd.DataFrame) -> str:
    if gains.empty:
        return "Families by what their weights were pre-trained on"
    higher, clearly = (int((gains[column] > 0).sum()) for column in ("gain", "conf_low"))
    return (
        f"At equal time, {higher} of {len(gains)} trend lines with more pre-training images lie "
        f"above ImageNet-1k's, {clearly} by an interval above 0"
    )
