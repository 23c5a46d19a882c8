"""Timings of a device -> the times of all weights, with what to think of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError, first_of
from analysis.estimate.calibration import between, half_widths, usual_errors
from analysis.estimate.known import Known
from analysis.estimate.names import brought
from analysis.estimate.process import LEAST, Estimate, estimate, representative
from analysis.estimate.trust import contradictions, extrapolated, level, levels, off_scale
from analysis.naming.names import describe
from analysis.runs.current_names import current_edition

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MEASURED, ESTIMATED, EXTRAPOLATED = "measured", "estimated", "extrapolated"
COLUMNS = [
    "weights",
    "architecture",
    "img_size",
    "top1",
    "latency_ms",
    "latency_low_ms",
    "latency_high_ms",
    "basis",
]
REPEATED = 1.2
STRANGE = 3.0


@dataclass(frozen=True)
class Timed:
    """The timings that can be used.

    ``places`` are places in ``known.models``, ``log_secs`` the natural log of the seconds per
    image; ``notes`` says what became of the others.
    """

    places: Integers
    log_secs: Floats
    notes: list[str]


@dataclass(frozen=True)
class Device:
    """The times of a device: ``table`` has `COLUMNS`, fastest first; ``notes`` says what of it."""

    table: pd.DataFrame
    notes: list[str]


def usable(rows: pd.DataFrame, known: Known) -> Timed:
    """Find the models that were timed.

    Parameters
    ----------
    rows : DataFrame
        ``name, img_size, secs``, as `analysis.estimate.files.read_timings` gives them.
    known : Known
        What the known runs teach.

    Raises
    ------
    DataError
        A model stands in it several times with times far apart, or too few are known.
    """
    named = rows.assign(**brought(rows))
    places = known.rows(named)
    notes = []
    unknown = named.loc[places < 0]
    if len(unknown):
        who = [
            f"{name} at {size:.0f} px" if size > 0 else name
            for name, size in zip(unknown["name"], unknown["img_size"], strict=True)
        ]
        notes.append(f"unknown to the known runs, left out: {first_of(who)}")
    if named["size_assumed"].any():
        notes.append("no image size told: timm's default for each model is assumed")
    by_place = pd.Series(np.log(named["secs"].to_numpy(dtype=float))).groupby(places)
    spread = np.exp(by_place.max() - by_place.min())
    several = spread[(spread > REPEATED) & (spread.index >= 0)]
    if len(several):
        name = known.models["architecture"].iloc[several.index[0]]
        raise DataError(
            "timings",
            f"{name} stands several times, up to {several.iloc[0]:.1f} times apart",
            hint="more than one device or setting? Keep one with --only COLUMN=VALUE",
        )
    logs = by_place.median()
    logs = logs[logs.index >= 0]
    if len(logs) < LEAST:
        raise DataError("timings", f"{len(logs)} known models: at least {LEAST} are needed")
    notes.append(f"{len(logs)} models used")
    return Timed(logs.index.to_numpy(dtype=np.int64), logs.to_numpy(dtype=float), notes)


def solve(known: Known, timed: Timed) -> Estimate:
    """Estimate all models; of very many timings a representative part is enough."""
    part = representative(timed.log_secs)
    return estimate(known, timed.places[part], timed.log_secs[part])


def unsound(
    known: Known, timed: Timed, found: Estimate, usual: float, limits: tuple[float, float]
) -> tuple[str, list[str]]:
    """Say why timings should not be believed, and what is odd about them.

    Parameters
    ----------
    known, timed, found
        What the known runs teach, the timings, and what was estimated from them.
    usual : float
        The largest root mean square of the errors of left-out timings among known devices.
    limits : tuple
        As `analysis.estimate.trust.levels` gives them.

    Returns
    -------
    str, list of str
        The reason, empty where there is none; sentences of lesser weight.
    """
    pairs = contradictions(known, timed.places, timed.log_secs)
    odd = [
        f"{pair.heavy} ({pair.heavy_ms:.3g} ms) is faster than {pair.light} "
        f"({pair.light_ms:.3g} ms), though every known run takes at least "
        f"{pair.least_factor:.1f} times as long for it"
        for pair in pairs.drop_duplicates("heavy").itertuples()
    ]
    unit = off_scale(level(known, timed.places, timed.log_secs), limits)
    if unit:
        return unit, odd
    if pairs["unsound"].any():
        worst = pairs["unsound"].to_numpy().argmax()
        name = pairs["heavy"].iloc[worst]
        told = next(line for line in odd if line.startswith(f"{name} "))
        return f"{told}; was the clock stopped before the device had finished?", odd
    missed = float(np.sqrt(np.mean(found.missed**2)))
    if missed > STRANGE * usual:
        return (
            f"the timings contradict each other: each estimated from the others is off by a factor "
            f"of {np.exp(missed):.2f}, on known devices by {np.exp(usual):.2f} at most",
            odd,
        )
    if missed > usual:
        odd.append(
            f"each timing, estimated from the others, is off by {np.expm1(missed):.0%}, more than "
            f"on any known device ({np.expm1(usual):.0%}): was the machine busy?"
        )
    return "", odd


def judged(
    known: Known, timed: Timed, found: Estimate, folder: Path = reading.SNAPSHOT
) -> tuple[str, list[str]]:
    """Do as `unsound` does, by what the devices on record show to be usual."""
    usual = between(usual_errors(folder), len(found.missed))
    return unsound(known, timed, found, usual, levels(known, folder))


def listed(known: Known, timed: Timed, found: Estimate, factors: dict[int, float]) -> Device:
    """List the weights of the newest edition with their times.

    Parameters
    ----------
    known, timed, found
        What the known runs teach, the timings, and what was estimated from them.
    factors : dict
        As `analysis.estimate.calibration.factors` gives them.
    """
    logs, half = found.log_secs.copy(), half_widths(found, factors)
    basis = np.where(extrapolated(known, timed.places), EXTRAPOLATED, ESTIMATED)
    logs[timed.places], half[timed.places], basis[timed.places] = timed.log_secs, 0, MEASURED
    edition = current_edition()
    fixtures = describe(edition["current"])["is_test"].to_numpy(dtype=bool)
    rows = edition[~fixtures]
    place = known.rows(rows)
    lost = rows.loc[place < 0, "weights"].tolist()
    rows, place = rows[place >= 0], place[place >= 0]
    table = rows.assign(
        weights=rows["current"],
        top1=rows["imagenet_top1"],
        latency_ms=1000 * np.exp(logs[place]),
        latency_low_ms=1000 * np.exp(logs - half)[place],
        latency_high_ms=1000 * np.exp(logs + half)[place],
        basis=basis[place],
    ).sort_values(["latency_ms", "weights", "img_size"], kind="stable", ignore_index=True)
    notes = [f"no known run has them, left out: {first_of(lost)}"] if lost else []
    return Device(table[COLUMNS], [*timed.notes, *calibration_notes(table, found), *notes])


def calibration_notes(table: pd.DataFrame, found: Estimate) -> list[str]:
    """Say in words how well the timings foretell each other, and how wide the intervals are."""
    missed = np.expm1(np.median(np.abs(found.missed)))
    told = table[table["basis"].ne(MEASURED)]
    factor = (told["latency_high_ms"] / told["latency_ms"]).median()
    counts = table["basis"].value_counts()
    return [
        f"each timing, estimated from the others, is off by {missed:.0%} (median)",
        f"half of the 95 % intervals are narrower than a factor of {factor:.2f} either way",
        ", ".join(f"{count} {basis}" for basis, count in counts.items()),
    ]
