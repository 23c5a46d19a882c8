"""What a ranking can tell, and who is on the frontier under another judge."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.data.test_sets import ALL_SETS, TEST_SETS
from analysis.pages.robustness import rankings
from analysis.pages.robustness.study import study
from analysis.stats.frontier import on_frontier
from analysis.stats.intervals import tied, variance


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
    found = rankings.movers(ranked([80.0, 79, 78, 78], [60.0, 70, 65, np.nan]), "imagenetv2")
    assert found[["weights", "rank", "rank_there", "places"]].to_numpy().tolist() == [
        ["m1", 2, 1, 1],
        ["m2", 3, 2, 1],
        ["m0", 1, 3, -2],
    ]


def test_rank_agreement_is_spearmans_rho() -> None:
    table = ranked([1.0, 2, 3, 4, 5], [1.0, 2, 3, 5, 4])
    rho = rankings.rank_agreement(table, ["imagenet", "imagenetv2"])
    assert rho.loc["imagenet", "imagenetv2"] == pytest.approx(0.9)


@given(
    accuracies=st.lists(st.integers(0, 100_000), min_size=1, max_size=40),
    near=st.lists(st.integers(76_000, 80_000), max_size=40),
    test_set=st.sampled_from(sorted(TEST_SETS)),
)
@example(accuracies=[0, 0, 100_000, 100_000, 1], near=[], test_set="imagenet-a")
def test_neighbours_are_those_that_uncertainty_calls_tied(
    accuracies: list[int], near: list[int], test_set: str
) -> None:
    values = np.array([*accuracies, *near]) / 1000
    spread = variance(values, TEST_SETS[test_set].images)
    expected = [
        int(tied(value, own, values, spread).sum()) - 1
        for value, own in zip(values, spread, strict=True)
    ]
    table = pd.DataFrame({"weights": np.arange(len(values)), "img_size": 224})
    table[f"{test_set}_top1"] = values
    found = rankings.neighbours(table, test_set).set_index("weights")["tied"]
    assert found.sort_index().tolist() == expected


def test_the_ladder_has_as_many_rungs_as_a_naive_walk() -> None:
    accuracies = [80.0, 80.3, 79.4, 70.0, 80.5, 80.05, 79.9]
    images = TEST_SETS["imagenet"].images
    rungs = [80.5]
    for value in sorted(accuracies, reverse=True):
        if not tied(rungs[-1], variance(rungs[-1], images), value, variance(value, images)):
            rungs.append(value)
    assert rankings.levels(ranked(accuracies, accuracies)) == len(rungs)
    assert rankings.levels(ranked([], [])) == 0


def test_each_judge_has_its_own_frontier() -> None:
    rows = ranked([80.0, 70, 75], [50.0, 60, 40]).assign(
        architecture="a", samples_per_sec=[1.0, 2, 3]
    )
    table = rows[["weights", "img_size"]].copy()
    values = {"imagenet": [80.0, 70, 75], "imagenetv2": [50.0, 60, 40]}
    for test_set in ALL_SETS:
        table[f"{test_set}_top1"] = values.get(test_set, [1.0, 1, 1])
    found = rankings.judged(rows, table).set_index("weights")
    assert found["on_imagenet"].tolist() == [True, False, True]
    assert found["on_imagenetv2"].tolist() == [False, True, True]
    assert found["mean"].tolist() == pytest.approx([134 / 6, 134 / 6, 119 / 6])


def judged(speeds: list[float], imagenet: list[float]) -> pd.DataFrame:
    rows = pd.DataFrame({"samples_per_sec": speeds, "imagenet": imagenet})
    return rows.assign(on_imagenet=on_frontier(rows, accuracy="imagenet"))


def test_a_slower_row_stays_on_the_frontier_as_often_as_its_lead_survives_the_noise() -> None:
    rows = judged([2.0, 1.0], [70.0, 70.5])
    found = rankings.redrawn(rows, pd.Series([0.4, 0.3]), draws=20_000)
    assert found["mean"] == pytest.approx(1 + norm.cdf(0.5 / 0.5), abs=0.01)
    assert (found["low"], found["high"]) == (1, 2)
    still = rankings.redrawn(rows, pd.Series([0.0, 0.0]))
    assert (still["mean"], still["low"], still["high"]) == (2, 2, 2)


def test_redrawn_frontiers_are_those_of_a_naive_loop_with_equal_speeds_too() -> None:
    rows = judged([5.0, 3, 3, 4, 1, 1, 2], [60.0, 64, 63.5, 62, 70, 69.8, 66])
    spread = pd.Series([0.5, 1.0, 1.0, 0.7, 0.3, 0.4, 2.0])
    found = rankings.redrawn(rows, spread, draws=300, seed=7)
    order = rows["samples_per_sec"].to_numpy().argsort(kind="stable")[::-1]
    kept = []
    for noise in np.random.default_rng(7).standard_normal((300, len(rows))):
        drawn = rows.iloc[order]
        drawn = drawn.assign(drawn=drawn["imagenet"] + spread[drawn.index] * noise)
        kept.append((on_frontier(drawn, accuracy="drawn") & drawn["on_imagenet"]).sum())
    assert found["mean"] == pytest.approx(np.mean(kept))
    assert found["low"] == pytest.approx(np.quantile(kept, 0.025))


def test_what_noise_keeps_agrees_with_counted_images_on_the_snapshot() -> None:
    rows = study().frontiers
    found = study().judges.set_index("judge")
    assert found["kept"]["imagenet"] == rows["on_imagenet"].sum()
    assert found["kept"]["sketch"] == (rows["on_imagenet"] & rows["on_sketch"]).sum()
    rng = np.random.default_rng(1)
    order = rows.sort_values(["samples_per_sec", "imagenet"], ascending=False)
    for judge, images in (("imagenetv2", 10_000), ("imagenet", 50_000)):
        kept = []
        for _ in range(60):
            right = rng.binomial(images, order["imagenet"] / 100)
            drawn = order.assign(drawn=right / images)
            kept.append((on_frontier(drawn, accuracy="drawn") & drawn["on_imagenet"]).sum())
        assert found["mean"][judge] == pytest.approx(np.mean(kept), abs=1)


@pytest.mark.edition("2026-01-06")
def test_half_of_the_models_are_tied_with_so_many_others() -> None:
    """Counted from the raw files by somebody else."""
    found = study().told_apart.set_index("test_set")
    ties = {"imagenet": 121, "imagenet-real": 158, "imagenetv2": 252, "sketch": 62}
    assert found["median"].to_dict() == {**ties, "imagenet-a": 64, "imagenet-r": 84}
    assert found["levels"]["imagenet-a"] == 65
