"""Frontiers, against the definition tried on every pair of rows."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.stats.frontier import behind, frontier, on_frontier

Point = tuple[float, float]

# A coarse grid makes equal speeds, equal accuracies and equal rows common.
VALUES = st.one_of(st.integers(1, 6).map(float), st.floats(0.001, 1e6), st.just(math.nan))
POINTS = st.lists(st.tuples(VALUES, VALUES), max_size=25)


def table_of(points: list[Point]) -> pd.DataFrame:
    return pd.DataFrame(points, columns=["samples_per_sec", "top1"], dtype=float)


def beats(a: Point, b: Point) -> bool:
    """Say whether a is at least as fast and as accurate as b, and better in one."""
    return a[0] >= b[0] and a[1] >= b[1] and a != b


def by_definition(points: list[Point]) -> list[bool]:
    known = [not (math.isnan(speed) or math.isnan(accuracy)) for speed, accuracy in points]
    whole = [point for point, is_known in zip(points, known, strict=True) if is_known]
    return [
        is_known and not any(beats(other, point) for other in whole)
        for point, is_known in zip(points, known, strict=True)
    ]


def test_a_small_frontier_by_hand() -> None:
    points = [(1.0, 90.0), (2.0, 90.0), (3.0, 80.0), (3.0, 79.0), (4.0, 70.0), (4.0, 70.0)]
    points += [(5.0, math.nan), (math.nan, 99.0), (0.5, 70.0)]
    expected = [False, True, True, False, True, True, False, False, False]
    assert on_frontier(table_of(points)).tolist() == expected


@given(POINTS)
def test_a_row_is_on_it_if_and_only_if_no_other_row_beats_it(points: list[Point]) -> None:
    assert on_frontier(table_of(points)).tolist() == by_definition(points)


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(points: list[Point], random: object) -> None:
    table = table_of(points)
    order = list(table.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = on_frontier(table.loc[order])
    assert shuffled.index.tolist() == order
    pd.testing.assert_series_equal(
        shuffled.sort_index(), on_frontier(table), check_index_type=False
    )


@given(POINTS)
def test_a_table_with_a_row_that_can_be_measured_has_a_frontier(points: list[Point]) -> None:
    whole = [point for point in points if not any(map(math.isnan, point))]
    edge = frontier(table_of(points))
    assert len(edge) > 0 if whole else edge.empty
    assert edge["samples_per_sec"].is_monotonic_decreasing
    assert edge["top1"].is_monotonic_increasing


def test_any_two_columns_can_span_it_and_equals_are_ordered_by_name() -> None:
    table = pd.DataFrame(
        {"weights": ["b", "c", "a"], "img_size": 224, "x": [1.0, 9.0, 1.0], "y": [5.0, 4.0, 5.0]},
        index=[30, 10, 20],
    )
    edge = frontier(table, "x", "y")
    assert edge["weights"].tolist() == ["c", "a", "b"]
    assert edge.index.tolist() == [10, 20, 30]


@given(POINTS)
def test_how_far_a_row_is_behind_is_measured_against_every_other_row(points: list[Point]) -> None:
    whole = [point for point in points if not any(map(math.isnan, point))]
    far = behind(table_of(points))
    for (speed, accuracy), row in zip(points, far.itertuples(index=False), strict=True):
        if math.isnan(speed) or math.isnan(accuracy):
            assert all(map(math.isnan, row))
            continue
        best = max(other for fast, other in whole if fast >= speed)
        fastest = max(fast for fast, other in whole if other >= accuracy)
        assert tuple(row) == (best - accuracy, fastest / speed)


def test_the_frontier_of_a_real_run_is_that_of_the_definition() -> None:
    table = run_table(lead_run()).contenders
    speed, top1 = (table[column].to_numpy() for column in ("samples_per_sec", "top1"))
    as_good = (speed[:, None] >= speed) & (top1[:, None] >= top1)
    better = (speed[:, None] > speed) | (top1[:, None] > top1)
    beaten = (as_good & better).any(axis=0)
    assert np.array_equal(on_frontier(table).to_numpy(), ~beaten)
    assert 20 <= (~beaten).sum() <= 100
