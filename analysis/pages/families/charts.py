"""Two families among all models."""

from __future__ import annotations

import numpy as np

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.marks import (
    TINY,
    accuracy_against_time,
    accuracy_axis,
    dots,
    frontier_trace,
    time_axis,
    weights_points,
)
from analysis.runs.join import Joined


@needs(1, "models with a speed and an accuracy")
def pair_chart(joined: Joined, pair: tuple[str, ...]) -> Chart:
    """Draw accuracy against time per image of two families, before all others and the frontier.

    Parameters
    ----------
    joined : Joined
        The joined table of a run.
    pair : tuple of str
        Ids of the two families, or nothing.
    """
    points = weights_points(joined.contenders)
    family = points["family"].to_numpy()
    labels = dict(points[["family", "family_label"]].drop_duplicates().to_numpy())
    names = [str(labels.get(one, one)) for one in pair]
    others = np.flatnonzero(~np.isin(family, list(pair)))
    colors, symbols = ("convolution", "attention"), ("circle", "diamond")
    looks = zip("ab", pair, names, colors, symbols, strict=False)
    return Chart(
        title=f"{' and '.join(names) or 'Families'} among all models",
        subtitle=f"{accuracy_against_time(joined)}; line: the frontier.",
        traces=[
            dots(others, "other", "all other families", theme.color("grid"), "circle", TINY),
            *(
                dots(np.flatnonzero(family == one), group, name, theme.color(color), symbol, 9)
                for group, one, name, color, symbol in looks
            ),
            frontier_trace(points),
        ],
        layout={
            "xaxis": time_axis(points["secs"], joined),
            "yaxis": accuracy_axis(points["top1"], joined),
        },
        points=points,
        source=joined,
        code=(pair_chart,),
        pair=pair,
    )
