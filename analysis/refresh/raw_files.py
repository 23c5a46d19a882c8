"""Folders of raw upstream files: which editions they hold, which files, what each file is."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.data.errors import DataError
from analysis.data.sources import SPELLINGS, describe_run
from analysis.data.textfiles import refuse_missing_or_huge
from analysis.refresh.raw_tables import test_sets_of

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
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
    regular: bool


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
    """
    if not folder.is_dir():
        raise DataError(str(folder), "no such folder")
    if any(folder.glob("results-*.csv")):
        date = edition or (folder.name if DATE.fullmatch(folder.name) else None)
        return [Raw(date or _recognise(folder, record), folder)]
    folders = sorted(p for p in folder.glob("*") if p.is_dir() and DATE.fullmatch(p.name))
    if not folders:
        raise DataError(
            str(folder),
            "holds no edition",
            hint="expected results-*.csv, or folders named by a date, such as 2026-01-06",
        )
    return [Raw(path.name, path) for path in folders if edition in (None, path.name)]


def accuracy_files(raw: Raw) -> list[Path]:
    """List the files of accuracies, those of known test sets first."""
    return [raw.folder / name for name in test_sets_of(raw.folder, raw.edition).values()]


def run_files(raw: Raw) -> tuple[list[RunFile], list[Path]]:
    """List the files of speeds, and the CSV files that are nothing the project knows."""
    runs, others = [], []
    for path in sorted(raw.folder.glob("*.csv")):
        if path.name.startswith("results-") or path.name in _METADATA:
            continue
        task = _task(path)
        if task is None and not path.name.startswith("benchmark-"):
            others.append(path)
            continue
        run = path.stem.removeprefix("benchmark-")
        if not _RUN.fullmatch(run):
            raise DataError(path.name, "the file's name has characters that no run's name has")
        try:
            runs.append(RunFile(run, path, describe_run(run), regular=True))
        except DataError:
            facts = guess_run(run, task or ("train" if "train" in run else "infer"))
            runs.append(RunFile(run, path, facts, regular=False))
    return runs, others


def guess_run(run: str, task: str) -> dict[str, Any]:
    """Read what can be read in the id of a run that does not have the usual form.

    Parameters
    ----------
    run : str
        The upstream file's name without ``.csv``.
    task : {'infer', 'train'}
        As the file's columns say.

    Returns
    -------
    dict
        As `describe_run`; what the id does not say is empty, the device ``unknown``.
    """
    words = re.split(r"[-_]", run.lower())
    devices = [SPELLINGS.get(word, word) for word in words if re.fullmatch(r"(rtx)?\d{4}", word)]
    return {
        "task": task,
        "device": devices[-1] if devices else "unknown",
        "precision": next((w for w in words if w in ("amp", "fp32", "fp16", "bf16")), ""),
        "layout": next((w for w in words if w in ("nchw", "nhwc")), ""),
        "compiled": "dynamo" in words,
        "torch": "",
        "cuda": "",
    }


def sha256(path: Path) -> str:
    """Hash a raw file."""
    refuse_missing_or_huge(path, f"{path.parent.name}/{path.name}")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded_hashes(record: dict[str, Any], edition: str) -> dict[str, str]:
    """Give the hashes of an edition's files by name, as the record has them."""
    files = record["editions"][edition]["files"]
    runs = [entry for entry in record["runs"].values() if entry["edition"] == edition]
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


def _task(path: Path) -> str | None:
    """Say whether a file's columns are those of inference or of training."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader([file.readline(10_000)]), [])
    tasks = [task for task in ("infer", "train") if f"{task}_samples_per_sec" in header]
    return tasks[0] if tasks else None
