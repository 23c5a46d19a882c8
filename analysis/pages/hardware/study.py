"""Does a ranking carry over? Comparisons of runs that differ in one thing, and of CPU with GPU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.naming.renames import KEY
from analysis.runs.comparisons import compare, summary
from analysis.runs.contenders import contenders_by_device
from analysis.runs.devices import lead_run, run_by_label
from analysis.runs.pairs import COSTS, noise, order_table, paired, rank_correlations, speeds
from analysis.stats.clusters import EFFECTS, effects
from analysis.stats.frontier import on_frontier

CPU_RUNS = {
    "Core i9": "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo",
    "Core i7": "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
}
GPU_RUN = "infer-amp-nchw-pt240-cu124-rtx4090-dynamo"
"""The GPU run with the software of the CPU runs: PyTorch 2.4, compiled, NCHW."""

ADJUSTMENTS: dict[str, tuple[str, ...]] = {
    "as they come": (),
    "at equal multiply-accumulates": ("log_gmacs",),
    "at equal costs": ("log_gmacs", "log_activations_m", "log_param_count_m"),
}


@dataclass(frozen=True)
class Study:
    """What the page on hardware looks at, computed once.

    ``speeds`` and ``noise`` (the repeats) of all runs; ``pairs`` of all comparisons, and their
    distributions ``speedups``, ``kinds``, ``families``; ``ranks``, the rank correlations of all
    runs; ``order``, kept on each other device; ``cpu``, the effects of kinds on each CPU
    (``device`` and the columns of `cpu_against_gpu`); ``frontiers``, as `memberships` gives them.
    """

    speeds: pd.DataFrame
    pairs: pd.DataFrame
    speedups: pd.DataFrame
    kinds: pd.DataFrame
    families: pd.DataFrame
    ranks: pd.DataFrame
    order: pd.DataFrame
    noise: pd.DataFrame
    cpu: pd.DataFrame
    frontiers: pd.DataFrame


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = speeds()
    pairs = compare(table)
    others = {label: run for label, run in run_by_label().items() if run != lead_run()}
    effects_by_cpu = [
        cpu_against_gpu(table, run).assign(device=label) for label, run in CPU_RUNS.items()
    ]
    return Study(
        speeds=table,
        pairs=pairs,
        speedups=summary(pairs),
        kinds=summary(pairs, "kind"),
        families=summary(pairs, "family_label"),
        ranks=rank_correlations(table),
        order=order_table(table, lead_run(), others),
        noise=noise(),
        cpu=pd.concat(effects_by_cpu, ignore_index=True),
        frontiers=memberships(contenders_by_device()),
    )


def cpu_against_gpu(
    table: pd.DataFrame, cpu: str, gpu: str = GPU_RUN, least: int = 20
) -> pd.DataFrame:
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
    return pd.concat(parts, ignore_index=True)[["adjustment", *EFFECTS]]


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
    tables = list(by_device.values())
    common = tables[0][key]
    for table in tables[1:]:
        common = common.merge(table[key], on=key)
    facts = ["architecture", "family_label", "kind", "pretraining", "top1"]
    result = common.merge(tables[0][[*key, *facts]], on=key)
    for label, table in by_device.items():
        rows = common.merge(table, on=key)
        result[label] = on_frontier(rows).to_numpy()
    flags = result[list(by_device)]
    only = flags.idxmax(axis=1).where(flags.sum(axis=1).eq(1), "")
    result = result.assign(devices=flags.sum(axis=1), only=only)
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
