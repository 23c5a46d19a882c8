"""Does ImageNet accuracy hold up? Other test sets against ImageNet's.

Accuracies are compared on the logit scale, log(p / (1 - p)), where the points of models trained
alike lie on straight lines (Taori et al. 2020, Miller et al. 2021); a line in percent would bend
away from them and call every accurate model robust.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.test_sets import HARD_SETS, TEST_SETS
from analysis.naming import names
from analysis.stats.clusters import EFFECTS, MEANS, effects, means
from analysis.stats.intervals import wilson
from analysis.stats.regression import Fits, fit
from analysis.stats.tables import stack

FACTS = ["family", "family_label", "kind", "pretraining", "distilled", "taught_by"]
COMPARED = [
    "test_set",
    "weights",
    "architecture",
    "img_size",
    "param_count_m",
    *FACTS,
    "clean",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
]


def accuracies(edition: str | None = None, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Read an edition's accuracies with what the names say, without timm's own fixtures.

    Accuracies on a test set that the edition does not have are missing.
    """
    table = reading.accuracy(edition, folder)
    absent = [f"{test_set}_top1" for test_set in TEST_SETS if f"{test_set}_top1" not in table]
    table = table.assign(**dict.fromkeys(absent, np.nan))
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


def lines(rows: pd.DataFrame) -> Fits:
    """Fit each test set on its baseline among the weights that saw ImageNet-1k alone."""
    own = rows[names.in1k_alone(rows)]
    return fit(own, "log_accuracy", "log_clean", group="test_set")


def robustness(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the effective robustness: accuracy beyond the line of ImageNet-1k models.

    Parameters
    ----------
    rows : DataFrame
        As `compared` gives it.

    Returns
    -------
    DataFrame
        The rows with ``expected`` (percent, from the line), ``effective`` (percentage points above
        it) and ``beyond`` (whether the clean accuracy is outside the range that the line was fitted
        on). Test sets that cannot be fitted have missing values.
    """
    tidy = lines(rows).tidy
    terms = tidy.set_index(["test_set", "term"])["estimate"].astype(float).to_dict()
    intercept, slope = (
        rows["test_set"].map({name: terms.get((name, term)) for name in TEST_SETS}).astype(float)
        for term in ("intercept", "log_clean")
    )
    expected = expit(intercept + slope * rows["log_clean"])
    ranges = rows[names.in1k_alone(rows)].groupby("test_set")["clean"]
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
        ``pretraining``, ``kind`` or ``source``.

    Returns
    -------
    DataFrame
        ``test_set``, the group, then the columns of `stats.clusters.means`, and ``beyond``: the
        share of the group's rows that lie outside the line's range.
    """
    parts = []
    for test_set, part in rows.groupby("test_set", sort=False):
        beyond = part.groupby(group)["beyond"].mean()
        found = means(part, "effective", group)
        if len(found):
            parts.append(found.assign(test_set=test_set, beyond=found[group].map(beyond)))
    return stack(parts, ["test_set", group, *MEANS, "beyond"])


def differences(
    rows: pd.DataFrame, group: str, baseline: str, controls: Sequence[str] = ()
) -> pd.DataFrame:
    """Compare the effective robustness of groups with one of them, intervals robust to families.

    Parameters
    ----------
    rows : DataFrame
        As `robustness` gives it.
    group : str
        ``pretraining`` or ``kind``.
    baseline : str
        The group that the others are compared with.
    controls : sequence of str
        Columns at whose equal values they are compared.

    Returns
    -------
    DataFrame
        ``test_set``, then the columns of `stats.clusters.effects` (percentage points) for the
        groups, and ``p_holm``: the p-value adjusted for the number of rows by Holm's method.
    """
    found = {
        test_set: effects(part, "effective", group, baseline, controls)
        for test_set, part in rows.groupby("test_set", sort=False)
    }
    parts = [table.assign(test_set=test_set) for test_set, table in found.items() if len(table)]
    table = stack(parts, ["test_set", *EFFECTS])
    table = table[~table["term"].isin(controls)].reset_index(drop=True)
    return table.assign(p_holm=holm(table))


def holm(table: pd.DataFrame) -> Any:
    """Adjust the p-values of estimates that are read together (Holm 1979); none for no rows.

    Parameters
    ----------
    table : DataFrame
        ``estimate, std_error, clusters``, as `stats.clusters.effects` gives them.
    """
    from scipy.stats import t
    from statsmodels.stats.multitest import multipletests

    if table.empty:
        return pd.Series(dtype=float)
    ratio = (table["estimate"] / table["std_error"]).astype(float).abs()
    p_values = 2 * t.sf(ratio, table["clusters"].astype(float) - 1)
    return multipletests(p_values, method="holm")[1]
