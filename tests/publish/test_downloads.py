"""The downloads: whole, described, valid, and harmless in a spreadsheet."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.data import reading
from analysis.data.sources import runs
from analysis.data.textfiles import read_text
from analysis.pages.data.examples import example
from analysis.publish import downloads
from analysis.publish.dictionary import JOINED, dictionary
from analysis.publish.downloads import export, without_formulas
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from tests.support import raw_files
from tests.support.small_project import Project

READ: dict[str, Any] = {"keep_default_na": False, "na_values": [""]}


@pytest.fixture(scope="module")
def small(made: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export a small snapshot, by the command."""
    folder = tmp_path_factory.mktemp("small") / "export"
    assert made.command("export", str(folder)) == 0
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    export(folder)
    return folder


def test_a_file_in_the_way_stays_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export"
    file.write_text("mine", encoding="utf-8")
    assert main(["export", str(file)]) == 1
    assert f"{file}: is a file" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mine"


def package(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def validate(folder: Path) -> None:
    from frictionless import Package

    report = Package(folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]


def test_the_small_package_is_valid(small: Path) -> None:
    validate(small)


# frictionless leaves a compressed file open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_large_table_is_compressed_csv_alone_and_the_package_is_valid(
    made: Project, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "LARGEST", (small / "joined.csv").stat().st_size - 1)
    files = downloads.export(tmp_path, made.snapshot)
    assert files.loc[files["table"].eq("joined"), "path"].tolist() == ["joined.csv.gz"]
    assert not (tmp_path / "joined.json").exists()
    packed = (tmp_path / "joined.csv.gz").read_bytes()
    assert gzip.decompress(packed) == (small / "joined.csv").read_bytes()
    assert (tmp_path / "renames.csv").read_bytes() == (small / "renames.csv").read_bytes()
    validate(tmp_path)
    assert "downloads/joined.csv.gz" in str(example("python", files))


@pytest.mark.slow
def test_the_whole_package_is_valid(whole: Path) -> None:
    validate(whole)


def test_every_table_is_there_as_csv_and_as_json(whole: Path) -> None:
    expected = {path.relative_to(reading.SNAPSHOT) for path in reading.SNAPSHOT.rglob("*.csv")}
    expected.add(Path("joined.csv"))
    assert {path.relative_to(whole) for path in whole.rglob("*.csv")} == expected
    for path in expected:
        table = pd.read_csv(whole / path, **READ)
        content = json.loads((whole / path.with_suffix(".json")).read_text(encoding="utf-8"))
        again = pd.DataFrame(content[1:], columns=content[0])
        assert len(again) == len(table)
        assert list(again.columns) == list(table.columns)
        for column in table.select_dtypes("number"):
            assert again[column].astype(float).tolist() == pytest.approx(
                table[column].astype(float).tolist(), nan_ok=True
            )


def test_the_tidy_tables_are_those_of_the_snapshot(whole: Path) -> None:
    for path in sorted(reading.SNAPSHOT.rglob("*.csv")):
        name = path.relative_to(reading.SNAPSHOT)
        pd.testing.assert_frame_equal(
            pd.read_csv(whole / name, **READ), pd.read_csv(path, **READ), check_dtype=False
        )


def test_the_joined_table_holds_every_run(whole: Path) -> None:
    joined = pd.read_csv(whole / "joined.csv", **READ)
    assert list(joined.columns) == JOINED.names
    assert set(joined["run"]) == set(runs()["run"])
    assert not joined.duplicated(list(JOINED.key)).any()
    mine = joined[joined["run"].eq(lead_run())].set_index(["weights", "img_size"])
    table = run_table(lead_run()).table.set_index(["weights", "img_size"]).loc[mine.index]
    for column in ("top1", "samples_per_sec", "param_count_m", "batch_size"):
        assert mine[column].tolist() == pytest.approx(table[column].tolist())
    assert mine["secs"].tolist() == pytest.approx(table["secs"].tolist(), rel=1e-5)
    assert mine["top1_low"].tolist() == pytest.approx(table["top1_low"].tolist(), abs=5e-4)


def test_size_rows_and_hash_of_every_file_are_true(whole: Path) -> None:
    resources = package(whole)["resources"]
    assert len({resource["name"] for resource in resources}) == len(resources)
    for resource in resources:
        body = (whole / resource["path"]).read_bytes()
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        if resource["format"] == "csv":
            assert resource["rows"] == len(read_text(whole / resource["path"]))


def test_every_column_of_every_file_is_explained(whole: Path) -> None:
    for resource in package(whole)["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"]
    table = dictionary()
    assert not table.duplicated(["table", "column"]).any()
    assert table["about"].ne("").all()


def test_two_exports_are_the_same_bytes(made: Project, tmp_path: Path, small: Path) -> None:
    export(tmp_path / "again", made.snapshot)
    assert raw_files.contents(tmp_path / "again") == raw_files.contents(small)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_a_text(text: str) -> None:
    table = pd.DataFrame({"name": [text, "plain", "a=b"], "number": [-1.0, 2.0, 3.0]})
    safe = without_formulas(table)
    assert safe["name"].tolist() == ["'" + text, "plain", "a=b"]
    assert safe["number"].tolist() == [-1.0, 2.0, 3.0]


def test_no_cell_of_the_export_is_a_formula(whole: Path) -> None:
    for path in whole.rglob("*.csv"):
        table = pd.read_csv(path, **READ)
        for column in table.select_dtypes("str"):
            assert not table[column].str.contains(r"^[=+\-@\t\r]", na=False).any()


def test_other_files_in_the_folder_stay(made: Project, tmp_path: Path) -> None:
    mine = raw_files.write(tmp_path / "mine.csv", "a\n1\n")
    export(tmp_path, made.snapshot)
    assert mine.read_text(encoding="utf-8") == "a\n1\n"
