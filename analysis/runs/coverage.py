"""How much of the data each benchmark run speaks of, and why not of the rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.sources import runs
from analysis.runs import join, join_outcomes
from analysis.stats.tables import stack

WEIGHTS_SIDE = (
    join_outcomes.MATCHED,
    join_outcomes.OTHER_SIZE,
    join_outcomes.ABSENT,
    join_outcomes.NO_SCORE,
)


@cache
def every_run(folder: Path = reading.SNAPSHOT) -> dict[str, join.Joined]:
    """Join every run with the newest accuracies, once."""
    found = sorted(reading.names(folder, "speed"))
    return {run: join.run_table(run, folder=folder) for run in found}


@cache
def coverage(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Count the rows of both sides of every run by what became of them.

    Returns
    -------
    DataFrame
        ``run, side, outcome, rows``: sides are ``accuracy`` (weights of the newest edition) and
        ``speed`` (rows of the run); outcomes as in `analysis.runs.join_outcomes`.
    """
    joined = every_run(folder)
    parts = [joined[run].summary().assign(run=run) for run in runs()["run"] if run in joined]
    return stack(parts, ["run", "side", "outcome", "rows"])


def matched_weights(counts: pd.DataFrame) -> pd.DataFrame:
    """Give for each run how many rows of weights find their speed, and why the others do not.

    Returns
    -------
    DataFrame
        ``run, total`` and a column for each outcome of `WEIGHTS_SIDE`, in the order of the runs.
    """
    mine = counts[counts["side"].eq("accuracy")]
    return _wide(mine).reindex(columns=["run", "total", *WEIGHTS_SIDE], fill_value=0)


def run_rows(counts: pd.DataFrame) -> pd.DataFrame:
    """Give for each run what became of its own rows.

    Returns
    -------
    DataFrame
        ``run, total`` and a column for each outcome that occurs.
    """
    return _wide(counts[counts["side"].eq("speed")])


def _wide(counts: pd.DataFrame) -> pd.DataFrame:
    wide = counts.pivot_table(
        index="run", columns="outcome", values="rows", aggfunc="sum", fill_value=0, sort=False
    )
    return wide.assign(total=wide.sum(axis=1)).reset_index()
