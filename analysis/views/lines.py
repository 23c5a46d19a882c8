"""The tables of trend lines."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.sheets import Sheet, Show, counts, fixed, ranged, sheet, signed, words
from analysis.format import duration
from analysis.names import PRETRAINING_LABELS


def lines_table(lines: pd.DataFrame) -> Sheet:
    """Show the slopes of `analysis.studies.lines.family_lines` with their intervals."""
    return sheet(
        lines,
        [
            words("family_label", "Family"),
            counts("n", "Rows"),
            fixed("slope", "Slope", 2, "points"),
            ranged("conf_low", "conf_high", "95 %", lambda points: f"{points:.2f}"),
            fixed("r_squared", "R²", 2),
        ],
        "Trend lines of families",
    )


def gains_table(gains: pd.DataFrame) -> Sheet:
    """Show `analysis.studies.lines.pretraining_gains`: how far each line lies above another."""
    rows = gains.assign(pretraining=gains["pretraining"].map(PRETRAINING_LABELS))
    return sheet(
        rows,
        [
            words("family_label", "Family"),
            words("pretraining", "Pre-training"),
            counts("n", "Rows"),
            counts("n_in1k", "Rows of ImageNet-1k"),
            Show("secs", "At", write=duration),
            Show("gain", "Difference", "points", signed),
            ranged("conf_low", "conf_high", "95 %", signed),
        ],
        "More pre-training images against ImageNet-1k alone",
    )
