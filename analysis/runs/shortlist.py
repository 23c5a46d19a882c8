"""The frontier as a short table: what a reader picks from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.runs.pairs import speed_noise
from analysis.stats.frontier import frontier
from analysis.stats.intervals import tied, variance


def shortlist(
    table: pd.DataFrame, test_set: str = "imagenet", noise: float | None = None
) -> pd.DataFrame:
    """Give the frontier, most accurate first, and what each of its models is tied with.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.join.run_table` gives it.
    test_set : str
        On which its accuracies were measured.
    noise : float, optional
        Share by which repeats of a speed differ; `analysis.runs.pairs.speed_noise` by default.

    Returns
    -------
    DataFrame
        The table's columns and ``tied_with``: another model that is at least as accurate, as far as
        the test set can tell, and at least as fast, as far as repeats can tell; of several the most
        accurate, then the fastest; empty where there is none.
    """
    slack = 1 + (speed_noise() if noise is None else noise)
    known = table[table["top1"].notna() & table["samples_per_sec"].notna()]
    known = known.sort_values(["top1", "samples_per_sec"], ascending=False, kind="stable")
    top1, speed = (known[column].to_numpy(dtype=float) for column in ("top1", "samples_per_sec"))
    squares = variance(top1, TEST_SETS[test_set].images)
    place = pd.Series(range(len(known)), index=known.index)
    rows = frontier(table).iloc[::-1]
    found = []
    for row in place[rows.index]:
        able = (top1 >= top1[row]) | tied(top1[row], squares[row], top1, squares)
        able &= speed * slack >= speed[row]
        able[row] = False
        rivals = np.flatnonzero(able)
        found.append(_name(known.iloc[rivals[0]]) if len(rivals) else "")
    return rows.assign(tied_with=found).reset_index(drop=True)


def _name(row: pd.Series) -> str:
    return f"{row['weights']}@{row['img_size']}"
