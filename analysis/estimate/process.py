"""A few timings of a device -> the time of every model: one small linear solve.

The log of the time is a Gaussian process around a first guess. There are many first guesses (every
known run, and means of them, scaled to the timings; sums of an overhead, layers, work and a known
time, fitted without negatives), many amplitudes of the process and many levels of noise. All of
them count, each as well as it foretells every timing from the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from analysis.data.errors import DataError
from analysis.estimate.known import Known
from analysis.estimate.overhead import shares

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEAST, MOST = 4, 50
AMPLITUDES = (0.05, 0.15, 0.45)
NOISES = (0.03, 0.08, 0.2)
LENGTH = 2.0
GROUP_SHARES = (0.5, 0.5)
TAIL = 4
SUM_PENALTY = 1.0
TINY = 1e-9


@dataclass(frozen=True)
class Guesses:
    """First guesses of all models' log times.

    ``logs`` is guesses x models; ``missed`` guesses x timings x timings: at (i, j) how far timing j
    lies above the guess that was fitted without timing i; ``sums`` says which are sums of parts.
    """

    logs: Floats
    missed: Floats
    sums: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Estimate:
    """The log times of all models on a device.

    ``log_secs`` and ``spread`` (standard deviation) have one value per model; ``missed`` one per
    timing: how far it lies above what the others foretell, and ``foretold`` how far it would be
    expected to. ``weights`` is amplitudes and noises x guesses.
    """

    log_secs: Floats
    spread: Floats
    missed: Floats
    foretold: Floats
    weights: Floats


def estimate(
    known: Known,
    timed: Integers,
    log_secs: Floats,
    *,
    sums: bool = True,
    process: bool = True,
) -> Estimate:
    """Estimate every model's time from timings of a few.

    Parameters
    ----------
    known : Known
        What the known runs teach.
    timed : array of int, timings
        Places of the timed models in ``known.models``, each once.
    log_secs : array, timings
        Natural log of the measured seconds per image.
    sums, process : bool
        Whether sums of parts are among the guesses, and whether the process corrects them.

    Raises
    ------
    DataError
        There are fewer than `LEAST` timings.
    """
    if len(timed) < LEAST:
        raise DataError("timings", f"{len(timed)} models: at least {LEAST} are needed")
    guesses = scaled(known, timed, log_secs)
    if sums:
        guesses = _together(guesses, summed(known, timed, log_secs))
    return combined(known, timed, log_secs, guesses, AMPLITUDES if process else (0.0,))


def representative(log_secs: Floats) -> Integers:
    """Choose at most `MOST` timings, evenly from the fastest to the slowest, by their place."""
    order = np.argsort(log_secs, kind="stable")
    count = len(order)
    if count <= MOST:
        return np.arange(count)
    return np.sort(order[np.arange(MOST) * count // MOST])


def scaled(known: Known, timed: Integers, log_secs: Floats) -> Guesses:
    """Scale every reference to the timings: the mean of the log ratio is taken away."""
    above = (log_secs[:, None] - known.logs[timed]).T
    count = len(timed)
    mean = above.mean(1)
    without = (count * mean[:, None] - above) / (count - 1)
    missed = above[:, None, :] - without[:, :, None]
    return Guesses(known.logs.T + mean[:, None], missed, np.zeros(len(above), dtype=bool))


def summed(known: Known, timed: Integers, log_secs: Floats) -> Guesses:
    """Add up overhead, layers, work and a mean of known runs, in several mixtures of parts."""
    parts, start = _mixtures(known)
    level = log_secs.mean()
    found = shares(parts[:, timed] / np.exp(log_secs - level)[:, None], start)
    guess = np.log(np.maximum(found[:, 1:] @ parts[:, timed].transpose(0, 2, 1), TINY)) + level
    whole = np.log(np.maximum(np.einsum("gmp,gp->gm", parts, found[:, 0]), TINY)) + level
    return Guesses(whole, log_secs - guess, np.ones(len(parts), dtype=bool))


def _mixtures(known: Known) -> tuple[Floats, Floats]:
    """Give the parts of each mixture, mixtures x models x parts, and which a fit starts from.

    The last part is the mean time of known runs; a mixture has that and overhead and layers, or
    all parts, or all but it.
    """
    means = known.logs[:, known.references["run"].eq("").to_numpy()]
    every = np.c_[known.measures, np.zeros(len(means))]
    work = np.r_[0, 0, np.ones(every.shape[1] - 3), 0]
    parts, start = [every], [work]
    for time in np.exp(means - means.mean(0)).T:
        whole = every.copy()
        whole[:, -1] = time
        parts += [whole, np.where(work, 0, whole)]
        start += [np.r_[np.zeros(len(work) - 1), 1]] * 2
    return np.array(parts), np.array(start)


def combined(
    known: Known,
    timed: Integers,
    log_secs: Floats,
    guesses: Guesses,
    amplitudes: tuple[float, ...],
) -> Estimate:
    """Average the process over guesses, amplitudes and noises, by how well each foretells.

    Notes
    -----
    What a process foretells of timing i from the others follows from the inverse of its covariance
    in closed form (Rasmussen and Williams 2006, eq. 5.12), here with the guess refitted without i.
    The weight of a combination is the product of Student's t densities, `TAIL` degrees of freedom,
    of its errors; sums of parts, which fit more coefficients, count exp(-`SUM_PENALTY`) times.
    """
    count = len(timed)
    inner, outer, own = covariance(known, timed)
    above = log_secs - guesses.logs[:, timed]
    penalty = np.where(guesses.sums, SUM_PENALTY, 0)
    scores, errors, expected, gains, variances = [], [], [], [], []
    for amplitude, noise in product(amplitudes, NOISES):
        square = amplitude**2
        inverse = np.linalg.inv(square * inner + noise**2 * np.eye(count))
        diagonal = np.diag(inverse)
        error = np.einsum("ij,gij->gi", inverse, guesses.missed) / diagonal
        variance = (1 + 1 / (count - 1)) / diagonal
        tail = np.log1p(error**2 / variance / TAIL)
        scores.append(-((TAIL + 1) / 2 * tail + np.log(variance) / 2).sum(1) - penalty)
        errors.append(error)
        expected.append(variance)
        gain = square * outer @ inverse
        gains.append(gain)
        variances.append(square * (own - np.einsum("ij,ij->i", gain, outer)) + noise**2)
    weights = np.exp(np.array(scores) - np.max(scores))
    weights /= weights.sum()
    by_process = weights.sum(1)
    corrections = np.array([gain @ above.T for gain in gains])
    logs = weights.sum(0) @ guesses.logs + np.einsum("pg,pmg->m", weights, corrections)
    apart = corrections.transpose(0, 2, 1) + (guesses.logs - logs)
    spread = by_process @ np.array(variances) + np.einsum("pg,pgm->m", weights, apart**2)
    missed = np.einsum("pg,pgi->i", weights, np.array(errors))
    disagreement = np.einsum("pg,pgi->i", weights, (np.array(errors) - missed) ** 2)
    foretold = np.sqrt(by_process @ np.array(expected) + disagreement)
    return Estimate(logs, np.sqrt(spread), missed, foretold, weights)


def covariance(known: Known, timed: Integers) -> tuple[Floats, Floats, Floats]:
    """Give the process's covariance at amplitude 1.

    Returns
    -------
    array, timings x timings; array, models x timings; array, models
        Among the timed models, of all models with them, and the variance of each model.
    """
    outer = known.linear @ known.linear[timed].T
    square = (
        (known.smooth**2).sum(1)[:, None]
        + (known.smooth[timed] ** 2).sum(1)
        - 2 * known.smooth @ known.smooth[timed].T
    )
    outer = outer + np.exp(-square / (2 * LENGTH**2))
    for share, group in zip(GROUP_SHARES, known.groups.T, strict=True):
        outer = outer + share * (group[:, None] == group[timed])
    own = (known.linear**2).sum(1) + 1 + sum(GROUP_SHARES)
    return outer[timed], outer, own


def _together(one: Guesses, other: Guesses) -> Guesses:
    return Guesses(
        np.r_[one.logs, other.logs],
        np.r_[one.missed, other.missed],
        np.r_[one.sums, other.sums],
    )
