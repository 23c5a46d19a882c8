"""One benchmark run under today's names: what it measured, and what became of each of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.schemas import SPEED
from analysis.data.validation import convert
from analysis.naming.renames import KEY, current_accuracy, reference_params, resolve
from analysis.runs.join_outcomes import EMPTY, MATCHED, MEDIAN, REFUSED, RENAMED, REPEAT

NO_SPEEDS = convert(pd.DataFrame(columns=SPEED.names, dtype=str), SPEED, "no run")


@dataclass(frozen=True)
class Measured:
    """A run with one row per (architecture, image size), and the account of its own rows.

    ``table`` has ``architecture, img_size``, the run's numbers and ``measured_as`` (the run's own
    name or names). ``account`` has for each row of the run ``name, img_size, architecture``
    (today's) and what became of it so far, ``outcome``, one of `join_outcomes`; whether an
    accuracy is found for it is for `analysis.runs.join.join` to say.
    ``repeats`` has ``architecture, img_size, model, samples_per_sec``, at least two rows a key: the
    rows that measure the same (architecture, image size) more than once.
    """

    table: pd.DataFrame
    account: pd.DataFrame
    repeats: pd.DataFrame


def measured(run: str, edition: str | None = None, folder: Path = reading.SNAPSHOT) -> Measured:
    """Bring a run to today's names, as far as the parameter counts of an edition allow it.

    Pages ask for the same runs many times: a run is read once, and must not be changed.

    Parameters
    ----------
    run : str
        Id of a benchmark run.
    edition : str, optional
        Date of the accuracies' edition; the newest by default.
    folder : Path
        The snapshot.

    Raises
    ------
    UnknownNameError
        There is no such run or edition.
    DataError
        A table of the snapshot is missing or unsound.
    """
    return _measured(run, edition or reading.newest_edition(folder), folder)


def current_edition(edition: str | None = None, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Give an edition, the newest by default, as `current_accuracy` does; it is read once."""
    return _current(edition or reading.newest_edition(folder), folder)


def bring(speed: pd.DataFrame, renames: pd.DataFrame, reference: pd.Series) -> Measured:
    """Bring a run to one row per (architecture, image size) under today's names.

    Where several rows speak of the same key, the row under today's name counts, else their median.

    Parameters
    ----------
    speed : DataFrame
        As `analysis.data.reading.speed` gives it.
    renames, reference
        As for `analysis.naming.renames.resolve`.
    """
    rows = speed.join(resolve(speed, renames, reference))
    found = rows[rows["samples_per_sec"].notna()]
    own_name = (~found["renamed"]).groupby([found[column] for column in KEY])
    superseded = found["renamed"] & own_name.transform("any")
    counted = found[~superseded]
    pooled = counted.duplicated(KEY, keep=False)

    outcome = pd.Series(MATCHED, index=rows.index)
    outcome[rows["renamed"]] = RENAMED
    outcome[rows["refused"]] = REFUSED
    outcome[rows["samples_per_sec"].isna()] = EMPTY
    outcome[found.index[superseded]] = REPEAT
    outcome[counted.index[pooled]] = MEDIAN
    account = rows[["model", "img_size", "architecture"]].rename(columns={"model": "name"})

    again = found.duplicated(KEY, keep=False)
    repeats = found.loc[again, [*KEY, "model", "samples_per_sec"]]
    return Measured(
        _one_row_a_key(counted, pooled),
        account.assign(outcome=outcome),
        repeats.sort_values([*KEY, "model"]),
    )


def _one_row_a_key(counted: pd.DataFrame, pooled: pd.Series) -> pd.DataFrame:
    numbers = [column for column in SPEED.names if column not in SPEED.key]
    columns = [*KEY, *numbers, "measured_as"]
    single = counted[~pooled].rename(columns={"model": "measured_as"})[columns]
    if not pooled.any():
        return single.reset_index(drop=True)
    medians = (
        counted[pooled]
        .groupby(KEY, as_index=False)
        .agg({**dict.fromkeys(numbers, "median"), "model": " + ".join})
        .rename(columns={"model": "measured_as"})
    )
    return pd.concat([single, medians[columns]], ignore_index=True)


@cache
@kept
def _measured(run: str, edition: str, folder: Path) -> Measured:
    renames = reading.catalog("renames", folder)
    speed = reading.speed(run, folder) if run else NO_SPEEDS
    return bring(speed, renames, _reference(edition, folder))


@cache
def _current(edition: str, folder: Path) -> pd.DataFrame:
    today = reading.accuracy(folder=folder)
    renames = reading.catalog("renames", folder)
    return current_accuracy(reading.accuracy(edition, folder), renames, today)


@cache
def _reference(edition: str, folder: Path) -> pd.Series:
    return reference_params(_current(edition, folder))
