"""The tables of the page on inference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.runs.contenders import contenders, contenders_by_device, on_every_frontier
from analysis.runs.devices import lead_run, run_by_label
from analysis.runs.family_lines import family_lines, pretraining_gains
from analysis.runs.join import run_table
from analysis.runs.pairs import rank_correlations, speeds
from analysis.runs.shortlist import shortlist


@dataclass(frozen=True)
class Study:
    """What the page on inference looks at, computed once.

    Of the leading run: ``table`` as `contenders` gives it, ``frontier`` as `shortlist`, ``fits`` as
    `family_lines`, ``pretraining`` as `pretraining_gains`. ``by_device``: `contenders_by_device`;
    ``everywhere``: the rows on the frontier of each; ``ranks``: the rank correlation of every other
    device's speeds with the leading one's, by label, the highest first.
    """

    table: pd.DataFrame
    frontier: pd.DataFrame
    fits: pd.DataFrame
    pretraining: pd.DataFrame
    by_device: dict[str, pd.DataFrame]
    everywhere: pd.DataFrame
    ranks: pd.Series


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    lead = run_table(lead_run()).contenders
    by_device = contenders_by_device()
    label_of = {run: label for label, run in run_by_label().items()}
    rho = rank_correlations(speeds(list(label_of)))[lead_run()].drop(lead_run())
    return Study(
        table=contenders(lead_run()),
        frontier=shortlist(lead),
        fits=family_lines(lead),
        pretraining=pretraining_gains(lead),
        by_device=by_device,
        everywhere=on_every_frontier(by_device),
        ranks=rho.rename(label_of).sort_values(ascending=False),
    )
