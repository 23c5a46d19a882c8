"""The joined table of a run: small cases by hand, all runs against a naive recomputation."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.data import reading, sources
from analysis.data.schemas import SPEED
from analysis.naming import names
from analysis.naming.renames import current_accuracy, reference_params
from analysis.runs import join, join_outcomes
from analysis.runs.current_names import bring, measured
from analysis.runs.join import Joined, run_table
from tests.support import naive

EAGER_5090 = "infer-amp-nchw-pt291-cu130-5090"
CASES: list[tuple[str, ...]] = [
    *((run,) for run in sorted(sources.load()["runs"])),
    ("infer-amp-nchw-pt291-cu130-5090-dynamo", "2026-01-06", "imagenet-a"),
    ("infer-amp-nhwc-pt113-cu117-rtx3090", "2026-01-06", "imagenet-r-clean"),
    ("infer-amp-nhwc-pt111-cu113-rtx3090", "2022-12-30", "imagenet"),
    ("train-amp-nhwc-pt112-cu113-rtx3090", "2022-12-30", "sketch"),
]


@cache
def joined(run: str, *where: str) -> Joined:
    edition, test_set = where or (naive.NEWEST, "imagenet")
    return run_table(run, edition, test_set)


@cache
def expected(*case: str) -> naive.Naive:
    return naive.join(*case)


def row_of(table: pd.DataFrame, weights: str) -> dict[str, Any]:
    [row] = table[table["weights"].eq(weights)].to_dict("records")
    return {str(column): value for column, value in row.items()}


def fates(coverage: pd.DataFrame, side: str) -> dict[tuple[str, int], str]:
    """Give the name of the outcome of each row of a side, as `join_outcomes` calls it."""
    called = {outcome: name for name, outcome in vars(join_outcomes).items() if name.isupper()}
    rows = coverage[coverage["side"].eq(side)]
    keys = zip(rows["name"], rows["img_size"], strict=True)
    return dict(zip(keys, rows["outcome"].map(called), strict=True))


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_the_join_is_that_of_plain_dictionaries(case: tuple[str, ...]) -> None:
    table = joined(*case).table
    keys = zip(table["weights"], table["img_size"], strict=True)
    values = zip(table["samples_per_sec"], table["top1"], strict=True)
    assert dict(zip(keys, values, strict=True)) == expected(*case).rows
    assert len(table) == len(expected(*case).rows)


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_coverage_accounts_for_each_row_of_both_sides_once(case: tuple[str, ...]) -> None:
    outcome = joined(*case)
    known = expected(*case)
    for side, file, side_of in (
        ("speed", outcome.run, known.speed_side),
        ("accuracy", outcome.edition, known.accuracy_side),
    ):
        assert outcome.coverage["side"].eq(side).sum() == len(naive.read(f"{side}/{file}.csv"))
        words = {key: word.upper().replace(" ", "_") for key, word in side_of.items()}
        assert fates(outcome.coverage, side) == words


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_the_rows_called_matched_are_those_of_the_table(case: tuple[str, ...]) -> None:
    outcome = joined(*case)
    counts = outcome.summary().set_index(["side", "outcome"])["rows"]
    assert counts["accuracy", join_outcomes.MATCHED] == len(outcome.table)
    used = outcome.coverage[outcome.coverage["outcome"].isin(join_outcomes.MATCHING)]
    used = used[used["side"].eq("speed")]
    keys = set(zip(outcome.table["architecture"], outcome.table["img_size"], strict=True))
    assert set(zip(used["architecture"], used["img_size"], strict=True)) == keys


def test_the_overview_counts_rows_renames_repeats_and_matches_of_every_run() -> None:
    overview = join.run_overview()
    facts = "run task device precision layout compiled torch cuda batch"
    counts = "rows renamed repeats weights_matched"
    assert " ".join(overview.columns) == f"{facts} {counts}"
    assert sorted(overview["run"]) == reading.names(reading.SNAPSHOT, "speed")
    for run, *found in overview[["run", *counts.split()]].itertuples(index=False):
        known = expected(run)
        assert found == [known.measured, known.renamed, known.repeats, len(known.rows)], run


@pytest.mark.edition("2026-01-06")
@pytest.mark.parametrize(
    ("run", "plain", "resolved"),
    [
        ("infer-amp-nchw-pt291-cu130-5090", 1556, 1556),
        ("infer-amp-nhwc-pt240-cu124-rtx3090", 1439, 1439),
        ("infer-amp-nhwc-pt113-cu117-rtx3090", 840, 893),
        ("train-amp-nhwc-pt112-cu113-rtx3090", 712, 775),
    ],
)
def test_renames_bring_the_known_numbers_of_matches(run: str, plain: int, resolved: int) -> None:
    accuracy = reading.accuracy()
    none = reading.catalog("renames").iloc[:0]
    unresolved = current_accuracy(accuracy, none, accuracy)
    found = bring(reading.speed(run), none, reference_params(unresolved))
    table, _ = join.join(found, unresolved, "imagenet")
    assert (len(table), len(joined(run).table)) == (plain, resolved)


def test_older_runs_have_fifty_to_seventy_repeats() -> None:
    old = [run for run in sources.load()["runs"] if "-pt11" in run]
    assert len(old) == 10
    assert all(50 <= expected(run).repeats <= 71 for run in old)
    assert sum(expected(run).repeats for run in sources.load()["runs"] if run not in old) == 0


@pytest.mark.edition("2026-01-06")
def test_a_join_on_the_architecture_alone_would_pair_wrong_sizes() -> None:
    sizes: dict[str, list[str]] = {}
    for row in naive.read(f"speed/{EAGER_5090}.csv"):
        sizes.setdefault(row["model"], []).append(row["img_size"])
    pairs = [
        row["img_size"] == size
        for row in naive.read(f"accuracy/{naive.NEWEST}.csv")
        if row["imagenet_top1"]
        for size in sizes.get(naive.architecture(row["weights"]), [])
    ]
    assert len(pairs) == 2742
    assert sum(pairs) == len(joined(EAGER_5090).table) == 1556
    assert round(100 * pairs.count(False) / len(pairs)) == 43


def test_a_table_has_the_columns_promised_one_row_per_key_fastest_first() -> None:
    for case in CASES[-4:]:
        table = joined(*case).table
        assert list(table.columns) == join.COLUMNS
        assert not table.duplicated(["weights", "img_size"]).any()
        assert table["samples_per_sec"].is_monotonic_decreasing
        assert table.index.tolist() == list(range(len(table)))


def test_figures_of_a_row_come_from_the_right_file() -> None:
    weights, model = "tiny_vit_21m_224.dist_in22k_ft_in1k", "tiny_vit_21m_224"
    row = row_of(joined(EAGER_5090).table, weights)
    [accuracy] = [r for r in naive.read(f"accuracy/{naive.NEWEST}.csv") if r["weights"] == weights]
    [speed] = [r for r in naive.read(f"speed/{EAGER_5090}.csv") if r["model"] == model]
    [catalog] = [r for r in naive.read("weights.csv") if r["weights"] == weights]
    assert (row["param_count_m"], row["param_count_run_m"]) == (21.2, 33.21), "another head"
    assert float(accuracy["param_count_m"]) == row["param_count_m"]
    assert float(accuracy["imagenet_top1"]) == row["top1"]
    assert float(accuracy["imagenet_top5"]) == row["top5"]
    assert row["top1_low"] < row["top1"] < row["top1_high"]
    for column in ("samples_per_sec", "batch_size", "gmacs", "activations_m"):
        assert row[column] == float(speed[column])
    assert row["secs"] == 1 / float(speed["samples_per_sec"])
    assert (row["license"], row["hub_id"]) == (catalog["license"], catalog["hub_id"])
    assert row["measured_as"] == model


def test_every_row_is_described_by_its_name_of_today() -> None:
    table = joined("infer-amp-nhwc-pt111-cu113-rtx3090", "2022-12-30", "imagenet").table
    row = row_of(table, "gluon_resnet50_v1d")
    facts = names.parse("resnet50d.gluon_in1k")
    assert (row["architecture"], row["tag"]) == ("resnet50d", "gluon_in1k")
    assert (row["family"], row["kind"]) == (facts.family, facts.kind)
    assert row["hub_id"] == "timm/resnet50d.gluon_in1k"


@pytest.mark.edition("2026-01-06")
def test_every_row_of_the_newest_edition_has_a_licence_and_a_hub_id_where_there_is_one() -> None:
    table = joined(EAGER_5090).table
    known = {row["weights"]: row for row in naive.read("weights.csv")}
    for weights, licence, hub in table[["weights", "license", "hub_id"]].to_numpy():
        assert licence == (known[weights]["license"] or "unknown")
        assert hub == known[weights]["hub_id"]


def test_fixtures_are_in_the_table_and_the_coverage_but_never_contend() -> None:
    outcome = joined(EAGER_5090)
    fixtures = outcome.table[outcome.table["architecture"].str.startswith("test_")]
    assert len(fixtures) > 0
    assert outcome.table["is_test"].sum() == len(fixtures)
    assert len(outcome.contenders) == len(outcome.table) - len(fixtures)
    assert not outcome.contenders["weights"].str.startswith("test_").any()


# model, size, images/s, parameters, and what becomes of the row
SPEEDS = [
    ("now", 224, 100.0, 10.0, "MATCHED"),  # and twice under old names: these two are repeats
    ("was", 224, 90.0, 10.0, "REPEAT"),
    ("once", 224, 80.0, 10.0, "REPEAT"),
    ("was", 288, 60.0, 10.0, "MEDIAN"),  # twice under old names alone: their median counts
    ("once", 288, 50.0, 10.0, "MEDIAN"),
    ("former", 224, 40.0, 20.0, "RENAMED"),  # once under an old name
    ("wrong", 224, 30.0, 5.0, "REFUSED"),  # the list says other, the parameters say no
    ("now", 320, None, 10.0, "EMPTY"),  # no measurement
    ("now", 384, 10.0, 10.0, "OTHER_SIZE"),  # nobody was evaluated at this size
    ("alone", 224, 9.0, 1.0, "ABSENT"),  # nobody was evaluated at all
]
# weights, size, parameters, top-1, and what becomes of the row
ACCURACIES = [
    ("now.a", 224, 10.0, 70.0, "MATCHED"),
    ("now.b", 224, 10.0, 71.0, "MATCHED"),
    ("now.a", 288, 10.0, 72.0, "MATCHED"),
    ("now.a", 320, 10.0, 73.0, "OTHER_SIZE"),
    ("other.a", 224, 20.0, 74.0, "MATCHED"),
    ("other.b", 224, 20.0, None, "NO_SCORE"),
    ("else.a", 224, 20.0, 75.0, "ABSENT"),
]
NEW_NAMES = {"was": "now.a", "once": "now.b", "former": "other.a", "wrong": "other.a"}


def test_a_small_join_by_hand_in_which_each_outcome_happens() -> None:
    measures = ["img_size", "samples_per_sec", "param_count_m", "fate"]
    speed = pd.DataFrame(SPEEDS, columns=["model", *measures])
    measures = ["img_size", "param_count_m", "imagenet_top1", "fate"]
    accuracy = pd.DataFrame(ACCURACIES, columns=["weights", *measures])
    renames = pd.DataFrame(NEW_NAMES.items(), columns=["old", "new"])
    current = current_accuracy(accuracy, renames, accuracy)
    found = bring(speed.reindex(columns=SPEED.names), renames, reference_params(current))
    table, coverage = join.join(found, current, "imagenet")
    columns = ["weights", "img_size", "samples_per_sec", "measured_as"]
    assert table[columns].to_numpy().tolist() == [
        ["now.a", 224, 100.0, "now"],
        ["now.b", 224, 100.0, "now"],
        ["now.a", 288, 55.0, "was + once"],
        ["other.a", 224, 40.0, "former"],
    ]
    for side, rows in (("speed", speed), ("accuracy", accuracy)):
        keys = zip(rows.iloc[:, 0], rows["img_size"], strict=True)
        assert fates(coverage, side) == dict(zip(keys, rows["fate"], strict=True))


def test_repeats_are_listed_key_by_key() -> None:
    run = "infer-amp-nhwc-pt113-cu117-rtx3090"
    again = measured(run).repeats
    sizes = again.groupby(["architecture", "img_size"]).size()
    assert (len(sizes), sizes.min()) == (expected(run).repeats, 2)
