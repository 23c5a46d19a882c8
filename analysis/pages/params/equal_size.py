"""How far speeds lie apart among models of one parameter count."""

from __future__ import annotations

import pandas as pd

from analysis.data.tolerance import within
from analysis.naming.renames import KEY

WITHIN = 0.1
TYPICAL_M = 25.0
"""Millions of parameters at which the site speaks of the spread: about those of ResNet-50."""


TYPICAL_PX = 224
"""The image size at which it does: the commonest, so that size does not widen the spread."""
ENOUGH = 5
"""Fewer models say nothing about a spread."""

COUNTS_M = (2.5, 5, 12, 25, 50, 88, 200, 300)


def architectures(table: pd.DataFrame) -> pd.DataFrame:
    """Give one row per (architecture, image size): the unit of speed.

    Weights of the same architecture share their speed; counting each would weigh an architecture by
    how often it was trained.
    """
    return table.drop_duplicates(KEY).reset_index(drop=True)


def spread_at(
    table: pd.DataFrame,
    param_count_m: float,
    img_size: int | None = TYPICAL_PX,
    share: float = WITHIN,
) -> pd.Series:
    """Say how far apart the speeds are of models with about so many parameters.

    Parameters
    ----------
    table : DataFrame
        One row per architecture and image size, as `architectures` gives it.
    param_count_m : float
        Parameters in millions.
    img_size : int, optional
        Only models at this image size count; those at all sizes where it is None.
    share : float
        Share by which a model's count may be off.

    Returns
    -------
    Series
        ``rows``; ``fastest`` and ``slowest`` (images/s), ``first`` and ``last``, their
        architectures; ``ratio`` of the two, ``others`` without the slowest, and ``middle``, the
        ratio of the 90th to the 10th percentile. Missing where there are no rows.
    """
    near = table[within(table["param_count_m"], param_count_m, share)]
    near = near if img_size is None else near[near["img_size"].eq(img_size)]
    ordered = near.sort_values("samples_per_sec", ascending=False, kind="stable")
    speeds, named = ordered["samples_per_sec"], ordered["architecture"]
    high, low = speeds.quantile(0.9), speeds.quantile(0.1)
    return pd.Series(
        {
            "rows": len(near),
            "fastest": speeds.max(),
            "slowest": speeds.min(),
            "first": next(iter(named), ""),
            "last": next(iter(named.iloc[::-1]), ""),
            "ratio": speeds.max() / speeds.min(),
            "others": speeds.max() / speeds.iloc[:-1].min(),
            "middle": high / low,
        }
    )


def spread_table(table: pd.DataFrame, counts_m: tuple[float, ...] = COUNTS_M) -> pd.DataFrame:
    """Give `spread_at` for those of several parameter counts, ``param_count_m``, that have rows."""
    rows = [spread_at(table, count).rename(count) for count in counts_m]
    found = pd.DataFrame(rows).rename_axis("param_count_m").reset_index()
    return found[found["rows"] > 0].reset_index(drop=True)
