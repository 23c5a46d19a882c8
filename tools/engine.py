"""Find what renders the site: Quarto where it can be had, else the renderer without it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.setup import ROOT, SetupError, Stamp, install, say

QUARTO_VERSION = "1.10.19"
OLDEST_QUARTO = (1, 9)
REQUIREMENT = f"quarto-cli=={QUARTO_VERSION}"


class EngineError(Exception):
    """The renderer that was asked for is not to be had."""


def choose(wanted: str, root: Path = ROOT) -> str | None:
    """Return the path of the Quarto to use, or None for the renderer without Quarto.

    Parameters
    ----------
    wanted : str
        ``auto``, ``quarto`` or ``pandoc``.
    root : Path
        The project.

    Raises
    ------
    EngineError
        If ``wanted`` is none of these, or Quarto is wanted and cannot be had.
    """
    if wanted not in ("auto", "quarto", "pandoc"):
        raise EngineError(f"ENGINE is auto, quarto or pandoc, not {wanted!r}")
    if wanted == "pandoc":
        return None
    found = find_quarto(root)
    if found is None:
        why = install_quarto(root)
        found = find_quarto(root)
        if found is None and wanted == "quarto":
            raise EngineError(f"{why}\nInstall Quarto {QUARTO_VERSION} and put it on PATH.")
    if found is None:
        say(
            "Quarto is not here and could not be installed, so this is the preview renderer:\n"
            "the same pages and figures, without Quarto's themes and search. Do not publish it.\n"
            f"To get the real site, put Quarto {QUARTO_VERSION} on PATH; `make quarto` tries the "
            "download again."
        )
    return found


def find_quarto(root: Path) -> str | None:
    """Return the first Quarto that is new enough: on PATH, else in ``.venv``."""
    found = None
    for path in candidates(root):
        version = quarto_version(path)
        if version and version >= OLDEST_QUARTO:
            return path
        found = found or (path, version)
    if found and found[1]:
        say(f"{found[0]} is Quarto {'.'.join(map(str, found[1]))}; this needs 1.9 or newer.")
    return None


def candidates(root: Path) -> Iterator[str]:
    """Yield the places where a Quarto may be."""
    local = root / ".venv" / "bin" / "quarto"
    on_path = shutil.which("quarto")
    if on_path and Path(on_path) != local:
        yield on_path
    if local.exists():
        yield str(local)


def quarto_version(path: str) -> tuple[int, ...] | None:
    """Return the version that a Quarto prints, or None if it does not run."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    numbers = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)\S*", done.stdout.strip())
    return tuple(map(int, numbers.groups())) if numbers else None


def quarto_stamp(root: Path) -> Stamp:
    """Return what remembers that Quarto could not be installed."""
    return Stamp(root / ".venv" / "quarto.done", REQUIREMENT)


def install_quarto(root: Path) -> str:
    """Try to install Quarto from PyPI, unless that failed before; return why it failed."""
    stamp = quarto_stamp(root)
    remembered = stamp.result()
    if remembered is not None:
        return remembered
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    try:
        install(f"Quarto {QUARTO_VERSION}", [*pip, REQUIREMENT], root)
        why = f"Could not run Quarto {QUARTO_VERSION} after installing it."
    except SetupError:
        why = f"Could not install {REQUIREMENT}: its download from GitHub failed."
        say(f"  {why}")
    stamp.remember(why)
    return why


def main() -> int:
    """Try once more to get Quarto, and say which one is used."""
    stamp = quarto_stamp(ROOT)
    stamp.path.unlink(missing_ok=True)
    try:
        say(f"Quarto: {choose('quarto')}")
    except EngineError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
