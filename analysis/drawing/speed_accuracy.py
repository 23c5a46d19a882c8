"""Accuracy against speed, with the frontier."""

from __future__ import annotations

from analysis.drawing.chart import Chart, needs
from analysis.drawing.marks import (
    accuracy_against_time,
    accuracy_axis,
    family_traces,
    frontier_trace,
    knee_labels,
    time_axis,
    weights_points,
)
from analysis.drawing.phrases import are, some
from analysis.naming.featured import FEATURED
from analysis.runs.join import Joined
from analysis.stats.frontier import frontier

BUBBLE_SIZES = (224, 384, 512)


@needs(1, "models with a speed and an accuracy")
def speed_accuracy(joined: Joined) -> Chart:
    """Draw accuracy against time per image for every model, with the frontier."""
    points = weights_points(joined.contenders)
    best = frontier(points)
    known = set(points["family"])
    present = [family for family in FEATURED if family in known]
    return Chart(
        title=(
            f"{len(best)} of {some(len(points), 'model')} {are(len(best))} matched by none in both "
            "speed and accuracy"
        ),
        subtitle=(
            f"{accuracy_against_time(joined)}; the area of a bubble is the square of the image "
            "size. Rings: the original study's families; line: the frontier."
        ),
        traces=[*family_traces(points, present), frontier_trace(points)],
        layout={
            "xaxis": time_axis(points["secs"], joined),
            "yaxis": accuracy_axis(points["top1"], joined),
            "annotations": knee_labels(best),
        },
        points=points,
        source=joined,
        size_key=BUBBLE_SIZES,
        code=(speed_accuracy,),
        finder=True,
    )
