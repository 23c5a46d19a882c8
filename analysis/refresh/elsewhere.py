"""The pages' code on another snapshot than its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from analysis.data import reading

PACKAGE = Path(__file__).parents[1]
SECONDS = 300


def run(
    arguments: Sequence[str], snapshot: Path, sources: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command of the command line on a snapshot.

    The pages' code knows one snapshot, its own; so a copy of the code is run beside a copy of this
    one.

    Parameters
    ----------
    arguments : sequence of str
        What follows ``python -m analysis``.
    snapshot, sources : Path
        The snapshot and its record of origin.

    Returns
    -------
    CompletedProcess
        With ``returncode``, ``stdout`` and ``stderr``.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "analysis"
        shutil.copytree(
            PACKAGE, copy, ignore=shutil.ignore_patterns("snapshot", "__pycache__", ".*")
        )
        shutil.copytree(snapshot, copy / "data" / reading.SNAPSHOT.name)
        shutil.copyfile(sources, copy / "data" / "sources.yml")
        return subprocess.run(
            [sys.executable, "-m", "analysis", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
