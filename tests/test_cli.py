"""The command line as a user meets it: tables on stdout, messages on stderr, honest statuses."""

from __future__ import annotations

import csv
import io
import os
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analysis.__main__ import main
from tests.support import naive, raw_files
from tools.setup import ROOT

LEAD = "infer-amp-nchw-pt291-cu130-5090-dynamo"
OLD = "infer-amp-nhwc-pt113-cu117-rtx3090"
Output = pytest.CaptureFixture[str]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def parse(text: str) -> tuple[list[str], list[list[str]]]:
    """Read pure CSV: one header, rows as long as it, plain line ends."""
    assert "\r" not in text
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(row) for row in rows} <= {len(header)}
    return header, rows


def speed_account(run_id: str) -> list[str]:
    words = {
        "matched": "matched",
        "absent": "the other side lacks the architecture",
        "other size": "the other side has only other image sizes",
    }
    fates = Counter(words[fate] for fate in naive.join(run_id).speed_side.values())
    return [f"speed: {rows} rows {outcome}" for outcome, rows in sorted(fates.items())]


@pytest.mark.edition("2026-01-06")
def test_runs_has_a_row_for_each_of_28_runs() -> None:
    done = run("runs")
    header, rows = parse(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert " ".join(header) == (
        "run task device precision layout compiled torch cuda batch rows renamed repeats "
        "weights_matched"
    )
    assert [row[0] for row in rows[:2]] == [LEAD, LEAD.removesuffix("-dynamo")]
    assert len({row[0] for row in rows}) == len(rows) == 28
    by_run = {row[0]: row for row in rows}
    known = naive.join(OLD)
    facts = [OLD, "infer", "rtx3090", "amp", "nhwc", "False", "1.13", "11.7", ""]
    counts = [known.measured, known.renamed, known.repeats, 893]
    assert by_run[OLD] == facts + [str(count) for count in counts]


@pytest.mark.edition("2026-01-06")
def test_table_is_pure_csv_with_the_account_on_stderr() -> None:
    done = run("table", LEAD)
    header, rows = parse(done.stdout)
    assert done.returncode == 0
    promised = (
        "weights architecture tag family kind pretraining license img_size top1 top1_low top1_high "
        "top5 param_count_m gmacs activations_m samples_per_sec batch_size secs"
    )
    assert set(promised.split()) <= set(header)
    assert len(rows) == 1556
    assert done.stderr.splitlines() == [
        "accuracy: 1556 rows matched",
        "accuracy: 1 rows no accuracy on this test set",
        *speed_account(LEAD),
    ]


def test_table_takes_a_test_set_and_an_edition(capsys: Output) -> None:
    assert main(["table", OLD, "--test-set", "sketch", "--edition", "2022-12-30"]) == 0
    header, rows = parse(capsys.readouterr().out)
    known = naive.join(OLD, "2022-12-30", "sketch").rows
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert {
        (row["weights"], int(row["img_size"])): (float(row["samples_per_sec"]), float(row["top1"]))
        for row in cells
    } == known
    assert len(cells) == len(known)


@pytest.mark.parametrize(("task", "rows"), [("infer", 117), ("train", 120)])
def test_original_has_its_index_first(task: str, rows: int, capsys: Output) -> None:
    assert main(["original", task]) == 0
    header, found = parse(capsys.readouterr().out)
    assert header[:3] == ["", "model", f"{task}_samples_per_sec"]
    assert header[-1] == "family"
    assert len(found) == rows
    assert found[0][:2] == ["0", "levit_128s"]


def test_check_of_the_snapshot_finds_nothing() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "0 findings\n")
    assert done.stdout == "table,row,column,value,problem\n"


