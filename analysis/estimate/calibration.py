"""How wide an interval must be: from the reader's own timings and from the devices left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.data import reading
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


def usual_error(counts: tuple[int, ...] = COUNTS, folder: Path = reading.SNAPSHOT) -> float:
    """Give the largest root mean square error of left-out timings among the known devices.

    Each device is left out, and each of its timings is estimated from the others, in log seconds;
    infinite where there are no devices to tell.
    """
    errors = [float(np.sqrt(np.mean(found.missed**2))) for _, found in _every(counts, folder)]
    return max(errors, default=float("inf"))


def half_widths(found: Estimate, by_count: dict[int, float]) -> Floats:
    """Give half of each model's 95 % interval, in log seconds.

    Parameters
    ----------
    found : Estimate
        From the reader's timings.
    by_count : dict
        As `factors` gives it; between its numbers of timings the factor follows their logarithm.
    """
    counts = sorted(by_count)
    factor = np.interp(np.log(len(found.missed)), np.log(counts), [by_count[n] for n in counts])
    widths: Floats = factor * own_scale(found) * found.spread
    return widths


def like(count: int) -> tuple[int, ...]:
    """Give the number of timings in the backtest that a reader's is like: at most the largest."""
    return (min(count, max(COUNTS)),)


@cache
def _spreads(counts: tuple[int, ...], folder: Path) -> list[tuple[str, int, Floats]]:
    return [
        (case.device, len(case.timed), spreads_away(found, case))
        for case, found in _every(counts, folder)
    ]


def _every(counts: tuple[int, ...], folder: Path) -> list[tuple[Case, Estimate]]:
    return [pair for draws in (0, DRAWS) for pair in estimates(counts, draws, folder)]
