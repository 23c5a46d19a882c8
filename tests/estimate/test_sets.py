"""The estimate on timings that nothing was fitted on."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.data import reading
from analysis.estimate.reference import MODELS
from analysis.estimate.sets import ENOUGH, points, summary
from tools.setup import ROOT


@pytest.fixture(scope="module")
def estimated() -> pd.DataFrame:
    return points()


def test_every_timing_that_could_be_estimated_is_compared_once(estimated: pd.DataFrame) -> None:
    timings = reading.timings()
    assert set(estimated["set"]) == set(timings["set"])
    merged = estimated.merge(timings, on=["set", "architecture", "img_size"], how="left")
    assert merged["latency_ms"].sub(merged["measured_ms"]).abs().max() < 1e-9
    assert not estimated.duplicated(["set", "architecture", "img_size"]).any()
    assert (estimated["low_ms"] < estimated["estimated_ms"]).all()
    assert (estimated["estimated_ms"] < estimated["high_ms"]).all()


def test_a_large_set_is_estimated_from_the_first_ten_reference_models_as_the_command_does(
    estimated: pd.DataFrame, tmp_path: Path
) -> None:
    sizes = estimated.groupby("set").size()
    name = str(sizes.idxmax())
    assert sizes.max() >= ENOUGH
    timings = reading.timings()
    mine = timings[timings["set"].eq(name)]
    ten = mine[mine["architecture"].isin(MODELS[:10])]
    assert len(ten) == 10
    file = tmp_path / "ten.csv"
    ten[["architecture", "img_size", "latency_ms"]].to_csv(file, index=False)
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "estimate", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = pd.read_csv(io.StringIO(done.stdout)).drop_duplicates(["architecture", "img_size"])
    both = estimated[estimated["set"].eq(name)].merge(told, on=["architecture", "img_size"])
    assert len(both) > ENOUGH
    assert not set(both["architecture"]) & set(ten["architecture"])
    assert np.allclose(both["estimated_ms"], both["latency_ms"], rtol=1e-5)


def test_the_summary_is_that_of_a_plain_loop(estimated: pd.DataFrame) -> None:
    told = summary(estimated).set_index("set")
    for name in map(str, told.index[:3]):
        errors, inside = [], 0
        for row in estimated[estimated["set"].eq(name)].to_dict("records"):
            errors.append(abs(row["estimated_ms"] - row["measured_ms"]) / row["measured_ms"])
            inside += row["low_ms"] <= row["measured_ms"] <= row["high_ms"]
        errors.sort()
        middle = (errors[(len(errors) - 1) // 2] + errors[len(errors) // 2]) / 2
        assert told.loc[name, "median_error"] == pytest.approx(middle)
        assert told.loc[name, "worst_error"] == pytest.approx(errors[-1])
        assert told.loc[name, "inside_95"] == pytest.approx(inside / len(errors))
        assert told.loc[name, "tested"] == len(errors)
