"""Families with their trend lines, whole and split by pre-training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import theme
from analysis.drawing.chart import Chart, Trace
from analysis.drawing.marks import (
    accuracy_axis,
    band_traces,
    dots,
    family_traces,
    label,
    time_axis,
    time_words,
    weights_points,
)
from analysis.format import duration, percent
from analysis.metrics import TEST_SETS
from analysis.names import PRETRAINING_LABELS
from analysis.sources import editions
from analysis.studies.lines import enough, pretraining_gains, pretraining_rows

FAMILIES = tuple(theme.FAMILIES)
FITTED = ("top1", "log10_secs")


def trend_lines(
    table: pd.DataFrame,
    *,
    run: str,
    edition: str = "",
    test_set: str = "imagenet",
    families: Sequence[str] = FAMILIES,
) -> Chart:
    """Draw chosen families, each with its least-squares line and the line's 95 % band.

    Parameters
    ----------
    table, run, edition, test_set
        As for `speed_accuracy`.
    families : sequence of str
        Families to draw; one with fewer than four points gets no line.
    """
    from analysis.regression import band  # only here: statsmodels takes long to import

    rows = table[table["family"].isin(families)]
    points = weights_points(rows.assign(log10_secs=np.log10(rows["secs"])))
    known = set(points["family"])
    present = [family for family in families if family in known]
    lines = band(
        points.loc[enough(points, "family"), ["family", *FITTED]], "top1", "log10_secs", "family"
    )
    by_family = dict(list(lines.groupby("family")))
    labels = points.drop_duplicates("family").set_index("family")["family_label"]
    bands: list[Trace] = []
    middles: list[Trace] = []
    annotations = []
    for name in present:
        if name not in by_family:
            continue
        line = by_family[name]
        color = theme.family_color(name)
        area, middle = band_traces(line, name, str(labels[name]), color, name)
        bands.append(area)
        middles.append(middle)
        annotations.append(_end_label(line, str(labels[name]), color, name))
    return Chart(
        title=_highest_line(lines, labels),
        subtitle=(
            f"Top-1 accuracy on {TEST_SETS[test_set].label} against {time_words(run)}, with a "
            "least-squares line for each family and its 95 % band, which takes rows as independent."
        ),
        traces=[*bands, *family_traces(points, present, rest=False), *middles],
        layout={
            "xaxis": time_axis(points["secs"], run),
            "yaxis": accuracy_axis(pd.concat([points["top1"], lines["fit"]]), test_set),
            "annotations": annotations,
            "margin": {"r": 84},
        },
        points=points,
        run=run,
        edition=edition or editions()[-1],
        test_set=test_set,
        size_key=(224, 384, 512),
        code=(trend_lines, band),
    )


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
    from analysis.regression import band  # only here: statsmodels takes long to import

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
        annotations.append(_end_label(line, str(first.loc[split, "family_label"]), color, family))
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


def _end_label(line: pd.DataFrame, text: str, color: str, family: str) -> dict[str, Any]:
    end = line.iloc[-1]
    return label(
        float(end["x"]),
        float(end["fit"]),
        text,
        10,
        xanchor="left",
        yanchor="middle",
        xshift=4,
        font={"color": color},
        bgcolor=theme.color("bg"),
        borderpad=0,
        family=family,
    )


def _highest_line(lines: pd.DataFrame, labels: pd.Series) -> str:
    at = float(lines["x"].median())
    heights = {
        name: float(np.interp(at, line["x"], line["fit"]))
        for name, line in lines.groupby("family")
        if line["x"].min() <= at <= line["x"].max()
    }
    if not heights:
        return f"Trend lines of {lines['family'].nunique()} families"
    best = max(heights, key=lambda name: heights[name])
    return (
        f"At {duration(10**at)} an image, {labels[best]} has the highest of these trend lines: "
        f"{percent(heights[best])}"
    )


def _pretraining_finding(gains: pd.DataFrame) -> str:
    if gains.empty:
        return "Families by what their weights were pre-trained on"
    higher, clearly = (int((gains[column] > 0).sum()) for column in ("gain", "conf_low"))
    return (
        f"At equal time, {higher} of {len(gains)} trend lines with more pre-training images lie "
        f"above ImageNet-1k's, {clearly} by an interval above 0"
    )
