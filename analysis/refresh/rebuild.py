"""Raw upstream files -> the snapshot and its record of origin."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.checking import check
from analysis.data.errors import DataError
from analysis.data.sources import device_id, load, recorded, write_record
from analysis.data.textfiles import same_files
from analysis.data.validation import write_table
from analysis.refresh import exchange, raw_files, raw_tables
from analysis.refresh.claim_flips import claims_on, flips
from analysis.refresh.losses import losses
from analysis.refresh.raw_files import Raw, RunFile, sha256
from analysis.refresh.raw_speeds import read_benchmark
from analysis.refresh.raw_text import label
from analysis.refresh.undescribed import undescribed
from analysis.runs.edition_changes import Changes, compare


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did.

    ``changed`` says whether the snapshot differs from before; ``written`` has a line per table
    that was read, ``warnings`` what a person should look at, ``changes`` what differs.
    """

    changed: bool
    written: list[str]
    warnings: list[str]
    changes: Changes


@dataclass
class _Build:
    """A new snapshot in the making."""

    folder: Path
    record: dict[str, Any]
    written: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def write(self, name: str, table: pd.DataFrame) -> int:
        write_table(table, self.folder / name, reading.schema_of(name, table.columns))
        self.written.append(f"{name}: {len(table)} rows")
        return len(table)


def refresh(
    raw: list[Raw] | Path,
    catalog: Path | None = None,
    snapshot: Path = reading.SNAPSHOT,
    *,
    dry_run: bool = False,
    claims: bool = False,
    accept_loss: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    report: Callable[[Refreshed], None] = lambda _: None,
) -> Refreshed:
    """Rebuild the snapshot from raw files.

    Everything is read, checked and written to a new folder first; only then does that folder
    take the place of the old snapshot, so that a fault or an interruption leaves the old one whole.

    Parameters
    ----------
    raw : list of Raw or Path
        The raw files of each edition, or a folder as `raw_files.find_editions` takes it.
    catalog : Path, optional
        Holds ``weights.csv``, ``renames.csv``, ``modules.csv`` and ``architectures.csv``; without
        it, the catalogue of the old snapshot stays.
    snapshot : Path
        What is rebuilt. Editions and runs that the raw files lack stay as they are.
    dry_run : bool
        Do all but the last step.
    claims : bool
        Compute the pages' claims before and after, where something changed.
    accept_loss : bool
        Take in an edition or a run that has lost more than a tenth of its rows.
    progress : callable
        Takes a line about each step.
    report : callable
        Takes the outcome before the new snapshot is put in place; where it fails, nothing is.

    Returns
    -------
    Refreshed

    Raises
    ------
    DataError
        A raw file is missing or unsound, too much is lost, or another refresh is at work; nothing
        was changed.
    """
    with exchange.staging(snapshot) as new:
        record = recorded(snapshot)
        editions = raw_files.find_editions(raw, record) if isinstance(raw, Path) else raw
        build = _Build(new, record)
        shutil.copytree(snapshot, new)
        shutil.copy(snapshot.with_name("sources.yml"), new.parent)
        for edition in sorted(editions, key=lambda e: e.edition):
            progress(f"reading edition {edition.edition}")
            _add_edition(edition, build)
        if catalog is not None:
            _add_catalog(catalog, build)
        build.record["runs"] = dict(sorted(build.record["runs"].items()))
        build.record["editions"] = dict(sorted(build.record["editions"].items()))
        write_record(build.record, new)
        progress("checking the new snapshot")
        refuse_unsound(new)
        lost = losses(snapshot, new)
        if lost and not accept_loss:
            raise DataError(*lost[0], hint="if that is right, add --accept-loss")
        build.warnings += [f"{name}: {problem}" for name, problem in lost]
        changes = compare(snapshot, new)
        changed = not same_files(snapshot, new)
        build.warnings += undescribed(new, load(new))
        if claims and changed and not changes.nothing:
            progress("computing the pages' claims before and after")
            changes = replace(changes, claims=flips(claims_on(snapshot), claims_on(new)))
        done = Refreshed(changed, build.written, build.warnings, changes)
        report(done)
        if changed and not dry_run:
            progress("putting the new snapshot in place")
            exchange.replace(new, snapshot)
    return done


