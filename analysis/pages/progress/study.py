"""The tables of the page on progress."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.kept import kept
from analysis.data.reading import newest_edition
from analysis.data.test_sets import ALL_SETS
from analysis.naming.names import in1k_alone
from analysis.pages.progress.frontier_history import (
    BANDS,
    FAST,
    MIDDLE,
    best_accuracy,
    best_speed,
    dated,
    frontiers,
    gained,
    height,
    rises,
    sped,
)
from analysis.pages.progress.recipes_and_data import both, by_family, data_gains, recipes, summary
from analysis.runs.comparisons import Comparison, compare, from_oldest, software_pairs
from analysis.runs.comparisons import summary as speedups
from analysis.runs.contenders import contenders
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.pairs import speeds
from analysis.runs.same_weights import changes, oldest_edition, same_weights

DESIGNS = "newer designs"
UNTAUGHT = "newer designs, ImageNet-1k alone, not distilled"
KNOWN = "newer designs and weights"
ANY = "any pre-training"
OWN = "ImageNet-1k alone"


@dataclass(frozen=True)
class Study:
    """What the page on progress looks at, computed once.

    ``edition`` is the newest, ``before`` the oldest, empty where there is but one; ``since`` is the
    last year that counts as before, that of the oldest edition, or three years before the newest
    family. Of the leading run: ``table`` as `dated` gives it, and ``undated``, the models that are
    not in it; ``compared``, what counts as before and as now, for `rises`; ``own``, the table's
    models that saw ImageNet-1k alone; ``frontiers`` of each year and ``edge``, the newest one;
    ``heights`` by year; ``bands`` as `rises`; ``gained`` with ``data``; ``sped``; ``accuracy`` as
    `best_accuracy`, ``speed`` as `best_speed`; ``recipes``, ``data`` as `data_gains`, ``shared`` as
    `both`, ``gains`` as `recipes_and_data.summary`, ``families`` as `by_family`. Of the two
    editions: ``editions`` as `same_weights`, ``changes``. Of PyTorch versions: ``software``, the
    speed-ups of `from_oldest`.
    """

    edition: str
    before: str
    since: int
    table: pd.DataFrame
    undated: pd.DataFrame
    compared: dict[str, tuple[pd.DataFrame, pd.DataFrame]]
    own: pd.DataFrame
    frontiers: pd.DataFrame
    edge: pd.DataFrame
    heights: pd.DataFrame
    bands: pd.DataFrame
    gained: pd.DataFrame
    sped: pd.DataFrame
    accuracy: pd.DataFrame
    speed: pd.DataFrame
    recipes: pd.DataFrame
    data: pd.DataFrame
    shared: pd.DataFrame
    gains: pd.DataFrame
    families: pd.DataFrame
    editions: pd.DataFrame
    changes: pd.DataFrame
    software: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    run, before = lead_run(), oldest_edition()
    everything = contenders(run)
    table = dated(everything)
    since = _since(before, table)
    own = table[in1k_alone(table)]
    untaught = own[~own["distilled"]]
    then = run_table(run, before).contenders if before else everything.iloc[:0]
    compared = {
        DESIGNS: (table[table["year"] <= since], table),
        UNTAUGHT: (untaught[untaught["year"] <= since], untaught),
        KNOWN: (then, everything),
    }
    edges = frontiers(table)
    heights = {
        f"{words(MIDDLE)}, {ANY}": height(table, *MIDDLE),
        f"{words(MIDDLE)}, {OWN}": height(own, *MIDDLE),
        f"{words(FAST)}, {ANY}": height(table, *FAST),
    }
    rose = [gained(*compared[name]).assign(data=name) for name in (DESIGNS, UNTAUGHT)]
    trained, fed = recipes(table), data_gains(table)
    shared = both(trained, fed)
    same = same_weights()
    return Study(
        edition=newest_edition(),
        before=before,
        since=since,
        table=table,
        undated=everything[~everything["family"].isin(table["family"])],
        compared=compared,
        own=own,
        frontiers=edges,
        edge=edges[edges["until"].eq(edges["until"].max())],
        heights=pd.DataFrame(heights).rename_axis("year"),
        bands=rises(compared, BANDS),
        gained=pd.concat(rose, ignore_index=True),
        sped=sped(*compared[DESIGNS]),
        accuracy=best_accuracy(table),
        speed=best_speed(table),
        recipes=trained,
        data=fed,
        shared=shared,
        gains=summary(trained, fed, shared),
        families=by_family(shared),
        editions=same,
        changes=changes(same, ALL_SETS),
        software=_software(newer_pytorch()),
    )


def _since(before: str, table: pd.DataFrame) -> int:
    newest = int(table["year"].max()) if len(table) else 0
    return int(before[:4]) if before else newest - 3


def newer_pytorch() -> list[Comparison]:
    """Choose the comparisons of two PyTorch versions, those of the device with the oldest one."""
    return from_oldest(software_pairs())


def _software(chosen: list[Comparison]) -> pd.DataFrame:
    if not chosen:
        return pd.DataFrame(columns=["comparison", "question", "changed", "n", "q50"])
    measured = speeds([run for one in chosen for run in (one.before, one.after)])
    return speedups(compare(measured, chosen))


def words(window: tuple[float, float]) -> str:
    """Name a range of speeds."""
    return f"{window[0]:,.0f} to {window[1]:,.0f} images/s"
