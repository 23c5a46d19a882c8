"""The states of upstream's results folder, in facts: each goes through a refresh, one on another.

The names of files, their columns and their quirks are upstream's; the rows are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.data.sources import load
from analysis.data.test_sets import TEST_SETS
from analysis.data.textfiles import read_text
from analysis.refresh.raw_files import Raw
from analysis.refresh.rebuild import refresh
from tests.support import raw_files

OLD = "model,top1,top1_err,top5,top5_err,param_count,img_size,cropt_pct,interpolation"
MID = OLD.replace("cropt_pct", "crop_pct")
NEW = "model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation"
DIFFERENCES = ",top1_diff,top5_diff,rank_diff"
WIDE = (
    "model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,infer_gmacs,"
    "infer_macts,param_count"
)
NARROW = WIDE.replace("infer_gmacs,infer_macts,", "")
SORTED = (
    "model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,infer_gmacs,"
    "infer_macts,param_count"
)
LATE = (
    "model,infer_img_size,infer_samples_per_sec,infer_step_time,infer_batch_size,param_count,"
    "infer_gmacs,infer_macts"
)
TRAIN = NARROW.replace("infer", "train")


@dataclass(frozen=True)
class State:
    """What changed in the folder on a day: its accuracies' columns, files that came and went."""

    day: str
    accuracy: str
    added: dict[str, str]
    gone: tuple[str, ...] = ()
    tags: bool = False


def named(form: str, columns: str, *values: str) -> dict[str, str]:
    """Give files of one form of name and the same columns."""
    return {f"benchmark-{form.format(value)}.csv": columns for value in values}


OF_110 = named("infer-amp-{}-pt110-cu113-rtx3090", WIDE, "nchw", "nhwc")
TRAIN_110 = named("train-amp-{}-pt110-cu113-rtx3090", TRAIN, "nchw", "nhwc")
OF_111 = named("infer-amp-{}-pt111-cu113-rtx3090", NARROW, "nchw", "nhwc")
TRAIN_111 = named("train-amp-{}-pt111-cu113-rtx3090", TRAIN, "nchw", "nhwc")
OF_112 = named("infer-amp-{}-pt112-cu113-rtx3090", NARROW, "nchw", "nhwc")
STATES = (
    State("2021-01-03", OLD, {}),
    State(
        "2021-10-26",
        OLD,
        {"model_benchmark_amp_nchw_rtx3090.csv": WIDE, "model_metadata_in1k.csv": "model,pretrain"},
    ),
    State("2022-01-20", OLD, {"model_benchmark_amp_nhwc_rtx3090.csv": WIDE}),
    State(
        "2022-01-23",
        OLD,
        {**OF_110, **TRAIN_110, "model_metadata-in1k.csv": "model,pretrain"},
        (
            "model_benchmark_amp_nchw_rtx3090.csv",
            "model_benchmark_amp_nhwc_rtx3090.csv",
            "model_metadata_in1k.csv",
        ),
    ),
    State("2022-03-29", OLD, OF_111),
    State("2022-04-01", OLD, TRAIN_111),
    State("2022-07-16", MID, {}),
    State(
        "2022-07-19",
        MID,
        OF_112 | named("train-amp-{}-pt112-cu113-rtx3090", TRAIN, "nchw", "nhwc"),
        (*OF_110, *TRAIN_110),
    ),
    State("2022-07-22", MID, dict.fromkeys(OF_112, WIDE)),
    State("2023-01-15", MID, {}, tags=True),
    State(
        "2023-02-06",
        MID,
        named("infer-amp-{}-pt113-cu117-rtx3090", WIDE, "nchw", "nhwc"),
        tags=True,
    ),
    State("2023-11-22", MID, named("infer-amp-{}-pt210-cu121-rtx3090", NARROW, "nchw"), tags=True),
    State(
        "2023-11-25",
        MID,
        named("infer-amp-{}-pt210-cu121-rtx3090", SORTED, "nchw", "nhwc"),
        tags=True,
    ),
    State(
        "2024-03-20",
        MID,
        named("infer-fp32-nchw-pt221-cpu-{}-dynamo", NARROW, "i9_10940x"),
        tags=True,
    ),
    State("2024-08-13", NEW, {}, tags=True),
    State(
        "2024-09-04",
        NEW,
        named("infer-amp-{}", LATE, "nchw-pt240-cu124-rtx4090-dynamo", "nhwc-pt240-cu124-rtx3090")
        | named("infer-fp32-nchw-pt240-cpu-{}-dynamo", LATE, "i7_12700h", "i9_10940x"),
        (*OF_111, *OF_112, *TRAIN_111),
        tags=True,
    ),
    State(
        "2026-01-06",
        NEW,
        named("infer-amp-nchw-pt291-cu128-{}", LATE, "4090", "4090-dynamo")
        | named("infer-{}-nchw-pt291-cu130-pro6000maxq-dynamo", LATE, "amp", "amp_bf16", "bf16"),
        tags=True,
    ),
)
CELLS = {
    "top1": "80.000",
    "top1_err": "20.000",
    "top5": "95.000",
    "top5_err": "5.000",
    "param_count": "25.56",
    "img_size": "224",
    "crop_pct": "0.950",
    "cropt_pct": "0.950",
    "interpolation": "bicubic",
    "samples_per_sec": "1000.00",
    "step_time": "256.000",
    "batch_size": "256",
    "gmacs": "4.11",
    "macts": "11.11",
    "pretrain": "in1k",
}


