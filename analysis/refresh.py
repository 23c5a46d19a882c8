"""Raw upstream files -> the snapshot and its record of origin."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis import datasets, store
from analysis.errors import DataError
from analysis.metrics import TEST_SETS
from analysis.sources import SOURCES, describe_run, load
from analysis.tabular import write_table
from analysis.textfiles import write_text

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADER = """\
# Where every figure of the snapshot comes from. `python -m analysis refresh` writes the parts
# `editions` and `runs` and the hashes; `upstream`, `catalog` and `devices` are kept by hand.
"""


def refresh(
    results: Path,
    catalog: Path | None = None,
    snapshot: Path = store.SNAPSHOT,
    sources: Path = SOURCES,
) -> list[str]:
    """Rebuild the snapshot from folders of raw files.

    Everything is read, checked and written to a new folder first; only then does that folder
    take the place of the old snapshot, so that a fault leaves the old one whole.

    Parameters
    ----------
    results : Path
        Holds one folder per edition, named by its date, with upstream's ``results-*.csv`` and
        ``benchmark-*.csv``.
    catalog : Path, optional
        Holds ``weights.csv``, ``renames.csv`` and ``modules.csv``; without it, the catalogue of
        the old snapshot stays.
    snapshot, sources : Path
        What is rebuilt. Editions and runs that the raw files lack stay as they are.

    Returns
    -------
    list of str
        One line for each table that was written.

    Raises
    ------
    DataError
        A raw file is missing or unsound; nothing was changed.
    """
    folders = sorted(p for p in results.glob("*") if p.is_dir() and _DATE.fullmatch(p.name))
    if not folders:
        raise DataError(
            str(results),
            "holds no edition",
            hint="expected folders named by a date, such as 2026-01-06",
        )
    record = load(sources)
    with tempfile.TemporaryDirectory(dir=snapshot.parent, prefix=".snapshot-") as scratch:
        new = Path(scratch) / "new"
        if snapshot.exists():
            shutil.copytree(snapshot, new)
        lines: list[str] = []
        for folder in folders:
            lines += _write_edition(folder, new, record)
        if catalog is not None:
            lines += _write_catalog(catalog, new, record)
        record["runs"] = dict(sorted(record["runs"].items()))
        body = yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=100)
        with _in_place_of(snapshot, new):
            write_text(sources, _HEADER + body)
    return lines


@contextmanager
def _in_place_of(snapshot: Path, new: Path) -> Iterator[None]:
    """Put a new folder in the snapshot's place; the old one comes back if the body fails."""
    old = new.with_name("old")
    if snapshot.exists():
        snapshot.rename(old)
    try:
        new.rename(snapshot)
        yield
    except BaseException:
        if snapshot.exists():
            snapshot.rename(new)
        if old.exists():
            old.rename(snapshot)
        raise


def _write_edition(folder: Path, new: Path, record: dict[str, Any]) -> list[str]:
    edition = folder.name
    entry = record["editions"].setdefault(edition, {"commit": "unknown"})
    recorded = entry.get("files", {})
    accuracy = datasets.read_edition(folder)
    table = f"accuracy/{edition}.csv"
    write_table(accuracy, new / table, store.schema_of(table))
    lines = [f"{table}: {len(accuracy)} rows"]
    entry["rows"] = len(accuracy)
    entry["files"] = {
        test_set.upstream: _origin(folder / test_set.upstream, recorded)
        for test_set in TEST_SETS.values()
    }
    for path in sorted(folder.glob("benchmark-*.csv")):
        run = path.stem.removeprefix("benchmark-")
        facts = describe_run(run)
        speed = datasets.read_benchmark(path, facts["task"])
        table = f"speed/{run}.csv"
        write_table(speed, new / table, store.schema_of(table))
        lines.append(f"{table}: {len(speed)} rows")
        known = record["runs"].get(run, {})
        record["runs"][run] = {
            "edition": edition,
            "file": path.name,
            **_origin(path, {path.name: known}),
            "rows": len(speed),
            **facts,
        }
    return lines


def _write_catalog(folder: Path, new: Path, record: dict[str, Any]) -> list[str]:
    tables: dict[str, pd.DataFrame] = datasets.read_catalog(folder)
    recorded = record["catalog"].get("files", {})
    files = {}
    for name, table in tables.items():
        write_table(table, new / f"{name}.csv", store.CATALOG[name])
        origin = _origin(folder / f"{name}.csv", recorded)
        files[f"{name}.csv"] = {**origin, "rows": len(table)}
    record["catalog"]["files"] = files
    return [f"{name}.csv: {len(table)} rows" for name, table in tables.items()]


def _origin(path: Path, recorded: dict[str, Any]) -> dict[str, str]:
    """Hash a raw file; its access date stays while its content does."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = recorded.get(path.name, {})
    same = known.get("sha256") == digest
    return {
        "sha256": digest,
        "accessed": known["accessed"] if same else date.today().isoformat(),
    }
