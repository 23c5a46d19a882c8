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

from analysis import names, store
from analysis.errors import UnknownNameError
from analysis.metrics import TEST_SETS
from analysis.renames import KEY, current_accuracy, reference_params, resolve
from analysis.schemas import SPEED
from analysis.sources import SOURCES, load, runs
from analysis.uncertainty import wilson

MATCHED = "matched"
RENAMED = "matched under a newer name"
REPEAT = "another row of the same architecture and size counts"
MEDIAN = "matched, as the median of repeats"
EMPTY = "no measurement in the row"
REFUSED = "rename refused: the parameter counts differ"
OTHER_SIZE = "the other side has only other image sizes"
ABSENT = "the other side lacks the architecture"
NO_SCORE = "no accuracy on this test set"

MATCHING = (MATCHED, RENAMED, MEDIAN)

COLUMNS = [
    "weights",
    "architecture",
    "tag",
    "family",
    "family_label",
    "kind",
    "pretraining",
    "distilled",
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
class Joined:
    """The joined table of one run and the account of every row on both sides.

    ``table`` has one row per weights and image size, the columns `COLUMNS`. ``coverage`` has one
    row per row of either side: ``side`` (accuracy, speed), ``name, img_size, architecture``
    (today's) and ``outcome``, one of this module's constants.
    """

    run: str
    edition: str
    test_set: str
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
def run_table(
    run: str,
    edition: str | None = None,
    test_set: str = "imagenet",
    folder: Path = store.SNAPSHOT,
) -> Joined:
    """Join the speeds of one benchmark run with the accuracies of an edition.

    The charts of a page ask for the same runs: a table is made once and must not be changed.

    Parameters
    ----------
    run : str
        Id of a benchmark run, e.g. `analysis.sources.LEAD_RUN`.
    edition : str, optional
        Date of the accuracies' edition; the newest by default.
    test_set : str
        Id of a test set in `analysis.metrics.TEST_SETS`.
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
    edition = edition or store.newest_edition(folder)
    renames = store.catalog("renames", folder)
    accuracy = _described_accuracy(edition, folder)
    table, coverage = join(store.speed(run, folder), accuracy, renames, test_set)
    return Joined(run, edition, test_set, _finish(table, test_set), coverage)


def current_speed(
    speed: pd.DataFrame, renames: pd.DataFrame, reference: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring a run to one row per (architecture, image size) under today's names.

    Where several rows speak of the same key, the row under today's name counts, else their median.

    Parameters
    ----------
    speed : DataFrame
        As `analysis.store.speed` gives it.
    renames, reference
        As for `analysis.renames.resolve`.

    Returns
    -------
    table : DataFrame
        The run's columns, ``architecture``, and ``measured_as`` (the run's own name or names).
    account : DataFrame
        For each row of `speed` its ``name, img_size, architecture`` (today's) and what became of it
        so far, ``outcome``: `MATCHED`, `RENAMED`, `REPEAT`, `MEDIAN`, `EMPTY` or `REFUSED`; whether
        an accuracy is found for it is for `join` to say.
    """
    rows = speed.join(resolve(speed, renames, reference))
    measured = rows[rows["samples_per_sec"].notna()]
    own_name = (~measured["renamed"]).groupby([measured[column] for column in KEY])
    superseded = measured["renamed"] & own_name.transform("any")
    counted = measured[~superseded]
    pooled = counted.duplicated(KEY, keep=False)

    outcome = pd.Series(MATCHED, index=rows.index)
    outcome[rows["renamed"]] = RENAMED
    outcome[rows["refused"]] = REFUSED
    outcome[rows["samples_per_sec"].isna()] = EMPTY
    outcome[measured.index[superseded]] = REPEAT
    outcome[counted.index[pooled]] = MEDIAN

    numbers = [column for column in SPEED.names if column not in SPEED.key]
    single = counted[~pooled].rename(columns={"model": "measured_as"})
    medians = (
        counted[pooled]
        .groupby(KEY, as_index=False)
        .agg({**dict.fromkeys(numbers, "median"), "model": " + ".join})
        .rename(columns={"model": "measured_as"})
    )
    columns = [*KEY, *numbers, "measured_as"]
    table = single[columns] if medians.empty else pd.concat([single[columns], medians[columns]])
    account = rows[["model", "img_size", "architecture"]].rename(columns={"model": "name"})
    return table.reset_index(drop=True), account.assign(outcome=outcome)


def join(
    speed: pd.DataFrame, accuracy: pd.DataFrame, renames: pd.DataFrame, test_set: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join speeds and accuracies on (architecture, image size), and account for every row.

    Parameters
    ----------
    speed : DataFrame
        As `analysis.store.speed` gives it.
    accuracy : DataFrame
        As `current_accuracy` gives it.
    renames : DataFrame
        ``old, new``.
    test_set : str
        Whose accuracies are taken.

    Returns
    -------
    table : DataFrame
        One row per weights that has both, fastest first.
    coverage : DataFrame
        ``side, name, img_size, architecture, outcome``: one row per row of either side.
    """
    fast, account = current_speed(speed, renames, reference_params(accuracy))
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


def repeats(speed: pd.DataFrame, renames: pd.DataFrame, reference: pd.Series) -> pd.DataFrame:
    """Give the rows that measure the same (architecture, image size) more than once.

    Returns
    -------
    DataFrame
        ``architecture, img_size, model, samples_per_sec``, at least two rows a key.
    """
    rows = speed.join(resolve(speed, renames, reference))
    rows = rows[rows["samples_per_sec"].notna()]
    again = rows.duplicated(KEY, keep=False)
    return rows.loc[again, [*KEY, "model", "samples_per_sec"]].sort_values([*KEY, "model"])


def run_overview(folder: Path = store.SNAPSHOT, sources: Path = SOURCES) -> pd.DataFrame:
    """Count what each benchmark run holds.

    Returns
    -------
    DataFrame
        One row per run: ``run, task, device, precision, layout, compiled, torch, cuda``, then
        ``rows`` (with a measurement), ``renamed`` (rows taken under a newer name), ``repeats``
        ((architecture, image size) measured more than once) and ``weights_matched`` (rows of the
        newest edition that find their speed).
    """
    renames = store.catalog("renames", folder)
    today = store.accuracy(folder=folder)
    accuracy = current_accuracy(today, renames, today)
    reference = reference_params(accuracy)
    counts = []
    overview = runs(load(sources))
    for run in overview["run"]:
        speed = store.speed(run, folder)
        measured = speed[speed["samples_per_sec"].notna()]
        table, _ = join(speed, accuracy, renames, "imagenet")
        counts.append(
            {
                "rows": len(measured),
                "renamed": int(resolve(measured, renames, reference)["renamed"].sum()),
                "repeats": repeats(speed, renames, reference).drop_duplicates(KEY).shape[0],
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
    accuracy = store.accuracy(edition, folder)
    today = store.accuracy(folder=folder)
    current = current_accuracy(accuracy, store.catalog("renames", folder), today)
    facts = names.describe(current["current"])
    known = store.catalog("weights", folder).set_index("weights").reindex(current["current"])
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
