"""The change log: what each edition changed, counted, and the whole report as a file."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.textfiles import write_text
from analysis.publish.change_report import markdown
from analysis.runs.edition_changes import (
    CHANGED,
    COVERAGE_COLUMNS,
    RUN_COLUMNS,
    Changes,
    as_of,
    coverage_between,
    diff,
    matched,
)
from analysis.runs.edition_pairs import ADDED, FIGURE_COLUMNS, WEIGHTS_CHANGES, WEIGHTS_COLUMNS

STEP_COLUMNS = [
    "before",
    "after",
    "weights_added",
    "weights_removed",
    "weights_not_followed",
    "weights_renamed",
    "accuracies",
    "other_figures",
    "runs_added",
    "runs_changed",
    "path",
    "bytes",
]


def steps(
    record: dict[str, Any], known: pd.Series, folder: Path = reading.SNAPSHOT
) -> list[Changes]:
    """Compare each edition with the one before it, the newest step first.

    Parameters
    ----------
    record : dict
        The snapshot's record of origin.
    known : Series
        By run: rows of the newest edition that find their speed in it, counted before.
    folder : Path
        The snapshot.
    """
    editions = sorted(record["editions"])
    counted = {
        edition: matched(folder, edition, as_of(record, edition)) for edition in editions[:-1]
    }
    counted[editions[-1]] = {str(run): int(rows) for run, rows in known.items()}
    return [
        replace(
            diff(before, after, folder, record, coverage=False),
            coverage=coverage_between(counted[before], counted[after]),
        )
        for before, after in reversed(list(pairwise(editions)))
    ]


def newest_step(log: list[Changes]) -> Changes:
    """Give the newest of the steps; one without any change where there is no step."""
    none = (WEIGHTS_COLUMNS, FIGURE_COLUMNS, RUN_COLUMNS, COVERAGE_COLUMNS)
    return log[0] if log else Changes("", "", *(pd.DataFrame(columns=names) for names in none))


def write_reports(log: list[Changes], folder: Path) -> pd.DataFrame:
    """Write the whole report of each step, and count what it holds.

    Parameters
    ----------
    log : list of Changes
        As `steps` gives them.
    folder : Path
        Where to.

    Returns
    -------
    DataFrame
        `STEP_COLUMNS`, one row per step: numbers of rows and figures, the report's name and size.
    """
    rows = []
    for changes in log:
        path = f"changes-{changes.before}-{changes.after}.txt"
        text = markdown(changes, longest=10**9)
        write_text(folder / path, text)
        weights = changes.weights["change"].value_counts()
        runs = changes.runs["change"].value_counts()
        scores = int(changes.figures["column"].str.endswith(("_top1", "_top5")).sum())
        counted = [weights.get(change, 0) for change in WEIGHTS_CHANGES]
        counted += [scores, len(changes.figures) - scores, runs.get(ADDED, 0), runs.get(CHANGED, 0)]
        rows.append((changes.before, changes.after, *counted, path, len(text.encode())))
    return pd.DataFrame(rows, columns=STEP_COLUMNS)
