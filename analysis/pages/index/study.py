"""The tables of the start page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.kept import kept
from analysis.data.test_sets import TEST_SETS
from analysis.runs.contenders import contenders, contenders_by_device, on_every_frontier
from analysis.runs.current_names import current_edition
from analysis.runs.devices import device_runs, lead_run
from analysis.runs.join import run_table
from analysis.runs.picks import picks
from analysis.runs.shortlist import shortlist


@dataclass(frozen=True)
class Study:
    """What the start page looks at, computed once; all but ``everywhere`` of the leading run.

    ``table`` as `contenders` gives it, ``shortlist`` as `shortlist` does; ``everywhere``: the
    models on the frontier of every device; ``picks`` of each device by its run, the leading first.
    ``test_sets`` counts those with accuracies, without the baselines of others.
    """

    table: pd.DataFrame
    shortlist: pd.DataFrame
    everywhere: pd.DataFrame
    picks: dict[str, pd.DataFrame]
    test_sets: int


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = contenders(lead_run())
    scores = current_edition()
    return Study(
        table=table,
        shortlist=shortlist(run_table(lead_run()).contenders),
        everywhere=on_every_frontier(contenders_by_device()),
        picks={run: picks(contenders(run)) for run in device_runs()["run"]},
        test_sets=sum(
            bool(scores[f"{name}_top1"].notna().any())
            for name, test_set in TEST_SETS.items()
            if not test_set.baseline
        ),
    )
