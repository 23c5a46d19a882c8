"""The frontier as a short table: what a reader picks from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.stats.frontier import frontier, on_frontier
from analysis.stats.intervals import tied, variance


def shortlist(table: pd.DataFrame, test_set: str = "imagenet") -> pd.DataFrame:
    """Give the frontier, most accurate first, with the ties between neighbours.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.join.run_table` gives it.
    test_set : str
        On which its accuracies were measured.

    Returns
    -------
    DataFrame
        The table's columns and ``tied_with_faster``: the next faster row of the frontier cannot be
        told apart in accuracy, so that the time it costs more buys nothing that is certain.
    """
    rows = frontier(table).iloc[::-1].reset_index(drop=True)
    own = pd.Series(variance(rows["top1"], TEST_SETS[test_set].images))
    faster = rows["top1"].shift(-1)
    alike = tied(rows["top1"], own, faster, own.shift(-1))
    return rows.assign(tied_with_faster=alike & faster.notna())


def tied_with_as_fast(table: pd.DataFrame, test_set: str = "imagenet") -> pd.Series:
    """Tell which rows of the frontier are tied in accuracy with another row at least as fast.

    Parameters
    ----------
    table, test_set
        As for `shortlist`.

    Returns
    -------
    Series of bool
        On the index of the frontier's rows: their place on it rests on a difference in accuracy
        that the test set cannot tell from none.
    """
    known = table[table["top1"].notna() & table["samples_per_sec"].notna()]
    top1, speed = (known[column].to_numpy(dtype=float) for column in ("top1", "samples_per_sec"))
    squares = variance(top1, TEST_SETS[test_set].images)
    edge = on_frontier(known)
    found = []
    for row in np.flatnonzero(edge):
        rivals = speed >= speed[row]
        rivals[row] = False
        found.append(bool(np.any(tied(top1[row], squares[row], top1[rivals], squares[rivals]))))
    return pd.Series(found, index=known.index[edge], dtype=bool)
