"""What recipes and data add to the same architecture and image size."""

from __future__ import annotations

import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.number_format import count
from analysis.pages.progress.recipes_and_data import both, data_gains, recipes, summary

GAINS = {
    "recipe": ("recipe", "Best recipe over the worst"),
    "data": ("data", "More data, best over best"),
}


@needs(1, "gains")
def gains_chart(gains: pd.DataFrame, title: str) -> Chart:
    """Draw how much accuracy recipes and data add to the same architecture and image size.

    Parameters
    ----------
    gains : DataFrame
        As `analysis.pages.progress.recipes_and_data.summary` gives it.
    title : str
        The finding.
    """
    looks = gains["gain"].map(GAINS)
    ends = ["median", "q05", "q95", "q25", "q75"]
    drawn = ["x", "low", "high", "inner_low", "inner_high"]
    frame = (
        gains[ends]
        .set_axis(drawn, axis=1)
        .assign(
            label=[
                f"{words} · {row['networks']} {count(row['n'])}"
                for (_, words), row in zip(looks, gains.to_dict("records"), strict=True)
            ],
            group=looks.str[0],
        )
    )
    marks = [
        Mark("recipe", "A better recipe, ImageNet-1k alone", theme.color("convolution")),
        Mark("data", "More pre-training data", theme.color("hybrid"), "diamond"),
    ]
    return Chart(
        title=title,
        subtitle=(
            "Percentage points of top-1: median (mark), middle half (thick line), 5th to 95th "
            "percentile (thin line). After the name: the networks that have both, or all that have "
            "the one, and their number."
        ),
        traces=forest(frame, marks, "median %{x:.2f} points"),
        layout={
            **forest_layout(
                frame,
                {
                    "range": [min(frame["low"].min(), 0), frame["high"].max() + 0.3],
                    "title": {"text": "Percentage points"},
                },
            ),
            "shapes": [vertical(0, theme.color("muted"))],
        },
        code=(gains_chart, summary, both, recipes, data_gains),
    )
