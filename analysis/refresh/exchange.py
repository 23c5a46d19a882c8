"""Putting a new snapshot and its record of origin in the place of the old ones, as one step.

A folder and a file cannot be replaced in one operation, so the new ones are made in a folder beside
the snapshot, ``.refresh``, and a journal in it marks the moment from which they count. Whoever is
interrupted before that moment has changed nothing; after it, the next command finishes the work.
The folder itself is exchanged in one operation where the system can, so that a whole snapshot
stands in its place at every moment.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.data.errors import DataError
from analysis.data.textfiles import write_text

STAGE = ".refresh"
_JOURNAL = "journal.json"
_SWAP = 2
_AT_FDCWD = -100


@contextmanager
def staging(snapshot: Path, sources: Path) -> Iterator[Path]:
    """Hold the snapshot's lock and an empty folder to build the new one in.

    What an interrupted refresh left is finished or cleared first; the folder is removed at the end.

    Parameters
    ----------
    snapshot, sources : Path
        What is to be replaced.

    Yields
    ------
    Path
        The folder; `replace` expects ``snapshot`` and ``sources.yml`` in it.

    Raises
    ------
    DataError
        Another refresh is at work on the same snapshot, or the snapshot may not be written.
    """
    for path in (snapshot.parent, snapshot, sources.parent, sources):
        if path.exists() and not os.access(path, os.W_OK):
            raise DataError(str(path), "may not be written", hint="nothing was changed")
    with _locked(snapshot) as free:
        if not free:
            raise DataError(
                str(snapshot), "another refresh is at work on it", hint="wait until it has ended"
            )
        stage = snapshot.parent / STAGE
        _finish(stage, snapshot)
        stage.mkdir()
        try:
            yield stage
        finally:
            if not (stage / _JOURNAL).exists():
                shutil.rmtree(stage, ignore_errors=True)


def replace(stage: Path, snapshot: Path, sources: Path) -> None:
    """Put what `staging` holds in the place of snapshot and record.

    Raises
    ------
    OSError
        The system refused; the old ones are back in place.
    """
    for path in [*sorted((stage / "snapshot").rglob("*")), stage / "sources.yml"]:
        _flush(path)
    if snapshot.exists():
        shutil.copytree(snapshot, stage / "old")
    journal = {"digest": digest(stage / "snapshot"), "sources": str(sources.resolve())}
    write_text(stage / _JOURNAL, json.dumps(journal))
    _flush(stage)
    try:
        _apply(stage, snapshot)
    except OSError:
        if (stage / "old").exists():
            _put(stage / "old", snapshot)
        else:
            shutil.rmtree(snapshot)
        (stage / _JOURNAL).unlink()
        raise


def settle(snapshot: Path) -> bool:
    """Finish what an interrupted refresh had begun to put in place.

    Returns
    -------
    bool
        Whether there was something to finish; nothing is done while a refresh is at work.
    """
    stage = snapshot.parent / STAGE
    if not (stage / _JOURNAL).exists():
        return False
    with _locked(snapshot) as free:
        return free and _finish(stage, snapshot)


def digest(folder: Path) -> str:
    """Hash a folder: the names of its files and what is in them."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


@contextmanager
def _locked(snapshot: Path) -> Iterator[bool]:
    """Try to lock the folder that holds the snapshot; the lock ends with the process."""
    handle = os.open(snapshot.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _finish(stage: Path, snapshot: Path) -> bool:
    begun = (stage / _JOURNAL).exists()
    if begun:
        _apply(stage, snapshot)
    shutil.rmtree(stage, ignore_errors=True)
    return begun


def _apply(stage: Path, snapshot: Path) -> None:
    """Do every step that is not done yet."""
    journal = json.loads((stage / _JOURNAL).read_text(encoding="utf-8"))
    if not snapshot.exists():
        snapshot.mkdir()
    if digest(snapshot) != journal["digest"]:
        _put(stage / "snapshot", snapshot)
    if (stage / "sources.yml").exists():
        _move(stage / "sources.yml", Path(journal["sources"]))
    _flush(snapshot.parent)
    (stage / _JOURNAL).unlink()


def _put(new: Path, place: Path) -> None:
    """Give a folder the content of another: by exchange, else file by file, each in one step."""
    if _exchange(new, place):
        return
    for path in sorted(p for p in new.rglob("*") if p.is_file()):
        write_text(place / path.relative_to(new), path.read_text(encoding="utf-8"))
    for path in sorted(p for p in place.rglob("*") if p.is_file()):
        if not (new / path.relative_to(place)).exists():
            path.unlink()


def _move(new: Path, place: Path) -> None:
    try:
        new.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_text(place, new.read_text(encoding="utf-8"))
        new.unlink()


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one operation of the system, where it has one."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        status = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _SWAP)
    elif hasattr(library, "renamex_np"):
        status = library.renamex_np(first, second, _SWAP)
    else:
        return False
    return bool(status == 0)


def _flush(path: Path) -> None:
    """Ask the system to have a file or folder on disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
