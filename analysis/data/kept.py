"""Results that are kept between processes, for as long as data and code stay what they are."""

from __future__ import annotations

import hashlib
import pickle
import platform
import time
from collections.abc import Callable
from functools import cache, wraps
from importlib.metadata import version
from inspect import signature
from pathlib import Path
from typing import ParamSpec, TypeVar

from analysis.data import reading
from analysis.data.textfiles import write_bytes

P = ParamSpec("P")
T = TypeVar("T")

PACKAGE = Path(__file__).parents[1]
OWN = PACKAGE / "data" / "snapshot"
WRITABLE = (PACKAGE.parent / "_quarto.yml").is_file()
FOLDER = PACKAGE.parent / ".build" / "kept"
LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels")
STARTED = time.time()


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function of a snapshot, slow and always the same, look up what it gave before.

    What it gave of the project's own snapshot stands in ``.build/kept`` of the project under a name
    made from its arguments and from the content of all code and data; ``make clean`` throws it
    away. Another snapshot of the same content is answered from there too. Outside a project, or
    where the folder cannot be written, nothing is kept, nor where a file has changed since the
    process began: it may run what stood there before.
    """
    name, parameters = f"{function.__module__}.{function.__qualname__}", signature(function)

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        given = parameters.bind(*args, **kwargs)
        given.apply_defaults()
        places = [key for key, value in given.arguments.items() if isinstance(value, Path)]
        snapshot = next((given.arguments.pop(key) for key in places), reading.SNAPSHOT)
        asked = hashlib.sha256(f"{sorted(given.arguments.items())}".encode()).hexdigest()[:12]
        file = FOLDER / f"{name}-{asked}-{content(snapshot)}.pickle"
        try:
            found: T = pickle.loads(file.read_bytes())  # noqa: S301 (written below)
        except (OSError, EOFError, pickle.UnpicklingError):
            found = function(*args, **kwargs)
            if snapshot == OWN and WRITABLE and newest_change() <= STARTED:
                _write(file, pickle.dumps(found))
        return found

    return answer


def content(snapshot: Path) -> str:
    """Name the content of this package, of a snapshot and of the libraries."""
    return _of_own() if snapshot == OWN else _of(snapshot)


def newest_change() -> float:
    """Give the time of the last change of this package and its snapshot, in seconds."""
    return max(path.stat().st_mtime for path in _files(PACKAGE))


@cache
def _of_own() -> str:
    return _of(OWN)


def _of(snapshot: Path) -> str:
    told = _of_code().copy()
    for path in [*snapshot.parent.glob("sources.yml"), *_files(snapshot)]:
        _tell(told, path, snapshot.parent)
    return told.hexdigest()[:16]


@cache
def _of_code() -> hashlib._Hash:
    told = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        told.update(f"{library} {version(library)}".encode())
    for path in _files(PACKAGE):
        if OWN not in path.parents:
            _tell(told, path, PACKAGE)
    return told


def _tell(told: hashlib._Hash, path: Path, folder: Path) -> None:
    told.update(f"{path.relative_to(folder)} {path.stat().st_size} ".encode())
    told.update(path.read_bytes())


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*"))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def _write(file: Path, result: bytes) -> None:
    stale = f"{file.stem.rpartition('-')[0]}-*.pickle"
    try:
        for old in file.parent.glob(stale):
            old.unlink(missing_ok=True)
        write_bytes(file, result)
    except OSError:
        return
