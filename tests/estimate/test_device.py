"""A reader's timings, from file to table: what is kept, what is marked, what is refused."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.data.errors import DataError
from analysis.estimate import device, reference
from analysis.estimate.known import Known, known, measured_logs
from analysis.estimate.process import estimate
from analysis.estimate.trust import contradictions, extrapolated, levels
from tools.setup import ROOT

TWELVE = {
    "efficientnet_b0": (144.17, 29.08),
    "ese_vovnet19b_dw": (162.75, 11.25),
    "mixnet_s": (128.72, 31.21),
    "mnasnet_a1": (107.08, 19.69),
    "mobilenetv2_050": (54.87, 16.21),
    "mobilenetv2_100": (107.57, 16.23),
    "mobilenetv2_110d": (135.06, 20.46),
    "mobilenetv3_large_100": (83.44, 18.31),
    "mobilenetv3_small_050": (23.91, 15.04),
    "repvgg_b0": (249.84, 23.35),
    "resnet18": (136.05, 6.82),
    "vgg13": (1502.16, 3.54),
}
"""Milliseconds on a Raspberry Pi 5's CPU and, unsynchronised, a Jetson's GPU (ispcojp, 2026)."""


@pytest.fixture(scope="module")
def everything() -> Known:
    return known()


def timed(everything: Known, column: int, names: list[str] | None = None) -> device.Timed:
    kept = names or list(TWELVE)
    secs = [TWELVE[name][column] / 1000 for name in kept]
    rows = pd.DataFrame({"name": kept, "img_size": 224.0, "secs": secs})
    return device.usable(rows, everything)


def solved(everything: Known, mine: device.Timed, usual: float = 0.3) -> tuple[str, list[str]]:
    found = estimate(everything, mine.places, mine.log_secs)
    return device.unsound(everything, mine, found, usual, levels(everything))


def test_a_clock_that_was_stopped_too_early_is_noticed(everything: Known) -> None:
    reason, _ = solved(everything, timed(everything, 1))
    assert reason.startswith("vgg13 (3.54 ms) is faster than ")
    assert reason.endswith("was the clock stopped before the device had finished?")
    pairs = contradictions(everything, *_arrays(timed(everything, 1)))
    assert "resnet18" in set(pairs.loc[pairs["heavy"].eq("vgg13"), "light"])


def test_it_is_noticed_from_the_two_models_that_show_it(everything: Known) -> None:
    names = ["vgg13", "resnet18", "mobilenetv2_100", "efficientnet_b0"]
    assert solved(everything, timed(everything, 1, names))[0].startswith("vgg13 (3.54 ms)")


def test_sound_timings_are_believed(everything: Known) -> None:
    assert solved(everything, timed(everything, 0)) == ("", [])


def _arrays(mine: device.Timed) -> tuple[np.ndarray, np.ndarray]:
    return mine.places, mine.log_secs


def test_no_known_run_contradicts_the_others_in_the_reference_models(everything: Known) -> None:
    _, logs = measured_logs()
    for run in logs.columns:
        times = logs[run].to_numpy()
        first = reference.first(everything, ~np.isnan(times), 20)
        assert contradictions(everything, first, times[first]).empty, run


def test_timings_that_no_rule_connects_are_refused(everything: Known) -> None:
    mine = timed(everything, 0)
    shuffled = device.Timed(mine.places, np.random.default_rng(3).normal(0, 1, 12), [])
    assert solved(everything, shuffled)[0]


def test_a_model_that_stands_twice_with_other_times_is_refused(everything: Known) -> None:
    rows = pd.DataFrame({"name": ["resnet18", "resnet18"], "img_size": 224.0, "secs": [1.0, 2.0]})
    with pytest.raises(DataError, match=r"resnet18 stands several times, up to 2\.0 times apart"):
        device.usable(rows, everything)


def test_what_is_unknown_is_named(everything: Known) -> None:
    rows = pd.DataFrame(
        {
            "name": [*list(TWELVE)[:5], "my_net", "resnet18"],
            "img_size": [224.0] * 5 + [np.nan, 77],
            "secs": 1.0,
        }
    )
    notes = device.usable(rows, everything).notes
    assert "unknown to the known runs, left out: my_net, resnet18 at 77 px" in notes


def test_names_in_any_spelling_are_understood(everything: Known) -> None:
    names = ["ResNet-18", "hf-hub:timm/RESNET50@224", "ResNet34_Weights.IMAGENET1K_V1", "VGG-13"]
    rows = pd.DataFrame({"name": names, "img_size": 224.0, "secs": [0.01, 0.02, 0.015, 0.05]})
    found = device.usable(rows, everything)
    told = everything.models["architecture"].iloc[found.places].tolist()
    assert sorted(told) == ["resnet18", "resnet34", "resnet50", "vgg13"]


def test_from_convolutions_alone_every_other_kind_is_an_extrapolation(everything: Known) -> None:
    mine = timed(everything, 0)
    far = extrapolated(everything, mine.places)
    kinds = everything.models["kind"].to_numpy()
    assert far[kinds == "attention"].all()
    assert not far[mine.places].any()
    assert far[kinds == "convolution"].mean() < 0.1


def test_the_list_has_every_model_and_keeps_what_was_measured(everything: Known) -> None:
    mine = timed(everything, 0)
    found = estimate(everything, mine.places, mine.log_secs)
    table = device.listed(everything, mine, found, {12: 2.0}).table
    assert list(table.columns) == device.COLUMNS
    assert len(table) > 0.97 * len(pd.read_csv(ROOT / "analysis/data/snapshot/weights.csv")) / 3
    measured = table[table["basis"].eq("measured")].drop_duplicates("architecture")
    times = measured.set_index("architecture")["latency_ms"].to_dict()
    ours = {k: v[0] for k, v in TWELVE.items()}
    ours["semnasnet_100"] = ours.pop("mnasnet_a1")
    assert times == pytest.approx({k: v for k, v in ours.items() if k in times})
    rest = table[table["basis"].ne("measured")]
    assert (rest["latency_low_ms"] < rest["latency_ms"]).all()
    assert (rest["latency_ms"] < rest["latency_high_ms"]).all()
    assert table["latency_ms"].is_monotonic_increasing


def test_the_measuring_script_times_the_reference_models_in_their_order() -> None:
    tree = ast.parse((ROOT / "assets/device/time_models.py").read_text(encoding="utf-8"))
    models = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MODELS"
    )
    assert models == reference.MODELS


def test_the_reference_models_are_small_and_of_every_kind(everything: Known) -> None:
    table = reference.reference(everything)
    assert len(table) == len(set(reference.MODELS)) == 20
    assert table["param_count_m"].max() <= 60
    assert table["gmacs"].max() <= 10
    assert {"convolution", "attention", "hybrid"} <= set(table["kind"].head(5))


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "analysis", "estimate", *arguments]
    return subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, check=False)


def write(folder: Path, column: int) -> str:
    file = folder / "mine.csv"
    lines = [f"{name},{times[column]}" for name, times in TWELVE.items()]
    file.write_text("\n".join(["model,latency_ms", *lines, "my_net,3"]) + "\n")
    return str(file)


def test_the_command_prints_a_table_and_says_the_rest(tmp_path: Path) -> None:
    done = command(write(tmp_path, 0))
    assert done.returncode == 0, done.stderr
    header, first, *_ = done.stdout.splitlines()
    assert header == ",".join(device.COLUMNS)
    assert len(first.split(",")) == len(device.COLUMNS)
    for said in ("latency_ms, in ms", "12 models used", "left out: my_net", "timm's default"):
        assert said in done.stderr


def test_the_command_refuses_unsound_timings_with_the_reason(tmp_path: Path) -> None:
    file = write(tmp_path, 1)
    done = command(file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "was the clock stopped before the device had finished?" in done.stderr
    trusted = command(file, "--trust")
    assert trusted.returncode == 0
    assert "warning: vgg13" in trusted.stderr


def test_the_command_refuses_what_it_cannot_understand(tmp_path: Path) -> None:
    file = write(tmp_path, 0)
    assert command(file, "--only", "latency").returncode == 2
    assert command(file, "--batch-size", "0").returncode == 2
    assert command(str(tmp_path / "none.csv")).returncode == 1
