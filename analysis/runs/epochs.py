"""How much longer a training step takes than inference, by family, on the device of a run."""

from __future__ import annotations

import pandas as pd

from analysis.naming.renames import KEY
from analysis.runs.pairs import speeds


def step_ratios(training: str, inference: str) -> pd.Series:
    """Give the median of inference over training throughput by family.

    Parameters
    ----------
    training, inference : str
        Ids of two runs on one device; empty for none.

    Returns
    -------
    Series
        By family, and of all models under the empty name; empty where no model is in both.
    """
    found = [
        speeds([run] if run else []).groupby([*KEY, "family"])["samples_per_sec"].median()
        for run in (inference, training)
    ]
    ratio = (found[0] / found[1]).dropna()
    if ratio.empty:
        return pd.Series(dtype=float)
    by_family = ratio.groupby("family").median()
    ratios: pd.Series = pd.concat([by_family, pd.Series({"": ratio.median()})])
    return ratios
