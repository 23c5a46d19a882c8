"""Cluster-robust means and effects, against closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.stats.clusters import FEW_CLUSTERS, SOUND, effects, means

T_975_2 = 4.302652729749464  # Student's t with 2 degrees of freedom


THREE = pd.DataFrame({"y": [1.0, 2.0, 6.0], "g": "a", "family": ["p", "q", "r"]})


def test_the_mean_of_singletons_has_the_textbook_interval() -> None:
    row = means(THREE, "y", "g").iloc[0]
    error = np.std([1, 2, 6], ddof=1) / np.sqrt(3)
    assert row["estimate"] == pytest.approx(3)
    assert row["std_error"] == pytest.approx(error)
    assert row["conf_low"] == pytest.approx(3 - T_975_2 * error)
    assert row["conf_high"] == pytest.approx(3 + T_975_2 * error)
    assert (row["n"], row["clusters"], row["status"]) == (3, 3, SOUND)


def test_copies_within_a_family_add_no_information() -> None:
    copied = pd.concat([THREE] * 10, ignore_index=True)
    columns = ["estimate", "std_error", "conf_low", "conf_high", "clusters"]
    pd.testing.assert_frame_equal(
        means(THREE, "y", "g")[columns], means(copied, "y", "g")[columns], check_dtype=False
    )


def test_the_clustered_error_is_the_naive_sum_over_families() -> None:
    rng = np.random.default_rng(5)
    family = rng.integers(0, 6, 40)
    y = rng.normal(size=40) + family
    table = pd.DataFrame({"y": y, "g": "a", "family": family.astype(str)})
    sums = [(y[family == f] - y.mean()).sum() for f in np.unique(family)]
    groups = len(sums)
    expected = np.sqrt(groups / (groups - 1) * np.sum(np.square(sums))) / 40
    assert means(table, "y", "g")["std_error"].iloc[0] == pytest.approx(expected)


def test_one_family_alone_gets_no_interval() -> None:
    table = pd.DataFrame({"y": [1.0, 3.0, np.nan], "g": "a", "family": "p"})
    row = means(table, "y", "g").iloc[0]
    assert (row["estimate"], row["n"], row["status"]) == (2, 2, FEW_CLUSTERS)
    assert np.isnan(row["conf_low"])


def test_no_rows_give_no_groups() -> None:
    table = pd.DataFrame({"y": [], "g": [], "family": []})
    assert means(table, "y", "g").empty


def test_an_effect_without_controls_is_the_difference_of_means() -> None:
    table = pd.DataFrame({"y": [1.0, 2, 3, 7, 9, 11], "family": list("abcdef")})
    table["kind"] = ["conv"] * 3 + ["att"] * 3
    row = effects(table, "y", "kind", "conv").set_index("term").loc["att"]
    assert row["estimate"] == pytest.approx(7)
    assert row["conf_low"] < 7 < row["conf_high"]


def test_an_effect_is_taken_at_equal_controls() -> None:
    cost = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    attention = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    table = pd.DataFrame({"y": 2 * cost + 3 * attention, "cost": cost, "family": list("abcdefgh")})
    table["kind"] = np.where(attention == 1, "att", "conv")
    found = effects(table, "y", "kind", "conv", ["cost"]).set_index("term")
    assert found.loc["att", "estimate"] == pytest.approx(3)
    assert found.loc["cost", "estimate"] == pytest.approx(2)


def test_an_effect_needs_a_baseline_another_group_and_three_families() -> None:
    table = pd.DataFrame({"y": [1.0, 2.0], "kind": ["att", "conv"], "family": ["a", "b"]})
    assert effects(table, "y", "kind", "conv").empty
    three = pd.DataFrame({"y": [1.0, 2, 3], "kind": "att", "family": list("abc")})
    assert effects(three, "y", "kind", "conv").empty
    assert effects(three, "y", "kind", "att").empty
