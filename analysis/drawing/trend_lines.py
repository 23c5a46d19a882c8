"""Families with their trend lines, whole and split by pre-training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace, needs
from analysis.drawing.html_tables import Sheet, counts, fixed, ranged, sheet, words
from analysis.drawing.marks import (
    accuracy_against_time,
    accuracy_axis,
    band_traces,
    family_traces,
    label,
    time_axis,
    weights_points,
)
from analysis.drawing.number_format import duration, percent
from analysis.naming.featured import FEATURED
from analysis.runs.family_lines import enough
from analysis.runs.join import Joined
from analysis.stats.regression import band

FITTED = ("top1", "log10_secs")


def trend_lines(joined: Joined, families: Sequence[str] = FEATURED) -> Chart:
    """Draw chosen families, each with its least-squares line and the line's 95 % band.

    Parameters
    ----------
    joined : Joined
        The joined table of a run.
    families : sequence of str
        Families to draw; one with fewer than four points gets no line.
    """
    rows = joined.contenders
    rows = rows[rows["family"].isin(families)]
    points = weights_points(rows.assign(log10_secs=np.log10(rows["secs"])))
    known = set(points["family"])
    present = [family for family in families if family in known]
    lines = band(
        points.loc[enough(points, "family"), ["family", *FITTED]], "top1", "log10_secs", "family"
    )
    return _with_lines(lines, points, joined, present)


@needs(1, "families with a trend line, which takes times and accuracies that differ")
def _with_lines(
    lines: pd.DataFrame, points: pd.DataFrame, joined: Joined, present: list[str]
) -> Chart:
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
        annotations.append(end_label(line, str(labels[name]), color, name))
    return Chart(
        title=_highest_line(lines, labels),
        subtitle=(
            f"{accuracy_against_time(joined)}, with a least-squares line for each family and its "
            "95 % band, which takes models as independent."
        ),
        traces=[*bands, *family_traces(points, present, rest=False), *middles],
        layout={
            "xaxis": time_axis(points["secs"], joined),
            "yaxis": accuracy_axis(pd.concat([points["top1"], lines["fit"]]), joined),
            "annotations": annotations,
            "margin": {"r": 84},
        },
        points=points,
        source=joined,
        size_key=(224, 384, 512),
        code=(trend_lines, band),
    )


def end_label(line: pd.DataFrame, text: str, color: str, family: str) -> dict[str, Any]:
    """Label a trend line at its right end, or where that leaves no room at its left."""
    left, right = (
        (float(end["x"]), float(end["fit"]), (side, 0))
        for side, end in ((-1, line.iloc[0]), (1, line.iloc[-1]))
    )
    return label(text, [right, left], font={"color": color}, family=family)


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
    if len(heights) == 1:
        return (
            f"At {duration(10**at)} an image, {labels[best]}'s line is at {percent(heights[best])}"
        )
    return (
        f"At {duration(10**at)} an image, {labels[best]} has the highest of these trend lines: "
        f"{percent(heights[best])}"
    )


@needs(1, "families with a trend line, which takes times and accuracies that differ")
def lines_table(lines: pd.DataFrame) -> Sheet:
    """Show the slopes of `analysis.runs.family_lines.family_lines` with their intervals."""
    return sheet(
        lines,
        [
            words("family_label", "Family"),
            counts("n", "Models"),
            fixed("slope", "Slope", 2, "points"),
            ranged("conf_low", "conf_high", "95 %", lambda points: f"{points:.2f}"),
            fixed("r_squared", "R²", 2),
        ],
        "Trend lines of families",
    )
