"""How good the estimate is: every device left out with all its runs, and estimated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data import reading
from analysis.data.sources import load, runs
from analysis.estimate import baselines, reference
from analysis.estimate.known import Known, known, measured_logs
from analysis.estimate.process import LEAST, Estimate, estimate
from analysis.stats.frontier import on_frontier

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Method = Callable[[Known, Integers, Floats], Floats]

COUNTS = (5, 10, 20, 50)
REFERENCE, RANDOM = "reference models", "random models"
SETTING = ["device", "precision", "layout", "compiled"]
SMALL_M, SMALL_PX = 60, 256

METHODS: dict[str, Method] = {
    "nearest known run, scaled": baselines.nearest,
    "ridge on the known runs": baselines.ridge,
    "overhead, layers, work and known time": lambda k, t, y: (
        estimate(k, t, y, process=False).log_secs
    ),
    "process on scaled runs": lambda k, t, y: estimate(k, t, y, sums=False).log_secs,
    "process on both": lambda k, t, y: estimate(k, t, y).log_secs,
}


@dataclass(frozen=True)
class Case:
    """One run to be estimated from timings of some models, its device's runs left out.

    ``log_secs`` has one value per model, NaN where the run lacks it; ``timed`` are the places of
    the models that count as timed.
    """

    run: str
    device: str
    chosen: str
    known: Known
    log_secs: Floats
    timed: Integers

    @property
    def tested(self) -> npt.NDArray[np.bool_]:
        """The models that the run has and that were not timed."""
        rest = ~np.isnan(self.log_secs)
        rest[self.timed] = False
        return rest


def targets(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """List the newest inference run of each device, number format, layout, compiled or not.

    Returns
    -------
    DataFrame
        As `analysis.data.sources.runs`; empty where fewer than two devices have runs.
    """
    _, logs = measured_logs(folder)
    listed = runs(load(folder))
    listed = listed[listed["run"].isin(logs.columns)].drop_duplicates(SETTING)
    return listed if len(set(listed["device"])) > 1 else listed.iloc[:0]


@cache
def cases(
    counts: tuple[int, ...] = COUNTS, draws: int = 0, folder: Path = reading.SNAPSHOT
) -> list[Case]:
    """Lay out the backtest: every target, every number of timings.

    Parameters
    ----------
    counts : tuple of int
        Numbers of timings. Where there are fewer reference models, small models drawn at random
        fill up.
    draws : int
        So many sets of small models drawn at random, from a fixed seed, instead of the reference
        models.
    folder : Path
        The snapshot.
    """
    models, logs = measured_logs(folder)
    small = ((models["param_count_m"] <= SMALL_M) & (models["img_size"] <= SMALL_PX)).to_numpy()
    found = []
    for target in targets(folder).itertuples():
        learnt = _known_without(str(target.device), folder)
        times = logs[target.run].to_numpy()
        measured = ~np.isnan(times)
        random = np.random.default_rng(0)
        ready = np.flatnonzero(measured & small)
        for count in counts:
            sets = []
            if not draws:
                first = reference.first(learnt, measured, count)
                rest = np.setdiff1d(ready, first)
                more = random.permutation(rest)[: count - len(first)]
                sets.append(np.r_[first, more])
            sets += [random.permutation(ready)[:count] for _ in range(draws)]
            kind = RANDOM if draws else REFERENCE
            found += [
                Case(str(target.run), str(target.device), kind, learnt, times, timed)
                for timed in sets
                if LEAST <= len(timed) == count < measured.sum()
            ]
    return found


@cache
def _known_without(device: str, folder: Path) -> Known:
    return known((device,), folder)


@cache
def estimates(
    counts: tuple[int, ...] = COUNTS, draws: int = 0, folder: Path = reading.SNAPSHOT
) -> list[tuple[Case, Estimate]]:
    """Estimate every case of the backtest."""
    return [
        (case, estimate(case.known, case.timed, case.log_secs[case.timed]))
        for case in cases(counts, draws, folder)
    ]


def accuracy_of(log_secs: Floats, case: Case) -> dict[str, float]:
    """Compare estimated with measured times of the models that were not timed.

    Returns
    -------
    dict
        ``median_error`` (relative), ``within_10, within_20`` (shares) and ``rank_correlation``.
    """
    rest = case.tested
    above = log_secs[rest] - case.log_secs[rest]
    error = np.abs(np.exp(above) - 1)
    ranks = pd.DataFrame({"a": log_secs[rest], "b": case.log_secs[rest]}).rank()
    return {
        "median_error": float(np.median(error)),
        "within_10": float((error <= 0.1).mean()),
        "within_20": float((error <= 0.2).mean()),
        "rank_correlation": float(ranks["a"].corr(ranks["b"])),
    }


def choice_of(log_secs: Floats, case: Case, top1: pd.DataFrame) -> dict[str, float]:
    """Say what a reader who picks by the estimate gets.

    Parameters
    ----------
    log_secs : array, models
        Estimated.
    case : Case
        What was measured; timed models count as measured.
    top1 : DataFrame
        ``architecture, img_size`` and ``top1``, a row per weights.

    Returns
    -------
    dict
        ``frontier_kept``, the share of the true frontier that is on the estimated one, and
        ``best_slower``, the mean over the true frontier's accuracies of how much slower the model
        that is estimated fastest at that accuracy or better is than the one that truly is.
    """
    place = case.known.rows(top1)
    rows = top1[place >= 0].assign(true=case.log_secs[place[place >= 0]])
    assumed = log_secs.copy()
    assumed[case.timed] = case.log_secs[case.timed]
    rows = rows.assign(guess=assumed[place[place >= 0]]).dropna(subset=["true", "top1"])
    if rows.empty:
        return {"frontier_kept": np.nan, "best_slower": np.nan}
    signs = rows.assign(fast=-rows["true"], guessed=-rows["guess"])
    truly = on_frontier(signs, "fast").to_numpy()
    kept = on_frontier(signs, "guessed").to_numpy()[truly].mean()
    score, true, guess = (rows[c].to_numpy(dtype=float) for c in ("top1", "true", "guess"))
    slower = []
    for least in score[truly]:
        enough = np.flatnonzero(score >= least)
        slower.append(true[enough[guess[enough].argmin()]] - true[enough].min())
    return {"frontier_kept": float(kept), "best_slower": float(np.expm1(slower).mean())}
