"""When timings should not be believed, and which estimates are extrapolations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data import reading
from analysis.estimate.known import Known

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

HEAVIER = 3.0
HALF = 0.5
FAR = 30.0
OFF_SCALE = 20.0

CONTRADICTIONS = ["heavy", "light", "least_factor", "heavy_ms", "light_ms", "unsound"]


def contradictions(known: Known, timed: Integers, log_secs: Floats) -> pd.DataFrame:
    """List pairs of timings that no known run allows.

    A pair contradicts itself where every known run takes at least `HEAVIER` times as long for one
    model as for the other, and the device was faster with it. A model that is faster than more than
    half of those that it should be slower than by that factor makes the timings unsound.

    Returns
    -------
    DataFrame
        `CONTRADICTIONS`, those farthest from the known runs first: the names, the least factor
        among known runs, the measured milliseconds per image, and whether the heavy model makes
        the timings unsound.
    """
    logs = known.logs[:, known.references["run"].ne("").to_numpy()][timed]
    least = np.full((len(timed), len(timed)), np.inf)
    for column in logs.T:
        np.minimum(least, column[:, None] - column, out=least)
    should = least >= np.log(HEAVIER)
    wrong = should & (log_secs[:, None] < log_secs)
    unsound = wrong.sum(1) > HALF * should.sum(1)
    heavy, light = np.nonzero(wrong)
    off = least[heavy, light] + log_secs[light] - log_secs[heavy]
    names = known.models["architecture"].to_numpy()[timed]
    table = pd.DataFrame(
        {
            "heavy": names[heavy],
            "light": names[light],
            "least_factor": np.exp(least[heavy, light]),
            "heavy_ms": 1000 * np.exp(log_secs[heavy]),
            "light_ms": 1000 * np.exp(log_secs[light]),
            "unsound": unsound[heavy],
        },
        columns=CONTRADICTIONS,
    )
    return table.iloc[np.argsort(-off, kind="stable")].reset_index(drop=True)


def extrapolated(known: Known, timed: Integers) -> npt.NDArray[np.bool_]:
    """Tell which models lie far from anything timed.

    No model of their kind was timed, or they need over `FAR` times the multiply-accumulates of the
    largest timed model, or less than a `FAR`-th of the smallest's.
    """
    kinds, gmacs = known.models["kind"], known.models["gmacs"].to_numpy()
    strange = ~kinds.isin(kinds.iloc[timed]).to_numpy()
    far = (gmacs > FAR * gmacs[timed].max()) | (gmacs < gmacs[timed].min() / FAR)
    told: npt.NDArray[np.bool_] = strange | far
    return told


def levels(known: Known, folder: Path = reading.SNAPSHOT) -> tuple[float, float]:
    """Give the `level` of the fastest and of the slowest device on record, by run or by set."""
    every = np.arange(len(known.models))
    found = [level(known, every, column) for column in known.logs.T]
    for _, rows in reading.timings(folder).groupby("set"):
        places = known.rows(rows)
        logs = np.log(rows["latency_ms"].to_numpy(dtype=float) / 1000)
        if (places >= 0).any():
            found.append(level(known, places[places >= 0], logs[places >= 0]))
    return min(found), max(found)


def level(known: Known, timed: Integers, log_secs: Floats) -> float:
    """Say how much longer timings are than the mean of the known runs, in log seconds."""
    return float(np.mean(log_secs - known.logs[timed, -1]))


def off_scale(mine: float, limits: tuple[float, float]) -> str:
    """Ask for the unit where the times lie over `OFF_SCALE` times outside what any device took.

    Parameters
    ----------
    mine : float
        The timings' `level`.
    limits : tuple
        As `levels` gives them.
    """
    fastest, slowest = limits
    for apart, how in ((mine - slowest, "long"), (fastest - mine, "short")):
        if apart > np.log(OFF_SCALE):
            where = "slowest" if how == "long" else "fastest"
            times = f"{np.exp(apart):.0f} times as {how} as on the {where} known device"
            return f"the times are {times}: which unit?"
    return ""
