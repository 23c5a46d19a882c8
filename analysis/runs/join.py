"""Tidy tables -> the joined table of one benchmark run, with its coverage.

Accuracy belongs to weights (architecture.tag) at an image size, speed to an architecture at an
image size; (architecture, image size) is the key of both. Rows under names that timm has since
deprecated are brought to today's names where the parameter counts agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.errors import UnknownNameError
from analysis.data.kept import kept
from analysis.data.sources import load, runs
from analysis.data.test_sets import TEST_SETS
from analysis.naming import names
from analysis.naming.renames import KEY, bare
from analysis.runs.current_names import Measured, current_edition, measured
from analysis.runs.join_outcomes import (
    ABSENT,
    EMPTY,
    MATCHED,
    NO_SCORE,
    OTHER_SIZE,
    REFUSED,
    REPEAT,
)
from analysis.stats.intervals import wilson

COLUMNS = [
    "weights",
    "architecture",
    "tag",
    "family",
    "family_label",
    "kind",
    "pretraining",
    "distilled",
    "taught_by",
    "license",
    "hub_id",
    "img_size",
    "crop_pct",
    "top1",
    "top1_low",
    "top1_high",
    "top5",
    "param_count_m",
    "gmacs",
    "activations_m",
    "samples_per_sec",
    "batch_size",
    "secs",
    "is_test",
    "measured_as",
    "param_count_run_m",
]


@dataclass(frozen=True)
class Source:
    """Where rows come from: a benchmark run, an edition's accuracies; empty where from several."""

    run: str = ""
    edition: str = ""
    test_set: str = "imagenet"


@dataclass(frozen=True, kw_only=True)
class Joined(Source):
    """The joined table of one run and the account of every row on both sides.

    ``table`` has one row per weights and image size, the columns `COLUMNS`. ``coverage`` has one
    row per row of either side: ``side`` (accuracy, speed), ``name, img_size, architecture``
    (today's) and ``outcome``, one of `analysis.runs.join_outcomes`.
    """

    table: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def contenders(self) -> pd.DataFrame:
        """The table without timm's own test fixtures (``test_*``), which are no recommendation."""
        return self.table[~self.table["is_test"]].reset_index(drop=True)

    def summary(self) -> pd.DataFrame:
        """Count the rows of each side by outcome: ``side, outcome, rows``."""
        counts = self.coverage.groupby(["side", "outcome"]).size()
        return counts.rename("rows").reset_index()


@lru_cache(maxsize=64)
@kept
def run_table(
    run: str,
    edition: str | None = None,
    test_set: str = "imagenet",
    folder: Path = reading.SNAPSHOT,
) -> Joined:
    """Join the speeds of one benchmark run with the accuracies of an edition.

    The charts of a page ask for the same runs: a table is made once and must not be changed.

    Parameters
    ----------
    run : str
        Id of a benchmark run; empty for none, which gives a table without rows.
    edition : str, optional
        Date of the accuracies' edition; the newest by default.
    test_set : str
        Id of a test set in `analysis.data.test_sets.TEST_SETS`.
    folder : Path
        The snapshot.

    Returns
    -------
    Joined
        Fastest first; accuracies in percent with their 95 % Wilson interval, ``secs`` = 1 /
        ``samples_per_sec``.

    Raises
    ------
    UnknownNameError
        There is no such run, edition or test set.
    DataError
        A table of the snapshot is missing or unsound.
    """
    if test_set not in TEST_SETS:
        raise UnknownNameError("test set", test_set, list(TEST_SETS))
    edition = edition or reading.newest_edition(folder)
    accuracy = _described_accuracy(edition, folder)
    table, coverage = join(measured(run, edition, folder), accuracy, test_set)
    whole = _finish(table, test_set)
    return Joined(run, edition, test_set, table=whole, coverage=coverage)


