"""The same weights in two editions: which they are, and by how much their accuracies changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.test_sets import TEST_SETS
from analysis.naming import names
from analysis.runs.edition_pairs import followed
from analysis.stats.intervals import tied, variance

FACTS = ["family", "family_label", "kind", "pretraining", "distilled", "taught_by"]


def oldest_edition(folder: Path = reading.SNAPSHOT) -> str:
    """Name the oldest edition; empty where there is but one."""
    first, *others = reading.known("accuracy", folder)
    return first if others else ""


def same_weights(
    old: str | None = None, new: str | None = None, folder: Path = reading.SNAPSHOT
) -> pd.DataFrame:
    """Find the weights that two editions have in common.

    They are followed as `analysis.runs.edition_pairs.followed` tells.

    Parameters
    ----------
    old, new : str, optional
        Editions; by default the oldest, without which no row is given, and the newest.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        ``weights`` (today's), ``weights_old, img_size``, `FACTS`, and for each test set
        ``<test_set>_old`` and ``<test_set>_new`` (top-1), ``crop_pct_old, crop_pct_new,
        interpolation_old, interpolation_new``. The attribute ``rows_old`` of ``attrs`` counts the
        old edition's rows without fixtures.
    """
    after = reading.accuracy(new, folder)
    old = old or oldest_edition(folder)
    before = followed(
        reading.accuracy(old, folder) if old else after.iloc[:0],
        after,
        reading.catalog("renames", folder),
        reading.catalog("weights", folder)["weights"],
    )
    before = before[~before["weights"].str.startswith("test_")]
    both = before.rename(columns={"name": "weights_old"}).merge(
        after, on=["weights", "img_size"], suffixes=("_old", "_new")
    )
    facts = names.describe(both["weights"])
    both = both.assign(**{column: facts[column].to_numpy() for column in FACTS})
    scores = {
        f"{test_set}_top1_{side}": f"{test_set}_{side}"
        for test_set in TEST_SETS
        for side in ("old", "new")
    }
    settings = [f"{c}_{side}" for c in ("crop_pct", "interpolation") for side in ("old", "new")]
    kept = both.reindex(columns=["weights", "weights_old", "img_size", *FACTS, *settings, *scores])
    result = kept.rename(columns=scores).reset_index(drop=True)
    result.attrs["rows_old"] = len(before)
    return result


def changes(pairs: pd.DataFrame, test_sets: Sequence[str]) -> pd.DataFrame:
    """Say by how much accuracies changed between editions.

    Parameters
    ----------
    pairs : DataFrame
        As `same_weights` gives it.
    test_sets : sequence of str
        Ids of test sets.

    Returns
    -------
    DataFrame
        ``test_set, n, changed`` (share that is not equal), ``median`` and ``q95`` of the size of
        the change (points), ``mean`` (signed), ``largest``, ``told_apart`` (rows whose two values
        are not tied as if measured on different images).
    """
    rows = []
    for test_set in test_sets:
        images = TEST_SETS[test_set].images
        part = pairs[[f"{test_set}_old", f"{test_set}_new"]].dropna()
        old, new = (part[column].to_numpy(dtype=float) for column in part)
        size = np.abs(new - old)
        apart = ~tied(old, variance(old, images), new, variance(new, images))
        rows.append(
            {
                "test_set": test_set,
                "n": len(part),
                "changed": (size > 1e-9).mean() if len(part) else np.nan,
                "median": np.median(size) if len(part) else np.nan,
                "q95": np.quantile(size, 0.95) if len(part) else np.nan,
                "mean": (new - old).mean() if len(part) else np.nan,
                "largest": size.max() if len(part) else np.nan,
                "told_apart": int(apart.sum()),
            }
        )
    return pd.DataFrame(rows)
