"""A table of times with gaps -> one without: few patterns explain all runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RANK = 5
ROUNDS = 30
COST_WEIGHT = 0.3


def filled(logs: Floats, weights: Floats, log_costs: Floats) -> Floats:
    """Fill the gaps of a table by a low-rank approximation of it and the models' costs.

    Parameters
    ----------
    logs : array, models x runs
        Log of the time per image; NaN where a run lacks the model.
    weights : array, runs
        How much each run counts.
    log_costs : array, models x costs
        Logs of the costs, without gaps.

    Returns
    -------
    array, models x runs
        What was measured as it is; the rest from the first `RANK` singular vectors, refitted
        `ROUNDS` times from a start of least squares on the costs (soft-impute without shrinkage:
        Mazumder, Hastie and Tibshirani 2010).
    """
    if not logs.size:
        return logs
    known = ~np.isnan(logs)
    ones = np.c_[np.ones(len(logs)), log_costs]
    start = logs.copy()
    for run in range(logs.shape[1]):
        mine = known[:, run]
        fit = np.linalg.lstsq(ones[mine], logs[mine, run], rcond=None)[0]
        start[~mine, run] = (ones @ fit)[~mine]
    table = np.c_[start, log_costs]
    measured = np.c_[known, np.ones(log_costs.shape, dtype=bool)]
    scale = np.r_[weights, np.full(log_costs.shape[1], COST_WEIGHT)]
    centre = np.array(
        [column[mine].mean() for column, mine in zip(table.T, measured.T, strict=True)]
    )
    table = table - centre
    for _ in range(ROUNDS):
        left, values, right = np.linalg.svd(table * scale, full_matrices=False)
        fit = (left[:, :RANK] * values[:RANK]) @ right[:RANK] / scale
        table = np.where(measured, table, fit)
    return np.where(known, logs, (table + centre)[:, : logs.shape[1]])
