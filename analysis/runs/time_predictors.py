"""What predicts speed: time per image on parameters, multiply-accumulates and activations.

All fits are in log10 on both axes, so that a slope is an elasticity and a residual a factor.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.runs.pairs import COSTS
from analysis.stats.regression import Fits, fit

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

TOGETHER = "together"
COST_LABELS = {
    "param_count_m": "parameters",
    "gmacs": "multiply-accumulates",
    "activations_m": "activations",
    TOGETHER: "all three together",
}
PREDICTORS = [
    "run",
    "predictor",
    "n",
    "slope",
    "conf_low",
    "conf_high",
    "r_squared",
    "spearman",
    "factor",
    "times_low",
    "times_high",
    "status",
]


def complete(speeds: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose three costs and speed are positive numbers, with logarithms added.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.

    Returns
    -------
    DataFrame
        With ``log_secs`` (log10 of the time per image) and ``log_<cost>`` for each cost.
    """
    sound = (speeds[[*COSTS, "samples_per_sec"]] > 0).all(axis=1)
    rows = speeds[sound]
    logs = {f"log_{cost}": np.log10(rows[cost]) for cost in COSTS}
    return rows.assign(log_secs=-np.log10(rows["samples_per_sec"]), **logs)


def fits(rows: pd.DataFrame, costs: Sequence[str]) -> Fits:
    """Fit log time on the logs of some costs, one fit a run."""
    return fit(rows, "log_secs", [f"log_{cost}" for cost in costs], "run")


def predictors(speeds: pd.DataFrame) -> pd.DataFrame:
    """Compare what each cost, and all together, says about the time per image, by run.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.

    Returns
    -------
    DataFrame
        `PREDICTORS`. ``slope`` with its 95 % interval is the elasticity and ``spearman`` the rank
        correlation with the time (both missing for all together); ``factor`` the 95 % prediction
        interval for a new model, as a factor either way; ``times_low`` and ``times_high`` the
        measured over the predicted time of the models fitted, from the 2.5th to the 97.5th
        percentile. Runs without costs are not in it.

    Notes
    -----
    ``factor`` is ten to the half-width of the 95 % prediction interval at the mean of the
    predictors: t times sigma times the root of (1 + 1/n). It takes residuals as normal, which they
    are not: the slow side is longer. ``times_low`` and ``times_high`` take them as they are.
    """
    rows = complete(speeds)
    parts = []
    for name, costs in [*((cost, [cost]) for cost in COSTS), (TOGETHER, list(COSTS))]:
        found = fits(rows, costs)
        part = found.glance.assign(predictor=name)
        if name == TOGETHER:
            part = part.assign(slope=np.nan, conf_low=np.nan, conf_high=np.nan, spearman=np.nan)
        else:
            slopes = found.tidy[found.tidy["term"].ne("intercept")]
            part = part.merge(
                slopes[["run", "estimate", "conf_low", "conf_high"]], on="run", how="left"
            ).rename(columns={"estimate": "slope"})
            part["spearman"] = part["run"].map(_spearman(rows, f"log_{name}"))
        residuals = found.augment["residual"].astype(float).groupby(found.augment["run"])
        ends = {
            column: part["run"].map(10 ** residuals.quantile(share))
            for column, share in (("times_low", 0.025), ("times_high", 0.975))
        }
        parts.append(part.assign(factor=prediction_factor(part), **ends))
    result = pd.concat(parts, ignore_index=True)[PREDICTORS]
    place = {run: i for i, run in enumerate(dict.fromkeys(rows["run"]))}
    order = result["run"].map(place)
    return result.iloc[np.lexsort((np.arange(len(result)), order))].reset_index(drop=True)


