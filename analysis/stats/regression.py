"""Ordinary least squares by group, as tables: tidy, glance, augment and bands.

The fixed columns follow the convention of the R package broom; the estimates are statsmodels'.
`Line`, which pages draw for many runs, follows the textbook: statsmodels takes a second to load,
and a hundredth for each line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.stats.tables import stack

LEVEL = 0.95
Numbers = npt.NDArray[np.float64]

SOUND = "fitted"
TOO_FEW = "too few points"
NO_SPREAD = "the predictor does not vary"
FLAT = "the response does not vary"

TIDY = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
GLANCE = ["n", "df_residual", "r_squared", "adj_r_squared", "sigma", "statistic", "p_value"]
BAND = ["x", "fit", "conf_low", "conf_high", "pred_low", "pred_high"]


@dataclass(frozen=True)
class Fits:
    """The fits of all groups.

    ``tidy`` has one row per group and term (``intercept``, then each predictor), ``glance`` one row
    per group with ``status``, ``augment`` the fitted rows with ``fitted`` and ``residual``. A group
    that cannot be fitted stands in ``glance`` with its reason and without numbers.
    """

    tidy: pd.DataFrame
    glance: pd.DataFrame
    augment: pd.DataFrame


@dataclass(frozen=True)
class Line:
    """A least-squares line of n points: slope, centre of mass and sums of squares."""

    n: int
    slope: float
    mean_x: float
    mean_y: float
    squares_x: float
    squares_residual: float

    @classmethod
    def of(cls, x: Numbers, y: Numbers) -> Line:
        """Fit y on x."""
        off = x - x.mean()
        squares_x = (off**2).sum()
        slope = (off * (y - y.mean())).sum() / squares_x
        residual = y - y.mean() - slope * off
        return cls(len(x), slope, x.mean(), y.mean(), squares_x, (residual**2).sum())

    def at(self, x: Numbers | float) -> Any:
        """Give the line's height at x."""
        return self.mean_y + self.slope * (x - self.mean_x)

    def leverage(self, x: Numbers | float) -> Any:
        """Give the variance of the height at x over that of a residual."""
        return 1 / self.n + (x - self.mean_x) ** 2 / self.squares_x


def t_quantile(df_residual: int) -> float:
    """Give the half-width in standard errors of a 95 % interval, from Student's t."""
    from scipy.special import stdtrit  # pages without a line load no scipy

    return float(stdtrit(df_residual, (1 + LEVEL) / 2))


def fit(table: pd.DataFrame, y: str, x: str | Sequence[str], group: str | None = None) -> Fits:
    """Fit y on x by ordinary least squares, one fit per group.

    Parameters
    ----------
    table : DataFrame
        Rows where y or a predictor is missing are left out; ``glance`` counts those used.
    y : str
        The response's column.
    x : str or sequence of str
        The predictors' columns.
    group : str, optional
        Column that splits the table; all rows are one group without it.

    Returns
    -------
    Fits
        Intervals are at 95 %, from Student's t.

    Notes
    -----
    A group needs more points than coefficients, a response that varies, and predictors that vary
    and are not collinear.
    """
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.tools import add_constant

    terms = [x] if isinstance(x, str) else list(x)
    tidy, glance, augment = [], [], []
    for name, rows in _groups(table, group, [y, *terms]):
        label = {} if group is None else {group: name}
        status = _status(rows[y], rows[terms])
        if status != SOUND:
            glance.append({**label, "n": len(rows), "status": status})
            continue
        result = OLS(rows[y], add_constant(rows[terms], has_constant="add")).fit()
        tidy.append(_tidy(result, terms).assign(**label))
        glance.append({**label, **_glance(result), "status": SOUND})
        augment.append(rows.assign(fitted=result.fittedvalues, residual=result.resid))
    first = [] if group is None else [group]
    return Fits(
        stack(tidy, [*first, *TIDY]),
        pd.DataFrame(glance, columns=[*first, *GLANCE, "status"]),
        stack(augment, [*table.columns, "fitted", "residual"]),
    )


def band(
    table: pd.DataFrame, y: str, x: str, group: str | None = None, points: int = 25
) -> pd.DataFrame:
    """Draw the fitted line of each group with the 95 % bands of its mean and of a new point.

    Parameters
    ----------
    table, y, x, group
        As for `fit`, with one predictor.
    points : int
        Places along the range of x in the group.

    Returns
    -------
    DataFrame
        ``x, fit, conf_low, conf_high, pred_low, pred_high`` after the group's column; groups that
        cannot be fitted are not in it.
    """
    names: list[Any] = []
    parts = []
    for name, rows in _groups(table, group, [y, x]):
        if _status(rows[y], rows[[x]]) == SOUND:
            along = np.linspace(rows[x].min(), rows[x].max(), points)
            parts.append(_bands(Line.of(rows[x].to_numpy(float), rows[y].to_numpy(float)), along))
            names += [name] * points
    lines = pd.DataFrame(np.concatenate(parts) if parts else None, columns=BAND)
    if group is not None:
        lines.insert(0, group, names)
    return lines


def _bands(line: Line, along: Numbers) -> Numbers:
    df_residual = line.n - 2
    variance = line.squares_residual / df_residual
    fit, leverage, t = line.at(along), line.leverage(along), t_quantile(df_residual)
    mean, new = (t * np.sqrt(variance * (leverage + extra)) for extra in (0, 1))
    return np.column_stack([along, fit, fit - mean, fit + mean, fit - new, fit + new])


def _groups(
    table: pd.DataFrame, group: str | None, needed: list[str]
) -> Iterator[tuple[Any, pd.DataFrame]]:
    known = table[table[needed].notna().all(axis=1)]
    if group is None:
        yield None, known
        return
    empty = known.iloc[:0]
    groups = dict(list(known.groupby(group)))
    for name in sorted(table[group].dropna().unique()):
        yield name, groups.get(name, empty)


def _status(response: pd.Series, predictors: pd.DataFrame) -> str:
    if len(predictors) <= predictors.shape[1] + 1:
        return TOO_FEW
    if response.min() == response.max():
        return FLAT
    design = np.column_stack([np.ones(len(predictors)), predictors.to_numpy(dtype=float)])
    return SOUND if np.linalg.matrix_rank(design) == design.shape[1] else NO_SPREAD


def _tidy(result: Any, terms: list[str]) -> pd.DataFrame:
    interval = result.conf_int(alpha=1 - LEVEL)
    return pd.DataFrame(
        {
            "term": ["intercept", *terms],
            "estimate": result.params.to_numpy(),
            "std_error": result.bse.to_numpy(),
            "statistic": result.tvalues.to_numpy(),
            "p_value": result.pvalues.to_numpy(),
            "conf_low": interval[0].to_numpy(),
            "conf_high": interval[1].to_numpy(),
        }
    )


def _glance(result: Any) -> dict[str, float]:
    return {
        "n": int(result.nobs),
        "df_residual": int(result.df_resid),
        "r_squared": result.rsquared,
        "adj_r_squared": result.rsquared_adj,
        "sigma": float(np.sqrt(result.scale)),
        "statistic": result.fvalue,
        "p_value": result.f_pvalue,
    }
