"""Brackets of the batch that fits, and the bytes that explain them."""

from __future__ import annotations

import csv
import math

import numpy as np
import pandas as pd
import pytest

from analysis.data.reading import SNAPSHOT
from analysis.runs.batches import brackets, memory_gb
from analysis.runs.devices import lead_run
from analysis.runs.memory import backtest, below_cap, fit, fitted, half_width, largest_batch

GIB = 2**30


def decayed(cap: int) -> list[int]:
    """List the batches that timm tries from a cap down: twice through every power of two."""
    found = [cap]
    while found[-1] > 1:
        base = 2 ** int(math.log2(found[-1] - 1))
        step = max(base // 2, 1)
        found.append(base + (found[-1] - base - 1) // step * step)
    return found


def test_the_next_step_up_is_the_one_that_timm_tried_before() -> None:
    run = lead_run("train")
    found = brackets(run)
    steps = decayed(int(found["fits"].max()))
    assert set(found["fits"]) <= set(steps)
    before = dict(zip(steps[1:], steps, strict=False))
    below = found[np.isfinite(found["fails"])]
    assert below["fails"].tolist() == [before[int(fits)] for fits in below["fits"]]
    with (SNAPSHOT / "speed" / f"{run}.csv").open() as file:
        rows = {(row["model"], row["img_size"]): row["batch_size"] for row in csv.DictReader(file)}
    known = found[
        [(n, str(s)) in rows for n, s in zip(found.architecture, found.img_size, strict=True)]
    ]
    assert len(known) > 0.8 * len(found)
    for row in known.itertuples():
        assert float(rows[row.architecture, str(row.img_size)]) == row.fits


def test_a_run_of_one_batch_size_and_no_run_have_no_brackets() -> None:
    assert brackets("").empty
    assert fitted("").memory is None
    assert fitted("").tested.empty
    assert math.isnan(memory_gb("nobody"))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fit_finds_the_bytes_that_made_the_brackets(seed: int) -> None:
    random = np.random.default_rng(seed)
    n, card = 600, 16.0
    table = pd.DataFrame(
        {
            "activations_m": 10 ** random.uniform(0.5, 2.5, n),
            "param_count_m": 10 ** random.uniform(0.5, 2.7, n),
            "family": random.choice([f"f{i}" for i in range(40)], n),
        }
    )
    room = (card - 0.7) * GIB - 18e6 * table["param_count_m"]
    true = room / (6e6 * table["activations_m"]) * np.exp(random.normal(0, 0.1, n))
    table, truth = table[true >= 1].reset_index(drop=True), true[true >= 1].to_numpy()
    steps = np.array([*sorted(decayed(256)), np.inf])
    place = np.searchsorted(steps, truth, side="right") - 1
    known = table.assign(fits=steps[place], fails=steps[place + 1])
    found = fit(known, card)
    assert found is not None
    assert found.per_activation == pytest.approx(6, rel=0.05)
    assert found.per_param == pytest.approx(18, rel=0.25)
    guess = largest_batch(found, table, card)
    assert np.median(np.abs(np.log(guess / truth))) < 0.1
    tested = backtest(known, found, card)
    assert (below_cap(tested)["off"] == 1).mean() > 0.6
    assert 1 < half_width(tested) < 1.4


def test_the_bytes_of_training_are_those_that_others_found() -> None:
    """A fit by hand gave 4.9 bytes an activation, 16 a parameter, 94 % within 1.5."""
    found = fitted(lead_run("train"))
    assert found.memory is not None
    assert found.memory.per_activation == pytest.approx(4.9, rel=0.2)
    assert found.memory.per_param == pytest.approx(16, rel=0.3)
    off = np.abs(np.log(below_cap(found.tested)["off"]))
    assert (off < np.log(1.5)).mean() == pytest.approx(0.94, abs=0.03)


def test_too_few_brackets_are_not_fitted() -> None:
    known = brackets(lead_run("train")).head(20)
    assert fit(known, 24.0) is None
    assert fit(brackets(lead_run("train")), math.nan) is None