def prediction_factor(glance: pd.DataFrame) -> pd.Series:
    """Give the factor by which a prediction for a new row is off at 95 %, at the mean of x.

    Parameters
    ----------
    glance : DataFrame
        ``n, df_residual, sigma`` of fits in log10, as `analysis.stats.regression.fit` gives them.
    """
    from scipy.stats import t

    quantile = t.ppf(0.975, glance["df_residual"].to_numpy(dtype=float))
    half: pd.Series = quantile * glance["sigma"] * np.sqrt(1 + 1 / glance["n"])
    return 10**half


def by_family(speeds: pd.DataFrame, run: str, costs: Sequence[str], least: int = 5) -> pd.DataFrame:
    """Say which families are faster or slower than their costs suggest.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.
    run : str
        The run that is looked at.
    costs : sequence of str
        Columns of costs that the expectation rests on.
    least : int
        Families with fewer rows are left out.

    Returns
    -------
    DataFrame
        ``family, family_label, kind, n, factor, low, high``: the median over the family of the
        measured time over the expected one (below 1: faster than its costs say), and the range;
        the fastest for its costs first. Empty where the run cannot be fitted.
    """
    rows = complete(speeds[speeds["run"].eq(run)])
    augment = fits(rows, costs).augment
    if augment.empty:
        return pd.DataFrame(
            columns=["family", "family_label", "kind", "n", "factor", "low", "high"]
        )
    factors = augment.assign(factor=10 ** augment["residual"].astype(float))
    groups = factors.groupby("family")
    result = pd.DataFrame(
        {
            "family_label": groups["family_label"].first(),
            "kind": groups["kind"].agg(lambda kinds: kinds.mode().iloc[0]),
            "n": groups.size(),
            "factor": groups["factor"].median(),
            "low": groups["factor"].min(),
            "high": groups["factor"].max(),
        }
    )
    kept = result[result["n"] >= least]
    return kept.sort_values("factor", kind="stable").reset_index()


def compare_predictors(
    speeds: pd.DataFrame, run: str, one: str, other: str, draws: int = 2000
) -> dict[str, float]:
    """Say how much more of the variance of log time one cost explains than another.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.
    run : str
        The run that is looked at.
    one, other : str
        Columns of `analysis.runs.pairs.COSTS`.
    draws : int
        Resamples.

    Returns
    -------
    dict
        ``estimate`` (R² of `one` less R² of `other`), ``conf_low`` and ``conf_high``: the middle 95
        % over resamples of whole families, from a fixed seed; all missing with fewer than three
        families.
    """
    rows = complete(speeds[speeds["run"].eq(run)])
    families = rows["family"].astype("category").cat.codes.to_numpy().astype(np.int64)
    count = int(families.max()) + 1 if len(rows) else 0
    if count < 3:
        return dict.fromkeys(("estimate", "conf_low", "conf_high"), float("nan"))
    weights = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), size=draws)
    times = np.vstack([np.ones(count, dtype=int), weights])
    y = rows["log_secs"].to_numpy()
    explained = [
        _r_squared(rows[f"log_{cost}"].to_numpy(), y, families, times) for cost in (one, other)
    ]
    difference = explained[0] - explained[1]
    low, high = np.quantile(difference[1:], [0.025, 0.975])
    return {
        "estimate": float(difference[0]),
        "conf_low": float(low),
        "conf_high": float(high),
    }


def _r_squared(x: Floats, y: Floats, groups: Integers, times: Integers) -> Floats:
    """R² of y on x for each row of `times`: how often each group counts."""
    x, y = x - x.mean(), y - y.mean()
    products = [np.ones_like(x), x, y, x * x, y * y, x * y]
    sums = np.array([np.bincount(groups, product) for product in products])
    n, sx, sy, sxx, syy, sxy = (times @ sums.T).T
    explained: Floats = (n * sxy - sx * sy) ** 2 / ((n * sxx - sx**2) * (n * syy - sy**2))
    return explained


def _spearman(rows: pd.DataFrame, column: str) -> dict[str, float]:
    return {
        str(run): part[[column, "log_secs"]].corr(method="spearman").to_numpy()[0, 1]
        for run, part in rows.groupby("run")
    }
