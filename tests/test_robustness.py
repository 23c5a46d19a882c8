"""Other test sets against ImageNet, and what a ranking can tell."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.metrics import TEST_SETS
from analysis.studies import robustness
from analysis.uncertainty import tied, variance


def rows(clean: list[float], above: list[float], pretraining: list[str]) -> pd.DataFrame:
    """Rows of V2 on the line log odds = 0.9 clean log odds - 0.5, and so many points above it."""
    log_clean = robustness.logit(np.array(clean), 50_000)
    accuracy = robustness.expit(0.9 * log_clean - 0.5) + np.array(above)
    return pd.DataFrame(
        {
            "test_set": "imagenetv2",
            "weights": [f"m{i}" for i in range(len(clean))],
            "family": [f"f{i}" for i in range(len(clean))],
            "kind": "convolution",
            "pretraining": pretraining,
            "clean": clean,
            "accuracy": accuracy,
            "log_clean": log_clean,
            "log_accuracy": robustness.logit(accuracy, 10_000),
        }
    )


def test_the_logit_is_the_log_odds_of_counts_half_an_image_away_from_the_ends() -> None:
    assert robustness.logit(75.0, 400) == pytest.approx(math.log(300.5 / 100.5))
    assert np.isfinite(robustness.logit(np.array([0.0, 100.0]), 10)).all()
    assert robustness.expit(robustness.logit(75.0, 10**9)) == pytest.approx(75)


def test_effective_robustness_is_the_distance_above_the_line_of_the_reference() -> None:
    table = rows(
        [70.0, 75, 80, 85, 75, 90],
        [0.0, 0, 0, 0, 7, 3],
        ["in1k"] * 4 + ["web"] * 2,
    )
    found = robustness.robustness(table)
    assert found["effective"].tolist() == pytest.approx([0, 0, 0, 0, 7, 3], abs=0.01)
    assert found["beyond"].tolist() == [False] * 5 + [True]


def test_a_test_set_that_cannot_be_fitted_has_no_effective_robustness() -> None:
    found = robustness.robustness(rows([70.0, 80.0, 75.0], [0.0] * 3, ["in1k", "in1k", "web"]))
    assert found["effective"].isna().all()
    same = robustness.robustness(rows([70.0] * 4, [0.0, 1, 2, 3], ["in1k"] * 4))
    assert same["effective"].isna().all()


def test_the_mean_of_a_group_is_plain_and_its_share_beyond_the_range_is_told() -> None:
    table = rows([70.0, 75, 80, 85, 75, 90], [0.0, 0, 0, 0, 7, 3], ["in1k"] * 4 + ["web"] * 2)
    found = robustness.by_group(robustness.robustness(table), "pretraining")
    web = found.set_index("pretraining").loc["web"]
    assert web["estimate"] == pytest.approx(5, abs=0.01)
    assert (web["n"], web["clusters"], web["beyond"]) == (2, 2, 0.5)


def test_a_and_r_are_compared_with_their_clean_files() -> None:
    table = robustness.accuracies()
    found = robustness.compared(table, ["imagenet-a", "imagenetv2"])
    row = table[table["imagenet-a_top1"].notna()].iloc[7]
    there = found[found["test_set"].eq("imagenet-a") & found["weights"].eq(row["weights"])]
    one = there[there["img_size"].eq(row["img_size"])].iloc[0]
    assert one["clean"] == row["imagenet-a-clean_top1"]
    assert one["accuracy"] == row["imagenet-a_top1"]
    assert one["accuracy_low"] < one["accuracy"] < one["accuracy_high"]
    both = table[["imagenet_top1", "imagenetv2_top1"]].notna().all(axis=1)
    assert found["test_set"].eq("imagenetv2").sum() == both.sum()


def test_fixtures_are_left_out() -> None:
    assert not robustness.accuracies()["architecture"].str.startswith("test_").any()


def ranked(imagenet: list[float], v2: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "weights": [f"m{i}" for i in range(len(imagenet))],
            "img_size": 224,
            "pretraining": "in1k",
            "kind": "mlp",
            "family_label": "F",
            "imagenet_top1": imagenet,
            "imagenetv2_top1": v2,
        }
    )


def test_movers_gain_and_lose_places() -> None:
    found = robustness.movers(ranked([80.0, 79, 78, 78], [60.0, 70, 65, np.nan]), "imagenetv2")
    assert found[["weights", "rank", "rank_there", "places"]].to_numpy().tolist() == [
        ["m1", 2, 1, 1],
        ["m2", 3, 2, 1],
        ["m0", 1, 3, -2],
    ]


def test_rank_agreement_is_spearmans_rho() -> None:
    table = ranked([1.0, 2, 3, 4, 5], [1.0, 2, 3, 5, 4])
    rho = robustness.rank_agreement(table, ["imagenet", "imagenetv2"])
    assert rho.loc["imagenet", "imagenetv2"] == pytest.approx(0.9)


def test_neighbours_are_those_that_uncertainty_calls_tied() -> None:
    accuracies = [80.0, 80.3, 79.4, 70.0, 80.5, 80.05]
    images = TEST_SETS["imagenet"].images
    expected = []
    for i, one in enumerate(accuracies):
        others = [x for j, x in enumerate(accuracies) if j != i]
        ties = [tied(one, variance(one, images), x, variance(x, images)) for x in others]
        expected.append(int(np.sum(ties)))
    found = robustness.neighbours(ranked(accuracies, accuracies)).set_index("weights")["tied"]
    assert found.sort_index().tolist() == expected


def test_the_ladder_has_as_many_rungs_as_a_naive_walk() -> None:
    accuracies = [80.0, 80.3, 79.4, 70.0, 80.5, 80.05, 79.9]
    images = TEST_SETS["imagenet"].images
    rungs = [80.5]
    for value in sorted(accuracies, reverse=True):
        if not tied(rungs[-1], variance(rungs[-1], images), value, variance(value, images)):
            rungs.append(value)
    assert robustness.levels(ranked(accuracies, accuracies)) == len(rungs)
    assert robustness.levels(ranked([], [])) == 0


def test_each_judge_has_its_own_frontier() -> None:
    board = ranked([80.0, 70, 75], [50.0, 60, 40]).assign(
        architecture="a", samples_per_sec=[1.0, 2, 3]
    )
    table = board[["weights", "img_size"]].copy()
    values = {"imagenet": [80.0, 70, 75], "imagenetv2": [50.0, 60, 40]}
    for test_set in robustness.ALL_SETS:
        table[f"{test_set}_top1"] = values.get(test_set, [1.0, 1, 1])
    found = robustness.judged(board, table).set_index("weights")
    assert found["on_imagenet"].tolist() == [True, False, True]
    assert found["on_imagenetv2"].tolist() == [False, True, True]
    assert found["mean"].tolist() == pytest.approx([134 / 6, 134 / 6, 119 / 6])


def test_on_the_snapshot_the_reference_is_on_its_own_line() -> None:
    found = robustness.robustness(robustness.compared(robustness.accuracies()))
    for test_set in robustness.HARD_SETS:
        part = found[found["test_set"].eq(test_set) & found["pretraining"].eq("in1k")]
        assert abs(part["effective"].mean()) < 0.5
