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
from analysis.data.errors import DataError
from analysis.data.sources import load, runs
from analysis.refresh.run_names import read_name
from tests.support import raw_files


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return load()


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
    assert len(recorded) == 2 * 8 + 4 + 28
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
        said = read_name(run)
        said["device"] = sources.device_id(said["device"], record["devices"])
        assert said.items() <= entry.items()


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
    record["runs"] = {run: read_name(run) | {"edition": "2026-01-06"}}
    first = runs(record).iloc[0]
    assert (first["device"], first["device_label"]) == ("6090", "6090")


def with_hand(tmp_path: Path, said: object) -> Path:
    """Copy the snapshot, and say something of runs by hand."""
    snapshot = raw_files.copy_snapshot(tmp_path)
    with (tmp_path / "sources.yml").open("a", encoding="utf-8") as file:
        yaml.safe_dump({"runs": said}, file)
    return snapshot


def test_what_people_say_of_a_run_goes_before_its_name(tmp_path: Path) -> None:
    said = {"device": "h100", "kind": "gpu", "compiled": False, "torch": "2.10"}
    snapshot = with_hand(tmp_path, {raw_files.LEAD: said, "gone": {"device": "t4"}})
    content = load(snapshot)
    assert said.items() <= content["runs"][raw_files.LEAD].items()
    assert "gone" not in content["runs"]
    assert runs(content).set_index("run").loc[raw_files.LEAD, "device_label"] == "H100"
    assert sources.recorded(snapshot)["runs"][raw_files.LEAD]["device"] == "rtx5090"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"x": {"devise": "t4"}}, "x has 'devise'; there are device, precision"),
        ({"x": {"torch": 2.10}}, "value '2.1': x: torch must be text, in quotes"),
        ({"x": {"compiled": "yes"}}, "x: compiled must be true or false"),
        ({"x": "t4"}, "x is not a list of facts"),
        (["x"], "it is not a list of facts"),
    ],
)
def test_what_people_say_of_a_run_must_be_of_its_facts(
    tmp_path: Path, said: object, words: str
) -> None:
    with pytest.raises(DataError, match=r"sources\.yml: runs") as caught:
        load(with_hand(tmp_path, said))
    assert words in str(caught.value)


def test_a_device_may_be_spelled_in_several_ways() -> None:
    devices = {"a100": {"label": "A100", "also": ["a100sxm", "a100-80g"]}, "t4": {"label": "T4"}}
    assert sources.device_id("a100-80g", devices) == "a100"
    assert sources.device_id("t4", devices) == "t4"
    assert sources.device_id("l4", devices) == "l4"


def test_runs_whose_batch_was_set_stand_behind_the_others(tmp_path: Path) -> None:
    record = load(raw_files.write_record(tmp_path / "snapshot"))
    names = ["infer-amp-nchw-pt300-cu130-t4-bs1", "infer-amp-nchw-pt291-cu130-t4"]
    record["runs"] = {run: read_name(run) | {"edition": "2026-01-06"} for run in names}
    assert runs(record)["run"].tolist() == names[::-1]
    assert runs(record)["batch"].tolist() == ["", "1"]


def test_a_run_of_no_known_device_is_listed_as_such(tmp_path: Path) -> None:
    record = load(raw_files.write_record(tmp_path / "snapshot"))
    record["runs"] = {"run1": read_name("run1") | {"task": "infer", "edition": "2026-01-06"}}
    [run] = runs(record).to_dict("records")
    assert (run["device"], run["device_label"]) == ("unknown", "unknown device")
    device = sources.devices(record).iloc[0]
    assert (device["kind"], device["torch"], device["precision"]) == ("unknown", "", "")


def test_a_record_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    (snapshot / "record.yml").write_text("[" * 20_000 + "]" * 20_000, encoding="utf-8")
    with pytest.raises(DataError, match="nested too deeply"):
        load(snapshot)