def table(columns: str, models: list[str]) -> str:
    """Write a file of upstream's columns with made-up rows."""
    rows = [
        [
            model
            if column == "model"
            else CELLS.get(column.removeprefix("infer_").removeprefix("train_"), "0")
            for column in columns.split(",")
        ]
        for model in models
    ]
    return pd.DataFrame(rows, columns=columns.split(",")).to_csv(index=False)


def write(folder: Path, state: State) -> None:
    """Bring the folder into a state."""
    for name in state.gone:
        (folder / name).unlink()
    models = (
        ["resnet50.a1_in1k", "vit_base_patch16_224.augreg_in1k"] if state.tags else ["resnet50"]
    )
    for test_set in TEST_SETS.values():
        extra = "" if test_set.id == "imagenet" else DIFFERENCES
        raw_files.write(folder / test_set.upstream, table(state.accuracy + extra, models))
    for name, columns in state.added.items():
        raw_files.write(folder / name, table(columns, ["resnet50", "levit_128s"]))


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """Make a snapshot without an edition or a run."""
    snapshot = raw_files.write_record(tmp_path / "snapshot")
    empty: dict[str, dict[str, str]] = {"editions": {}, "runs": {}, "catalog": {}}
    raw_files.write(snapshot / "record.yml", yaml.safe_dump(empty))
    return snapshot


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return raw_files.write_all(tmp_path / "made-up") / "catalog"


@pytest.mark.slow
def test_every_state_of_upstreams_folder_goes_through_on_top_of_the_one_before(
    tmp_path: Path, snapshot: Path, catalog: Path
) -> None:
    folder = tmp_path / "results"
    seen: dict[str, str] = {}
    for state in STATES:
        write(folder, state)
        refresh([Raw(state.day, folder, "c" * 40)], catalog, snapshot)
        seen |= dict.fromkeys((name for name in state.added if "metadata" not in name), state.day)
        record = load(snapshot)
        assert record["editions"][state.day]["files"].keys() == {
            test_set.upstream for test_set in TEST_SETS.values()
        }
        assert {run["file"] for run in record["runs"].values()} == seen.keys()
    assert len(record["editions"]) == len(STATES)
    runs = record["runs"]
    for run, facts in runs.items():
        assert len(read_text(snapshot / f"speed/{run}.csv")) == facts["rows"] == 2
        assert facts["first"] <= seen[facts["file"]]
        assert facts["task"] == ("train" if "train" in run else "infer")
    assert {facts["device"] for facts in runs.values()} == {
        "rtx3090",
        "rtx4090",
        "pro6000maxq",
        "i9_10940x",
        "i7_12700h",
    }
    assert [run for run, facts in runs.items() if not facts["torch"]] == [
        "model_benchmark_amp_nchw_rtx3090",
        "model_benchmark_amp_nhwc_rtx3090",
    ]


@pytest.mark.parametrize("state", STATES[:1] + STATES[6:7] + STATES[-3:-2], ids=lambda s: s.day)
def test_the_forms_of_accuracy_files_say_the_same(
    tmp_path: Path, snapshot: Path, catalog: Path, state: State
) -> None:
    write(tmp_path / "results", State(state.day, state.accuracy, {}, tags=state.tags))
    refresh([Raw(state.day, tmp_path / "results")], catalog, snapshot)
    first = read_text(snapshot / f"accuracy/{state.day}.csv").iloc[0]
    assert (first["crop_pct"], first["img_size"], first["imagenet-a_top1"]) == (
        "0.95",
        "224",
        "80.0",
    )
