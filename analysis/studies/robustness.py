"""Does ImageNet accuracy hold up? Other test sets against ImageNet's, and what a ranking can tell.

Accuracies are compared on the logit scale, log(p / (1 - p)), where the points of models trained
alike lie on straight lines (Taori et al. 2020, Miller et al. 2021); a line in percent would bend
away from them and call every accurate model robust.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import names, store
from analysis.frontier import on_frontier
from analysis.metrics import TEST_SETS
from analysis.regression import Fits, fit
from analysis.studies.clustered import means
from analysis.uncertainty import Z_TIE, mean_of_test_sets, variance, wilson

HARD_SETS = ("imagenet-real", "imagenetv2", "sketch", "imagenet-a", "imagenet-r")
ALL_SETS = ("imagenet", *HARD_SETS)
REFERENCE = "in1k"

FACTS = ["family", "family_label", "kind", "pretraining", "distilled"]
COMPARED = [
    "test_set",
    "weights",
    "architecture",
    "img_size",
    *FACTS,
    "clean",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
]


def accuracies(edition: str | None = None, folder: Path = store.SNAPSHOT) -> pd.DataFrame:
    """Read an edition's accuracies with what the names say, without timm's own fixtures."""
    table = store.accuracy(edition, folder)
    facts = names.describe(table["weights"])
    described = table.assign(
        **{column: facts[column].to_numpy() for column in ("architecture", *FACTS, "is_test")}
    )
    return described[~described["is_test"]].drop(columns="is_test").reset_index(drop=True)


def logit(percent: Any, images: int) -> Any:
    """Give the log odds of an accuracy, half an image away from 0 and 1.

    Parameters
    ----------
    percent : float, array or Series
        Accuracy in percent.
    images : int
        Number of test images.
    """
    right = percent / 100 * images
    return np.log((right + 0.5) / (images - right + 0.5))


def expit(log_odds: Any) -> Any:
    """Turn log odds into percent."""
    return 100 / (1 + np.exp(-log_odds))


def compared(table: pd.DataFrame, test_sets: Sequence[str] = HARD_SETS) -> pd.DataFrame:
    """Set each accuracy on another test set beside the one on its baseline.

    Parameters
    ----------
    table : DataFrame
        As `accuracies` gives it.
    test_sets : sequence of str
        Ids of test sets that have a baseline.

    Returns
    -------
    DataFrame
        `COMPARED` with ``log_clean`` and ``log_accuracy`` (logits); one row per test set and row
        of the table that has both accuracies. The interval is Wilson's at 95 %.
    """
    parts = []
    for test_set in test_sets:
        hard = TEST_SETS[test_set]
        clean = TEST_SETS[hard.clean or "imagenet"]
        columns = [f"{clean.id}_top1", f"{hard.id}_top1"]
        rows = table.dropna(subset=columns)
        low, high = wilson(rows[columns[1]], hard.images)
        part = rows.assign(
            test_set=test_set,
            clean=rows[columns[0]],
            accuracy=rows[columns[1]],
            accuracy_low=low,
            accuracy_high=high,
            log_clean=logit(rows[columns[0]], clean.images),
            log_accuracy=logit(rows[columns[1]], hard.images),
        )
        parts.append(part[[*COMPARED, "log_clean", "log_accuracy"]])
    return pd.concat(parts, ignore_index=True)


def lines(rows: pd.DataFrame, reference: str = REFERENCE) -> Fits:
    """Fit each test set on its baseline among the weights of the reference pre-training."""
    return fit(
        rows[rows["pretraining"].eq(reference)], "log_accuracy", "log_clean", group="test_set"
    )


def robustness(rows: pd.DataFrame, reference: str = REFERENCE) -> pd.DataFrame:
    """Give the effective robustness: accuracy beyond the line of ImageNet-1k models.

    Parameters
    ----------
    rows : DataFrame
        As `compared` gives it.
    reference : str
        The pre-training whose weights the line is fitted on.

    Returns
    -------
    DataFrame
        The rows with ``expected`` (percent, from the line), ``effective`` (percentage points above
        it) and ``beyond`` (whether the clean accuracy is outside the range that the line was fitted
        on). Test sets that cannot be fitted have missing values.
    """
    tidy = lines(rows, reference).tidy
    terms = tidy.set_index(["test_set", "term"])["estimate"].astype(float).to_dict()
    intercept = rows["test_set"].map(lambda name: terms.get((name, "intercept"), np.nan))
    slope = rows["test_set"].map(lambda name: terms.get((name, "log_clean"), np.nan))
    expected = expit(intercept + slope * rows["log_clean"])
    ranges = rows[rows["pretraining"].eq(reference)].groupby("test_set")["clean"]
    low, high = (rows["test_set"].map(end) for end in (ranges.min(), ranges.max()))
    return rows.assign(
        expected=expected,
        effective=rows["accuracy"] - expected,
        beyond=(rows["clean"] < low) | (rows["clean"] > high),
    )


def by_group(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Average the effective robustness by group and test set, intervals robust to families.

    Parameters
    ----------
    rows : DataFrame
        As `robustness` gives it.
    group : str
        ``pretraining`` or ``kind``.

    Returns
    -------
    DataFrame
        ``test_set``, the group, then the columns of `clustered.means`, and ``beyond``: the
        share of the group's rows that lie outside the line's range.
    """
    parts = []
    for test_set, part in rows.groupby("test_set", sort=False):
        beyond = part.groupby(group)["beyond"].mean()
        found = means(part, "effective", group)
        parts.append(found.assign(test_set=test_set, beyond=found[group].map(beyond)))
    table = pd.concat(parts, ignore_index=True)
    return table[["test_set", *(column for column in table.columns if column != "test_set")]]


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
    return rho.set_axis(list(test_sets), axis=0).set_axis(list(test_sets), axis=1)


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
        `analysis.uncertainty.tied` says), best first.
    """
    column = f"{test_set}_top1"
    rows = table.dropna(subset=[column]).sort_values(
        [column, "weights", "img_size"], ascending=[False, True, True]
    )
    values = rows[column].to_numpy(dtype=float)
    spread = variance(values, TEST_SETS[test_set].images)
    apart = np.abs(values[:, None] - values[None])
    close = apart < Z_TIE * np.sqrt(spread[:, None] + spread[None])
    return rows[["weights", "img_size"]].assign(
        top1=values, rank=np.arange(1, len(rows) + 1), tied=close.sum(axis=1) - 1
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


def judged(board: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Draw a run's frontier under ImageNet, each other test set, and the mean of all.

    Parameters
    ----------
    board : DataFrame
        Joined table of a run, as `analysis.tables.run_table` gives it.
    table : DataFrame
        As `accuracies` gives it, of the same edition.

    Returns
    -------
    DataFrame
        One row per row of the board that has all accuracies: ``weights, img_size, architecture,
        family_label, kind, pretraining, samples_per_sec``, for each judge (test-set ids and
        ``mean``) its accuracy ``<judge>`` and whether the row is on its frontier ``on_<judge>``.
    """
    facts = ["weights", "img_size", "architecture", "family_label", "kind", "pretraining"]
    columns = {f"{test_set}_top1": test_set for test_set in ALL_SETS}
    rows = board[[*facts, "samples_per_sec"]].merge(
        table[["weights", "img_size", *columns]].dropna(), on=["weights", "img_size"]
    )
    rows["mean"] = mean_of_test_sets(rows, list(ALL_SETS))["mean"]
    rows = rows.rename(columns=columns)
    for judge in (*ALL_SETS, "mean"):
        rows[f"on_{judge}"] = on_frontier(rows, accuracy=judge)
    return rows


def _joint_error(one: float, other: float, images: int) -> float:
    both: npt.NDArray[np.float64] = variance(np.array([one, other]), images)
    return float(np.sqrt(both.sum()))
