"""Files by other people: their forms, their failed rows, what they lose and what they get wrong."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.data.errors import DataError
from analysis.data.textfiles import read_text
from analysis.refresh.raw_speeds import read_benchmark
from analysis.refresh.raw_tables import read_accuracy
from tests.support import raw_files
from tests.support.small_project import Project, make
from tools.setup import ROOT

LEAD = raw_files.SPEED[raw_files.NEW, raw_files.LEAD]
BOTH = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,train_samples_per_sec,train_step_time,train_batch_size,train_img_size,param_count,error
resnet50,2000.00,128.000,256,224,500.00,512.000,256,224,25.56,
levit_128s,8000.00,32.000,256,224,,,,224,7.78,CUDA out of memory
vit_huge,,,,,,,,,,CUDA out of memory
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return made.copy(tmp_path / "project")


def test_a_model_that_one_task_alone_measured_is_in_that_half_alone(tmp_path: Path) -> None:
    lines = BOTH.replace(
        "levit_128s,8000.00,32.000,256,224,,,,224", "levit_128s,8000,32,256,224,,,,"
    )
    plain = [line.rpartition(",")[0] for line in lines.splitlines()[:3]]
    path = raw_files.write(tmp_path / "benchmark-a.csv", "\n".join(plain) + "\n")
    halves, notes = {}, {}
    for task in ("infer", "train"):
        notes[task] = list[str]()
        halves[task] = list(read_benchmark(path, task, notes[task])["model"])
    assert halves == {"infer": ["resnet50", "levit_128s"], "train": ["resnet50"]}
    name = f"{tmp_path.name}/benchmark-a.csv"
    assert notes == {"infer": [], "train": [f"{name}: 1 rows have no columns train_… filled"]}


def long_file(rows: int = 40) -> str:
    """Write a file of speeds with many rows."""
    header = LEAD.splitlines()[0]
    lines = [f"model_{i},224,1000.00,256.000,256,25.56,4.11,11.11" for i in range(rows)]
    return "\n".join([header, *lines]) + "\n"


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_taken_with_a_note(tmp_path: Path, mark: str, word: str) -> None:
    plain = raw_files.write(tmp_path / "a.csv", long_file())
    other = raw_files.write(tmp_path / "b.csv", long_file().replace(",", mark))
    notes: list[str] = []
    pd.testing.assert_frame_equal(
        read_benchmark(other, "infer", notes), read_benchmark(plain, "infer")
    )
    assert len(notes) == 1
    assert word in notes[0]


def test_a_comma_in_a_number_between_semicolons_is_refused(tmp_path: Path) -> None:
    text = long_file().replace(",", ";").replace("25.56", "25,56", 1)
    with pytest.raises(DataError, match=r"row 2, column param_count, value '25,56': a comma"):
        read_benchmark(raw_files.write(tmp_path / "a.csv", text), "infer")


@pytest.mark.parametrize("single", [False, True])
def test_json_gives_the_same_table_as_csv(tmp_path: Path, single: bool) -> None:
    plain = raw_files.write(tmp_path / "a.csv", long_file(1 if single else 40))
    entries = pd.read_csv(plain).to_dict("records")
    other = raw_files.write(tmp_path / "a.json", json.dumps(entries[0] if single else entries))
    pd.testing.assert_frame_equal(read_benchmark(other, "infer"), read_benchmark(plain, "infer"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[" * 20_000 + "]" * 20_000, "not sound JSON"),
        ("[1, 2]", "is not an entry"),
        ("[]", "is not an entry"),
        ("{", "not sound JSON"),
        ('{"model": "resnet50", "infer_samples_per_sec": Infinity}', "is missing"),
    ],
)
def test_json_that_is_no_benchmark_is_refused(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_benchmark(raw_files.write(tmp_path / "benchmark-a.json", body), "infer")


def test_a_file_of_both_tasks_is_two_runs_and_its_failed_rows_are_counted(project: Project) -> None:
    raw_files.write(project.file("benchmark-both-amp-nhwc-pt291-cu130-h100.csv"), BOTH)
    done = project.refresh()
    infer, train = (f"{task}-amp-nhwc-pt291-cu130-h100" for task in ("infer", "train"))
    record = project.record()["runs"]
    assert [record[run]["task"] for run in (infer, train)] == ["infer", "train"]
    assert record[infer]["sha256"] == record[train]["sha256"]
    tables = (read_text(project.snapshot / f"speed/{run}.csv") for run in (infer, train))
    measured = [dict(zip(t["model"], t["samples_per_sec"], strict=True)) for t in tables]
    assert measured == [
        {"resnet50": "2000.0", "levit_128s": "8000.0"},
        {"resnet50": "500.0", "levit_128s": ""},
    ]
    said = " ".join(done.warnings)
    assert "1 rows failed upstream (vit_huge); 1 of them do not say size" in said
    assert "2 rows failed upstream (levit_128s, vit_huge); 1 of them" in said
    assert not project.refresh().changed


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("model_7,224,1000.00", "model_7,224,fast", "not a number"),
        ("model_7,224,1000.00", "model_7,,1000.00", "a value is missing"),
        ("model_7,224", "<b>,224", "has characters"),
        ("model_7,224", "224", "7 cells where the header has 8"),
        (
            "model_7,224,1000.00,256.000",
            "model_6,224,1000.00,256.000",
            "is there twice, the same",
        ),
    ],
)
def test_one_odd_row_is_left_out_and_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = long_file()
    assert old in text
    notes: list[str] = []
    path = raw_files.write(tmp_path / "a.csv", text.replace(old, new, 1))
    assert len(read_benchmark(path, "infer", notes)) == 39
    assert len(notes) == 1
    assert "1 rows were left out (row 9" in notes[0]
    assert reason in notes[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("model_7,224,1000.00", "model_7,224,-1000.00"),
        ("model_7,224,1000.00,256.000", "model_6,224,2000.00,128.000"),
    ],
)
def test_one_false_row_refuses_the_file(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataError, match="row 9"):
        read_benchmark(raw_files.write(tmp_path / "a.csv", long_file().replace(old, new)), "infer")


@pytest.mark.parametrize("columns", [["top1"], ["top1", "top5"]])
def test_accuracies_as_fractions_are_refused(tmp_path: Path, columns: list[str]) -> None:
    table = pd.read_csv(raw_files.write(tmp_path / "a.csv", raw_files.ACCURACY_2022))
    for column in columns:
        table[column] = (table[column] / 100).round(5)
        table[f"{column}_err"] = 100 - table[column]
    path = raw_files.write(tmp_path / "results-imagenet.csv", table.to_csv(index=False))
    with pytest.raises(DataError, match=r"column top1: .*fractions, not percent \(multiply by 100"):
        read_accuracy(path)


def test_what_people_say_of_a_run_survives_a_refresh(project: Project) -> None:
    run = "model_benchmark_amp_nchw_rtx3090"
    raw_files.write(project.file(f"{run}.csv"), LEAD)
    [asked] = [w for w in project.refresh().warnings if run in w]
    assert asked.endswith(f"sources.yml: {run}: {{torch: …}}")
    with project.sources.open("a", encoding="utf-8") as file:
        file.write(f"runs:\n  {run}: {{torch: '1.10'}}\n")
    again = project.refresh()
    assert not again.changed
    assert not [warning for warning in again.warnings if run in warning]
    assert project.record()["runs"][run]["torch"] == "1.10"


def test_a_loss_is_refused_unless_it_is_accepted(project: Project) -> None:
    path = project.file(f"benchmark-{raw_files.LEAD}.csv")
    path.write_text("".join(LEAD.splitlines(keepends=True)[:3]), encoding="utf-8")
    before = project.contents()
    with pytest.raises(DataError, match=r"2 rows instead of 4.*--accept-loss"):
        project.refresh()
    assert project.contents() == before
    done = project.refresh(accept_loss=True)
    assert any("2 rows instead of 4" in warning for warning in done.warnings)
    assert project.contents() != before


@pytest.mark.parametrize("edition", ["zzz", "2026-13-45", "../../x", "0001-01-01", "20260106"])
def test_an_edition_that_is_no_date_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str], edition: str
) -> None:
    folder = str(project.results / raw_files.NEW)
    before = project.contents()
    paths = ["--snapshot", str(project.snapshot), "refresh", "--from", folder, "--dry-run"]
    assert main([*paths, "--edition", edition]) == 2
    assert f"--edition, value {edition!r}: is not a date" in capsys.readouterr().err
    assert project.contents() == before


@pytest.mark.parametrize("place", ["missing/report.md", "missing/file/report.md"])
def test_a_report_that_cannot_be_written_changes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (project.folder / "missing").write_text("a file", encoding="utf-8")
    path = project.file(raw_files.HARD[0])
    path.write_bytes(path.read_bytes().replace(b"60.000,40.000", b"61.000,39.000"))
    before = project.contents()
    options = ["--from", str(project.results), "--no-claims", "--report"]
    report = str(project.folder / place)
    assert main(["--snapshot", str(project.snapshot), "refresh", *options, report]) == 1
    assert capsys.readouterr().err.rstrip().endswith("nothing was changed")
    assert project.contents() == before


@pytest.mark.parametrize("output", [">&-", ">/dev/full"])
def test_an_output_that_takes_no_report_changes_nothing(project: Project, output: str) -> None:
    path = project.file(raw_files.HARD[0])
    path.write_bytes(path.read_bytes().replace(b"60.000,40.000", b"61.000,39.000"))
    before = project.contents()
    words = ["refresh", "--no-claims", "--from", project.results, "--report", project.folder / "r"]
    command = [sys.executable, "-m", "analysis", "--snapshot", project.snapshot, *words]
    script = f"{shlex.join(map(str, command))} {output}"
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m analysis: ")
    assert project.contents() == before


def test_an_older_edition_is_said_to_be_added(project: Project) -> None:
    folder = project.results / "2024-01-01"
    for path in (project.results / raw_files.NEW).glob("results-*.csv"):
        raw_files.write(folder / path.name, path.read_text(encoding="utf-8-sig"))
    report = project.folder / "report.md"
    paths = ["--snapshot", str(project.snapshot), "refresh", "--from", str(folder)]
    assert main([*paths, "--no-claims", "--report", str(report)]) == 0
    text = report.read_text(encoding="utf-8")
    assert "No weights" not in text
    assert "| `accuracy/2024-01-01.csv` | added | – | 6 |" in text


def test_a_column_called_as_the_project_calls_another_is_carried(tmp_path: Path) -> None:
    lines = raw_files.ACCURACY_2026.splitlines()
    text = "\n".join([f"{lines[0]},weights", *[f"{line},ours" for line in lines[1:]]]) + "\n"
    table = read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", text))
    assert set(table["extra_weights"]) == {"ours"}
    assert "ours" not in set(table["weights"])