def test_a_derived_table_is_made_from_the_snapshot_that_is_named(
    tmp_path: Path, capsys: Output
) -> None:
    copy = raw_files.copy_snapshot(tmp_path)
    run_file = copy / "speed" / "infer-amp-nhwc-pt111-cu113-rtx3090.csv"
    text = run_file.read_text(encoding="utf-8")
    run_file.write_text(text.replace("tv_resnet50,224,3534.18,", "tv_resnet50,224,1.0,"))
    assert main(["--snapshot", str(copy), "table", "hardware-noise"]) == 0
    header, rows = parse(capsys.readouterr().out)
    fastest_of_the_same = 3536.6
    assert max(float(row[header.index("spread")]) for row in rows) == fastest_of_the_same
    assert main(["table", "hardware-noise"]) == 0
    header, rows = parse(capsys.readouterr().out)
    assert max(float(row[header.index("spread")]) for row in rows) < 2


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Copy the snapshot and break one cell of the leading run."""
    copy = raw_files.copy_snapshot(tmp_path)
    path = copy / "speed" / f"{LEAD}.csv"
    path.write_bytes(
        raw_files.cell("samples_per_sec", "-5.0", row=10)(path.read_text(encoding="utf-8"))
    )
    return copy


def test_check_of_a_damaged_copy_names_the_cell_and_has_status_1(damaged: Path) -> None:
    done = run("--snapshot", str(damaged), "check")
    assert done.returncode == 1
    file = f"speed/{LEAD}.csv"
    assert done.stderr == (
        f"{file}, row 10, column samples_per_sec, value '-5.0': must be above 0\n1 findings\n"
    )
    assert parse(done.stdout)[1] == [[file, "10", "samples_per_sec", "-5.0", "must be above 0"]]


def test_a_table_that_cannot_be_trusted_is_not_shown(damaged: Path, capsys: Output) -> None:
    assert main(["--snapshot", str(damaged), "table", LEAD]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"python -m analysis: speed/{LEAD}.csv, row 10, column samples_per_sec, value '-5.0': "
        "must be above 0\n"
    )


@pytest.mark.parametrize(
    "arguments", [["runs"], ["table", LEAD], ["original", "infer"], ["check"]], ids=" ".join
)
def test_a_snapshot_that_is_not_there_has_status_1(
    arguments: list[str], tmp_path: Path, capsys: Output
) -> None:
    assert main(["--snapshot", str(tmp_path / "none"), *arguments]) == 1
    assert "the file is missing" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_run_is_answered_with_the_nearest_and_status_2() -> None:
    done = run("table", "infer-amp-nchw-pt291-cu130-5090-compiled")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    message, _, nearest = line.partition("; the nearest: ")
    assert "no run 'infer-amp-nchw-pt291-cu130-5090-compiled'" in message
    assert {LEAD, LEAD.removesuffix("-dynamo")} <= set(nearest.split(", "))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["table", LEAD, "--test-set", "imagenetv3"], "no test set 'imagenetv3'; the nearest: ima"),
        (["table", LEAD, "--edition", "2026-01-05"], "the nearest: 2026-01-06"),
        (["table", "hardware-speedup"], "the nearest: hardware-speedups"),
        (["table", "hardware-noise", "--test-set", "sketch"], "go with the table of a run"),
        (["table", "hardware-noise", "--edition", "2022-12-30"], "go with the table of a run"),
        (["refresh"], "one of the arguments"),
        (["refresh", "--latest", "--commit", "abcdef1"], "not allowed with argument --latest"),
        (["refresh", "--from", "x", "--latest"], "not allowed with argument --from"),
        (["refresh", "--from", ".", "--url", "x"], "--url"),
        (["refresh", "--latest", "--edition", "2026-01-06"], "--edition goes with --from"),
        (["original", "test"], "invalid choice: 'test'"),
        (["table"], "the following arguments are required"),
        (["frontier"], "invalid choice: 'frontier'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_misuse_has_status_2_and_says_what_is_right(
    arguments: list[str], message: str, capsys: Output
) -> None:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert message in err


def test_a_closed_pipe_ends_the_command_quietly() -> None:
    command = [sys.executable, "-m", "analysis", "table", LEAD]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("weights,architecture")
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0
    assert [line for line in said.splitlines() if " rows " not in line] == []


@pytest.mark.parametrize("arguments", [["runs"], ["original", "infer"], ["check"]], ids=" ".join)
@pytest.mark.parametrize(
    ("place", "said"), [(">&-", "the output is closed"), (">/dev/full", "No space left on device")]
)
def test_an_output_that_takes_nothing_is_said_in_a_sentence(
    arguments: list[str], place: str, said: str
) -> None:
    if place == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = shlex.join([sys.executable, "-m", "analysis", *arguments])
    done = subprocess.run(
        ["sh", "-c", f"{command} {place}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("python -m analysis: ")
    assert last.endswith(said)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_an_output_called_ascii_takes_every_sign(damaged: Path) -> None:
    path = damaged / "speed" / f"{LEAD}.csv"
    path.write_text(path.read_text("utf-8").replace("-5.0", "fünf – ∞", 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "--snapshot", str(damaged), "check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "fünf – ∞" in done.stdout.decode("utf-8")
    assert done.stderr.decode("utf-8").endswith("1 findings\n")


@pytest.mark.slow
def test_the_claims_are_told_to_an_output_called_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "claims"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode in (0, 1), done.stderr) == (True, "")
    assert len(parse(done.stdout)[1]) > 1
