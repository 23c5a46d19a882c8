"""Where the figures come from: the record of origin and what the ids of runs say."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.data import reading, sources
from analysis.data.errors import DataError, UnknownNameError
from analysis.data.sources import describe_run, load, run_of_device, runs
from analysis.runs.devices import lead_run
from tests.support import raw_files


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return load()


@pytest.mark.parametrize(
    ("run", "facts"),
    [
        ("infer-amp-nchw-pt291-cu130-5090-dynamo", "rtx5090 amp nchw True 2.9.1 13.0"),
        ("infer-amp-nchw-pt291-cu128-4090", "rtx4090 amp nchw False 2.9.1 12.8"),
        ("infer-amp-nhwc-pt240-cu124-rtx4090", "rtx4090 amp nhwc False 2.4.0 12.4"),
        (
            "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
            "pro6000maxq amp_bf16 nchw True 2.9.1 13.0",
        ),
        ("infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo", "i9_10940x fp32 nchw True 2.2.1 "),
        ("train-amp-nhwc-pt113-cu117-rtx3090", "rtx3090 amp nhwc False 1.13 11.7"),
        ("infer-amp-nchw-pt2101-cu130-5090", "rtx5090 amp nchw False 2.10.1 13.0"),
    ],
)
def test_the_id_of_a_run_says_how_it_was_made(run: str, facts: str) -> None:
    found = describe_run(run)
    assert found.pop("task") == run.partition("-")[0]
    assert list(found) == ["device", "precision", "layout", "compiled", "torch", "cuda"]
    assert isinstance(found["compiled"], bool)
    assert " ".join(map(str, found.values())) == facts


@pytest.mark.parametrize(
    "run", ["", "infer", "infer-amp-nchw-cu130-5090", "eval-amp-nchw-pt291-cpu-x"]
)
def test_an_id_of_another_form_is_refused_with_an_example(run: str) -> None:
    with pytest.raises(DataError, match=r"expected e\.g\. benchmark-infer-amp-nchw") as caught:
        describe_run(run)
    assert f"benchmark-{run}.csv" in str(caught.value)


@pytest.mark.edition("2026-01-06")
def test_every_run_of_the_snapshot_is_on_record_and_no_other(record: dict[str, Any]) -> None:
    assert len(record["runs"]) == 28
    assert sorted(record["runs"]) == reading.names(reading.SNAPSHOT, "speed")
    assert sorted(record["editions"]) == reading.names(reading.SNAPSHOT, "accuracy")
    editions = [entry["edition"] for entry in record["runs"].values()]
    assert (editions.count("2026-01-06"), editions.count("2022-12-30")) == (22, 6)


@pytest.mark.edition("2026-01-06")
def test_the_record_names_upstream_with_its_licence_and_commits(record: dict[str, Any]) -> None:
    assert record["upstream"]["repository"] == "huggingface/pytorch-image-models"
    assert record["upstream"]["licence"] == "Apache-2.0"
    assert {edition: entry["commit"] for edition, entry in record["editions"].items()} == {
        "2022-12-30": "960f5f92e645a8d02757bf32fa680499127d2c98",
        "2026-01-06": "90cae8c5ab83d2d7e23b1fb2bab1559bfdcbc7e9",
    }
    assert record["catalog"]["licence"] == "Apache-2.0"


def files(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what the record says of each raw file."""
    folders = [*record["editions"].values(), record["catalog"]]
    tables = [entry for folder in folders for entry in folder["files"].values()]
    return [*tables, *record["runs"].values()]


@pytest.mark.edition("2026-01-06")
def test_every_raw_file_is_recorded_with_hash_and_access_date(record: dict[str, Any]) -> None:
    recorded = files(record)
    assert len(recorded) == 2 * 8 + 3 + 28
    for entry in recorded:
        assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
        assert date.fromisoformat(entry["accessed"]) >= date(2026, 1, 6)
    assert len({entry["sha256"] for entry in recorded}) == len(recorded)


@pytest.mark.edition("2026-01-06")
def test_every_run_is_recorded_with_what_its_id_says(record: dict[str, Any]) -> None:
    for run, entry in record["runs"].items():
        assert entry["file"] == f"benchmark-{run}.csv"
        assert entry["edition"] in record["editions"]
        assert entry["device"] in record["devices"]
        assert describe_run(run).items() <= entry.items()


@pytest.mark.edition("2026-01-06")
def test_runs_are_listed_by_task_device_and_newest_software() -> None:
    table = runs()
    assert list(table.columns) == sources.RUN_COLUMNS
    assert table["run"].is_unique
    assert len(table) == 28
    assert table["task"].tolist() == ["infer"] * 24 + ["train"] * 4
    labels = ["RTX 5090", "RTX 4090", "RTX 3090", "RTX PRO 6000", "Core i9", "Core i7"]
    assert table["device_label"].unique().tolist() == labels
    of_3090 = table.loc[table["device"].eq("rtx3090") & table["task"].eq("infer"), "torch"]
    assert list(dict.fromkeys(of_3090)) == ["2.4.0", "2.1.0", "1.13", "1.12", "1.11"]


