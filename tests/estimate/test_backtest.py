"""The backtest: what is left out is left out, and its figures are those of a naive count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.data.sources import load
from analysis.estimate import backtest, baselines, calibration, tables
from analysis.estimate.backtest import accuracy_of, cases, choice_of

TEN = (10,)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return tables.backtest()


def test_no_run_of_the_device_left_out_is_known() -> None:
    devices = load()["runs"]
    for case in cases(TEN):
        assert case.device not in set(case.known.references["of"])
        of = [devices[run]["device"] for run in case.known.references["run"] if run]
        assert of
        assert case.device not in of


def test_scaling_the_nearest_run_is_that_of_a_naive_search() -> None:
    case = cases(TEN)[0]
    times = case.log_secs[case.timed]
    best = min(
        (float(np.std(times - column[case.timed])), i)
        for i, column in enumerate(case.known.logs.T)
        if case.known.references["run"].iloc[i]
    )[1]
    logs = case.known.logs[:, best]
    expected = logs + (times - logs[case.timed]).mean()
    np.testing.assert_allclose(baselines.nearest(case.known, case.timed, times), expected)


def test_ridge_finds_a_mixture_of_known_runs() -> None:
    case = cases((50,))[0]
    logs = case.known.logs
    truth = logs[:, -1] + 0.5 * (logs[:, 0] - logs[:, -1]) + 1
    found = baselines.ridge(case.known, case.timed, truth[case.timed])
    scaled = logs[:, -1] + 1
    assert np.abs(found - truth).mean() < 0.5 * np.abs(scaled - truth).mean()


def test_the_figures_of_a_case_are_those_of_a_naive_count() -> None:
    case = cases(TEN)[0]
    guess = case.known.logs[:, 0]
    found = accuracy_of(guess, case)
    errors = [
        abs(float(np.exp(guess[i] - case.log_secs[i])) - 1)
        for i in range(len(guess))
        if not np.isnan(case.log_secs[i]) and i not in set(case.timed.tolist())
    ]
    assert found["median_error"] == pytest.approx(np.median(errors))
    assert found["within_10"] == pytest.approx(sum(e <= 0.1 for e in errors) / len(errors))


def test_a_choice_by_the_measured_times_is_the_best_one() -> None:
    case = cases(TEN)[0]
    models = case.known.models
    top1 = models[["architecture", "img_size"]].assign(top1=np.arange(len(models)) % 97)
    truth = choice_of(np.nan_to_num(case.log_secs), case, top1)
    assert truth == {"frontier_kept": 1, "best_slower": 0}
    other = choice_of(np.zeros(len(models)), case, top1)
    assert other["best_slower"] > 0


def test_intervals_hold_what_they_say_on_average_over_devices(table: pd.DataFrame) -> None:
    by_device = table.groupby("device")["inside_95"].mean()
    assert 0.92 < by_device.mean() < 0.98
    assert by_device.min() > 0.85


def test_the_estimate_is_no_worse_than_scaling_the_nearest_run(table: pd.DataFrame) -> None:
    """By a fifth at most in any setting with the reference models, and far better on average."""
    mine = table[table["chosen"].eq(backtest.REFERENCE)]
    ratio = mine["median_error"] / mine["nearest_error"]
    assert ratio.max() < 1.2
    assert np.exp(np.log(ratio).mean()) < 0.75


def test_the_width_comes_from_other_devices_errors() -> None:
    every = calibration.factors(TEN)
    for device in {case.device for case in cases(TEN)}:
        assert calibration.factors(TEN, device) != every


def test_the_factor_is_a_quantile_of_the_distances() -> None:
    without = cases(TEN)[0].device
    parts: dict[str, list[float]] = {}
    for draws in (0, calibration.DRAWS):
        for case, found in backtest.estimates(TEN, draws):
            if case.device != without:
                scale = calibration.own_scale(found)
                for i in np.flatnonzero(case.tested):
                    away = abs(found.log_secs[i] - case.log_secs[i]) / found.spread[i] / scale
                    parts.setdefault(case.device, []).append(away)
    expected = np.mean([np.quantile(values, 0.95) for values in parts.values()])
    assert calibration.factors(TEN, without)[10] == pytest.approx(expected)


def test_methods_are_compared_on_the_same_cases(table: pd.DataFrame) -> None:
    found = tables.methods()
    assert set(found["method"]) == set(backtest.METHODS)
    ours = found[found["method"].eq(list(backtest.METHODS)[-1]) & found["timings"].eq(10)]
    mine = table[table["chosen"].eq(backtest.REFERENCE) & table["timings"].eq(10)]
    for kind, rows in mine.groupby("kind"):
        row = ours[ours["kind"].eq(kind)]
        assert row["median_error"].item() == pytest.approx(rows["median_error"].mean())
        assert row["worst_error"].item() == pytest.approx(rows["median_error"].max())
