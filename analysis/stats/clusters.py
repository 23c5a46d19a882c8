"""Means and effects with intervals that respect families.

Members of one family are variations on one design, so they are not independent observations. The
intervals here are cluster-robust: only the number of families counts as information.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

LEVEL = 0.95

SOUND = "estimated"
FEW_CLUSTERS = "too few families"

MEANS = ["n", "clusters", "estimate", "std_error", "conf_low", "conf_high", "status"]
EFFECTS = ["term", "estimate", "std_error", "conf_low", "conf_high", "n", "clusters", "status"]


def means(table: pd.DataFrame, value: str, group: str, cluster: str = "family") -> pd.DataFrame:
    """Average a value by group, with a 95 % interval that is robust to clusters.

    Parameters
    ----------
    table : DataFrame
        Rows without the value are left out.
    value, group, cluster : str
        Columns: what is averaged, what splits the rows, what ties rows together.

    Returns
    -------
    DataFrame
        One row per group: the group, then `MEANS`. With one cluster alone there is no interval.

    Notes
    -----
    The variance of a mean of n rows in G clusters is G / (G - 1) times the sum over clusters of
    (sum of deviations from the mean)², over n²; the interval takes Student's t with G - 1 degrees
    of freedom.
    """
    rows = []
    known = table[table[value].notna()]
    for name, part in known.groupby(group, sort=True):
        n, clusters = len(part), part[cluster].nunique()
        if clusters < 2:
            rows.append([name, n, clusters, part[value].mean(), *[np.nan] * 3, FEW_CLUSTERS])
            continue
        result = _fit(part, part[value], pd.DataFrame({"mean": 1.0}, index=part.index), cluster)
        low, high = result.conf_int(alpha=1 - LEVEL).loc["mean"]
        rows.append(
            [name, n, clusters, result.params["mean"], result.bse["mean"], low, high, SOUND]
        )
    return pd.DataFrame(rows, columns=[group, *MEANS])


def effects(
    table: pd.DataFrame,
    y: str,
    group: str,
    baseline: str,
    controls: Sequence[str] = (),
    cluster: str = "family",
) -> pd.DataFrame:
    """Estimate how a value differs between groups, at equal values of the controls.

    Parameters
    ----------
    table : DataFrame
        Rows without one of the columns are left out.
    y : str
        The response.
    group : str
        Column of groups; each group but `baseline` becomes a term.
    baseline : str
        The group that the others are compared with.
    controls : sequence of str
        Numeric columns that enter linearly.
    cluster : str
        Column that ties rows together.

    Returns
    -------
    DataFrame
        `EFFECTS`, a row per group and control; empty where fewer than three clusters or no row of
        the baseline is left.

    Notes
    -----
    Ordinary least squares with statsmodels' cluster-robust covariance (HC1-like correction) and
    Student's t with clusters - 1 degrees of freedom.
    """
    rows = table.dropna(subset=[y, group, *controls])
    others = [name for name in sorted(rows[group].unique()) if name != baseline]
    clusters = rows[cluster].nunique()
    if clusters < 3 or not others or not rows[group].eq(baseline).any():
        return pd.DataFrame(columns=EFFECTS)
    design = pd.DataFrame({"intercept": 1.0}, index=rows.index)
    for name in others:
        design[name] = rows[group].eq(name).astype(float)
    for control in controls:
        design[control] = rows[control].astype(float)
    result = _fit(rows, rows[y], design, cluster)
    interval = result.conf_int(alpha=1 - LEVEL)
    estimates = pd.DataFrame(
        {
            "term": result.params.index,
            "estimate": result.params.to_numpy(),
            "std_error": result.bse.to_numpy(),
            "conf_low": interval[0].to_numpy(),
            "conf_high": interval[1].to_numpy(),
            "n": len(rows),
            "clusters": clusters,
            "status": SOUND,
        }
    )
    return estimates.iloc[1:].reset_index(drop=True)


def _fit(rows: pd.DataFrame, y: pd.Series, design: pd.DataFrame, cluster: str) -> Any:
    from statsmodels.regression.linear_model import OLS

    codes = rows[cluster].astype("category").cat.codes.to_numpy()
    return OLS(y.astype(float), design).fit(
        cov_type="cluster", cov_kwds={"groups": codes}, use_t=True
    )
