"""The tables of the page on progress."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.reading import newest_edition
from analysis.data.test_sets import ALL_SETS
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
from analysis.pages.progress.recipes_and_data import both, data_gains, recipes, summary
from analysis.runs.comparisons import Comparison, compare, from_oldest, software_pairs
from analysis.runs.comparisons import summary as speedups
from analysis.runs.contenders import contenders
from analysis.runs.devices import lead_run
from analysis.runs.pairs import speeds
from analysis.runs.same_weights import changes, oldest_edition, same_weights

SINCE = 2022
"""The last year whose families count as before."""

ANY = "any pre-training"
OWN = "ImageNet-1k alone"
UNTAUGHT = "ImageNet-1k alone, not distilled"


@dataclass(frozen=True)
class Study:
    """What the page on progress looks at, computed once.

    Of the leading run: ``table`` as `dated` gives it, ``parts`` of it by what the weights saw,
    ``frontiers`` of each year and ``edge``, the newest one; ``heights`` by year; ``bands`` as
    `rises`; ``gained`` with ``data``; ``sped``; ``accuracy`` as `best_accuracy`, ``speed`` as
    `best_speed`; ``recipes``, ``data`` as `data_gains`, ``shared`` as `both`, ``gains`` as
    `recipes_and_data.summary`. Of the newest ``edition`` and the oldest, ``before`` (empty where
    there is none): ``editions`` as `same_weights`, ``changes``. Of PyTorch versions: ``software``,
    the speed-ups of `from_oldest`.
    """

    edition: str
    before: str
    table: pd.DataFrame
    parts: dict[str, pd.DataFrame]
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
    editions: pd.DataFrame
    changes: pd.DataFrame
    software: pd.DataFrame


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = dated(contenders(lead_run()))
    own = table[table["pretraining"].eq("in1k")]
    parts = {ANY: table, OWN: own, UNTAUGHT: own[~own["distilled"]]}
    edges = frontiers(table)
    heights = {
        f"{words(MIDDLE)}, {ANY}": height(table, *MIDDLE),
        f"{words(MIDDLE)}, {OWN}": height(own, *MIDDLE),
        f"{words(FAST)}, {ANY}": height(table, *FAST),
    }
    rose = [gained(parts[name], SINCE).assign(data=name) for name in (ANY, UNTAUGHT)]
    trained, fed = recipes(table), data_gains(table)
    shared = both(trained, fed)
    same = same_weights()
    return Study(
        edition=newest_edition(),
        before=oldest_edition(),
        table=table,
        parts=parts,
        frontiers=edges,
        edge=edges[edges["until"].eq(edges["until"].max())],
        heights=pd.DataFrame(heights).rename_axis("year"),
        bands=rises(parts, BANDS, SINCE),
        gained=pd.concat(rose, ignore_index=True),
        sped=sped(table, SINCE),
        accuracy=best_accuracy(table),
        speed=best_speed(table),
        recipes=trained,
        data=fed,
        shared=shared,
        gains=summary(trained, fed, shared),
        editions=same,
        changes=changes(same, ALL_SETS),
        software=_software(newer_pytorch()),
    )


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
