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

from analysis.refresh import exchange
from analysis.refresh.rebuild import refresh
from tests.support import raw_files

EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.chmod")


def child(folder: Path, last: int) -> None:
    """Refresh and be killed at the file operation of that number."""
    seen = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        if event in EVENTS and str(given[0]).startswith(str(folder / "analysis")):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    snapshot = folder / "analysis" / "data" / "snapshot"
    refresh(folder / "raw", None, snapshot, snapshot.with_name("sources.yml"))
    os._exit(0)


def without_stage(folder: Path) -> dict[str, bytes]:
    """Give what readers see."""
    files = raw_files.contents(folder / "analysis")
    return {name: body for name, body in files.items() if not name.startswith(exchange.STAGE)}


def main(template: Path, place: Path, step: int) -> None:
    """Kill at every operation, or at every so many."""
    old = without_stage(template)
    whole = place / "whole"
    shutil.copytree(template, whole)
    snapshot = whole / "analysis" / "data" / "snapshot"
    refresh(whole / "raw", None, snapshot, snapshot.with_name("sources.yml"))
    new = without_stage(whole)
    at = 1
    while True:
        folder = place / f"at-{at}"
        shutil.copytree(template, folder)
        process = os.fork()
        if process == 0:
            child(folder, at)
        killed = os.WIFSIGNALED(os.waitpid(process, 0)[1])
        snapshot = folder / "analysis" / "data" / "snapshot"
        left = without_stage(folder)
        tables = {name for name in new if name.startswith("snapshot/")}
        seen = [name for name, side in (("old", old), ("new", new)) if _same(left, side, tables)]
        completed = exchange.settle(snapshot)
        settled = without_stage(folder)
        refresh(folder / "raw", None, snapshot, snapshot.with_name("sources.yml"))
        print(
            json.dumps(
                {
                    "at": at,
                    "killed": killed,
                    "tables": seen,
                    "others": sorted(set(left) - set(new)),
                    "completed": completed,
                    "settled": [n for n, side in (("old", old), ("new", new)) if settled == side],
                    "again": raw_files.contents(folder / "analysis") == new,
                }
            ),
            flush=True,
        )
        shutil.rmtree(folder)
        if not killed:
            return
        at += step


def _same(left: dict[str, bytes], side: dict[str, bytes], tables: set[str]) -> bool:
    return all(left.get(name) == side[name] for name in tables)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
