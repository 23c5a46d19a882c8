"""Accuracy against speed: every weights, and the frontier alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.data.sources import editions
from analysis.data.test_sets import TEST_SETS
from analysis.drawing import theme
from analysis.drawing.chart import Chart
from analysis.drawing.marks import (
    accuracy_axis,
    by_kind,
    dots,
    family_traces,
    frontier_trace,
    knee_labels,
    time_axis,
    time_words,
    weights_points,
)
from analysis.drawing.number_format import count, duration, percent
from analysis.naming.names import KIND_LABELS
from analysis.stats.frontier import frontier

BUBBLE_SIZES = (224, 384, 512)
FAMILIES = tuple(theme.FAMILIES)


def speed_accuracy(
    table: pd.DataFrame,
    *,
    run: str,
    edition: str = "",
    test_set: str = "imagenet",
    families: Sequence[str] = FAMILIES,
) -> Chart:
    """Draw accuracy against time per image for every weights, with the frontier.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.join.run_table` gives it.
    run, edition, test_set : str
        What the table was made of; the newest edition by default.
    families : sequence of str
        Families that have a colour of their own; all others are grey.
    """
    points = weights_points(table)
    best = frontier(points)
    known = set(points["family"])
    present = [family for family in families if family in known]
    return Chart(
        title=(
            f"{len(best)} of {count(len(points))} rows (weights at an image size) are matched by "
            "none in both speed and accuracy"
        ),
        subtitle=(
            f"Top-1 accuracy on {TEST_SETS[test_set].label} against {time_words(run)}; "
            "the area of a bubble is the square of the image size. Rings: the original study's "
            "families; line: the frontier."
        ),
        traces=[*family_traces(points, present), frontier_trace(points)],
        layout={
            "xaxis": time_axis(points["secs"], run),
            "yaxis": accuracy_axis(points["top1"], test_set),
            "annotations": knee_labels(best),
        },
        points=points,
        run=run,
        edition=edition or editions()[-1],
        test_set=test_set,
        size_key=BUBBLE_SIZES,
        code=(speed_accuracy,),
        finder=True,
    )


def frontier_chart(
    table: pd.DataFrame, *, run: str, edition: str = "", test_set: str = "imagenet"
) -> Chart:
    """Draw the frontier bold, named and coloured by kind, over all other weights faint.

    Parameters
    ----------
    table, run, edition, test_set
        As for `speed_accuracy`.
    """
    points = weights_points(table)
    best = frontier(points)
    line = frontier_trace(points)
    rest = np.setdiff1d(np.arange(len(points)), line["rows"])
    faint = dots(rest, "other", "all other weights", theme.color("other"), "circle", 5, outline=0.8)
    kinds = [
        dots(rows, kind, KIND_LABELS[kind], theme.kind_color(kind), theme.kind_symbol(kind), 10)
        for kind, rows in by_kind(points, line["rows"])
    ]
    fastest, top = best.iloc[0], best.iloc[-1]
    return Chart(
        title=(
            f"From {percent(fastest['top1'])} in {duration(fastest['secs'])} to "
            f"{percent(top['top1'])} in {duration(top['secs'])}: "
            f"the {len(best)} rows that none matches"
        ),
        subtitle=(
            f"Top-1 accuracy on {TEST_SETS[test_set].label} against {time_words(run)}; "
            f"the frontier among {count(len(points))} rows of weights."
        ),
        traces=[faint, line, *kinds],
        layout={
            "xaxis": time_axis(points["secs"], run),
            "yaxis": accuracy_axis(points["top1"], test_set),
            "annotations": knee_labels(best, knees=7),
        },
        points=points,
        run=run,
        edition=edition or editions()[-1],
        test_set=test_set,
        code=(frontier_chart,),
    )
