"""Which batch fits in a card's memory: bytes as a sum of activations and parameters.

``bytes = per_activation * activations * batch + per_param * parameters + fixed``, fitted on
brackets as what they are: of each model is known that its largest batch lies between two sizes, or
above one (interval-censored maximum likelihood; errors in log batch are Student's t, as some models
keep far more or less than their activations suggest).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.sources import runs
from analysis.runs.batches import brackets, memory_gb

Floats = npt.NDArray[np.float64]

GIB = 2.0**30
TAIL = 4
FOLDS = 10
ENOUGH = 50
LEAST_ROOM = 1e-3
INSIDE = 0.95
START = (5.0, 16.0, 0.5, 0.2)
"""Bytes an activation and a parameter, GiB, spread: where the search begins."""


@dataclass(frozen=True)
class Memory:
    """What a model needs: bytes, GiB, and the spread of the log of the batch that fits."""

    per_activation: float
    per_param: float
    fixed_gib: float
    spread: float


@dataclass(frozen=True)
class Fitted:
    """What a run's batches say of memory.

    ``card_gb`` is the memory of its ``device``, ``brackets`` as `analysis.runs.batches.brackets`
    gives them, ``memory`` what was fitted on them (None: too few), ``tested`` as `backtest` gives
    them.
    """

    device: str
    card_gb: float
    brackets: pd.DataFrame
    memory: Memory | None
    tested: pd.DataFrame


@cache
def fitted(run: str) -> Fitted:
    """Fit the memory that a run's models need; an empty id, no run, gives empty tables."""
    device = str(runs().set_index("run")["device"].get(run, ""))
    card_gb = memory_gb(device)
    known = brackets(run)
    found = fit(known, card_gb)
    return Fitted(device, card_gb, known, found, backtest(known, found, card_gb))


def largest_batch(found: Memory, rows: pd.DataFrame, card_gb: float) -> Floats:
    """Estimate the largest batch that fits.

    Parameters
    ----------
    found : Memory
        As `fit` gives it.
    rows : DataFrame
        With ``activations_m, param_count_m``.
    card_gb : float
        The card's memory.

    Returns
    -------
    array
        Images, not rounded; below 1 where not even one fits.
    """
    return np.exp(_log_batch(np.log(astuple(found)), _costs(rows), card_gb))


def fit(known: pd.DataFrame, card_gb: float) -> Memory | None:
    """Fit the bytes of a training step or of inference on brackets.

    Parameters
    ----------
    known : DataFrame
        As `analysis.runs.batches.brackets` gives them.
    card_gb : float
        The memory of the card that they were measured on.

    Returns
    -------
    Memory or None
        None where fewer than `ENOUGH` brackets have costs, or where the memory is not known.
    """
    rows = complete(known)
    if len(below_cap(rows)) < ENOUGH or not card_gb > 0:
        return None
    return Memory(*map(float, np.exp(_searched(rows, card_gb, np.log(START)))))


def backtest(known: pd.DataFrame, found: Memory | None, card_gb: float) -> pd.DataFrame:
    """Estimate each bracket from those of other families.

    Parameters
    ----------
    known, card_gb
        As for `fit`.
    found : Memory
        What was fitted on all of them; with None there is nothing to test.

    Returns
    -------
    DataFrame
        The complete brackets with ``estimated``, the batch, and ``off``, the factor from it to the
        nearer end of the bracket, over 1 where it is too large, below where too small, 1 inside.
    """
    rows = complete(known).reset_index(drop=True)
    if found is None:
        return rows.iloc[:0].assign(estimated=0.0, off=0.0)
    fold = pd.factorize(rows["family"])[0] % FOLDS
    logs = np.empty(len(rows))
    for one in range(FOLDS):
        theirs = _searched(rows[fold != one], card_gb, np.log(astuple(found)))
        logs[fold == one] = _log_batch(theirs, _costs(rows[fold == one]), card_gb)
    low, high = np.log(rows["fits"]), np.log(rows["fails"])
    off = np.where(logs < low, logs - low, np.where(logs >= high, logs - high, 0))
    return rows.assign(estimated=np.exp(logs), off=np.exp(off))


def half_width(tested: pd.DataFrame) -> float:
    """Give the factor either way within which `INSIDE` of the brackets below the cap lie."""
    return float(np.exp(np.quantile(np.abs(np.log(below_cap(tested)["off"])), INSIDE)))


def below_cap(tested: pd.DataFrame) -> pd.DataFrame:
    """Keep the brackets with an upper end."""
    below: pd.DataFrame = tested[np.isfinite(tested["fails"])]
    return below


def complete(known: pd.DataFrame) -> pd.DataFrame:
    """Keep the brackets whose activations and parameters are known."""
    whole: pd.DataFrame = known[(known[["activations_m", "param_count_m"]] > 0).all(axis=1)]
    return whole


def _costs(rows: pd.DataFrame) -> Floats:
    return rows[["activations_m", "param_count_m"]].to_numpy(dtype=float)


def _log_batch(logs: Floats, costs: Floats, card_gb: float) -> Floats:
    per_activation, per_param, fixed, _ = np.exp(logs)
    room = (card_gb - fixed) * GIB - per_param * 1e6 * costs[:, 1]
    share = room / (per_activation * 1e6 * costs[:, 0])
    batch: Floats = np.log(np.maximum(share, LEAST_ROOM))
    return batch


def _searched(rows: pd.DataFrame, card_gb: float, start: Floats) -> Floats:
    from scipy.optimize import minimize  # pages without a fit load no scipy
    from scipy.special import stdtr

    costs = _costs(rows)
    low, high = np.log(rows["fits"].to_numpy()), np.log(rows["fails"].to_numpy())

    def surprise(logs: Floats) -> float:
        middle, spread = _log_batch(logs, costs, card_gb), np.exp(logs[3])
        inside = stdtr(TAIL, (high - middle) / spread) - stdtr(TAIL, (low - middle) / spread)
        return -float(np.log(np.maximum(inside, 1e-12)).sum())

    options = {"xatol": 1e-3, "fatol": 1e-3, "maxiter": 2000, "maxfev": 2000}
    found: Floats = minimize(surprise, start, method="Nelder-Mead", options=options).x
    return found
