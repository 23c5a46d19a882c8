"""A bound in decimals holds for the decimals that meet it."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.tolerance import within


def test_an_end_that_binary_arithmetic_misses_is_within() -> None:
    assert abs(5.5 / 5 - 1) > 0.1
    assert within(pd.Series([4.49, 4.5, 5.5, 5.51]), 5, 0.1).tolist() == [False, True, True, False]


@given(st.integers(1, 500_000), st.integers(1, 500_000), st.sampled_from(["0.1", "0.02", "0.03"]))
def test_it_agrees_with_exact_arithmetic(value: int, centre: int, share: str) -> None:
    exact = abs(Fraction(value, 100) - Fraction(centre, 100)) <= Fraction(share) * Fraction(
        centre, 100
    )
    assert within(pd.Series([value / 100]), centre / 100, float(share)).tolist() == [exact]


def test_a_missing_number_is_within_nothing() -> None:
    numbers = pd.Series([1.0, float("nan")])
    assert within(numbers, pd.Series([float("nan"), 1.0]), 0.1).tolist() == [False, False]
