"""The run that stands for each device."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.sources import devices, load, runs
from analysis.runs import devices as module
from analysis.runs.devices import (
    ATTRIBUTES,
    current_runs,
    device_runs,
    first_run,
    generations,
    labels,
    lead_run,
    run_like,
    run_of_device,
    run_of_other_kind,
)

LEAD = "infer-amp-nchw-pt291-cu130-5090-dynamo"


def test_every_device_with_an_inference_run_is_what_the_record_says() -> None:
    record = load()
    measured = {run["device"] for run in record["runs"].values() if run["task"] == "infer"}
    found = device_runs().set_index("device")
    assert found.index.tolist() == [name for name in record["devices"] if name in measured]
    for device, label, kind, run in found.reset_index().itertuples(index=False):
        facts = record["devices"][device]
        assert (label, kind) == (facts["label"], facts["kind"])
        assert record["runs"][run]["device"] == device
        assert label in labels(kind)


def test_what_the_pages_say_of_the_runs_in_words_is_so() -> None:
    stand = device_runs().merge(runs(), on=["run", "device"])
    assert stand.loc[~stand["compiled"], "label"].tolist() == ["RTX 3090"]
    on_cpus = stand[stand["kind"].eq("cpu")]
    assert len(on_cpus) == 2
    assert on_cpus["torch"].str.startswith("2.4").all()
    for run in on_cpus["run"]:
        assert set(reading.speed(run)["batch_size"].dropna()) == {1}
    in_fp32 = runs().query("precision == 'fp32'")
    assert set(in_fp32["device_label"]) == set(on_cpus["label"])


@pytest.mark.edition("2026-01-06")
@pytest.mark.parametrize(
    ("device", "run"),
    [
        ("rtx5090", LEAD),
        ("rtx4090", "infer-amp-nchw-pt291-cu128-4090-dynamo"),
        ("rtx3090", "infer-amp-nhwc-pt240-cu124-rtx3090"),
        ("pro6000maxq", "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo"),
        ("i9_10940x", "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo"),
        ("i7_12700h", "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo"),
        ("rtx5080", ""),
    ],
)
def test_the_run_of_a_device_is_its_newest_compiled_else_nhwc(device: str, run: str) -> None:
    assert run_of_device(device) == run


@pytest.mark.edition("2026-01-06")
def test_current_runs_are_those_of_each_devices_newest_software_the_leading_first() -> None:
    assert current_runs("infer") == [
        LEAD,
        "infer-amp-nchw-pt291-cu130-5090",
        "infer-amp-nchw-pt291-cu128-4090-dynamo",
        "infer-amp-nchw-pt291-cu128-4090",
        "infer-amp-nhwc-pt240-cu124-rtx3090",
        "infer-amp-nchw-pt240-cu124-rtx3090",
        "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo",
        "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
        "infer-bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
        "infer-amp-nchw-pt291-cu130-pro6000maxq",
        "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo",
        "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
    ]
    assert current_runs("train") == [
        "train-amp-nhwc-pt112-cu113-rtx3090",
        "train-amp-nchw-pt112-cu113-rtx3090",
    ]


def test_a_run_and_its_like_differ_in_what_is_asked_for_alone() -> None:
    record = load()["runs"]
    for run in (lead_run(), lead_run("train")):
        twin = run_like(run, task="infer", compiled=False)
        own, other = ({fact: record[name][fact] for fact in ATTRIBUTES} for name in (run, twin))
        assert other == {**own, "task": "infer", "compiled": False}
    assert run_like(lead_run("train"), device="rtx5090") == ""
    assert run_like("") == ""


def test_a_run_of_unknown_format_has_no_like(monkeypatch: pytest.MonkeyPatch) -> None:
    known = runs().assign(precision="")
    monkeypatch.setattr(module, "runs", lambda: known)
    assert run_like(lead_run()) == ""


def test_the_device_of_another_kind_is_the_newest() -> None:
    record = load()["devices"]
    cpus = labels("cpu")
    years = {facts["label"]: facts["year"] for facts in record.values()}
    chosen = load()["runs"][run_of_other_kind()]["device"]
    assert record[chosen]["label"] == max(cpus, key=lambda label: years[label])


def test_where_every_device_is_of_one_kind_none_is_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alike = device_runs().assign(kind="gpu")
    monkeypatch.setattr(module, "device_runs", lambda: alike)
    assert run_of_other_kind() == ""


def test_generations_are_two_runs_of_devices_of_different_years_alike_in_all_else() -> None:
    before, after = (load()["runs"][run] for run in generations())
    years = devices().set_index("device")["year"]
    assert years[before["device"]] < years[after["device"]]
    assert {**before, "device": ""}.items() & {**after, "device": ""}.items() >= {
        (fact, before[fact]) for fact in ATTRIBUTES if fact != "device"
    }


def test_where_no_run_finds_an_accuracy_the_chooser_starts_with_one_of_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "lead_run", lambda task="infer": "" if task == "infer" else "t")
    assert first_run() == "t"
    monkeypatch.setattr(module, "lead_run", lambda *_: "")
    assert first_run() == runs()["run"][0]
    none: pd.DataFrame = runs()[:0]
    monkeypatch.setattr(module, "runs", lambda: none)
    assert first_run() == ""
