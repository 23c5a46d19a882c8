"""The sets of timings are as their sources printed them, and are no benchmark runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.data import reading
from analysis.data.sources import UNKNOWN, load, runs
from analysis.data.timing_sets import SET_COLUMNS, timing_sets
from tests.support import raw_files

PRINTED = {
    ("raspberry-pi-5-pytorch-fp32", "resnet18"): 136.053,
    ("raspberry-pi-5-onnx-runtime-fp32", "resnet18"): 50.285,
    ("jetson-orin-nano-tensorrt", "vgg13"): 18.442,
    ("core-ultra-7-155h-pytorch-fp32", "efficientnet_b0"): 24.347,
}
"""Milliseconds, from the result files of ispcojp/ai_inference_device_benchmark."""


def test_timings_are_as_they_were_printed() -> None:
    timings = reading.timings().set_index(["set", "architecture"])["latency_ms"]
    assert {key: timings[key] for key in PRINTED} == PRINTED


def test_columns_whose_clock_was_stopped_too_early_are_not_among_them() -> None:
    timings = reading.timings()
    vgg = timings[timings["architecture"].eq("vgg13")].set_index("set")["latency_ms"]
    small = timings[timings["architecture"].eq("mobilenetv3_small_050")].set_index("set")
    assert (vgg > small["latency_ms"].reindex(vgg.index)).all()
    assert not set(timings["latency_ms"]) & {3.54, 15.042, 1.266, 7.045}


def test_every_set_says_where_it_is_from_and_is_no_run() -> None:
    sets = timing_sets()
    assert set(sets["set"]) == set(reading.timings()["set"])
    assert not set(sets["set"]) & set(runs()["run"])
    assert not sets[["device", "kind", "url", "authors", "licence"]].isin([UNKNOWN]).any(axis=None)
    assert sets["models"].sum() == len(reading.timings())
    assert set(sets["licence"]) == {"Apache-2.0", "CC0-1.0"}


def test_a_snapshot_without_timings_has_an_empty_table(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    (snapshot / reading.TIMINGS_FILE).unlink()
    assert reading.timings(snapshot).empty
    assert list(timing_sets({**load(snapshot), "timings": {}}, snapshot)) == SET_COLUMNS


@pytest.mark.parametrize("facts", [{}, {"torch": "2.0.0", "compiled": "yes"}])
def test_what_a_source_does_not_say_is_unknown(facts: dict[str, str], tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    named = {"some": {"device": "It", "kind": "cpu", "rows": 0, **facts}}
    one = timing_sets({**load(snapshot), "timings": named}, snapshot).iloc[0]
    told = {column: facts.get(column, UNKNOWN) for column in ("torch", "compiled", "precision")}
    assert one[list(told)].to_dict() == told
    assert one["models"] == 0
