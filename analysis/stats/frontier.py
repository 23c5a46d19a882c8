"""Pareto frontiers: the rows that no other row beats."""

from __future__ import annotations

import numpy as np
import pandas as pd


def on_frontier(
    table: pd.DataFrame, speed: str = "samples_per_sec", accuracy: str = "top1"
) -> pd.Series:
    """Tell which rows are on the frontier of speed and accuracy.

    A row is on it if no other row is at least as fast and at least as accurate, and better in one.
    Rows equal in both stay together. Rows without one of the two values are never on it.

    Parameters
    ----------
    table : DataFrame
        Any table with the two columns; its order does not matter.
    speed, accuracy : str
        Columns where more is better.

    Returns
    -------
    Series of bool
        On the table's index.
    """
    fast, accurate = (table[column].to_numpy(dtype=float) for column in (speed, accuracy))
    known = np.flatnonzero(~(np.isnan(fast) | np.isnan(accurate)))
    order = known[np.lexsort((-accurate[known], -fast[known]))]
    mask = np.zeros(len(table), dtype=bool)
    best, last = -np.inf, -1
    for row in order:
        if accurate[row] > best:
            best, last = accurate[row], row
            mask[row] = True
        elif last >= 0 and accurate[row] == best and fast[row] == fast[last]:
            mask[row] = True
    return pd.Series(mask, index=table.index)


def frontier(
    table: pd.DataFrame, speed: str = "samples_per_sec", accuracy: str = "top1"
) -> pd.DataFrame:
    """Give the rows of the frontier, fastest first.

    Parameters
    ----------
    table : DataFrame
        As for `on_frontier`.
    speed, accuracy : str
        Columns where more is better.

    Returns
    -------
    DataFrame
        The table's columns; its rows that are on the frontier, ordered by speed and then by
        ``weights`` where the table has it.
    """
    rows = table[on_frontier(table, speed, accuracy)]
    ties = [column for column in ("weights", "img_size") if column in rows]
    order = [False, *(True for _ in ties)]
    return rows.sort_values([speed, *ties], ascending=order, kind="stable")


def behind(
    table: pd.DataFrame, speed: str = "samples_per_sec", accuracy: str = "top1"
) -> pd.DataFrame:
    """Say how far each row is from the frontier, in accuracy and in speed.

    Parameters
    ----------
    table : DataFrame
        As for `on_frontier`.
    speed, accuracy : str
        Columns where more is better.

    Returns
    -------
    DataFrame
        On the table's index: ``accuracy_behind``, the best accuracy among the rows at least as fast
        less the row's own (0 on the frontier), and ``times_slower``, the highest speed among the
        rows at least as accurate over the row's own (1 on the frontier); both missing where one of
        the row's two values is.
    """
    edge = frontier(table, speed, accuracy)
    fast, accurate = edge[speed].to_numpy(), edge[accuracy].to_numpy()
    known = table[[speed, accuracy]].dropna()
    own_speed, own_accuracy = known[speed].to_numpy(), known[accuracy].to_numpy()
    as_fast = np.searchsorted(-fast, -own_speed, side="right") - 1
    as_accurate = np.searchsorted(accurate, own_accuracy, side="left")
    return pd.DataFrame(
        {
            "accuracy_behind": accurate[as_fast] - own_accuracy,
            "times_slower": fast[as_accurate] / own_speed,
        },
        index=known.index,
    ).reindex(table.index)
