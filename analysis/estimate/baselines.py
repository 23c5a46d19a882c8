"""What the estimate is compared with: scaling the nearest known run, and ridge regression."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.estimate.known import Known

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

PENALTY = 1.0


def nearest(known: Known, timed: Integers, log_secs: Floats) -> Floats:
    """Scale the known run whose log ratios to the timings spread least.

    Parameters
    ----------
    known : Known
        What the known runs teach.
    timed, log_secs
        As for `analysis.estimate.process.estimate`.

    Returns
    -------
    array, models
        Log seconds per image.
    """
    logs = known.logs[:, known.references["run"].ne("").to_numpy()]
    ratio = log_secs[:, None] - logs[timed]
    best = ratio.std(0).argmin()
    scaled: Floats = logs[:, best] + ratio[:, best].mean()
    return scaled


def ridge(known: Known, timed: Integers, log_secs: Floats) -> Floats:
    """Regress the log times on those of all known runs, towards their mean.

    The mean of all known runs has coefficient one; differences of runs from it, centred on the
    timed models, have a penalty of `PENALTY` times the variance of a difference.
    """
    mean = known.logs[:, -1]
    runs = known.logs[:, known.references["run"].ne("").to_numpy()] - mean[:, None]
    above = log_secs - mean[timed]
    centred = runs[timed] - runs[timed].mean(0)
    square = centred @ centred.T
    penalty = PENALTY * max(float(np.trace(square)) / len(timed), 1e-12)
    found = centred.T @ np.linalg.solve(square + penalty * np.eye(len(timed)), above - above.mean())
    result: Floats = mean + above.mean() + (runs - runs[timed].mean(0)) @ found
    return result
