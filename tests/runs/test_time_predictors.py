"""What predicts speed: fits and factors, against closed forms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.stats import t

from analysis.runs import time_predictors
from analysis.runs.pairs import COSTS

Numbers = list[float] | float | npt.NDArray[np.float64] | pd.Series


def table(
    secs: Numbers, params: Numbers, gmacs: Numbers = 1.0, activations: Numbers = 1.0
) -> pd.DataFrame:
    frame = pd.DataFrame({"secs": secs, "param_count_m": params})
    return frame.assign(
        gmacs=gmacs,
        activations_m=activations,
        samples_per_sec=1 / frame["secs"],
        run="r",
        architecture=[f"m{i}" for i in range(len(frame))],
        img_size=224,
        family=[f"f{i % 5}" for i in range(len(frame))],
        family_label="F",
        kind="convolution",
    )


def random_table(n: int = 30) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    x = rng.uniform(1, 100, n)
    noisy = x**0.5 * np.exp(rng.normal(0, 0.3, n))
    return table(noisy, x, rng.uniform(1, 9, n), noisy**0.9 * rng.uniform(0.8, 1.2, n))


def test_a_power_law_is_found_exactly() -> None:
    x = np.array([1.0, 2, 4, 8, 16])
    found = time_predictors.predictors(table(3 * x**0.7, x)).set_index("predictor")
    row = found.loc["param_count_m"]
    assert row["slope"] == pytest.approx(0.7)
    assert row["r_squared"] == pytest.approx(1)
    assert row["spearman"] == pytest.approx(1)
    assert row["factor"] == pytest.approx(1)


def test_a_cost_that_does_not_vary_is_reported_without_numbers() -> None:
    found = time_predictors.predictors(table([1.0, 2, 3, 5], [1.0, 2, 3, 4])).set_index("predictor")
    assert found.loc["gmacs", "status"] == "the predictor does not vary"
    assert np.isnan(found.loc["gmacs", ["slope", "r_squared", "factor"]].astype(float)).all()


def test_the_factor_is_the_prediction_interval_worked_by_hand() -> None:
    rows = random_table()
    x, y = np.log10(rows["param_count_m"]), np.log10(rows["secs"])
    slope = np.cov(x, y)[0, 1] / x.var()
    residual = y - y.mean() - slope * (x - x.mean())
    n = len(rows)
    sigma = np.sqrt((residual**2).sum() / (n - 2))
    expected = 10 ** (t.ppf(0.975, n - 2) * sigma * np.sqrt(1 + 1 / n))
    row = time_predictors.predictors(rows).set_index("predictor").loc["param_count_m"]
    assert row["slope"] == pytest.approx(slope)
    assert row["factor"] == pytest.approx(expected)
    assert row["r_squared"] == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)


def test_the_middle_of_the_errors_is_that_of_the_measured_over_the_fitted_times() -> None:
    rows = random_table()
    x, y = np.log10(rows["param_count_m"]), np.log10(rows["secs"])
    slope, intercept = np.polyfit(x, y, 1)
    times = rows["secs"] / 10 ** (intercept + slope * x)
    row = time_predictors.predictors(rows).set_index("predictor").loc["param_count_m"]
    expected = [10 ** np.percentile(np.log10(times), share) for share in (2.5, 97.5)]
    assert [row["times_low"], row["times_high"]] == pytest.approx(expected)


def test_rows_without_all_costs_are_left_out() -> None:
    rows = random_table()
    rows.loc[0, "gmacs"] = np.nan
    rows.loc[1, "activations_m"] = 0.0
    assert len(time_predictors.complete(rows)) == len(rows) - 2
    assert time_predictors.predictors(rows)["n"].eq(len(rows) - 2).all()


def test_no_rows_give_no_predictors() -> None:
    assert time_predictors.predictors(random_table().iloc[:0]).empty


def test_a_family_is_judged_by_measured_over_expected_time() -> None:
    rows = random_table()
    x, y = np.log10(rows["param_count_m"]), np.log10(rows["secs"])
    slope, intercept = np.polyfit(x, y, 1)
    expected = (10 ** (y - intercept - slope * x)).groupby(rows["family"]).median()
    found = time_predictors.by_family(rows, "r", ["param_count_m"], least=1).set_index("family")
    pd.testing.assert_series_equal(
        found["factor"].sort_index(), expected, check_names=False, check_dtype=False
    )
    assert found["factor"].is_monotonic_increasing
    assert time_predictors.by_family(rows, "r", ["param_count_m"], least=7).empty
    assert time_predictors.by_family(rows.iloc[:2], "r", COSTS).empty


def test_the_difference_of_predictors_is_that_of_their_r_squared() -> None:
    rows = random_table()
    r2 = {
        cost: np.corrcoef(np.log10(rows[cost]), np.log10(rows["secs"]))[0, 1] ** 2 for cost in COSTS
    }
    found = time_predictors.compare_predictors(rows, "r", "activations_m", "gmacs", draws=200)
    assert found["estimate"] == pytest.approx(r2["activations_m"] - r2["gmacs"])
    assert found["conf_low"] < found["estimate"] < found["conf_high"]
    again = time_predictors.compare_predictors(rows, "r", "activations_m", "gmacs", draws=200)
    assert found == again


def test_the_difference_of_predictors_needs_three_families() -> None:
    few = random_table().iloc[:2]
    found = time_predictors.compare_predictors(few, "r", "gmacs", "activations_m")
    assert np.isnan(list(found.values())).all()
