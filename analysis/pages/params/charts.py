"""Time per image against parameters."""

from __future__ import annotations

import numpy as np

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.marks import (
    dots,
    log_axis,
    time_axis,
    time_words,
    weights_points,
)
from analysis.drawing.number_format import count, significant
from analysis.pages.params.equal_size import ENOUGH, TYPICAL_M, TYPICAL_PX, architectures, spread_at
from analysis.runs.join import Joined


@needs(1, "weights with a speed")
def time_against_parameters(joined: Joined) -> Chart:
    """Draw time per image against parameters of each architecture and image size, both log."""
    rows = architectures(joined.contenders)
    facts = ["img_size", "param_count_m", "family", "family_label", "kind"]
    points = weights_points(
        rows[["architecture", *facts, "samples_per_sec", "secs"]].assign(
            weights=rows["architecture"]
        )
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
            f"At {TYPICAL_M:g} M parameters and {TYPICAL_PX} px most speeds lie within a factor of "
            f"{significant(near['middle'], 2)}"
            if near["rows"] >= ENOUGH
            else f"Time per image of {count(len(points))} architectures and image sizes"
        ),
        subtitle=(
            f"{time_words(joined.run).capitalize()} against number of parameters, both "
            "logarithmic; colour and size of a point: the image size."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(points["param_count_m"], "M", "Parameters"),
            "yaxis": time_axis(points["secs"], joined),
        },
        points=points,
        source=joined,
        code=(time_against_parameters, spread_at),
        finder=True,
    )
