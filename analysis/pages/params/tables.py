"""The tables of the section on what predicts speed."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, counts, fixed, ranged, sheet, shorts, words
from analysis.drawing.number_format import short
from analysis.runs.time_predictors import COST_LABELS


@needs(1, "fits of time on a cost")
def predictors_table(table: pd.DataFrame) -> Sheet:
    """Show what each cost says about the time on each device."""
    rows = table.assign(
        label=table["predictor"].map(COST_LABELS), share=100 * table["r_squared"].astype(float)
    )
    return sheet(
        rows,
        [
            words("device", "Device"),
            words("label", "Cost"),
            counts("n", "Architectures"),
            fixed("slope", "Slope", 2),
            ranged("conf_low", "conf_high", "95 %", lambda x: f"{x:.2f}"),
            fixed("share", "R²", 1, "%"),
            fixed("spearman", "Rank correlation", 3),
            ranged("times_low", "times_high", "95 of 100 take", short, "times"),
            shorts("factor", "Prediction interval", "times or over"),
        ],
        "What predicts the time per image",
    )
