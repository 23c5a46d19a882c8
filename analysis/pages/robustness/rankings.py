"""What a ranking by accuracy can tell, and how other test sets would rank and judge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.test_sets import ALL_SETS, TEST_SETS
from analysis.stats.frontier import on_frontier
from analysis.stats.intervals import Z_TIE, mean_of_test_sets, variance

ENOUGH = 0.5
"""Share of the rows with an accuracy on ImageNet that a test set needs to judge them all."""


def judging(table: pd.DataFrame) -> list[str]:
    """List the test sets that have accuracies for at least half of ImageNet's rows, ImageNet first.

    Parameters
    ----------
    table : DataFrame
        As `accuracies` gives it.
    """
    rows = table[table["imagenet_top1"].notna()]
    known = {test_set: rows[f"{test_set}_top1"].notna().sum() for test_set in ALL_SETS}
    enough = [name for name, n in known.items() if n and n >= ENOUGH * len(rows)]
    return enough or ["imagenet"]


def movers(table: pd.DataFrame, test_set: str) -> pd.DataFrame:
    """Rank the rows on ImageNet and on another test set, and say how far each moves.

    Parameters
    ----------
    table : DataFrame
        As `accuracies` gives it.
    test_set : str
        The other test set.

    Returns
    -------
    DataFrame
        ``weights, img_size, pretraining, kind, family_label, imagenet_top1, <test_set>_top1, rank,
        rank_there, places`` (positive: better there), most places first. Equal accuracies share
        the mean of their ranks.
    """
    columns = ["imagenet_top1", f"{test_set}_top1"]
    rows = table.dropna(subset=columns)
    rank, there = (rows[column].rank(ascending=False) for column in columns)
    moved = rows.assign(rank=rank, rank_there=there, places=rank - there)
    kept = ["weights", "img_size", "pretraining", "kind", "family_label", *columns]
    return moved[[*kept, "rank", "rank_there", "places"]].sort_values(
        ["places", "weights", "img_size"], ascending=[False, True, True], ignore_index=True
    )


def rank_agreement(table: pd.DataFrame, test_sets: Sequence[str] = ALL_SETS) -> pd.DataFrame:
    """Correlate the rankings on all test sets by Spearman's rho, on the rows that all have."""
    columns = [f"{test_set}_top1" for test_set in test_sets]
    rho = table.dropna(subset=columns)[columns].corr(method="spearman")
    index = pd.Index(test_sets, name="test_set")
    return rho.set_axis(index, axis=0).set_axis(list(test_sets), axis=1)


def neighbours(table: pd.DataFrame, test_set: str = "imagenet") -> pd.DataFrame:
    """Count for each row how many others the test set cannot tell from it.

    Parameters
    ----------
    table : DataFrame
        As `accuracies` gives it.
    test_set : str
        The judge.

    Returns
    -------
    DataFrame
        ``weights, img_size, top1, rank, tied`` (others that are tied with the row, as
        `analysis.stats.intervals.tied` says), best first.

    Notes
    -----
    With a variance of x (100 - x) / n, the tie of a and b, (a - b)² < z² (var a + var b), is a
    quadratic inequality in b: its roots bound what is tied with a, so that counting needs a sorted
    list and no pairs. Equal accuracies are tied, also where their variance is nought.
    """
    column = f"{test_set}_top1"
    rows = table.dropna(subset=[column]).sort_values(
        [column, "weights", "img_size"], ascending=[False, True, True]
    )
    values = rows[column].to_numpy(dtype=float)
    share = Z_TIE**2 / TEST_SETS[test_set].images
    centre = (values + 50 * share) / (1 + share)
    half = np.sqrt(centre**2 - (values**2 - share * values * (100 - values)) / (1 + share))
    ascending = values[::-1]
    below = np.searchsorted(ascending, np.minimum(centre - half, values), side="left")
    above = np.searchsorted(ascending, np.maximum(centre + half, values), side="right")
    return rows[["weights", "img_size"]].assign(
        top1=values, rank=np.arange(1, len(rows) + 1), tied=above - below - 1
    )


def levels(table: pd.DataFrame, test_set: str = "imagenet") -> int:
    """Count how many rows one can pick so that each is told apart from the next better one.

    A ladder from the best downwards: each rung is the best row that is not tied with the last.
    """
    column = f"{test_set}_top1"
    values = np.sort(table[column].dropna().to_numpy(dtype=float))[::-1]
    images = TEST_SETS[test_set].images
    rungs, last = 0, np.inf
    for value in values:
        gap = last - value
        if rungs == 0 or gap >= Z_TIE * _joint_error(last, value, images):
            rungs, last = rungs + 1, float(value)
    return rungs


