"""The table of what pre-training adds."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, Show, counts, ranged, sheet, words
from analysis.drawing.number_format import signed
from analysis.naming.names import PRETRAINING_LABELS


@needs(1, "architectures of a family with more images and with ImageNet-1k alone")
def pretraining_table(gains: pd.DataFrame) -> Sheet:
    """Show `analysis.runs.family_lines.pretraining_gains`: what more images add."""
    rows = gains.assign(pretraining=gains["pretraining"].map(PRETRAINING_LABELS))
    return sheet(
        rows,
        [
            words("family_label", "Family"),
            words("pretraining", "Pre-training"),
            counts("n", "Architectures"),
            counts("pairs", "Pairs of models"),
            Show("gain", "Gain", "points of top-1", signed),
            ranged("conf_low", "conf_high", "95 %", signed),
        ],
        "More pre-training images against ImageNet-1k alone",
    )