def join(run: Measured, accuracy: pd.DataFrame, test_set: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join speeds and accuracies on (architecture, image size), and account for every row.

    Parameters
    ----------
    run : Measured
        A run under today's names.
    accuracy : DataFrame
        As `analysis.naming.renames.current_accuracy` gives it.
    test_set : str
        Whose accuracies are taken.

    Returns
    -------
    table : DataFrame
        One row per weights that has both, fastest first.
    coverage : DataFrame
        ``side, name, img_size, architecture, outcome``: one row per row of either side.
    """
    fast, account = run.table, run.account
    scored = accuracy[accuracy[f"{test_set}_top1"].notna()]
    table = scored.merge(fast, on=KEY, how="inner", suffixes=("", "_run"))
    table = table.sort_values(
        ["samples_per_sec", "weights", "img_size"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)

    reason = _unmatched(account, scored)
    settled = account["outcome"].isin((EMPTY, REPEAT, REFUSED))
    outcome = account["outcome"].where(settled | reason.isna(), reason)
    outcome = outcome.mask(account["outcome"].eq(REFUSED) & reason.isna(), MATCHED)

    named = accuracy[["weights", *KEY]].rename(columns={"weights": "name"})
    found = _unmatched(named, fast).fillna(MATCHED)
    scoreless = accuracy[f"{test_set}_top1"].isna()
    coverage = pd.concat(
        [
            named.assign(side="accuracy", outcome=found.mask(scoreless, NO_SCORE)),
            account.assign(side="speed", outcome=outcome),
        ],
        ignore_index=True,
    )
    return table, coverage[["side", "name", *KEY, "outcome"]]


def run_overview(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Count what each benchmark run holds.

    Returns
    -------
    DataFrame
        One row per run: ``run, task, device, precision, layout, compiled, torch, cuda``, then
        ``rows`` (with a measurement), ``renamed`` (rows taken under a newer name), ``repeats``
        ((architecture, image size) measured more than once) and ``weights_matched`` (rows of the
        newest edition that find their speed).
    """
    accuracy = current_edition(folder=folder)
    counts = []
    overview = runs(load(folder))
    for run in overview["run"]:
        found = measured(run, folder=folder)
        own = found.account[found.account["outcome"].ne(EMPTY)]
        table, _ = join(found, accuracy, "imagenet")
        counts.append(
            {
                "rows": len(own),
                "renamed": int(own["architecture"].ne(bare(own["name"])).sum()),
                "repeats": found.repeats.drop_duplicates(KEY).shape[0],
                "weights_matched": len(table),
            }
        )
    return overview.drop(columns=["device_label", "edition"]).join(pd.DataFrame(counts))


def _unmatched(rows: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Say why rows find no partner; missing for those that find one."""
    keys = pd.MultiIndex.from_frame(rows[KEY])
    partner = keys.isin(pd.MultiIndex.from_frame(other[KEY]))
    elsewhere = rows["architecture"].isin(other["architecture"])
    reason = pd.Series(np.where(elsewhere, OTHER_SIZE, ABSENT), index=rows.index, dtype=object)
    return reason.mask(partner)


@cache
def _described_accuracy(edition: str, folder: Path) -> pd.DataFrame:
    """Give an edition under today's names with what names and catalogue say of each row."""
    current = current_edition(edition, folder)
    facts = names.describe(current["current"])
    known = reading.catalog("weights", folder).set_index("weights").reindex(current["current"])
    return current.assign(
        **{c: facts[c].to_numpy() for c in facts.columns if c not in ("weights", "architecture")},
        license=known["license"].fillna("").replace("", "unknown").to_numpy(),
        hub_id=known["hub_id"].fillna("").to_numpy(),
    )


def _finish(table: pd.DataFrame, test_set: str) -> pd.DataFrame:
    low, high = wilson(table[f"{test_set}_top1"], TEST_SETS[test_set].images)
    return table.assign(
        top1=table[f"{test_set}_top1"],
        top1_low=low,
        top1_high=high,
        top5=table[f"{test_set}_top5"],
        secs=1 / table["samples_per_sec"],
        param_count_run_m=table["param_count_m_run"],
    )[COLUMNS]