def _add_edition(raw: Raw, build: _Build) -> None:
    known = build.record["editions"]
    newest = max(known, default="")
    if raw.edition not in known and newest:
        recorded = raw_files.recorded_hashes(build.record, newest)
        if recorded == raw_files.hashes(raw):
            build.warnings.append(
                f"edition {raw.edition} has the same files as {newest}: nothing to take in"
            )
            return
    _add_accuracy(raw, build)
    runs, others = raw_files.run_files(raw)
    for file in runs:
        _add_run(file, raw.edition, build)
    build.warnings += [
        f"{raw.edition}/{path.name} holds neither accuracies nor speeds and was left out: "
        "say in analysis/refresh/raw_files.py what it is"
        for path in others
    ]


def _add_accuracy(raw: Raw, build: _Build) -> None:
    entry = build.record["editions"].setdefault(raw.edition, {"commit": raw.commit or "unknown"})
    recorded = entry.get("files", {})
    paths = raw_files.accuracy_files(raw)
    table = raw_tables.read_edition(raw.folder, build.warnings)
    entry["rows"] = build.write(f"accuracy/{raw.edition}.csv", table)
    entry["files"] = {path.name: _origin(path, recorded.get(path.name)) for path in paths}
    if raw.commit is not None and raw.commit != entry["commit"]:
        if recorded:
            build.warnings.append(
                f"edition {raw.edition} is of commit {raw.commit} now; it was {entry['commit']}"
            )
        entry["commit"] = raw.commit
    differing = [
        name
        for name, origin in recorded.items()
        if entry["files"].get(name, {}).get("sha256") != origin["sha256"]
    ]
    if raw.commit is None and differing and entry["commit"] != "unknown":
        build.warnings.append(
            f"{raw.edition}: {', '.join(differing)} differ from the files of commit "
            f"{entry['commit']}; the edition's commit is recorded as unknown"
        )
        entry["commit"] = "unknown"


def _add_run(file: RunFile, edition: str, build: _Build) -> None:
    known = build.record["runs"].get(file.run, {})
    first = min(edition, known.get("first", known.get("edition", edition)))
    origin = _origin(file.path, known)
    if known and known["edition"] > edition:
        known["first"] = first
        if origin["sha256"] != known["sha256"]:
            build.warnings.append(
                f"{edition}/{file.path.name} differs from that of {known['edition']}, which stays"
            )
        return
    table = read_benchmark(file.path, file.facts["task"], build.warnings)
    if table.empty:
        build.warnings.append(f"{label(file.path)} has no row of a run that could be used")
        return
    build.record["runs"][file.run] = {
        "edition": edition,
        "first": first,
        "file": file.path.name,
        **origin,
        "rows": build.write(f"speed/{file.run}.csv", table),
        **file.facts,
        "device": device_id(file.facts["device"], build.record["devices"]),
    }


def _add_catalog(folder: Path, build: _Build) -> None:
    recorded = build.record["catalog"]["files"]
    files = {}
    for name, table in raw_tables.read_catalog(folder).items():
        file = f"{name}.csv"
        rows = build.write(file, table)
        files[file] = {**_origin(folder / file, recorded.get(file)), "rows": rows}
    build.record["catalog"]["files"] = files


def refuse_unsound(folder: Path) -> None:
    """Raise `DataError`, with the first fault, where a snapshot has any."""
    found = check(folder)
    if len(found):
        first = found.iloc[0]
        raise DataError(
            first["table"],
            f"{first['problem']}; {len(found)} findings in all",
            row=int(first["row"]) or None,
            column=first["column"] or None,
            value=first["value"] or None,
            hint="the raw files do not make a sound snapshot",
        )


def _origin(path: Path, recorded: dict[str, Any] | None) -> dict[str, str]:
    """Hash a raw file; its access date stays while its content does."""
    digest = sha256(path)
    if recorded and recorded.get("sha256") == digest:
        return {"sha256": digest, "accessed": recorded["accessed"]}
    return {"sha256": digest, "accessed": date.today().isoformat()}
