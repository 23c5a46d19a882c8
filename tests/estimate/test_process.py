"""The solve against closed forms and against a naive Gaussian process."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

from analysis.data.errors import DataError
from analysis.estimate import process
from analysis.estimate.filling import filled
from analysis.estimate.known import Known, learn
from analysis.estimate.overhead import shares
from analysis.estimate.process import combined, covariance, estimate, scaled, summed

KINDS = {"a": "gpu", "b": "gpu", "c": "cpu"}


def made_up(models: int = 60, seed: int = 0) -> Known:
    """Three devices: two alike, one that adds time for layers."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "architecture": [f"net{i}" for i in range(models)],
            "img_size": 224,
            "family": random.choice(["one", "two", "three"], models),
            "kind": random.choice(["convolution", "attention"], models),
            "layers": random.integers(20, 400, models).astype(float),
            "param_count_m": np.exp(random.normal(3, 1, models)),
            "gmacs": np.exp(random.normal(1, 1, models)),
            "activations_m": np.exp(random.normal(2, 1, models)),
        }
    )
    work = (table["gmacs"] + table["activations_m"] / 4).to_numpy(dtype=float)
    base = np.log(work)
    logs = np.c_[
        base + random.normal(0, 0.2, models) - 8,
        base + random.normal(0, 0.2, models) - 7.5,
        np.log(work + table["layers"].to_numpy(dtype=float) / 20)
        + random.normal(0, 0.1, models)
        - 3,
    ]
    logs[random.random(logs.shape) < 0.05] = np.nan
    return learn(table, logs, pd.Series(["a", "b", "c"], index=["ra", "rb", "rc"]), KINDS)


@pytest.fixture(scope="module")
def known() -> Known:
    return made_up()


TIMED = np.arange(0, 60, 5)


def test_a_device_that_is_a_known_run_times_a_number_is_found(known: Known) -> None:
    truth = known.logs[:, 1] + np.log(3.7)
    found = estimate(known, TIMED, truth[TIMED])
    others = estimate(known, TIMED, truth[TIMED] + np.random.default_rng(1).normal(0, 0.3, 12))
    assert np.median(np.abs(found.log_secs - truth)) < 0.01
    assert np.median(found.spread) < np.median(others.spread)


def test_twice_the_time_everywhere_doubles_every_estimate_and_no_spread(known: Known) -> None:
    log_secs = np.random.default_rng(2).normal(0, 0.3, len(TIMED)) + known.logs[TIMED, 0]
    one = estimate(known, TIMED, log_secs)
    two = estimate(known, TIMED, log_secs + np.log(2))
    np.testing.assert_allclose(two.log_secs, one.log_secs + np.log(2))
    np.testing.assert_allclose(two.spread, one.spread)


def test_the_order_of_the_timings_does_not_matter(known: Known) -> None:
    log_secs = known.logs[TIMED, 0] + np.linspace(-0.3, 0.3, len(TIMED))
    turned = np.random.default_rng(0).permutation(len(TIMED))
    one = estimate(known, TIMED, log_secs)
    other = estimate(known, TIMED[turned], log_secs[turned])
    np.testing.assert_allclose(other.log_secs, one.log_secs)
    np.testing.assert_allclose(other.missed, one.missed[turned], atol=1e-12)


def test_a_device_of_overhead_and_layers_alone_is_found(known: Known) -> None:
    """Launches and nothing else: no known run is like it."""
    truth = np.log(0.002 + 1e-5 * known.models["layers"].to_numpy())
    found = estimate(known, TIMED, truth[TIMED])
    without = estimate(known, TIMED, truth[TIMED], sums=False)
    error = np.median(np.abs(found.log_secs - truth))
    assert error < 0.05
    assert error < np.median(np.abs(without.log_secs - truth)) / 4


def kernel(known: Known, one: int, other: int) -> float:
    gap = known.smooth[one] - known.smooth[other]
    same = known.groups[one] == known.groups[other]
    return float(
        sum(a * b for a, b in zip(known.linear[one], known.linear[other], strict=True))
        + np.exp(-sum(g * g for g in gap) / (2 * process.LENGTH**2))
        + sum(s * bool(e) for s, e in zip(process.GROUP_SHARES, same, strict=True))
    )


def test_the_covariance_is_that_of_its_formula(known: Known) -> None:
    inner, outer, own = covariance(known, TIMED)
    for model, place in ((0, 0), (3, 2), (59, 11)):
        assert outer[model, place] == pytest.approx(kernel(known, model, TIMED[place]))
        assert own[model] == pytest.approx(kernel(known, model, model))
    np.testing.assert_allclose(inner, inner.T)


