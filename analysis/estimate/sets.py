"""The estimate on sets of timings that nothing was fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.timing_sets import timing_sets
from analysis.estimate import reference
from analysis.estimate.backtest import COUNTS
from analysis.estimate.baselines import nearest
from analysis.estimate.calibration import between, factors, half_widths, own_scale
from analysis.estimate.known import Known, anything_known, known
from analysis.estimate.process import LEAST, estimate
from analysis.naming.renames import KEY

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

TEN = 10
ENOUGH = 20
RESULTS = ["used", "tested", "median_error", "worst_error", "within_20", "inside_95"]
RESULTS += ["nearest_error", "rank_correlation"]
POINTS = ["set", *KEY, "kind", "measured_ms", "estimated_ms", "low_ms", "high_ms", "nearest_ms"]


@dataclass(frozen=True)
class _Set:
    places: Integers
    log_secs: Floats


@kept
def points(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Estimate the models of each set that were not used for it.

    A set with the first `TEN` reference models and at least `ENOUGH` others is estimated from those
    ten. In any other each model is estimated from all the others.

    Returns
    -------
    DataFrame
        `POINTS`, one row per estimated model: milliseconds per image as measured, as estimated
        with the ends of the 95 % interval, and as the nearest known run, scaled, has it; ``used``,
        how many timings each estimate had.
    """
    empty = pd.DataFrame(columns=[*POINTS, "used"])
    if not anything_known(folder):
        return empty
    learnt = known(folder=folder)
    parts = []
    for name, rows in reading.timings(folder).groupby("set"):
        places = learnt.rows(rows)
        ready = places >= 0
        mine = _Set(places[ready], np.log(rows["latency_ms"].to_numpy(dtype=float)[ready] / 1000))
        if len(mine.places) > LEAST:
            parts.append(_points(str(name), mine, learnt, folder))
    return pd.concat(parts, ignore_index=True) if parts else empty


def _points(name: str, mine: _Set, learnt: Known, folder: Path) -> pd.DataFrame:
    chosen = reference.first(learnt, np.isin(np.arange(len(learnt.models)), mine.places), TEN)
    used = np.isin(mine.places, chosen)
    by_count = factors(COUNTS, "", folder)
    if used.sum() == TEN and (~used).sum() >= ENOUGH:
        found = estimate(learnt, mine.places[used], mine.log_secs[used])
        half = half_widths(found, by_count)[mine.places[~used]]
        scaled = nearest(learnt, mine.places[used], mine.log_secs[used])[mine.places[~used]]
        return _told(name, mine, ~used, found.log_secs[mine.places[~used]], half, scaled, learnt)
    found = estimate(learnt, mine.places, mine.log_secs)
    half = between(by_count, len(mine.places) - 1) * own_scale(found) * found.foretold
    every = np.arange(len(mine.places))
    scaled = np.array(
        [
            nearest(learnt, mine.places[every != i], mine.log_secs[every != i])[mine.places[i]]
            for i in every
        ]
    )
    return _told(name, mine, every >= 0, mine.log_secs - found.missed, half, scaled, learnt)


def _told(
    name: str,
    mine: _Set,
    tested: npt.NDArray[np.bool_],
    logs: Floats,
    half: Floats,
    scaled: Floats,
    learnt: Known,
) -> pd.DataFrame:
    models = learnt.models.iloc[mine.places[tested]].reset_index(drop=True)
    alone = bool(tested.all())
    return models[[*KEY, "kind"]].assign(
        set=name,
        measured_ms=1000 * np.exp(mine.log_secs[tested]),
        estimated_ms=1000 * np.exp(logs),
        low_ms=1000 * np.exp(logs - half),
        high_ms=1000 * np.exp(logs + half),
        nearest_ms=1000 * np.exp(scaled),
        used=len(tested) - 1 if alone else int((~tested).sum()),
    )[[*POINTS, "used"]]


def summary(estimated: pd.DataFrame, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Say how good the estimates of each set are.

    Parameters
    ----------
    estimated : DataFrame
        As `points` gives it.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        As `analysis.data.timing_sets.timing_sets`, and `RESULTS`: timings ``used``, models
        ``tested``, ``median_error, worst_error`` (relative), ``within_20`` and ``inside_95``
        (shares), ``nearest_error`` (median of scaling the nearest known run) and
        ``rank_correlation``.
    """
    rows = []
    for name, mine in estimated.groupby("set"):
        error, scaled = (
            (mine[column] / mine["measured_ms"] - 1).abs()
            for column in ("estimated_ms", "nearest_ms")
        )
        inside = mine["measured_ms"].between(mine["low_ms"], mine["high_ms"])
        ranks = mine[["estimated_ms", "measured_ms"]].rank()
        values = (
            mine["used"].iloc[0],
            len(mine),
            error.median(),
            error.max(),
            (error <= 0.2).mean(),
            inside.mean(),
            scaled.median(),
            ranks["estimated_ms"].corr(ranks["measured_ms"]),
        )
        rows.append({"set": name, **dict(zip(RESULTS, values, strict=True))})
    return timing_sets(folder=folder).merge(pd.DataFrame(rows, columns=["set", *RESULTS]), on="set")
