"""The tables of the page on training: against inference, and in hours for ImageNet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.kept import kept
from analysis.naming.renames import KEY
from analysis.runs.contenders import contenders
from analysis.runs.devices import lead_run, run_like
from analysis.runs.family_lines import family_lines
from analysis.runs.join import Joined, run_table
from analysis.runs.shortlist import shortlist

IMAGENET_TRAIN_IMAGES = 1_281_167
"""Images of the ILSVRC 2012 training set (Russakovsky et al., 2015, arXiv:1409.0575)."""


@dataclass(frozen=True)
class Study:
    """What the page on training looks at, computed once; of the leading training run.

    ``training``, its join; ``table`` as `contenders` gives it; ``frontier`` as `shortlist` does,
    with ``epoch_hours``; ``fits`` as `family_lines`; ``twin``, the run of inference that differs
    from it in its task alone, empty where there is none; ``ratio`` as `training_ratio`,
    ``families`` as `ratio_by_family`.
    """

    training: Joined
    table: pd.DataFrame
    frontier: pd.DataFrame
    fits: pd.DataFrame
    twin: str
    ratio: pd.DataFrame
    families: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    training = run_table(lead_run("train"))
    table = training.contenders
    frontier = shortlist(table)
    twin = run_like(lead_run("train"), task="infer")
    ratio = training_ratio(run_table(twin).contenders, table)
    return Study(
        training=training,
        table=contenders(lead_run("train")),
        frontier=frontier.assign(epoch_hours=epoch_hours(frontier["samples_per_sec"])),
        fits=family_lines(table),
        twin=twin,
        ratio=ratio,
        families=ratio_by_family(ratio),
    )


def epoch_hours(samples_per_sec: pd.Series) -> pd.Series:
    """Give the hours that one pass over ImageNet takes at a training throughput (images/s).

    The benchmark trains on images that are in the GPU's memory already; reading and augmenting
    them comes on top wherever that is slower than the GPU.
    """
    return IMAGENET_TRAIN_IMAGES / samples_per_sec / 3600


def training_ratio(inference: pd.DataFrame, training: pd.DataFrame) -> pd.DataFrame:
    """Compare the two throughputs of the same architecture and image size.

    Parameters
    ----------
    inference, training : DataFrame
        Joined tables of two runs on the same device, as `analysis.runs.join.run_table` gives them.

    Returns
    -------
    DataFrame
        One row per (architecture, image size) that both have: ``architecture, img_size, family,
        family_label, kind``, both throughputs (images/s), both batch sizes and ``ratio``, inference
        over training.
    """
    facts = [*KEY, "family", "family_label", "kind"]
    fast = inference.drop_duplicates(KEY)[[*facts, "samples_per_sec", "batch_size"]]
    slow = training.drop_duplicates(KEY)[[*KEY, "samples_per_sec", "batch_size"]]
    both = fast.merge(slow, on=KEY, suffixes=("_infer", "_train"))
    return both.assign(ratio=both["samples_per_sec_infer"] / both["samples_per_sec_train"])


def ratio_by_family(ratio: pd.DataFrame, least: int = 5) -> pd.DataFrame:
    """Summarise the ratio of inference to training throughput per family.

    Parameters
    ----------
    ratio : DataFrame
        As `training_ratio` gives it.
    least : int
        Families with fewer rows are left out.

    Returns
    -------
    DataFrame
        ``family, family_label, kind, rows, median, low, high``: the median ratio and its range,
        the family that is dearest to train first.
    """
    groups = ratio.groupby(["family", "family_label", "kind"])["ratio"]
    table = groups.agg(rows="size", median="median", low="min", high="max").reset_index()
    table = table[table["rows"] >= least]
    return table.sort_values(["median", "family"], ascending=[False, True]).reset_index(drop=True)
