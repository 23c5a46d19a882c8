"""Build the site into ``_site``; a build that fails leaves the one that was there."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import quarto, render
from tools.engine import EngineError, choose
from tools.project import Project, ProjectError
from tools.setup import ROOT, say


def build(root: Path, engine: str = "auto") -> None:
    """Build the site of a project.

    Parameters
    ----------
    root : Path
        The project.
    engine : str
        ``auto``, ``quarto`` or ``pandoc``.

    Raises
    ------
    EngineError, ProjectError
        If there is no such engine, or if the project or pages of it are wrong.
    """
    project = Project(root)
    binary = choose(engine, root)
    start = time.monotonic()
    work = root / ".build"
    fresh = work / "site"
    for folder in (fresh, root / ".site-data"):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(parents=True)
    if binary is None:
        render.render_site(project, fresh, report)
    else:
        quarto.render_site(binary, project, fresh, report)
    replace(root / "_site", fresh, work / "old")
    say(f"Built _site in {time.monotonic() - start:.1f} s; `make preview` shows it")


def report(page: str, seconds: float) -> None:
    """Print the line of one page."""
    say(f"  {page:<20} {seconds:5.1f} s")


def replace(target: Path, fresh: Path, old: Path) -> None:
    """Put a folder in the place of another, which is then deleted."""
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def explain(action: Callable[[], None]) -> bool:
    """Run a build; where it fails for a reason that a user can mend, print that alone.

    Returns
    -------
    bool
        Whether it succeeded.
    """
    try:
        action()
    except (EngineError, ProjectError) as error:
        say(f"ERROR: {error}")
        return False
    return True


def main(arguments: list[str] | None = None) -> int:
    """Build the site."""
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=main.__doc__)
    parser.add_argument("--engine", default="auto", help="auto, quarto or pandoc")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    try:
        return 0 if explain(lambda: build(ROOT, options.engine)) else 1
    except KeyboardInterrupt:
        say("Stopped; _site is as it was")
        return 130


if __name__ == "__main__":
    sys.exit(main())
