"""Folders of raw upstream files: which editions they hold, which files, what each file is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.data.errors import DataError, UsageError
from analysis.data.textfiles import refuse_missing_or_huge
from analysis.refresh.raw_tables import test_sets_of
from analysis.refresh.raw_text import header, label
from analysis.refresh.run_names import read_name

YEARS = range(2000, 2100)
TASKS = ("infer", "train")
_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_METADATA = ("model_metadata-in1k.csv", "model_metadata_in1k.csv")


@dataclass(frozen=True)
class Raw:
    """The raw files of one edition; the commit where it is known."""

    edition: str
    folder: Path
    commit: str | None = None


@dataclass(frozen=True)
class RunFile:
    """A file of speeds: the id of its run and what that says."""

    run: str
    path: Path
    facts: dict[str, Any]


def is_date(text: str) -> bool:
    """Whether a text is a day of this century, such as 2026-01-06."""
    try:
        return date.fromisoformat(text).isoformat() == text and int(text[:4]) in YEARS
    except ValueError:
        return False


def find_editions(folder: Path, record: dict[str, Any], edition: str | None = None) -> list[Raw]:
    """Find the editions in a folder of raw files.

    Parameters
    ----------
    folder : Path
        One folder per edition, named by its date, or itself the files of one edition.
    record : dict
        As `analysis.data.sources.load` gives it: files whose hashes it knows tell their edition.
    edition : str, optional
        The date of the files, where neither name nor hashes tell it.

    Raises
    ------
    DataError
        There are no such files, or their edition is not known.
    UsageError
        The edition is no date.
    """
    if edition is not None and not is_date(edition):
        raise UsageError(f"--edition, value {edition!r}: is not a date such as 2026-01-06")
    if not folder.is_dir():
        raise DataError(str(folder), "no such folder")
    if any(folder.glob("results-*.csv")):
        known = edition or (folder.name if is_date(folder.name) else None)
        return [Raw(known or _recognise(folder, record), folder)]
    folders = sorted(p for p in folder.glob("*") if p.is_dir() and is_date(p.name))
    if not folders:
        raise DataError(
            str(folder),
            "holds no edition",
            hint="expected results-*.csv, or folders named by a date, such as 2026-01-06",
        )
    return [Raw(path.name, path) for path in folders if edition in (None, path.name)]


def accuracy_files(raw: Raw) -> list[Path]:
    """List the files of accuracies, those of known test sets first."""
    return [raw.folder / name for name in test_sets_of(raw.folder).values()]


def run_files(raw: Raw) -> tuple[list[RunFile], list[Path]]:
    """List the runs of an edition, and the CSV files that are nothing the project knows.

    A file with the columns of inference and of training is two runs.
    """
    runs: dict[str, RunFile] = {}
    others = []
    for path in sorted(path for end in ("csv", "json") for path in raw.folder.glob(f"*.{end}")):
        if path.name.startswith("results-") or path.name in _METADATA:
            continue
        called = path.name.startswith("benchmark-")
        columns = header(path)
        tasks = [task for task in TASKS if f"{task}_samples_per_sec" in columns]
        if not tasks and not called:
            others += [path] if path.suffix == ".csv" else []
            continue
        for file in _halves(path, tasks):
            if file.run in runs:
                other = runs[file.run].path.name
                raise DataError(label(path), f"has the run {file.run} that {other} has too")
            runs[file.run] = file
    return list(runs.values()), others


def _halves(path: Path, tasks: list[str]) -> list[RunFile]:
    whole = path.stem.removeprefix("benchmark-")
    if not _RUN.fullmatch(whole):
        raise DataError(path.name, "the file's name has characters that no run's name has")
    named = read_name(whole)["task"]
    if len(tasks) == 1 and named not in ("", *tasks):
        raise DataError(label(path), f"the name says {named!r}, its columns are of {tasks[0]!r}")
    found = []
    for task in tasks or [named or TASKS[0]]:
        run = _half_of(whole, task) if len(tasks) > 1 else whole
        found.append(RunFile(run, path, {**read_name(run), "task": task}))
    return found


def _half_of(run: str, task: str) -> str:
    words = re.split("([-_])", run)
    at = next((i for i, word in enumerate(words) if word in (*TASKS, "both")), None)
    return f"{task}-{run}" if at is None else "".join([*words[:at], task, *words[at + 1 :]])


def sha256(path: Path) -> str:
    """Hash a raw file."""
    refuse_missing_or_huge(path, f"{path.parent.name}/{path.name}")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded_hashes(record: dict[str, Any], edition: str) -> dict[str, str]:
    """Give the hashes of an edition's files by name, as the record has them."""
    files = record["editions"][edition]["files"]
    runs = [
        entry
        for entry in record["runs"].values()
        if entry["edition"] == edition and "authors" not in entry
    ]
    return {name: entry["sha256"] for name, entry in files.items()} | {
        entry["file"]: entry["sha256"] for entry in runs
    }


def hashes(raw: Raw) -> dict[str, str]:
    """Give the hashes of the raw files of an edition by name."""
    paths = [*accuracy_files(raw), *(file.path for file in run_files(raw)[0])]
    return {path.name: sha256(path) for path in paths}


def _recognise(folder: Path, record: dict[str, Any]) -> str:
    """Find the recorded edition that shares most files with a folder."""
    present = {(path.name, sha256(path)) for path in folder.glob("*.csv")}
    shared = {
        edition: len(present & set(recorded_hashes(record, edition).items()))
        for edition in record["editions"]
    }
    best = max(shared, key=lambda edition: shared[edition], default="")
    if not best or shared[best] * 2 <= len(present):
        raise DataError(
            str(folder), "does not say of which edition its files are", hint="use --edition DATE"
        )
    return best
