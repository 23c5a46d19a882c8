"""Trend lines of families: accuracy against the logarithm of time, whole and by pre-training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.naming.featured import FEATURED
from analysis.naming.names import PRETRAINING_LABELS
from analysis.stats.regression import Line, fit, t_quantile

LEAST_POINTS = 4
"""Different times that a trend line needs."""

LINES = ["family", "family_label", "n", "slope", "conf_low", "conf_high", "r_squared"]
GAINS = [
    "family",
    "family_label",
    "pretraining",
    "n",
    "n_in1k",
    "secs",
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
        95 % interval, which takes rows as independent.
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
    """Compare each class of pre-training with ImageNet-1k alone, family by family, at equal time.

    Parameters
    ----------
    table, families
        As for `family_lines`.

    Returns
    -------
    DataFrame
        `GAINS`: the height of the class's trend line over that of ImageNet-1k in points of top-1,
        at ``secs``, the middle (on the log scale) of the times that both lines cover, with its 95 %
        interval. Without rows where no family has both lines over a common stretch.

    Notes
    -----
    Both lines are fitted together with one residual variance; the interval takes rows as
    independent, though several sets of weights share an architecture.
    """
    found = []
    for family, mine in pretraining_rows(table, families).groupby("family"):
        classes = dict(list(mine.groupby("pretraining")))
        if "in1k" not in classes:
            continue
        small = classes.pop("in1k")
        for kind in (kind for kind in PRETRAINING_LABELS if kind in classes):
            large = classes[kind]
            low = max(small["secs"].min(), large["secs"].min())
            high = min(small["secs"].max(), large["secs"].max())
            if low >= high:
                continue
            middle = float(np.sqrt(low * high))
            gain, half = _difference(large, small, middle)
            label = mine["family_label"].iloc[0]
            sizes = (len(large), len(small))
            found.append((family, label, kind, *sizes, middle, gain, gain - half, gain + half))
    return pd.DataFrame(found, columns=GAINS)


def _difference(large: pd.DataFrame, small: pd.DataFrame, secs: float) -> tuple[float, float]:
    """Give the height of one line over another's at a time, with its interval's half-width."""
    above, below = (
        Line.of(np.log10(rows["secs"].to_numpy(float)), rows["top1"].to_numpy(float))
        for rows in (large, small)
    )
    x = np.log10(secs)
    df_residual = above.n + below.n - 4
    variance = (above.squares_residual + below.squares_residual) / df_residual
    error = np.sqrt(variance * (above.leverage(x) + below.leverage(x)))
    return float(above.at(x) - below.at(x)), t_quantile(df_residual) * float(error)