@pytest.mark.parametrize(
    ("device", "run"),
    [
        ("rtx5090", "infer-amp-nchw-pt291-cu130-5090-dynamo"),
        ("rtx4090", "infer-amp-nchw-pt291-cu128-4090-dynamo"),
        ("rtx3090", "infer-amp-nhwc-pt240-cu124-rtx3090"),
        ("pro6000maxq", "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo"),
        ("i9_10940x", "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo"),
        ("i7_12700h", "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo"),
    ],
)
def test_the_run_of_a_device_is_its_newest_compiled_else_nhwc(device: str, run: str) -> None:
    assert run_of_device(device) == run


def test_the_leading_runs_are_on_record() -> None:
    assert {lead_run(), sources.LEAD_TRAIN_RUN} <= set(runs()["run"])


def test_a_device_without_an_inference_run_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"no device 'rtx5080'; the nearest: rtx5090"):
        run_of_device("rtx5080")


@pytest.mark.edition("2026-01-06")
def test_current_runs_are_those_of_each_devices_newest_software() -> None:
    assert sources.current_runs("infer") == [
        "infer-amp-nchw-pt291-cu130-5090-dynamo",
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
    assert sources.current_runs("train") == [
        "train-amp-nhwc-pt112-cu113-rtx3090",
        "train-amp-nchw-pt112-cu113-rtx3090",
    ]


@pytest.mark.edition("2026-01-06")
def test_devices_are_described_with_what_was_measured_on_them() -> None:
    rows = sources.devices().set_index("device").to_dict("index")
    assert len(rows) == 6
    assert rows["rtx3090"] == {
        "label": "RTX 3090",
        "name": "NVIDIA GeForce RTX 3090",
        "kind": "gpu",
        "year": 2020,
        "runs": 14,
        "tasks": "infer, train",
        "torch": "1.11 to 2.4.0",
        "precision": "amp",
        "compiled": False,
    }
    i7 = rows["i7_12700h"]
    assert (i7["kind"], i7["runs"], i7["torch"], i7["compiled"]) == ("cpu", 1, "2.4.0", True)


@pytest.mark.edition("2026-01-06")
def test_editions_are_listed_oldest_first() -> None:
    assert sources.editions() == ["2022-12-30", "2026-01-06"]


@pytest.mark.parametrize(
    ("file", "fact", "words"),
    [
        ("record.yml", "runs", ": the part 'runs' is missing"),
        ("record.yml", "editions", ": the part 'editions' is missing"),
        ("sources.yml", "devices", ": the part 'devices' is missing"),
        ("record.yml", "editions=", ": the part 'editions' is missing"),
        ("record.yml", "editions/2022-12-30=", ": editions: 2022-12-30 lacks 'commit'"),
        ("record.yml", f"runs/{lead_run()}/torch", f": runs: {lead_run()} lacks 'torch'"),
        ("record.yml", "editions/2022-12-30/commit", ": editions: 2022-12-30 lacks 'commit'"),
        ("record.yml", "catalog/weights.csv/rows", ": catalog: weights.csv lacks 'rows'"),
        ("sources.yml", "devices/rtx5090/label", ": devices: rtx5090 lacks 'label'"),
    ],
)
def test_a_record_without_a_part_or_a_fact_is_refused(
    tmp_path: Path, file: str, fact: str, words: str
) -> None:
    """What is named is left out, or with a sign of equality, empty."""
    snapshot = raw_files.copy_snapshot(tmp_path)
    path = next(tmp_path.rglob(file))
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    *outer, name = fact.split("/")
    mapping = reduce(getitem, outer, content)
    if name.endswith("="):
        mapping[name.removesuffix("=")] = None
    else:
        del mapping[name]
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(snapshot)
    assert str(caught.value) == file + words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"runs: [", "not YAML"),
        (b"\xff\xfe", "not YAML"),
        (b"- a\n", "the part '.*' is missing"),
        (None, "the file is missing"),
    ],
)
@pytest.mark.parametrize("file", ["sources.yml", "snapshot/record.yml"])
def test_a_record_that_is_no_record_is_refused_with_its_place(
    tmp_path: Path, file: str, body: bytes | None, words: str
) -> None:
    snapshot = raw_files.write_record(tmp_path / "snapshot")
    path = tmp_path / file
    path.unlink()
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(DataError, match=rf"{path.name}: .*{words}") as caught:
        load(snapshot)
    assert body is not None or str(path) in str(caught.value)


def test_what_is_written_of_a_record_is_read_back(tmp_path: Path, record: dict[str, Any]) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    (snapshot / "record.yml").unlink()
    sources.write_record(record, snapshot)
    assert load(snapshot) == record
    assert (snapshot / "record.yml").read_bytes() == (reading.SNAPSHOT / "record.yml").read_bytes()


def test_a_record_without_runs_lists_none(tmp_path: Path) -> None:
    table = runs(load(raw_files.write_record(tmp_path / "snapshot")))
    assert list(table.columns) == sources.RUN_COLUMNS
    assert table.empty


def test_a_device_without_a_label_goes_by_its_id(tmp_path: Path) -> None:
    record = load(raw_files.write_record(tmp_path / "snapshot"))
    run = "infer-amp-nchw-pt291-cu130-6090"
    record["runs"] = {run: describe_run(run) | {"edition": "2026-01-06"}}
    first = runs(record).iloc[0]
    assert (first["device"], first["device_label"]) == ("6090", "6090")
