"""Distributions of speed-ups between two benchmark runs."""

from __future__ import annotations

import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.marks import log_axis
from analysis.drawing.number_format import count, times
from analysis.runs.comparisons import comparison, summary
from analysis.runs.pairs import paired

QUESTIONS = {
    "device": Mark("device", "another device", theme.color("convolution"), "circle"),
    "compiling": Mark("compiling", "compiling", theme.color("attention"), "diamond"),
    "software": Mark("software", "newer software", theme.color("hybrid"), "square"),
    "layout": Mark("layout", "memory layout", theme.color("mlp"), "triangle-up"),
    "precision": Mark("precision", "number format", theme.color("state-space"), "triangle-down"),
}


@needs(1, "pairs of runs that differ in one thing")
def speedups_chart(table: pd.DataFrame, title: str) -> Chart:
    """Draw the distribution of the speed-ups of each comparison.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.comparisons.summary` gives it without groups.
    title : str
        The finding.

    Returns
    -------
    Chart
        x: factor of throughput, log; median, middle half, and 5th to 95th percentile.
    """
    rows = table.assign(
        label=table["changed"] + " · " + table["n"].map(count),
        group=table["question"],
        x=table["q50"],
        low=table["q05"],
        high=table["q95"],
        inner_low=table["q25"],
        inner_high=table["q75"],
        note=[
            f"{count(row['n'])} pairs, from {times(row['low'])} to {times(row['high'])}<br>"
            f"{comparison(row['comparison']).before}<br>{comparison(row['comparison']).after}"
            for row in table.to_dict("records")
        ],
    )
    ends = pd.Series([*rows["low"], *rows["high"]])
    axis = log_axis(ends, "", "Times the throughput (log)")
    return Chart(
        title=title,
        subtitle=(
            "Speed-up on exactly the same architecture and image size: median (mark), middle half "
            "(thick line), 5th to 95th percentile (thin line). After the name: number of pairs."
        ),
        traces=forest(rows, list(QUESTIONS.values()), "median %{x:.2f} times"),
        layout={
            **forest_layout(rows, axis),
            "shapes": [vertical(1, theme.color("muted"))],
        },
        code=(speedups_chart, summary, paired),
    )
