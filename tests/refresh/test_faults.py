"""Raw files that are wrong, disks that are full: a clear message, status 1, nothing changed."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data.errors import DataError
from analysis.refresh import raw_tables
from tests.support import raw_files
from tests.support.small_project import Project
from tools.setup import ROOT

ACCURACY = "results-imagenet.csv"
RUN = f"benchmark-{raw_files.TRAIN}.csv"
Damage = Callable[[bytes], bytes]
Refused = Callable[..., str]


def swap_text(old: str, new: str) -> Damage:
    def damage(body: bytes) -> bytes:
        assert old.encode() in body
        return body.replace(old.encode(), new.encode(), 1)

    return damage


def drop(column: str) -> Damage:
    def damage(body: bytes) -> bytes:
        return raw_files.without_column(column)(body.decode().replace("\r\n", "\n"))

    return damage


def named(name: str) -> tuple[Damage, str]:
    return swap_text("resnet50.tv_in1k", name), "row 5, column model"


def repeat_row(body: bytes) -> bytes:
    return body + body.splitlines(keepends=True)[1]


TWICE = (repeat_row, "the same key stands in row 2")
SPEED_FAULTS: dict[str, tuple[Damage, str]] = {
    "a header only": (lambda body: body.split(b"\n")[0] + b"\n", "no rows"),
    "a file cut short": (lambda body: body[:-9], "row 2: the last line has no end"),
    "latin-1": (swap_text("resnet50", "r\u00e9snet"), "column model"),
    "latin-1 bytes": (lambda body: body.replace(b"resnet50", b"r\xe9snet"), "not UTF-8"),
    "UTF-16": (lambda body: body.decode().encode("utf-16"), "not UTF-8"),
    "NUL bytes in a name": (swap_text("resnet50", "res\0net"), "row 2"),
    "NUL bytes in a number": (swap_text("900.00", "9\0.00"), "row 2"),
    "random bytes": (lambda _: bytes(range(256)) * 40, "not UTF-8"),
    "a column missing": (drop("train_batch_size"), "train_batch_size: the column is missing"),
    "a cell too many": (swap_text("25.56", "25.56,1"), "row 2: 7 cells where the header has 6"),
    "a cell too few": (swap_text(",25.56", ""), "row 2: 5 cells where the header has 6"),
    "an open quote": (swap_text("resnet50", '"resnet50'), "not a sound CSV"),
    "a number as words": (swap_text("900.00", "fast"), "value 'fast': not a number"),
    "a decimal comma": (swap_text("900.00", '"900,5"'), "value '900,5': not a number"),
    "commas out of place": (swap_text("900.00", '"9,00,000"'), "'9,00,000'"),
    "NaN": (swap_text("900.00", "NaN"), "value 'NaN': not a number"),
    "infinity": (swap_text("900.00", "inf"), "value 'inf': not a number"),
    "a negative speed": (swap_text("900.00", "-900"), "value '-900': must be above 0"),
    "a speed of nothing": (swap_text("900.00", "0"), "must be above 0"),
    "a step that takes no time": (swap_text("284.444", "0"), "must be above 0"),
    "a step of another speed": (swap_text("284.444", "28.444"), "not batch size over throughput"),
    "half an image": (swap_text(",224,", ",224.5,"), "value '224.5': must be a whole number"),
    "a key twice": TWICE,
}
ACCURACY_FAULTS: dict[str, tuple[Damage, str]] = {
    "an HTML page": (lambda _: b"<!doctype html>\n<p>Sorry</p>\n", "column model"),
    "an empty file": (lambda _: b"", "the file is empty"),
    "blank lines alone": (lambda _: b"\n\n", "the file is empty"),
    "a column renamed": (swap_text("top5,", "top_5,"), "column top5: the column is missing"),
    "a column twice": (swap_text("top5,", "top1,"), "column top1: the column stands twice"),
    "a header too long": (swap_text("interpolation", "interpolation,weights"), "the header has"),
    "over 100 per cent": (
        swap_text("76.130,23.870", "176.130,-76.130"),
        "row 5, column top1, value '176.130': must be at most 100",
    ),
    "a negative accuracy": (swap_text("76.130,23.870", "-1.0,101.0"), "must be at least 0"),
    "an error that is not 100 minus it": (
        swap_text("76.130,23.870", "76.130,13.870"),
        "row 5, column top1_err, value '13.870': is not 100 minus top1",
    ),
    "top-5 below top-1": (swap_text("92.862,7.138", "12.862,87.138"), "top-5 is below top-1"),
    "files that disagree": (swap_text("25.56,0.875", "26.56,0.875"), "resnet50.tv_in1k at 224"),
    "a number as words": (swap_text("76.130", "good"), "top1, value 'good': not a number"),
    "a key twice": TWICE,
    "no name": named(""),
    "a name of markup": named("<img/src=x/onerror=alert(1)>"),
    "a name of a formula": named("=HYPERLINK(0)"),
    "a name that begins with a minus": named("-resnet50"),
    "a name with a path": named("../../etc/passwd"),
    "a name with a line end": (
        swap_text("resnet50.tv_in1k", '"resnet\n50"'),
        "has a control character",
    ),
    "a name with a tab": named("resnet\t50"),
    "a name with an escape": named("resnet\x1b[2J"),
    "a name that turns": named("resnet\u202e05"),
    "a name with no width": named("resnet\u200b50"),
    "a name with a bell": named("resnet\x07"),
}
CASES = [*((RUN, fault) for fault in SPEED_FAULTS), *((ACCURACY, f) for f in ACCURACY_FAULTS)]


@pytest.mark.parametrize(("file", "fault"), CASES)
def test_a_wrong_raw_file_is_refused(
    project: Project, refused: Refused, file: str, fault: str
) -> None:
    damage, words = (SPEED_FAULTS if file == RUN else ACCURACY_FAULTS)[fault]
    path = project.file(file)
    path.write_bytes(damage(path.read_bytes()))
    refused(words)


def test_the_last_of_all_files_is_refused_too(project: Project, refused: Refused) -> None:
    """The files before it were read and written to the new snapshot by then."""
    last = max((project.results / raw_files.NEW).glob("benchmark-*.csv"))
    last.write_text("model\nx\n", encoding="utf-8")
    refused(f"{raw_files.NEW}/{last.name}, row 1, column")


@pytest.mark.parametrize("file", [ACCURACY, *raw_files.HARD, *raw_files.CLEAN])
def test_a_missing_test_set_is_refused(project: Project, refused: Refused, file: str) -> None:
    project.file(file).unlink()
    refused(file, "the file is missing")


def test_a_huge_line_is_refused(project: Project, refused: Refused) -> None:
    with project.file(RUN).open("ab") as file:
        file.write(b"x" * 2**21 + b"\n")
        file.flush()
        refused(RUN, "row 3")
        file.truncate(200 * 2**20)
    refused(RUN, "larger than 64 MB")


def test_a_folder_without_raw_files_is_refused(project: Project, refused: Refused) -> None:
    for path in project.results.rglob("results-*"):
        path.unlink()
    for folder in (raw_files.NEW, raw_files.OLD):
        (project.results / folder).rename(project.results / f"not-{folder}")
    refused("holds no edition (expected results-*.csv")
    project.results.rename(project.folder / "elsewhere")
    refused("no such folder")


@pytest.mark.parametrize("name", ["benchmark-a b.csv", "benchmark-\u202ex.csv", "benchmark-.csv"])
def test_an_odd_file_name_of_a_run_is_refused(
    project: Project, refused: Refused, name: str
) -> None:
    raw_files.write(project.file(name), raw_files.SPEED[raw_files.NEW, raw_files.LEAD])
    refused("the file's name has characters")


def test_an_odd_file_name_of_a_test_set_is_refused(project: Project, refused: Refused) -> None:
    raw_files.write(project.file("results-<b>.csv"), raw_files.ACCURACY_2026)
    refused("no test set's name has")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the part 'editions' is missing"),
        (b"- a list\n", "the part 'editions' is missing"),
        (b"editions: 1\n", "the part 'editions' is missing"),
        (b"a: [", "not YAML"),
        (b"\xff\xfe\0", "not YAML"),
        (None, "the file is missing"),
    ],
)
@pytest.mark.parametrize(
    ("file", "first"), [("sources.yml", "upstream"), ("snapshot/record.yml", "editions")]
)
def test_a_broken_record_is_refused(
    project: Project, refused: Refused, file: str, first: str, body: bytes | None, words: str
) -> None:
    path = project.snapshot.parent / file
    path.unlink()
    if body is not None:
        path.write_bytes(body.replace(b"editions", first.encode()))
    refused(path.name, words.replace("editions", first))


def altered(project: Project) -> None:
    path = project.file(ACCURACY)
    path.write_bytes(path.read_bytes().replace(b"76.130,23.870", b"76.140,23.860"))


@pytest.mark.slow
def test_a_full_disk_at_any_write_changes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(project)
    before = project.contents()
    real = tempfile.mkstemp
    writes = 0
    fails = 0

    def mkstemp(**given: Any) -> tuple[int, str]:
        nonlocal writes
        if Path(given["dir"]).is_relative_to(project.snapshot.parent):
            writes += 1
            if writes == fails:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), given["dir"])
        return real(**given)

    monkeypatch.setattr(tempfile, "mkstemp", mkstemp)
    status = 1
    while status == 1:
        fails, writes = fails + 1, 0
        status = project.command("refresh", "--from", str(project.results))
        assert status == 0 or "No space left on device" in capsys.readouterr().err
        assert status == 0 or project.contents() == before
    assert fails > 5
    assert project.contents() != before


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


def test_a_limit_on_file_sizes_changes_nothing(project: Project) -> None:
    altered(project)
    before = project.contents()
    command = ["-m", "analysis", "--snapshot", str(project.snapshot), "refresh", "--no-claims"]
    command += ["--from", str(project.results), "--report", str(project.folder / "report.md")]
    limit = (resource.RLIMIT_FSIZE, (300, 300))
    done = run(command, preexec_fn=lambda: resource.setrlimit(*limit))
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.contents() == before


def test_a_snapshot_that_may_not_be_written_is_left_alone(
    project: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(project)
    for path in (project.snapshot, project.snapshot.parent):
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda p, _, path=path: Path(p) != path)
            refused(str(path), "may not be written")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_without_the_right_to_write_changes_nothing(project: Project) -> None:
    altered(project)
    before = project.contents()
    script = (
        "import os, sys; from pathlib import Path; from analysis.refresh import exchange\n"
        "from analysis.data.errors import DataError; os.setuid(65534)\n"
        "try:\n"
        "    exchange.staging(Path(sys.argv[1])).__enter__()\n"
        "except DataError as error:\n"
        "    print(error)\n"
    )
    for folder in [project.folder, *project.folder.parents]:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108
            folder.chmod(0o755)
    done = run(["-c", script, str(project.snapshot)])
    assert "may not be written" in done.stdout, done.stderr
    assert project.contents() == before


CELLS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", "1", "0.5", "-1", "1e999", "nan", "1,000", '"', "\n", "=1", "\0", "resnet50", "100.001"]
)
KNOWN = "model img_size top1 top1_err top5 top5_err param_count crop_pct cropt_pct interpolation"
SPEEDS = "train_samples_per_sec train_step_time train_batch_size train_img_size new"
HEADERS = st.lists(st.sampled_from([*KNOWN.split(), *SPEEDS.split()]) | CELLS, min_size=1)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=3)
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def complaint(read: Callable[[], pd.DataFrame]) -> str:
    """Read a table: nothing to complain about, and the table is sound, or what is wrong."""
    try:
        table = read()
    except DataError as error:
        return str(error)
    assert len(table) > 0
    for column in ("top1", "top5"):
        assert column not in table or table[column].between(0, 100).all()
    return ""


@MANY
@given(header=HEADERS, rows=ROWS, task=st.sampled_from(["", "train"]))
def test_whatever_the_table_the_reader_accepts_it_or_says_why_not(
    tmp_path: Path, header: list[str], rows: list[list[str]], task: str
) -> None:
    path = tmp_path / "table.csv"
    body = "\n".join(",".join(cells) for cells in [header, *rows]) + "\n"
    path.write_text(body, encoding="utf-8", newline="")
    said = complaint(
        lambda: raw_tables.read_benchmark(path, task) if task else raw_tables.read_accuracy(path)
    )
    assert said == "" or said.startswith(f"{tmp_path.name}/table.csv")


@MANY
@given(body=st.binary(max_size=400))
def test_whatever_the_bytes_the_reader_says_why_not(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(body)
    assert "table.csv" in complaint(lambda: raw_tables.read_accuracy(path))


@MANY
@given(
    at=st.integers(0, 10_000),
    cut=st.integers(0, 5),
    put=st.binary(max_size=3),
    text=st.sampled_from([raw_files.ACCURACY_2026, raw_files.HARD_2026, raw_files.ACCURACY_2022]),
)
def test_whatever_changes_in_a_good_file_the_reader_accepts_it_or_says_why_not(
    tmp_path: Path, at: int, cut: int, put: bytes, text: str
) -> None:
    body = text.encode()
    at %= len(body)
    path = tmp_path / "table.csv"
    path.write_bytes(body[:at] + put + body[at + cut :])
    said = complaint(lambda: raw_tables.read_accuracy(path))
    assert said == "" or "table.csv" in said
