"""The same trained parameters under several names, in several implementations."""

from __future__ import annotations

import pandas as pd

from analysis.data import reading
from analysis.data.test_sets import TEST_SETS
from analysis.naming import names

NEAR = 0.1
"""Points of top-1 by which two implementations of one checkpoint may differ on a test set."""


def checkpoints(edition: str | None) -> pd.Series:
    """Tell which weights are one checkpoint in several implementations.

    Weights are one checkpoint where family, tag, image size and parameter count are equal and no
    test set tells them apart by more than `NEAR`, an accuracy that both lack aside.

    Parameters
    ----------
    edition : str or None
        An edition of the accuracies; None where there is none.

    Returns
    -------
    Series
        By weights: the first name of the checkpoint, its own where it has no twin.
    """
    table = reading.accuracy(edition).sort_values(["weights", "img_size"]) if edition else None
    if table is None:
        return pd.Series(dtype=object)
    facts = names.describe(table["weights"])[["family", "tag"]].set_axis(table.index)
    scores = [f"{name}_top1" for name in TEST_SETS if f"{name}_top1" in table]
    first = dict(zip(table["weights"], table["weights"], strict=True))
    tagged = table.assign(family=facts["family"], tag=facts["tag"]).query("tag != ''")
    for _, mine in tagged.groupby(["family", "tag", "img_size", "param_count_m"]):
        kept: list[pd.Series] = []
        for _, row in mine.iterrows() if len(mine) > 1 else ():
            twin = next((one for one in kept if _near(one[scores], row[scores])), None)
            if twin is None:
                kept.append(row)
            else:
                first[row["weights"]] = first[twin["weights"]]
    return pd.Series(first, dtype=object)


def _near(one: pd.Series, other: pd.Series) -> bool:
    distance = (one.astype(float) - other.astype(float)).abs()
    both_lack = one.isna() & other.isna()
    return bool((distance.le(NEAR) | both_lack).all() and distance.notna().any())
