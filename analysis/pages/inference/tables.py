"""The tables of trend lines."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, Show, counts, ranged, sheet, words
from analysis.drawing.number_format import duration, signed
from analysis.naming.names import PRETRAINING_LABELS


@needs(1, "trend lines with more images to compare with one of ImageNet-1k alone")
def pretraining_table(gains: pd.DataFrame) -> Sheet:
    """Show `analysis.runs.family_lines.pretraining_gains`: how far each line lies above another."""
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
