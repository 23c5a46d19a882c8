"""Intervals, ties and means of accuracies, against closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import proportion

from analysis.data.test_sets import TEST_SETS
from analysis.stats.intervals import mean_of_test_sets, tied, variance, wilson

COUNTS = st.integers(1, 60_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
PAIRS = st.integers(2, 60_000).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(1, n - 1), st.integers(1, n - 1))
)


@pytest.mark.parametrize(
    ("percent", "images", "low", "high"),
    [
        (50, 100, 40.3832, 59.6168),  # (0.5 + 0.019207 -+ 0.099851) / 1.038415
        (0, 10, 0, 27.7533),  # z^2 / (n + z^2), z = 1.959964
        (100, 10, 72.2467, 100),
        (85.3, 50_000, 84.9869, 85.6077),  # 0.852973 -+ 0.003104
    ],
)
def test_the_interval_by_hand(percent: float, images: int, low: float, high: float) -> None:
    assert list(wilson(percent, images)) == pytest.approx([low, high], abs=1e-4)


@given(COUNTS)
def test_the_interval_is_that_of_statsmodels_and_holds_the_accuracy(case: tuple[int, int]) -> None:
    right, images = case
    expected = proportion.proportion_confint(right, images, method="wilson")
    low, high = wilson(100 * right / images, images)
    assert [low, high] == pytest.approx([100 * end for end in expected], abs=1e-9)
    assert 0 <= low <= 100 * right / images <= high <= 100


def test_the_interval_of_many_is_that_of_each_and_missing_stays_missing() -> None:
    low, high = wilson(pd.Series([70.0, np.nan, 0.0]), 1000)
    assert (low[0], high[0]) == wilson(70.0, 1000)
    assert np.isnan([low[1], high[1]]).all()
    assert low[2] == 0


@pytest.mark.parametrize(("percent", "images"), [(-0.1, 10), (100.1, 10), (50, 0), (50, -1)])
def test_an_impossible_accuracy_or_test_set_is_refused(percent: float, images: int) -> None:
    with pytest.raises(ValueError, match="must"):
        wilson(percent, images)


def test_the_variance_of_an_accuracy_by_hand() -> None:
    assert variance(80.0, 50_000) == pytest.approx(0.032)  # 80 * 20 / 50,000


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (80.0, True),
        (80.49, True),  # z = 0.49 / sqrt(0.032 + 0.031407) = 1.946
        (80.5, False),  # z = 0.50 / sqrt(0.032 + 0.031395) = 1.986, though intervals overlap
        (79.51, True),  # z = 0.49 / sqrt(0.032 + 0.032583) = 1.928
        (79.4, False),  # z = 0.60 / sqrt(0.032 + 0.032713) = 2.359
    ],
)
def test_ties_by_hand(other: float, expected: bool) -> None:
    images = 50_000
    a, b = variance(80.0, images), variance(other, images)
    assert bool(tied(80.0, a, other, b)) is expected
    assert bool(tied(other, b, 80.0, a)) is expected


@given(PAIRS)
def test_ties_are_those_of_walds_z_statistic(case: tuple[int, int, int]) -> None:
    images, one, other = case
    z = proportion.test_proportions_2indep(one, images, other, images, method="wald").statistic
    a, b = 100 * one / images, 100 * other / images
    assert bool(tied(a, variance(a, images), b, variance(b, images))) == (abs(z) < 1.96)


def test_without_any_variance_only_equals_are_tied() -> None:
    assert tied(np.array([100.0, 100.0]), 0.0, np.array([100.0, 0.0]), 0.0).tolist() == [
        True,
        False,
    ]


def test_the_mean_of_test_sets_by_hand() -> None:
    accuracies = pd.DataFrame({"imagenet_top1": [80.0, 80.0], "sketch_top1": [50.0, np.nan]})
    table = mean_of_test_sets(accuracies, ["imagenet", "sketch"])
    assert table["mean"].iloc[0] == 65
    assert table["variance"].iloc[0] == pytest.approx((80 * 20 / 50_000 + 50 * 50 / 50_889) / 4)
    assert table.iloc[1].isna().all()


def test_the_mean_of_one_test_set_is_itself() -> None:
    accuracies = pd.DataFrame({"imagenet-a_top1": [30.0]}, index=[9])
    table = mean_of_test_sets(accuracies, ["imagenet-a"])
    assert table.index.tolist() == [9]
    assert table["mean"].iloc[0] == 30
    assert table["variance"].iloc[0] == pytest.approx(30 * 70 / 7_500)


def test_the_test_sets_have_their_known_sizes() -> None:
    assert {name: test_set.images for name, test_set in TEST_SETS.items()} == {
        "imagenet": 50_000,
        "imagenet-real": 46_837,
        "imagenetv2": 10_000,
        "sketch": 50_889,
        "imagenet-a": 7_500,
        "imagenet-r": 30_000,
        "imagenet-a-clean": 10_000,
        "imagenet-r-clean": 10_000,
    }
