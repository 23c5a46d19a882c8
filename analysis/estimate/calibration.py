"""How wide an interval must be: from the reader's own timings and from the devices left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.data import reading
from analysis.data.kept import kept
from analysis.estimate.backtest import COUNTS, Case, estimates
from analysis.estimate.process import Estimate

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
NORMAL = 1.96
PRIOR = 3
CLIP = 3.0
DRAWS = 2


def own_scale(found: Estimate) -> float:
    """Say by which factor the reader's timings miss what the others foretell, over the expected.

    The root mean square of the standardised errors, each at most `CLIP`, shrunk towards one by
    `PRIOR` errors as large as expected.
    """
    errors = np.minimum(np.abs(found.missed / found.foretold), CLIP)
    return float(np.sqrt((PRIOR + (errors**2).sum()) / (PRIOR + len(errors))))


def spreads_away(found: Estimate, case: Case) -> Floats:
    """Give how many scaled spreads each model that was not timed lies from its estimate."""
    rest = case.tested
    away = np.abs(found.log_secs - case.log_secs)[rest]
    spread: Floats = away / found.spread[rest] / own_scale(found)
    return spread


@cache
@kept
def factors(
    counts: tuple[int, ...] = COUNTS, without: str = "", folder: Path = reading.SNAPSHOT
) -> dict[int, float]:
    """Say how many scaled spreads hold 95 % of a device's models, by the number of timings.

    Parameters
    ----------
    counts : tuple of int
        Numbers of timings.
    without : str
        Id of a device whose errors must not count.
    folder : Path
        The snapshot.

    Returns
    -------
    dict
        Number of timings -> the mean over the devices of the 95 % quantile of the distances of
        estimates from what was measured, each device left out in its turn; from reference models
        and from random sets. `NORMAL` where there are no devices to tell.
    """
    found: dict[int, dict[str, list[Floats]]] = {count: {} for count in counts}
    for device, count, spreads in _spreads(counts, folder):
        if device != without:
            found[count].setdefault(device, []).append(spreads)
    return {
        count: float(np.mean([np.quantile(np.concatenate(parts), LEVEL) for parts in by.values()]))
        if by
        else NORMAL
        for count, by in found.items()
    }


@kept
def usual_errors(folder: Path = reading.SNAPSHOT) -> dict[int, float]:
    """Give the largest root mean square error of left-out timings among the known devices.

    Each device is left out, and each of its timings is estimated from the others, in log seconds;
    infinite where there are no devices to tell.

    Returns
    -------
    dict
        Number of timings -> the error.
    """
    worst = dict.fromkeys(COUNTS, 0.0)
    for case, found in _every(COUNTS, folder):
        count = len(case.timed)
        worst[count] = max(worst[count], float(np.sqrt(np.mean(found.missed**2))))
    return {count: error or float("inf") for count, error in worst.items()}


def between(by_count: dict[int, float], count: int) -> float:
    """Read a table by number of timings; between its numbers it follows their logarithm."""
    counts = sorted(by_count)
    return float(np.interp(np.log(count), np.log(counts), [by_count[n] for n in counts]))


def half_widths(found: Estimate, by_count: dict[int, float]) -> Floats:
    """Give half of each model's 95 % interval, in log seconds.

    Parameters
    ----------
    found : Estimate
        From the reader's timings.
    by_count : dict
        As `factors` gives it.
    """
    widths: Floats = between(by_count, len(found.missed)) * own_scale(found) * found.spread
    return widths


@cache
def _spreads(counts: tuple[int, ...], folder: Path) -> list[tuple[str, int, Floats]]:
    return [
        (case.device, len(case.timed), spreads_away(found, case))
        for case, found in _every(counts, folder)
    ]


def _every(counts: tuple[int, ...], folder: Path) -> list[tuple[Case, Estimate]]:
    return [pair for draws in (0, DRAWS) for pair in estimates(counts, draws, folder)]
