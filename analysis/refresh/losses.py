"""What a new snapshot has lost of an old one, beyond what upstream leaves out now and then."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data import reading

MOST = 0.1


def losses(old: Path, new: Path) -> list[tuple[str, str]]:
    """List the editions and runs that have lost more than a tenth of their rows.

    An edition is compared with itself as it was, or with the one before it; a run with itself. A
    row of a test set without an accuracy counts as lost, as does one of a run without a speed.

    Parameters
    ----------
    old, new : Path
        The snapshots.

    Returns
    -------
    list of tuple of str
        The table, and what it has lost.
    """
    before = reading.names(old, "accuracy")
    pairs = []
    for edition in reading.names(new, "accuracy"):
        last = max((one for one in before if one <= edition), default=edition)
        pairs.append((f"accuracy/{last}.csv", f"accuracy/{edition}.csv"))
    pairs += [(f"speed/{run}.csv", f"speed/{run}.csv") for run in reading.names(new, "speed")]
    return [
        (name, f"{said}: more than a tenth of {last} is lost")
        for last, name in pairs
        if (old / last).exists() and (old / last).read_bytes() != (new / name).read_bytes()
        if (said := _lost(reading.table(last, old), reading.table(name, new)))
    ]


def _lost(was: pd.DataFrame, now: pd.DataFrame) -> str:
    counted = [str(column) for column in was if _counts(str(column))]
    had, has = (table.reindex(columns=counted).count() for table in (was, now))
    had["rows"], has["rows"] = len(was), len(now)
    lost = [name for name in ("rows", *counted) if has[name] < (1 - MOST) * had[name]]
    return ", ".join(f"{has[name]:,} {name} instead of {had[name]:,}" for name in lost[:2])


def _counts(column: str) -> bool:
    return column == "samples_per_sec" or column.endswith("_top1")
