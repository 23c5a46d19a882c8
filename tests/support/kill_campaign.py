"""Refresh again and again, killed at one file operation after the other, and look at what is left.

Run as a program: forking is safe there, where no other thread runs. One line per kill on stdout.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from analysis.data.sources import ASIDE
from analysis.refresh import exchange
from tests.support import raw_files
from tests.support.small_project import Project

EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.chmod")


def child(project: Project, last: int) -> None:
    """Refresh and be killed at the file operation of that number."""
    seen = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        if event in EVENTS and str(given[0]).startswith(str(project.folder / "analysis")):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    project.refresh()
    os._exit(0)


def main(template: Project, place: Path, step: int) -> None:
    """Kill at every operation, or at every so many."""
    whole = template.copy(place / "whole")
    whole.refresh()
    old, new = (raw_files.contents(side.snapshot) for side in (template, whole))
    at = 1
    while True:
        project = template.copy(place / f"at-{at}")
        process = os.fork()
        if process == 0:
            child(project, at)
        killed = os.WIFSIGNALED(os.waitpid(process, 0)[1])
        found = {
            "at": at,
            "killed": killed,
            "left": _side(project.snapshot, old, new),
            "aside": _side(project.snapshot.parent / ASIDE, old, new),
            "put_back": exchange.recover(project.snapshot),
            "recovered": _side(project.snapshot, old, new),
        }
        project.refresh()
        found["again"] = project.contents() == whole.contents()
        print(json.dumps(found), flush=True)
        shutil.rmtree(project.folder)
        if not killed:
            return
        at += step


def _side(folder: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Say which snapshot a folder is, if it is a whole one."""
    if not folder.exists():
        return "none"
    found = raw_files.contents(folder)
    return "old" if found == old else "new" if found == new else "half"


if __name__ == "__main__":
    main(Project(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]))
