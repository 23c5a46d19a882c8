"""What the data covers."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import runs
from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.number_format import count, counted
from analysis.drawing.run_labels import run_names
from analysis.runs import join, join_outcomes
from analysis.runs.coverage import coverage, matched_weights

MARKS = (
    Mark("compiled", "inference, compiled", theme.color("attention"), "diamond"),
    Mark("eager", "inference, eager", theme.color("convolution"), "circle"),
    Mark("train", "training", theme.color("hybrid"), "square"),
)


@needs(1, "runs")
def coverage_chart(counts: pd.DataFrame) -> Chart:
    """Draw for each run how many models find their speed in it.

    Parameters
    ----------
    counts : DataFrame
        As `analysis.runs.coverage.coverage` gives it.
    """
    rows = matched_weights(counts).merge(runs(), on="run")
    total = int(rows["total"].max()) - int(rows[join_outcomes.NO_SCORE].max())
    rows = rows.assign(
        label=rows["run"].map(run_names()) + " · " + rows[join_outcomes.MATCHED].map(count),
        group=rows["task"].where(
            rows["task"].eq("train"), rows["compiled"].map({True: "compiled", False: "eager"})
        ),
        x=rows[join_outcomes.MATCHED],
        low=0,
        high=rows[join_outcomes.MATCHED],
        note=[
            f"{count(size)} only at other image sizes, {count(absent)} not at all"
            for size, absent in zip(
                rows[join_outcomes.OTHER_SIZE], rows[join_outcomes.ABSENT], strict=True
            )
        ],
    )
    whole = rows[rows["x"].eq(total)]
    axis = {"range": [0, 1.03 * total], "title": {"text": "Rows of weights with a speed"}}
    return Chart(
        title=(
            f"{count(len(whole))} of {counted(len(rows), 'run')} "
            f"{'covers' if len(rows) == 1 else 'cover'} all {counted(total, 'model')}; "
            f"the fewest that a run knows are {count(rows['x'].min())}"
        ),
        subtitle=(
            "Weights and image sizes of the newest edition that find their speed, run by run. "
            "After the name: their number. Vertical line: all of them."
        ),
        traces=forest(rows, MARKS, "%{x} models"),
        layout={**forest_layout(rows, axis), "shapes": [vertical(total, theme.color("muted"))]},
        code=(coverage_chart, coverage, join.join),
        height=28 * len(rows) + 60,
        phone_height=28 * len(rows) + 60,
    )
