"""The tables of the page on robustness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.data.kept import kept
from analysis.data.reading import newest_edition
from analysis.data.test_sets import ALL_SETS, HARD_SETS
from analysis.naming.names import in1k_alone
from analysis.naming.web_sources import web_sources
from analysis.pages.robustness.rankings import (
    judged,
    judges,
    judging,
    movers,
    neighbours,
    rank_agreement,
    told_apart,
)
from analysis.runs.contenders import contenders
from analysis.runs.devices import lead_run
from analysis.runs.effective_robustness import (
    accuracies,
    by_group,
    compared,
    differences,
    lines,
    robustness,
)

MOVED = ["weights", "img_size", "rank", "rank_there", "places"]


@dataclass(frozen=True)
class Study:
    """What the page on robustness looks at, computed once.

    ``table`` as `accuracies` gives it and ``rows`` as `robustness`; ``fits``, the lines. The means
    of ``rows``: ``pretraining`` within the line's range, ``extrapolated`` beyond it too,
    ``sources`` of web-scale weights, ``kinds`` of weights that saw ImageNet-1k alone, and
    ``differences`` between those that were not distilled, at equal size. Of all test sets: ``ties``
    as `neighbours` gives them, ``told_apart``, ``movers``. Of the test sets that are ``judging``:
    ``ranks``; ``frontiers`` of the leading run as `judged` gives them, and ``judges``.
    """

    edition: str
    table: pd.DataFrame
    rows: pd.DataFrame
    fits: pd.DataFrame
    pretraining: pd.DataFrame
    extrapolated: pd.DataFrame
    kinds: pd.DataFrame
    differences: pd.DataFrame
    sources: pd.DataFrame
    ties: pd.DataFrame
    told_apart: pd.DataFrame
    movers: pd.DataFrame
    judging: list[str]
    ranks: pd.DataFrame
    frontiers: pd.DataFrame
    judges: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    edition = newest_edition()
    table = accuracies(edition)
    rows = robustness(compared(table))
    own = rows[in1k_alone(rows)]
    families = own.groupby("kind")["family"].transform("nunique")
    fits = lines(rows)
    ranked = table[table["imagenet_top1"].notna()]
    ties = [neighbours(ranked, judge).assign(test_set=judge) for judge in ALL_SETS]
    untaught = own[~own["distilled"]]
    many = untaught.groupby("kind")["family"].transform("nunique") >= 10
    sized = untaught[many].assign(log_params=lambda t: np.log10(t["param_count_m"]))
    web = rows[rows["pretraining"].eq("web") & ~rows["beyond"]]
    moved = [movers(table, judge)[MOVED].assign(test_set=judge) for judge in HARD_SETS]
    chosen = judging(table)
    frontiers = judged(contenders(lead_run()), table, chosen)
    return Study(
        edition=edition,
        table=table,
        rows=rows,
        fits=fits.tidy.merge(fits.glance[["test_set", "n", "r_squared", "sigma"]], on="test_set"),
        pretraining=by_group(rows[~rows["beyond"]], "pretraining"),
        extrapolated=by_group(rows, "pretraining"),
        kinds=by_group(own[families > 1], "kind"),
        differences=differences(sized, "kind", "convolution", ["log_params"]),
        sources=by_group(web.assign(source=web_sources(web)), "source"),
        ties=pd.concat(ties, ignore_index=True),
        told_apart=told_apart(ranked),
        movers=pd.concat(moved, ignore_index=True),
        judging=chosen,
        ranks=rank_agreement(table, chosen),
        frontiers=frontiers,
        judges=judges(frontiers),
    )