def told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Say for each test set what it can tell apart.

    Returns
    -------
    DataFrame
        ``test_set, images``; ``median`` (half of the models are tied with so many others or more),
        ``best`` (how many are tied with the best), ``levels``; test sets with at least two models.
    """
    rows = []
    for test_set in ALL_SETS:
        tied = neighbours(table, test_set)["tied"]
        if len(tied) < 2:
            continue
        images = TEST_SETS[test_set].images
        rows.append((test_set, images, tied.median(), tied.iloc[0], levels(table, test_set)))
    return pd.DataFrame(rows, columns=["test_set", "images", "median", "best", "levels"])


def judged(
    run: pd.DataFrame, table: pd.DataFrame, test_sets: Sequence[str] = ALL_SETS
) -> pd.DataFrame:
    """Draw a run's frontier under ImageNet, each other test set, and the mean of all.

    Parameters
    ----------
    run : DataFrame
        Joined table of a run, as `analysis.runs.join.run_table` gives it.
    table : DataFrame
        As `accuracies` gives it, of the same edition.
    test_sets : sequence of str
        The judges, ImageNet among them.

    Returns
    -------
    DataFrame
        One row per row of the run that has all accuracies: ``weights, img_size, architecture,
        family_label, kind, pretraining, samples_per_sec``, for each judge (test-set ids and
        ``mean``) its accuracy ``<judge>`` and whether the row is on its frontier ``on_<judge>``.
    """
    facts = ["weights", "img_size", "architecture", "family_label", "kind", "pretraining"]
    columns = {f"{test_set}_top1": test_set for test_set in test_sets}
    rows = run[[*facts, "samples_per_sec"]].merge(
        table[["weights", "img_size", *columns]].dropna(), on=["weights", "img_size"]
    )
    rows["mean"] = mean_of_test_sets(rows, list(test_sets))["mean"]
    rows = rows.rename(columns=columns)
    for judge in (*test_sets, "mean"):
        rows[f"on_{judge}"] = on_frontier(rows, accuracy=judge)
    return rows


def redrawn(
    rows: pd.DataFrame, std_error: pd.Series, draws: int = 1_000, seed: int = 0
) -> dict[str, float]:
    """Count how much of ImageNet's frontier noise alone would keep.

    Parameters
    ----------
    rows : DataFrame
        As `judged` gives it.
    std_error : Series
        Of each row's accuracy, in percent, on the same index.
    draws : int
        How often every accuracy is drawn anew, from a normal distribution around ImageNet's.
    seed : int
        Of the random numbers.

    Returns
    -------
    dict
        ``mean, low, high``: of the rows on ImageNet's frontier, how many stay on the frontier of
        the drawn accuracies; the mean over the draws and the middle 95 %. The noise of two rows is
        independent, which test images in common make it not: this is the most there can be.
    """
    order = rows["samples_per_sec"].to_numpy().argsort(kind="stable")[::-1]
    speeds = rows["samples_per_sec"].to_numpy()[order]
    center, noise = rows["imagenet"].to_numpy()[order], std_error.to_numpy()[order]
    own = np.flatnonzero(rows["on_imagenet"].to_numpy()[order])
    errors = np.random.default_rng(seed).standard_normal((draws, len(rows)))
    drawn = center + noise * errors
    best = np.maximum.accumulate(drawn, axis=1)
    faster = np.searchsorted(-speeds, -speeds[own], side="left") - 1
    as_fast = np.searchsorted(-speeds, -speeds[own], side="right") - 1
    mine = drawn[:, own]
    beats = (faster < 0) | (mine > best[:, np.maximum(faster, 0)])
    kept = (beats & (mine >= best[:, as_fast])).sum(axis=1)
    low, high = np.quantile(kept, [0.025, 0.975])
    return {"mean": float(kept.mean()), "low": float(low), "high": float(high)}


def judges(rows: pd.DataFrame) -> pd.DataFrame:
    """Count what each judge keeps of ImageNet's frontier, and what noise alone would.

    Parameters
    ----------
    rows : DataFrame
        As `judged` gives it.

    Returns
    -------
    DataFrame
        ``judge`` (test-set ids and ``mean``), ``images`` (missing for the mean), ``kept``, and
        ``mean, low, high`` of `redrawn`: ImageNet's accuracies with the binomial error of so many
        images, or with that of the mean.
    """
    test_sets = [test_set for test_set in ALL_SETS if test_set in rows]
    accuracies = rows[test_sets].add_suffix("_top1")
    variances = {
        test_set: variance(rows["imagenet"], TEST_SETS[test_set].images) for test_set in test_sets
    } | {"mean": mean_of_test_sets(accuracies, test_sets)["variance"].to_numpy()}
    found = []
    for judge, squares in variances.items():
        kept = int((rows["on_imagenet"] & rows[f"on_{judge}"]).sum())
        images = TEST_SETS[judge].images if judge in TEST_SETS else np.nan
        noise = redrawn(rows, pd.Series(np.sqrt(squares), index=rows.index))
        found.append({"judge": judge, "images": images, "kept": kept, **noise})
    return pd.DataFrame(found)


def _joint_error(one: float, other: float, images: int) -> float:
    both: npt.NDArray[np.float64] = variance(np.array([one, other]), images)
    return float(np.sqrt(both.sum()))
