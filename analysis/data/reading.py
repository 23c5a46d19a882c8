"""The snapshot: the tidy tables that the project carries, one CSV file each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.data import sources
from analysis.data.errors import UnknownNameError
from analysis.data.schemas import (
    ARCHITECTURES,
    MODULES,
    RENAMES,
    SPEED,
    TIMINGS,
    WEIGHTS,
    accuracy_schema,
    extended,
)
from analysis.data.sources import editions, load, refuse_put_aside, runs
from analysis.data.textfiles import read_text, refuse_missing_or_huge
from analysis.data.validation import Schema, convert

SNAPSHOT = sources.SNAPSHOT

CATALOG = {
    "weights": WEIGHTS,
    "renames": RENAMES,
    "modules": MODULES,
    "architectures": ARCHITECTURES,
}
TIMINGS_FILE = "timings.csv"


def schema_of(name: str, header: Iterable[str] = ()) -> Schema:
    """Give the schema of a table of the snapshot.

    Parameters
    ----------
    name : str
        Its path in the snapshot, e.g. ``speed/<run>.csv``.
    header : iterable of str
        Its columns, where it may have more than the project describes.
    """
    folder, _, file = name.rpartition("/")
    if folder == "accuracy":
        return extended(accuracy_schema(), header)
    if folder == "speed":
        return extended(SPEED, header)
    return TIMINGS if name == TIMINGS_FILE else CATALOG[file.removesuffix(".csv")]


def newest_edition(folder: Path = SNAPSHOT) -> str:
    """Give the date of the newest edition, on record or in the snapshot."""
    return max(known("accuracy", folder))


def names(folder: Path, kind: str) -> list[str]:
    """List the tables of a kind, ``accuracy`` or ``speed``, that the snapshot holds."""
    return sorted(path.stem for path in (folder / kind).glob("*.csv"))


def known(kind: str, folder: Path = SNAPSHOT) -> list[str]:
    """List the tables of a kind, ``accuracy`` or ``speed``, on record or in the snapshot."""
    record = None if folder == SNAPSHOT else load(folder)
    recorded = editions(record) if kind == "accuracy" else runs(record)["run"].tolist()
    return sorted({*recorded, *names(folder, kind)})


def accuracy(edition: str | None = None, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Read the accuracies of one edition.

    Parameters
    ----------
    edition : str, optional
        A date; the newest edition by default.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        ``weights, img_size, param_count_m, crop_pct, interpolation``, then ``<test set>_top1``
        and ``<test set>_top5`` in percent; sorted by weights and size.

    Raises
    ------
    UnknownNameError
        There is no such edition.
    DataError
        The table is missing or unsound.
    """
    return _read(folder, "accuracy", edition or newest_edition(folder), "edition")


def speed(run: str, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Read the speeds of one benchmark run.

    Returns
    -------
    DataFrame
        ``model, img_size, samples_per_sec`` (images/s), ``step_time_ms, batch_size,
        param_count_m, gmacs, activations_m``; sorted by model and size.

    Raises
    ------
    UnknownNameError
        There is no such run.
    DataError
        The table is missing or unsound.
    """
    return _read(folder, "speed", run, "run")


def catalog(name: str, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Read a table of timm's catalogue, one of `CATALOG`."""
    return table(f"{name}.csv", folder)


def timings(folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Read the timings of devices that have no benchmark run, a few models each.

    Returns
    -------
    DataFrame
        ``set, architecture, img_size, batch_size, latency_ms`` (of one image) and ``spread``;
        sorted by set, architecture and size; empty where the snapshot has none.
    """
    if (folder / TIMINGS_FILE).exists():
        return table(TIMINGS_FILE, folder)
    return convert(pd.DataFrame(columns=TIMINGS.names, dtype="str"), TIMINGS, TIMINGS_FILE)


def table(path: str, folder: Path = SNAPSHOT) -> pd.DataFrame:
    """Read a table by its path in the snapshot, e.g. ``speed/<run>.csv``.

    It is parsed once, as long as its file stays the same; what a caller changes is the caller's.
    """
    refuse_put_aside(folder)
    refuse_missing_or_huge(folder / path, path)
    state = (folder / path).stat()
    return _parsed(folder, path, (state.st_mtime_ns, state.st_size, state.st_ino)).copy(deep=False)


def _read(folder: Path, kind: str, name: str, what: str) -> pd.DataFrame:
    if name not in names(folder, kind) and name not in (listed := known(kind, folder)):
        raise UnknownNameError(what, name, listed)
    return table(f"{kind}/{name}.csv", folder)


@lru_cache(maxsize=512)
def _parsed(folder: Path, path: str, _state: tuple[int, ...]) -> pd.DataFrame:
    text = read_text(folder / path, path)
    return convert(text, schema_of(path, text.columns), path)
