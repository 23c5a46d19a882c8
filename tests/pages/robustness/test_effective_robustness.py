"""Other test sets against ImageNet."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from analysis.data.test_sets import HARD_SETS
from analysis.naming.names import in1k_alone
from analysis.pages.robustness.study import study
from analysis.runs import effective_robustness


def rows(clean: list[float], above: list[float], pretraining: list[str]) -> pd.DataFrame:
    """Rows of V2 on the line log odds = 0.9 clean log odds - 0.5, and so many points above it."""
    log_clean = effective_robustness.logit(np.array(clean), 50_000)
    accuracy = effective_robustness.expit(0.9 * log_clean - 0.5) + np.array(above)
    return pd.DataFrame(
        {
            "test_set": "imagenetv2",
            "weights": [f"m{i}" for i in range(len(clean))],
            "family": [f"f{i}" for i in range(len(clean))],
            "kind": "convolution",
            "pretraining": pretraining,
            "taught_by": "",
            "clean": clean,
            "accuracy": accuracy,
            "log_clean": log_clean,
            "log_accuracy": effective_robustness.logit(accuracy, 10_000),
        }
    )


SIX = rows([70.0, 75, 80, 85, 75, 90], [0.0, 0, 0, 0, 7, 3], ["in1k"] * 4 + ["web"] * 2)


def test_the_logit_is_the_log_odds_of_counts_half_an_image_away_from_the_ends() -> None:
    assert effective_robustness.logit(75.0, 400) == pytest.approx(math.log(300.5 / 100.5))
    assert np.isfinite(effective_robustness.logit(np.array([0.0, 100.0]), 10)).all()
    assert effective_robustness.expit(effective_robustness.logit(75.0, 10**9)) == pytest.approx(75)


def test_effective_robustness_is_the_distance_above_the_line_of_the_reference() -> None:
    found = effective_robustness.robustness(SIX)
    assert found["effective"].tolist() == pytest.approx([0, 0, 0, 0, 7, 3], abs=0.01)
    assert found["beyond"].tolist() == [False] * 5 + [True]


def test_a_test_set_that_cannot_be_fitted_has_no_effective_robustness() -> None:
    found = effective_robustness.robustness(
        rows([70.0, 80.0, 75.0], [0.0] * 3, ["in1k", "in1k", "web"])
    )
    assert found["effective"].isna().all()
    same = effective_robustness.robustness(rows([70.0] * 4, [0.0, 1, 2, 3], ["in1k"] * 4))
    assert same["effective"].isna().all()


def test_the_mean_of_a_group_is_plain_and_its_share_beyond_the_range_is_told() -> None:
    found = effective_robustness.by_group(effective_robustness.robustness(SIX), "pretraining")
    web = found.set_index("pretraining").loc["web"]
    assert web["estimate"] == pytest.approx(5, abs=0.01)
    assert (web["n"], web["clusters"], web["beyond"]) == (2, 2, 0.5)


def test_a_and_r_are_compared_with_their_clean_files() -> None:
    table = effective_robustness.accuracies()
    found = effective_robustness.compared(table, ["imagenet-a", "imagenetv2"])
    row = table[table["imagenet-a_top1"].notna()].iloc[7]
    there = found[found["test_set"].eq("imagenet-a") & found["weights"].eq(row["weights"])]
    one = there[there["img_size"].eq(row["img_size"])].iloc[0]
    assert one["clean"] == row["imagenet-a-clean_top1"]
    assert one["accuracy"] == row["imagenet-a_top1"]
    assert one["accuracy_low"] < one["accuracy"] < one["accuracy_high"]
    both = table[["imagenet_top1", "imagenetv2_top1"]].notna().all(axis=1)
    assert found["test_set"].eq("imagenetv2").sum() == both.sum()


def test_fixtures_are_left_out() -> None:
    assert not effective_robustness.accuracies()["architecture"].str.startswith("test_").any()


def test_on_the_snapshot_the_reference_is_on_its_own_line() -> None:
    found = effective_robustness.robustness(
        effective_robustness.compared(effective_robustness.accuracies())
    )
    for test_set in HARD_SETS:
        part = found[found["test_set"].eq(test_set) & in1k_alone(found)]
        assert abs(part["effective"].mean()) < 0.5


def test_the_difference_of_two_groups_is_that_of_their_means_with_an_interval_over_families() -> (
    None
):
    table = rows([70.0, 75, 80, 85, 78, 72], [0.0] * 6, ["in1k"] * 6).assign(
        family=["A", "A", "B", "C", "D", "D"],
        kind=["convolution"] * 3 + ["attention"] * 3,
        effective=[1.0, 3, 5, 6, 7, 11],
    )
    found = effective_robustness.differences(table, "kind", "convolution").iloc[0]
    assert found["estimate"] == pytest.approx(8 - 3)
    # Sums of residuals by family, over the number of rows in the group; then statsmodels' factor.
    scores = np.square([(-2 + 0) / 3, 2 / 3, -2 / 3, (-1 + 3) / 3]).sum()
    error = np.sqrt(scores * 4 / 3 * 5 / 4)
    assert found["std_error"] == pytest.approx(error)
    assert found["conf_low"] == pytest.approx(5 - student.ppf(0.975, 3) * error)


def test_on_the_snapshot_the_means_leave_out_what_the_line_was_not_fitted_on() -> None:
    table = study().table
    part = table.dropna(subset=["imagenet_top1", "sketch_top1"])
    own = part["pretraining"].eq("in1k") & part["taught_by"].isin(["", "in1k"])
    x, y = (
        np.log((part[c] / 100 * n + 0.5) / (n - part[c] / 100 * n + 0.5))
        for c, n in (("imagenet_top1", 50_000), ("sketch_top1", 50_889))
    )
    slope, intercept = np.polyfit(x[own], y[own], 1)
    above = part["sketch_top1"] - 100 / (1 + np.exp(-(intercept + slope * x)))
    web = part["pretraining"].eq("web")
    inside = part["imagenet_top1"] <= part.loc[own, "imagenet_top1"].max()
    for found, members in ((study().pretraining, web & inside), (study().extrapolated, web)):
        row = found[found["test_set"].eq("sketch") & found["pretraining"].eq("web")].iloc[0]
        assert row["n"] == members.sum()
        assert row["estimate"] == pytest.approx(above[members].mean())


def test_sources_of_web_scale_images_are_told_by_what_their_tags_say() -> None:
    sources = study().sources
    seer, hashtags = (
        sources[sources["source"].str.startswith(name)].set_index("test_set")
        for name in ("SEER", "IG-1B")
    )
    rows = study().rows
    inside = rows[~rows["beyond"] & rows["test_set"].eq("sketch")]
    tags = inside["weights"].str.partition(".")[2]
    for found, tag in ((seer, "seer"), (hashtags, r"ig1b|_wsl_ig")):
        mine = inside[tags.str.contains(tag)]
        assert found.loc["sketch", "n"] == len(mine) > 0
        assert found.loc["sketch", "estimate"] == pytest.approx(mine["effective"].mean())
    web = rows[rows["pretraining"].eq("web") & ~rows["beyond"]]
    assert (
        sources.groupby("test_set")["n"].sum().to_dict() == web["test_set"].value_counts().to_dict()
    )


def test_differences_of_kinds_are_those_at_equal_size() -> None:
    table = rows([70.0, 75, 80, 85, 78, 72], [0.0] * 6, ["in1k"] * 6).assign(
        family=list("ABCDEF"),
        kind=["convolution"] * 3 + ["attention"] * 3,
        log_params=[0.0, 1, 2, 1, 2, 3],
    )
    # Two points for a tenfold size, three for attention, and nothing else.
    table["effective"] = 2 * table["log_params"] + 3 * table["kind"].eq("attention")
    found = effective_robustness.differences(table, "kind", "convolution", ["log_params"])
    assert found["term"].tolist() == ["attention"]
    assert found["estimate"].iloc[0] == pytest.approx(3)


def test_holm_multiplies_the_smallest_p_value_by_the_number_of_comparisons() -> None:
    table = pd.DataFrame(
        {"estimate": [3.0, 1.0, 2.0], "std_error": [1.0] * 3, "clusters": [11] * 3}
    )
    plain = [2 * student.sf(ratio, 10) for ratio in (3, 1, 2)]
    expected = [3 * plain[0], plain[1], 2 * plain[2]]
    assert effective_robustness.holm(table).tolist() == pytest.approx(
        [expected[0], max(expected[1:]), expected[2]]
    )
