"""Fits by group, against the textbook's formulas for one predictor and lstsq for several."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.stats.regression import (
    BAND,
    FLAT,
    GLANCE,
    NO_SPREAD,
    SOUND,
    TIDY,
    TOO_FEW,
    band,
    fit,
)

# A classic: slope 0.6, intercept 2.2, residual sum of squares 2.4, total 6.
CLASSIC = pd.DataFrame({"x": [1.0, 2, 3, 4, 5], "y": [2.0, 4, 5, 4, 5]})
T_975_3 = 3.182446305284263  # Student's t with 3 degrees of freedom


def test_a_classic_line_by_hand() -> None:
    fits = fit(CLASSIC, "y", "x")
    assert list(fits.tidy.columns) == TIDY
    assert fits.tidy["term"].tolist() == ["intercept", "x"]
    assert fits.tidy["estimate"].tolist() == pytest.approx([2.2, 0.6])
    errors = [np.sqrt(0.8 * (1 / 5 + 9 / 10)), np.sqrt(0.8 / 10)]
    assert fits.tidy["std_error"].tolist() == pytest.approx(errors)
    assert fits.tidy["statistic"].tolist() == pytest.approx([2.2 / errors[0], 0.6 / errors[1]])
    assert fits.tidy["p_value"].iloc[1] == pytest.approx(0.1240, abs=5e-5)
    assert fits.tidy["conf_low"].iloc[1] == pytest.approx(0.6 - T_975_3 * errors[1])
    assert fits.tidy["conf_high"].iloc[1] == pytest.approx(0.6 + T_975_3 * errors[1])


def test_its_quality_by_hand() -> None:
    glance = fit(CLASSIC, "y", "x").glance
    assert list(glance.columns) == [*GLANCE, "status"]
    [row] = glance.to_dict("records")
    assert (row["n"], row["df_residual"], row["status"]) == (5, 3, SOUND)
    assert row["r_squared"] == pytest.approx(1 - 2.4 / 6)
    assert row["adj_r_squared"] == pytest.approx(1 - (2.4 / 3) / (6 / 4))
    assert row["sigma"] == pytest.approx(np.sqrt(2.4 / 3))
    assert row["statistic"] == pytest.approx(3.6 / 0.8)
    assert row["p_value"] == pytest.approx(0.1240, abs=5e-5)


def test_its_rows_get_the_line_and_the_distance_from_it() -> None:
    augment = fit(CLASSIC.assign(name=list("abcde")), "y", "x").augment
    assert augment["name"].tolist() == list("abcde")
    assert augment["fitted"].tolist() == pytest.approx([2.8, 3.4, 4.0, 4.6, 5.2])
    assert augment["residual"].tolist() == pytest.approx([-0.8, 0.6, 1.0, -0.6, -0.2])


def closed_form(x: np.ndarray, y: np.ndarray) -> list[float]:
    """Work out a line with sums alone: intercept, slope, its error, its lower limit."""
    n, spread = len(x), np.sum((x - x.mean()) ** 2)
    slope = np.sum((x - x.mean()) * (y - y.mean())) / spread
    intercept = y.mean() - slope * x.mean()
    sigma2 = np.sum((y - intercept - slope * x) ** 2) / (n - 2)
    error = np.sqrt(sigma2 / spread)
    low = slope - stats.t.ppf(0.975, n - 2) * error
    return [intercept, slope, error, low]


POINTS = st.lists(
    st.tuples(st.integers(-100, 100), st.integers(-100, 100)),
    min_size=3,
    max_size=12,
    unique_by=lambda point: point[0],
)


@settings(max_examples=25)
@given(POINTS)
def test_any_line_is_that_of_the_closed_form(points: list[tuple[int, int]]) -> None:
    noise = [0.5 if i % 2 else 0.0 for i in range(len(points))]  # no perfect fit
    table = pd.DataFrame(points, columns=["x", "y"], dtype=float).assign(
        y=lambda t: t["y"] + t["x"] ** 2 + noise
    )
    known = closed_form(table["x"].to_numpy(), table["y"].to_numpy())
    [intercept, slope] = fit(table, "y", "x").tidy.to_dict("records")
    found = [intercept["estimate"], *(slope[c] for c in ("estimate", "std_error", "conf_low"))]
    assert found == pytest.approx(known, rel=1e-6, abs=1e-6)


def test_the_bands_are_those_of_the_textbook() -> None:
    drawn = band(CLASSIC, "y", "x", points=9)
    assert list(drawn.columns) == BAND
    along = np.linspace(1, 5, 9)
    assert drawn["x"].tolist() == pytest.approx(along.tolist())
    mean = 2.2 + 0.6 * along
    leverage = 1 / 5 + (along - 3) ** 2 / 10
    for column, distance in (
        ("fit", 0 * along),
        ("conf_low", -T_975_3 * np.sqrt(0.8 * leverage)),
        ("conf_high", T_975_3 * np.sqrt(0.8 * leverage)),
        ("pred_low", -T_975_3 * np.sqrt(0.8 * (1 + leverage))),
        ("pred_high", T_975_3 * np.sqrt(0.8 * (1 + leverage))),
    ):
        assert drawn[column].to_numpy() == pytest.approx(mean + distance)


def test_a_plane_is_that_of_least_squares() -> None:
    rng = np.random.default_rng(7)
    table = pd.DataFrame(rng.normal(size=(30, 3)), columns=["a", "b", "y"])
    design = np.column_stack([np.ones(30), table[["a", "b"]]])
    expected, *_ = np.linalg.lstsq(design, table["y"].to_numpy(), rcond=None)
    tidy = fit(table, "y", ["a", "b"]).tidy
    assert tidy["term"].tolist() == ["intercept", "a", "b"]
    assert tidy["estimate"].to_numpy() == pytest.approx(expected)


def test_groups_are_fitted_apart_and_in_order() -> None:
    table = pd.concat(
        [CLASSIC.assign(family="vgg"), CLASSIC.assign(family="levit", y=lambda t: 2 * t["y"])],
        ignore_index=True,
    )
    fits = fit(table, "y", "x", "family")
    assert fits.glance["family"].tolist() == ["levit", "vgg"]
    slopes = fits.tidy[fits.tidy["term"].eq("x")].set_index("family")["estimate"]
    assert slopes.to_dict() == pytest.approx({"levit": 1.2, "vgg": 0.6})
    assert fits.augment["family"].tolist() == ["levit"] * 5 + ["vgg"] * 5
    drawn = band(table, "y", "x", "family", points=3)
    assert drawn["family"].tolist() == ["levit"] * 3 + ["vgg"] * 3


def test_rows_without_a_value_are_left_out_and_not_counted() -> None:
    gaps = pd.DataFrame({"x": [np.nan, 6.0], "y": [9.0, np.nan]})
    fits = fit(pd.concat([CLASSIC, gaps]), "y", "x")
    assert fits.glance["n"].tolist() == [5]
    assert len(fits.augment) == 5
    assert fits.tidy["estimate"].tolist() == pytest.approx([2.2, 0.6])


DEGENERATE: dict[str, tuple[list[tuple[float, float]], str]] = {
    "no point": ([], TOO_FEW),
    "one point": ([(1, 1)], TOO_FEW),
    "two points": ([(1, 1), (2, 2)], TOO_FEW),
    "equal y": ([(1, 4), (2, 4), (3, 4)], FLAT),
    "equal x": ([(1, 1), (1, 2), (1, 3)], NO_SPREAD),
    "x that is missing": ([(np.nan, 1), (np.nan, 2), (np.nan, 3)], TOO_FEW),
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_a_group_that_cannot_be_fitted_says_why_and_has_no_numbers(case: str) -> None:
    points, status = DEGENERATE[case]
    table = pd.DataFrame(points, columns=["x", "y"], dtype=float)
    fits = fit(table, "y", "x")
    assert fits.glance["status"].tolist() == [status]
    assert fits.glance[[c for c in GLANCE if c != "n"]].isna().all(axis=None)
    assert fits.tidy.empty
    assert fits.augment.empty
    assert list(fits.tidy.columns) == TIDY
    assert band(table, "y", "x").empty


def test_it_does_not_stop_the_other_groups() -> None:
    table = pd.concat([CLASSIC.assign(g="whole"), CLASSIC.head(2).assign(g="lone")])
    fits = fit(table, "y", "x", "g")
    assert fits.glance.set_index("g")["status"].to_dict() == {"lone": TOO_FEW, "whole": SOUND}
    assert fits.glance.set_index("g")["n"].to_dict() == {"lone": 2, "whole": 5}
    assert set(fits.tidy["g"]) == set(band(table, "y", "x", "g")["g"]) == {"whole"}


def test_a_group_without_a_name_is_no_group() -> None:
    assert fit(CLASSIC.assign(g=None), "y", "x", "g").glance.empty


def test_three_points_are_enough_for_a_line_and_not_for_a_plane() -> None:
    table = pd.DataFrame({"x": [1.0, 2, 3], "z": [1.0, 0, 1], "y": [1.0, 2, 4]})
    assert fit(table, "y", "x").glance["status"].tolist() == [SOUND]
    assert fit(table, "y", ["x", "z"]).glance["status"].tolist() == [TOO_FEW]


def test_collinear_predictors_are_not_fitted() -> None:
    table = CLASSIC.assign(double=lambda t: 2 * t["x"] + 1)
    assert fit(table, "y", ["x", "double"]).glance["status"].tolist() == [NO_SPREAD]


def test_a_perfect_line_has_no_residuals_and_says_no_more_than_that() -> None:
    table = pd.DataFrame({"x": [1.0, 2, 4, 8], "y": [3.0, 5, 9, 17]})
    fits = fit(table, "y", "x")
    assert fits.tidy["estimate"].tolist() == pytest.approx([1.0, 2.0])
    assert fits.glance["r_squared"].tolist() == pytest.approx([1.0])
    assert fits.glance["sigma"].tolist() == pytest.approx([0.0], abs=1e-12)
