"""Does a ranking carry over? Comparisons of runs that differ in one thing, and of CPU with GPU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.data.kept import kept
from analysis.naming.renames import KEY
from analysis.runs.comparisons import Comparison, compare, comparisons, cpu_pairs, summary
from analysis.runs.contenders import contenders_by_device
from analysis.runs.devices import ENOUGH, lead_run, run_by_label
from analysis.runs.pairs import (
    COSTS,
    noise,
    order_table,
    paired,
    rank_correlations,
    speeds,
    stacked,
)
from analysis.runs.settings import device_pairs, setting
from analysis.stats.clusters import EFFECTS, effects
from analysis.stats.frontier import on_frontier

LEAST = 10
"""Fewer models in common, and two runs are not compared."""

ADJUSTMENTS: dict[str, tuple[str, ...]] = {
    "as they come": (),
    "at equal multiply-accumulates": ("log_gmacs",),
    "at equal costs": ("log_gmacs", "log_activations_m", "log_param_count_m"),
}


TYPES = {"estimate": float, "conf_low": float, "conf_high": float, "term": str, "adjustment": str}


@dataclass(frozen=True)
class Study:
    """What the page on hardware looks at, computed once.

    ``speeds`` and ``noise`` (the repeats) of all runs; ``compared``, the comparisons with at least
    `LEAST` pairs, and ``left_out``, what changes in those with fewer; ``pairs`` of all compared,
    and their distributions ``speedups``, ``kinds``, ``families``; ``ranks``, the rank correlations
    of all runs; ``generations``, the pairs of GPUs of different years in every setting that both
    were measured in, with ``before``, ``after`` (devices) and ``setting``; ``order``, kept on each
    other device; ``cpus``, each CPU's run beside a GPU's, and ``cpu``, the effects of kinds on each
    (``device`` and the columns of `cpu_against_gpu`); ``frontiers``, as `memberships` gives them.
    """

    speeds: pd.DataFrame
    compared: tuple[Comparison, ...]
    left_out: tuple[str, ...]
    pairs: pd.DataFrame
    speedups: pd.DataFrame
    kinds: pd.DataFrame
    families: pd.DataFrame
    generations: pd.DataFrame
    ranks: pd.DataFrame
    order: pd.DataFrame
    noise: pd.DataFrame
    cpus: tuple[Comparison, ...]
    cpu: pd.DataFrame
    frontiers: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = speeds()
    pairs = compare(table, least=LEAST)
    enough = set(pairs["comparison"])
    others = {label: run for label, run in run_by_label().items() if run != lead_run()}
    order = order_table(table, lead_run(), others)
    cpus = tuple(cpu_pairs())
    effects_by_cpu = [
        cpu_against_gpu(table, one.after, one.before).assign(device=one.second.label)
        for one in cpus
    ]
    return Study(
        speeds=table,
        compared=tuple(one for one in comparisons() if one.id in enough),
        left_out=tuple(one.changed for one in comparisons() if one.id not in enough),
        pairs=pairs,
        speedups=summary(pairs),
        kinds=summary(pairs, "kind"),
        families=summary(pairs, "family_label"),
        generations=_generations(table),
        ranks=rank_correlations(table),
        order=order[order["n"].ge(LEAST) & order["kept"].notna()],
        noise=noise(),
        cpus=cpus,
        cpu=stacked(effects_by_cpu, cpu_against_gpu(table.iloc[:0], "", "").assign(device="")),
        frontiers=memberships(well_covered(contenders_by_device())),
    )


def _generations(table: pd.DataFrame) -> pd.DataFrame:
    moves = {
        (one.first.device, one.second.device)
        for one in comparisons()
        if one.later and one.second.kind == "gpu"
    }
    parts = [
        paired(table, first.run, second.run).assign(
            before=first.device, after=second.device, setting=setting([first])
        )
        for move in sorted(moves)
        for first, second in device_pairs(*move)
    ]
    none = paired(table.iloc[:0], "", "").assign(before="", after="", setting="")
    return stacked(parts, none)


def well_covered(by_device: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Keep the devices with at least half as many rows as the one with most."""
    most = max(map(len, by_device.values()), default=0)
    return {
        label: table
        for label, table in by_device.items()
        if len(table) and len(table) >= ENOUGH * most
    }


