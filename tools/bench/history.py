"""What every run of the bench has measured, as one small table."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.setup import ROOT

COLUMNS = ("time", "commit", "engine", "figure", "value")


def add(file: Path, measured: Mapping[str, Any]) -> None:
    """Add a run to a CSV file, which is made where there is none: a row for each figure.

    Parameters
    ----------
    file : Path
        The table: `COLUMNS`.
    measured : mapping
        What the bench keeps of a run; nested figures get names with dots.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    fresh = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened, lineterminator="\n")
        if fresh:
            rows.writerow(COLUMNS)
        for name, value in figures(measured):
            rows.writerow([now, commit.stdout.strip(), measured["engine"], name, f"{value:.4g}"])


def figures(measured: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number with its name."""
    for name, value in measured.items():
        if isinstance(value, Mapping):
            yield from figures(value, f"{before}{name}.")
        elif isinstance(value, int | float):
            yield before + name, float(value)