def posterior(
    known: Known, guess: np.ndarray, kept: np.ndarray, times: np.ndarray, sizes: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Give mean and variance of every model by the textbook's formula."""
    amplitude, noise = sizes
    rows = range(len(known.models))
    inner = np.array([[kernel(known, a, b) for b in kept] for a in kept])
    cross = amplitude**2 * np.array([[kernel(known, a, b) for b in kept] for a in rows])
    whole = amplitude**2 * inner + noise**2 * np.eye(len(kept))
    own = amplitude**2 * np.array([kernel(known, a, a) for a in rows]) + noise**2
    mean = guess + cross @ np.linalg.solve(whole, times - guess[kept])
    return mean, own - np.einsum("ij,ji->i", cross, np.linalg.solve(whole, cross.T))


def naive(
    known: Known, timed: np.ndarray, log_secs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve again from the start for every combination and every timing left out."""
    guesses = [(scaled, reference, 0.0) for reference in range(known.logs.shape[1])]
    guesses += [(summed, mix, process.SUM_PENALTY) for mix in range(7)]
    count = len(timed)
    results, scores = [], []
    for amplitude, noise, (maker, index, penalty) in product(
        process.AMPLITUDES, process.NOISES, guesses
    ):
        sizes = (amplitude, noise)
        guess = maker(known, timed, log_secs).logs[index]
        results.append(posterior(known, guess, timed, log_secs, sizes))
        score = -penalty
        for left in range(count):
            kept, times = np.delete(timed, left), np.delete(log_secs, left)
            guess = maker(known, kept, times).logs[index]
            mean, variance = posterior(known, guess, kept, times, sizes)
            error = log_secs[left] - mean[timed[left]]
            wide = variance[timed[left]] * (1 + 1 / (count - 1))
            score -= (process.TAIL + 1) / 2 * np.log1p(error**2 / wide / process.TAIL)
            score -= np.log(wide) / 2
        scores.append(score)
    weights = np.exp(np.array(scores) - max(scores))
    weights /= weights.sum()
    means = np.array([mean for mean, _ in results])
    mean = weights @ means
    variance = weights @ np.array([v for _, v in results]) + weights @ (means - mean) ** 2
    return mean, np.sqrt(variance), weights


def test_the_solve_is_that_of_a_naive_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = made_up(16)
    timed = np.arange(0, 12, 2)
    monkeypatch.setattr(process, "NOISES", (0.05, 0.2))
    monkeypatch.setattr(process, "AMPLITUDES", (0.1, 0.4))
    log_secs = known.logs[timed, 2] + np.random.default_rng(5).normal(0, 0.2, len(timed))
    mean, spread, weights = naive(known, timed, log_secs)
    found = estimate(known, timed, log_secs)
    np.testing.assert_allclose(found.weights.ravel(), weights, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.log_secs, mean, rtol=1e-8)
    np.testing.assert_allclose(found.spread, spread, rtol=1e-6)


def test_without_the_process_the_guesses_alone_are_averaged(known: Known) -> None:
    log_secs = known.logs[TIMED, 0]
    guesses = scaled(known, TIMED, log_secs)
    found = combined(known, TIMED, log_secs, guesses, (0.0,))
    np.testing.assert_allclose(found.log_secs, found.weights.sum(0) @ guesses.logs)


@pytest.mark.parametrize("count", [4, 8, 40])
def test_shares_are_those_of_non_negative_least_squares(count: int) -> None:
    random = np.random.default_rng(count)
    parts = random.uniform(0.2, 1, (count, 3))
    found = shares(parts[None], np.array([[0.0, 0, 1]]))[0]
    one = np.ones(count)
    assert (found >= 0).all()
    for left in range(-1, count):
        rows = np.delete(parts, left, 0) if left >= 0 else parts
        best, distance = nnls(rows, one[: len(rows)])
        assert np.linalg.norm(rows @ found[left + 1] - 1) == pytest.approx(distance, abs=0.02)
        if count == 40:
            np.testing.assert_allclose(found[left + 1], best, atol=0.02)


def test_a_gap_is_filled_from_what_the_other_runs_say() -> None:
    random = np.random.default_rng(0)
    costs = random.normal(size=(80, 3))
    truth = costs @ random.normal(size=(3, 6)) + np.arange(6)
    holes = truth.copy()
    holes[random.random(truth.shape) < 0.1] = np.nan
    whole = filled(holes, np.ones(6), costs)
    np.testing.assert_allclose(whole, truth, atol=1e-6)
    known = ~np.isnan(holes)
    assert (whole[known] == holes[known]).all()


def test_fewer_than_four_timings_are_too_few(known: Known) -> None:
    with pytest.raises(DataError, match="3 models: at least 4 are needed"):
        estimate(known, TIMED[:3], known.logs[TIMED[:3], 0])
