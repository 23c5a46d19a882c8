"""The tables of the page on inference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.kept import kept
from analysis.data.reading import newest_edition
from analysis.runs.checkpoints import checkpoints
from analysis.runs.contenders import contenders, contenders_by_device, on_every_frontier
from analysis.runs.devices import labels, lead_run, run_by_label
from analysis.runs.family_lines import family_lines, pretraining_gains
from analysis.runs.join import run_table
from analysis.runs.pairs import rank_correlations, speeds
from analysis.runs.shortlist import shortlist


@dataclass(frozen=True)
class Study:
    """What the page on inference looks at, computed once.

    Of the leading run: ``table`` as `contenders` gives it, ``frontier`` as `shortlist`, ``fits`` as
    `family_lines`, ``pretraining`` as `pretraining_gains`. ``by_device``: `contenders_by_device`;
    ``everywhere``: those on the frontier of each; ``checkpoints`` as the function of that name;
    ``ranks``: the rank correlation of every other device's speeds with the leading one's, by label,
    the highest first; ``batches``: the median batch sizes of devices' runs by kind, gpu and cpu.
    """

    table: pd.DataFrame
    frontier: pd.DataFrame
    fits: pd.DataFrame
    pretraining: pd.DataFrame
    by_device: dict[str, pd.DataFrame]
    everywhere: pd.DataFrame
    checkpoints: pd.Series
    ranks: pd.Series
    batches: dict[str, pd.Series]


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    lead = run_table(lead_run()).contenders
    by_device = contenders_by_device()
    return Study(
        table=contenders(lead_run()),
        frontier=shortlist(lead),
        fits=family_lines(lead),
        pretraining=pretraining_gains(lead),
        by_device=by_device,
        everywhere=on_every_frontier(by_device),
        checkpoints=checkpoints(newest_edition()),
        ranks=_ranks(),
        batches={
            kind: pd.Series([by_device[label]["batch_size"].median() for label in labels(kind)])
            for kind in ("gpu", "cpu")
        },
    )


def _ranks() -> pd.Series:
    lead = lead_run()
    label_of = {run: label for label, run in run_by_label().items()}
    others = [run for run in label_of if run != lead]
    if not lead or not others:
        return pd.Series(dtype=float)
    rho = rank_correlations(speeds([lead, *others])).get(lead, pd.Series(dtype=float))
    return rho.reindex(others).dropna().rename(label_of).sort_values(ascending=False)
