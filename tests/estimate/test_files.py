"""Every file that a reader may bring is understood as it is meant, or refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.data.errors import DataError, UsageError
from analysis.estimate.files import Timings, read_timings, unit_of
from analysis.estimate.names import brought

NEW = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count,error
resnet18,5000.0,204.8,1024,224,11.69,
vit_small_patch16_224,2000.0,512.0,1024,224,22.05,
swin_base,,,,,,CUDA out of memory
"""
OLD = """\
model,samples_per_sec,step_time,batch_size,img_size,param_count
resnet18,0.05,20123.0,1,224,11.69
"""
SCRIPT = """\
# device: A card
# warning: resnet18, timed again at the end, took +9% time
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count,error
resnet18,100,10,1,224,11.69,
"""


def read(folder: Path, text: str, name: str = "mine.csv", **options: object) -> Timings:
    (folder / name).write_text(text, encoding="utf-8")
    return read_timings(folder / name, **options)  # type: ignore[arg-type]


def milliseconds(read: Timings) -> dict[str, float]:
    table = read.table
    return dict(zip(table["name"], (1000 * table["secs"]).round(6).tolist(), strict=True))


def test_timms_benchmark_is_read_and_what_failed_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, NEW)
    assert milliseconds(found) == {"resnet18": 0.2, "vit_small_patch16_224": 0.5}
    assert found.table["img_size"].tolist() == [224, 224]
    assert "failed, left out: swin_base" in found.notes


def test_timms_old_columns_are_read_and_the_batch_time_tells_more_digits(tmp_path: Path) -> None:
    """0.05 images/s is a rounding of 20.123 s."""
    assert milliseconds(read(tmp_path, OLD)) == {"resnet18": 20123.0}


@pytest.mark.parametrize("one", [True, False])
def test_timms_json_is_read_as_its_csv_is(tmp_path: Path, one: bool) -> None:
    row = {
        "model": "resnet18",
        "infer_samples_per_sec": 5000.0,
        "infer_step_time": 204.8,
        "infer_batch_size": 1024,
        "infer_img_size": 224,
    }
    failed = {"model": "x", "error": "out of memory"}
    found = read(tmp_path, json.dumps(row if one else [row, failed]), "mine.json")
    assert milliseconds(found) == {"resnet18": 0.2}


def test_what_the_scripts_first_lines_say_is_kept(tmp_path: Path) -> None:
    found = read(tmp_path, SCRIPT)
    assert milliseconds(found) == {"resnet18": 10}
    assert found.facts["device"] == "A card"
    assert "+9%" in found.facts["warning"]


def test_speeds_of_training_are_refused(tmp_path: Path) -> None:
    text = NEW.replace("infer_", "train_")
    with pytest.raises(DataError, match="speeds of training; the estimate is of inference"):
        read(tmp_path, text)


def test_a_file_of_both_gives_its_inference(tmp_path: Path) -> None:
    text = (
        "model,infer_samples_per_sec,train_samples_per_sec,infer_img_size\nresnet18,500,100,224\n"
    )
    assert milliseconds(read(tmp_path, text)) == {"resnet18": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model;latency_ms\nresnet18;12,5\n", 12.5),
        ("Model\tTime (s)\nresnet18\t0.0125\n", 12.5),
        ("architecture,images/s\nresnet18,80\n", 12.5),
        ("name,fps\nresnet18,80\n", 12.5),
        ('model,throughput\nresnet18,"1,000"\n', 1),
    ],
)
def test_a_table_is_read_by_what_its_header_says(
    tmp_path: Path, text: str, expected: float
) -> None:
    assert milliseconds(read(tmp_path, text)) == {"resnet18": expected}


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("latency_ms", "ms"),
        ("Latency [ms]", "ms"),
        ("mean msec", "ms"),
        ("seconds", "s"),
        ("time_s", "s"),
        ("imgs/sec", "images/s"),
        ("images_per_second", "images/s"),
        ("latency", None),
        ("items", None),
        ("params", None),
    ],
)
def test_a_unit_is_told_by_the_header_or_not_at_all(header: str, unit: str | None) -> None:
    assert unit_of(header) == unit


def test_a_unit_is_never_guessed(tmp_path: Path) -> None:
    text = "model,latency\nresnet18,12\n"
    with pytest.raises(UsageError, match=r"'latency' of mine\.csv tells no unit: add --unit"):
        read(tmp_path, text)
    assert milliseconds(read(tmp_path, text, unit="ms")) == {"resnet18": 12}
    assert milliseconds(read(tmp_path, text, unit="ms", batch_size=4)) == {"resnet18": 3}


def test_two_columns_of_times_have_to_be_told_apart(tmp_path: Path) -> None:
    text = "model,cpu_ms,gpu_ms\nresnet18,12,3\n"
    with pytest.raises(UsageError, match="could be cpu_ms, gpu_ms; add --column"):
        read(tmp_path, text)
    assert milliseconds(read(tmp_path, text, column="gpu_ms")) == {"resnet18": 3}


def test_lines_can_be_chosen(tmp_path: Path) -> None:
    text = "device,model,ms\nA,resnet18,12\nB,resnet18,3\n"
    assert milliseconds(read(tmp_path, text, only={"device": "B"})) == {"resnet18": 3}
    with pytest.raises(UsageError, match="no column 'board'"):
        read(tmp_path, text, only={"board": "B"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("model,ms\n", "there are no rows"),
        ("model,ms\nresnet18\n", "line 2 has other cells"),
        ("model,ms,ms\nresnet18,1,2\n", "a column stands twice"),
        ("who,ms\nresnet18,1\n", "no column of models"),
        ("model,ms\nresnet18,0\n", "no row has a time"),
        ("[1, 2", "not JSON"),
        ("[1, 2]", "not a list of objects"),
    ],
)
def test_what_is_no_table_of_timings_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        read(tmp_path, text)


def test_names_are_understood_in_the_forms_that_people_write() -> None:
    names = {
        "resnet50": ("resnet50", 224),
        "resnet50.a1_in1k": ("resnet50", 224),
        "timm/resnet50.a1_in1k": ("resnet50", 224),
        "hf-hub:timm/resnet50.a1_in1k": ("resnet50", 224),
        "resnet50@288": ("resnet50", 288),
        "mnasnet_a1": ("semnasnet_100", 224),
        "convnext_base_in22ft1k": ("convnext_base", 224),
        "tf_efficientnet_b4": ("tf_efficientnet_b4", 380),
    }
    found = brought(pd.DataFrame({"name": list(names), "img_size": float("nan")}))
    assert list(zip(found["architecture"], found["img_size"], strict=True)) == list(names.values())
    told = brought(pd.DataFrame({"name": ["resnet50"], "img_size": [160.0]}))
    assert (told["img_size"].item(), told["size_assumed"].item()) == (160, False)
