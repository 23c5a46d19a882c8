"""Families: accuracy against the logarithm of time, and what pre-training adds to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.naming.featured import FEATURED
from analysis.naming.names import PRETRAINING_LABELS, in1k_alone
from analysis.naming.renames import KEY
from analysis.stats.regression import fit, t_quantile

LEAST_POINTS = 4
"""Different times that a trend line needs."""

LEAST_ARCHITECTURES = 5
"""Fewer say nothing of how a gain differs between them."""

LINES = ["family", "family_label", "n", "slope", "conf_low", "conf_high", "r_squared"]
GAINS = [
    "family",
    "family_label",
    "pretraining",
    "n",
    "pairs",
    "gain",
    "conf_low",
    "conf_high",
]


def enough(table: pd.DataFrame, group: str) -> pd.Series:
    """Tell the rows whose group has times enough for a trend line."""
    return table.groupby(group)["secs"].transform("nunique") >= LEAST_POINTS


def family_lines(table: pd.DataFrame, families: Sequence[str] = FEATURED) -> pd.DataFrame:
    """Fit top-1 on the logarithm of the time per image, a line for each family.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.join.run_table` gives it.
    families : sequence of str
        Those to fit; one with fewer than `LEAST_POINTS` different times gets no line.

    Returns
    -------
    DataFrame
        `LINES`, the most rows first. ``slope`` is in points of top-1 for twice the time, with its
        95 % interval, which takes models as independent.
    """
    rows = table[table["family"].isin(families)]
    rows = rows[enough(rows, "family")].assign(log2_secs=lambda t: np.log2(t["secs"]))
    found = fit(rows, "top1", "log2_secs", "family")
    slopes = found.tidy[found.tidy["term"].eq("log2_secs")].rename(columns={"estimate": "slope"})
    labels = rows.drop_duplicates("family")[["family", "family_label"]]
    both = slopes.merge(found.glance[["family", "n", "r_squared"]], on="family")
    return (
        both.merge(labels, on="family")
        .sort_values(["n", "family"], ascending=[False, True])
        .reset_index(drop=True)[LINES]
    )


def pretraining_rows(table: pd.DataFrame, families: Sequence[str] = FEATURED) -> pd.DataFrame:
    """Keep the families with at least two classes of pre-training that allow a line.

    Returns
    -------
    DataFrame
        The rows of those classes, with ``split``: family and class.
    """
    rows = table[table["family"].isin(families)]
    rows = rows.assign(split=rows["family"] + " " + rows["pretraining"])
    rows = rows[enough(rows, "split")]
    return rows[rows.groupby("family")["pretraining"].transform("nunique") >= 2]


def pretraining_gains(table: pd.DataFrame, families: Sequence[str] = FEATURED) -> pd.DataFrame:
    """Compare each class of pre-training with ImageNet-1k alone, on the same architecture and size.

    Parameters
    ----------
    table, families
        As for `family_lines`.

    Returns
    -------
    DataFrame
        `GAINS`, by family and class: ``n`` architectures, ``pairs`` of architecture and image size
        that have both; ``gain``, the mean over architectures of the best top-1 with more images
        less the best with ImageNet-1k alone (points), with its 95 % interval from the spread
        between architectures; no interval where there are fewer than `LEAST_ARCHITECTURES`.
        Weights that were distilled, or whose teacher saw more, are left out.
    """
    rows = table[table["family"].isin(families) & ~table["distilled"]]
    best = rows.sort_values("top1", ascending=False, kind="stable")
    own = best[in1k_alone(best)].drop_duplicates(KEY)[[*KEY, "top1"]]
    more = best[~best["pretraining"].isin(["in1k", "unknown"])]
    more = more.drop_duplicates([*KEY, "pretraining"])
    pairs = more.merge(own, on=KEY, suffixes=("", "_in1k"))
    pairs = pairs.assign(gain=pairs["top1"] - pairs["top1_in1k"])
    place = {kind: i for i, kind in enumerate(PRETRAINING_LABELS)}
    found = []
    groups = pairs.groupby(["family", "pretraining"])
    ordered = sorted(groups, key=lambda one: (str(one[0][0]), place[str(one[0][1])]))
    for (family, kind), mine in ordered:
        means = mine.groupby("architecture")["gain"].mean()
        n, gain = len(means), float(means.mean())
        half = np.nan
        if n >= LEAST_ARCHITECTURES:
            half = t_quantile(n - 1) * float(means.std()) / np.sqrt(n)
        label = mine["family_label"].iloc[0]
        found.append((family, label, kind, n, len(mine), gain, gain - half, gain + half))
    return pd.DataFrame(found, columns=GAINS)
