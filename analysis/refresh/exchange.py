"""Putting a new snapshot in the place of the old one.

The new one is made in a folder beside it, ``.refresh``. Two renames then change them over: the old
one goes aside, the new one takes its place. Whoever is killed between the two leaves both of them
whole and neither in its place: readers say so, and the next refresh puts the old one back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.data.errors import DataError
from analysis.data.sources import ASIDE

STAGE = ASIDE.parent


@contextmanager
def staging(snapshot: Path) -> Iterator[Path]:
    """Hold the snapshot's lock and a place to build the new one in.

    What an interrupted refresh left is put back or cleared first; the place is removed at the end.

    Parameters
    ----------
    snapshot : Path
        What is to be replaced.

    Yields
    ------
    Path
        Where the new one goes; nothing is there yet.

    Raises
    ------
    DataError
        Another refresh is at work on the same snapshot, or the snapshot may not be written.
    """
    for path in (snapshot.parent, snapshot):
        if path.exists() and not os.access(path, os.W_OK):
            raise DataError(str(path), "may not be written", hint="nothing was changed")
    stage = snapshot.parent / STAGE
    with _locked(snapshot):
        _put_back(snapshot)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        try:
            yield stage / snapshot.name
        finally:
            if snapshot.exists():
                shutil.rmtree(stage, ignore_errors=True)


def replace(new: Path, snapshot: Path) -> None:
    """Put what was built in the place of the snapshot; where that fails, the old one comes back."""
    for path in [*new.rglob("*"), new]:
        _flush(path)
    try:
        snapshot.rename(snapshot.parent / ASIDE)
        new.rename(snapshot)
    except BaseException:
        _put_back(snapshot)
        raise


def recover(snapshot: Path) -> bool:
    """Put the old snapshot back where an interrupted refresh put none in its place.

    Returns
    -------
    bool
        Whether there was one to put back.

    Raises
    ------
    DataError
        A refresh is at work.
    """
    with _locked(snapshot):
        return _put_back(snapshot)


def _put_back(snapshot: Path) -> bool:
    aside = snapshot.parent / ASIDE
    missing = aside.exists() and not snapshot.exists()
    if missing:
        aside.rename(snapshot)
    return missing


@contextmanager
def _locked(snapshot: Path) -> Iterator[None]:
    """Lock the folder that holds the snapshot; the lock ends with the process."""
    handle = os.open(snapshot.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise DataError(
            str(snapshot), "another refresh is at work on it", hint="wait until it has ended"
        ) from None
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    """Ask the system to have a file or folder on disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
