"""What a snapshot holds that the project does not describe yet, and where a person describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.errors import first_of
from analysis.data.schemas import EXTRA
from analysis.data.sources import by_hand
from analysis.data.test_sets import TEST_SETS
from analysis.data.textfiles import read_text
from analysis.naming import names

ASKED = ("device", "precision", "layout", "torch")


def undescribed(folder: Path, record: dict[str, Any]) -> list[str]:
    """Say what a person should add.

    Parameters
    ----------
    folder : Path
        A snapshot.
    record : dict
        Its record of origin, as `analysis.data.sources.load` gives it.

    Returns
    -------
    list of str
        One sentence for each device, test set, column or family that is not described, and for
        weights that timm's catalogue lacks; empty where all is known.
    """
    headers = {
        path.relative_to(folder).as_posix(): list(read_text(path).columns)
        for kind in ("accuracy", "speed")
        for path in sorted((folder / kind).glob("*.csv"))
    }
    found = [*_runs(record, folder), *_devices(record), *_test_sets(headers), *_columns(headers)]
    edition = max(record["editions"], default=None)
    if edition is not None:
        name = f"accuracy/{edition}.csv"
        weights = read_text(folder / name, name)["weights"].drop_duplicates()
        found += [*_families(weights, edition), *_uncatalogued(weights, folder, edition)]
    return found


def _runs(record: dict[str, Any], folder: Path) -> list[str]:
    silent: dict[str, list[str]] = {}
    for run, facts in record["runs"].items():
        unsaid = [fact for fact in ASKED if not facts[fact]]
        if unsaid:
            silent.setdefault(", ".join(f"{fact}: …" for fact in unsaid), []).append(run)
    return [
        f"{first_of(runs)}: the name does not say everything; add to `runs` in "
        f"analysis/data/sources.yml: {runs[0]}: {{{facts}}}"
        for facts, runs in silent.items()
    ] + [
        f"analysis/data/sources.yml describes a run {run!r}, which there is not"
        for run in by_hand(folder)
        if run not in record["runs"]
    ]


def _devices(record: dict[str, Any]) -> list[str]:
    runs: dict[str, list[str]] = {}
    for run, facts in record["runs"].items():
        if facts["device"] and facts["device"] not in record["devices"]:
            runs.setdefault(facts["device"], []).append(run)
    return [
        f"device {device!r} ({first_of(ids)}) is not described: add its label, name, kind, year "
        "and memory to `devices` in analysis/data/sources.yml, or what it is to `runs` there, if "
        f"it is none: {ids[0]}: {{device: …}}"
        for device, ids in runs.items()
    ]


def _test_sets(headers: dict[str, list[str]]) -> list[str]:
    known = {f"{test_set}_top1" for test_set in TEST_SETS}
    new: dict[str, str] = {}
    for table, header in headers.items():
        for column in header:
            if column.endswith("_top1") and column not in known and not column.startswith(EXTRA):
                new.setdefault(column.removesuffix("_top1"), table)
    return [
        f"test set {test_set!r} (since {table}) is not described: add its label, number of images "
        f"and `since` to TEST_SETS in analysis/data/test_sets.py"
        for test_set, table in new.items()
    ]


def _columns(headers: dict[str, list[str]]) -> list[str]:
    tables: dict[str, list[str]] = {}
    for table, header in headers.items():
        for column in header:
            if column.startswith(EXTRA):
                tables.setdefault(column, []).append(table)
    return [
        f"column {column!r} ({first_of(where)}) is carried as it stands upstream: describe it in "
        "analysis/data/schemas.py"
        for column, where in tables.items()
    ]


def _families(weights: pd.Series, edition: str) -> list[str]:
    described = names.describe(weights)
    unknown = described[~described["known"].astype(bool)]
    return [
        f"family {family!r} of edition {edition} ({first_of(list(rows['weights']))}) is not "
        "described: add it to analysis/naming/families.yml"
        for family, rows in unknown.groupby("family")
    ]


def _uncatalogued(weights: pd.Series, folder: Path, edition: str) -> list[str]:
    known = reading.catalog("weights", folder)["weights"]
    missing = weights[~weights.isin(known)].tolist()
    if not missing:
        return []
    return [
        f"{len(missing)} weights of edition {edition} are not in timm's catalogue "
        f"({first_of(missing)}): their licence shows as unknown until weights.csv is made with a "
        "newer timm (`refresh --catalog`)"
    ]