def cpu_against_gpu(table: pd.DataFrame, cpu: str, gpu: str, least: int = 20) -> pd.DataFrame:
    """Estimate whether a kind of architecture does worse on a CPU, relative to convolutions.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.pairs.speeds` gives it.
    cpu, gpu : str
        Two runs.
    least : int
        Kinds with fewer pairs are left out.

    Returns
    -------
    DataFrame
        ``adjustment`` (a key of `ADJUSTMENTS`), then `stats.clusters.EFFECTS` for each kind but
        convolution; ``estimate`` and its 95 % interval are factors: 1.3 means that the kind
        loses 1.3 times as much as convolutions do by the move from GPU to CPU.
    """
    pairs = paired(table, gpu, cpu)
    pairs = pairs[(pairs[COSTS] > 0).all(axis=1)]
    members = pairs["kind"].map(pairs["kind"].value_counts())
    pairs = pairs[members >= least]
    rows = pairs.assign(
        log_slowdown=-np.log10(pairs["speedup"]),
        **{f"log_{cost}": np.log10(pairs[cost]) for cost in COSTS},
    )
    parts = []
    for label, controls in ADJUSTMENTS.items():
        found = effects(rows, "log_slowdown", "kind", "convolution", controls)
        found = found[~found["term"].isin(controls)]
        factors = {c: 10 ** found[c].astype(float) for c in ("estimate", "conf_low", "conf_high")}
        parts.append(found.assign(adjustment=label, **factors))
    none = pd.DataFrame(columns=["adjustment", *EFFECTS]).astype(TYPES)
    return stacked(parts, none)[list(none)]


def memberships(by_device: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tell on which devices' frontiers each weights is.

    Parameters
    ----------
    by_device : mapping
        Device's label -> joined table of its run, as `analysis.runs.join.run_table` gives it.

    Returns
    -------
    DataFrame
        One row per (weights, image size) that is measured on every device and on the frontier of
        at least one, frontiers drawn among those rows alone: ``weights, img_size, architecture,
        family_label, kind, pretraining, top1``, a bool for each device, ``devices`` (how many) and
        ``only`` (the device's label where it is one alone); on most devices first.
    """
    key = ["weights", "img_size"]
    facts = ["architecture", "family_label", "kind", "pretraining", "top1"]
    if not by_device:
        return pd.DataFrame(columns=[*key, *facts, "devices", "only"])
    first, *others = by_device.values()
    common = first[key]
    for table in others:
        common = common.merge(table[key], on=key)
    result = common.merge(first[[*key, *facts]], on=key)
    for label, table in by_device.items():
        rows = common.merge(table, on=key)
        result[label] = on_frontier(rows).to_numpy()
    flags = result[list(by_device)]
    devices = flags.sum(axis=1)
    only = [row[row].index[0] if row.sum() == 1 else "" for _, row in flags.iterrows()]
    result = result.assign(devices=devices, only=only)
    return (
        result[result["devices"] > 0]
        .sort_values(["devices", "top1", *key], ascending=[False, False, True, True])
        .reset_index(drop=True)
    )


def oddities(pairs: pd.DataFrame, beyond: float = 4.0) -> pd.DataFrame:
    """List pairs whose speed-up is far from the median's: rather a broken path than a better one.

    Parameters
    ----------
    pairs : DataFrame
        As `analysis.runs.pairs.paired` gives it.
    beyond : float
        A pair counts if its speed-up is more than so many times above or below the median.

    Returns
    -------
    DataFrame
        ``architecture, img_size, family_label, speedup, times_median``, most above first.
    """
    relative = pairs["speedup"] / pairs["speedup"].median()
    far = (relative > beyond) | (relative < 1 / beyond)
    columns = [*KEY, "family_label", "speedup"]
    return pairs.loc[far, columns].assign(times_median=relative[far]).reset_index(drop=True)
