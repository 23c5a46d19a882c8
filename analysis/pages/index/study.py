"""The tables of the start page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.runs.contenders import contenders, contenders_by_device, on_every_frontier
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.shortlist import shortlist, tied_with_as_fast


@dataclass(frozen=True)
class Study:
    """What the start page looks at, computed once; all but ``everywhere`` of the leading run.

    ``table`` as `contenders` gives it, ``shortlist`` and ``uncertain`` as `shortlist` and
    `tied_with_as_fast` do; ``everywhere``: the rows on the frontier of every device.
    """

    table: pd.DataFrame
    shortlist: pd.DataFrame
    uncertain: pd.Series
    everywhere: pd.DataFrame


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = contenders(lead_run())
    return Study(
        table=table,
        shortlist=shortlist(run_table(lead_run()).contenders),
        uncertain=tied_with_as_fast(table),
        everywhere=on_every_frontier(contenders_by_device()),
    )
