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

from analysis.__main__ import main
from analysis.data.errors import DataError
from analysis.refresh import raw_tables
from analysis.refresh.raw_speeds import read_benchmark
from tests.support import raw_files
from tests.support.small_project import Project, make
from tools.setup import ROOT

ACCURACY = "results-imagenet.csv"
RUN = f"benchmark-{raw_files.TRAIN}.csv"
Fault = tuple[str, Callable[[bytes], bytes], list[str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return made.copy(tmp_path / "project")


def arguments(project: Project) -> list[str]:
    paths = ["--snapshot", str(project.snapshot)]
    report = str(project.folder / "report.md")
    return [*paths, "refresh", "--from", str(project.results), "--no-claims", "--report", report]


def refused(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Refresh in vain: status 1, one line that says why, nothing changed, nothing left behind."""
    before = project.contents()
    assert main(arguments(project)) == 1
    last = capsys.readouterr().err.rstrip().splitlines()[-1]
    assert last.startswith("python -m analysis: ")
    for word in words:
        assert word in last
    assert project.contents() == before
    return last


def swap_text(old: str, new: str) -> Callable[[bytes], bytes]:
    def damage(body: bytes) -> bytes:
        assert old.encode() in body
        return body.replace(old.encode(), new.encode(), 1)

    return damage


def drop(column: str) -> Callable[[bytes], bytes]:
    def damage(body: bytes) -> bytes:
        return raw_files.without_column(column)(body.decode().replace("\r\n", "\n"))

    return damage


def named(name: str) -> Fault:
    return (ACCURACY, swap_text("resnet50.tv_in1k", name), ["row 5", "column model"])


FAULTS: dict[str, Fault] = {
    "an HTML page": (ACCURACY, lambda _: b"<!doctype html>\n<p>Sorry</p>\n", ["column model"]),
    "an empty file": (ACCURACY, lambda _: b"", ["the file is empty"]),
    "blank lines alone": (ACCURACY, lambda _: b"\n\n", ["the file is empty"]),
    "a header only": (RUN, lambda body: body.split(b"\n")[0] + b"\n", ["no rows"]),
    "a file cut short": (RUN, lambda body: body[:-9], ["row 2", "cut short"]),
    "latin-1": (RUN, swap_text("resnet50", "r\u00e9snet"), ["column model"]),
    "latin-1 bytes": (RUN, lambda body: body.replace(b"resnet50", b"r\xe9snet"), ["not UTF-8"]),
    "UTF-16": (RUN, lambda body: body.decode().encode("utf-16"), ["not UTF-8"]),
    "NUL bytes in a name": (RUN, swap_text("resnet50", "res\0net"), ["row 2"]),
    "NUL bytes in a number": (RUN, swap_text("900.00", "9\0.00"), ["row 2"]),
    "random bytes": (RUN, lambda _: bytes(range(256)) * 40, [raw_files.NEW, RUN]),
    "a column missing": (RUN, drop("train_batch_size"), ["train_batch_size", "missing"]),
    "a column renamed": (ACCURACY, swap_text("top5,", "top_5,"), ["column top5", "missing"]),
    "a column twice": (ACCURACY, swap_text("top5,", "top1,"), ["top1", "stands twice"]),
    "two columns for one": (
        ACCURACY,
        lambda body: raw_files.line(1, lambda head: f"{head},weights")(
            body.decode().replace("\r", "")
        ),
        ["cells where the header has"],
    ),
    "a cell too many": (RUN, swap_text("25.56", "25.56,1"), ["row 2", "cells where"]),
    "a cell too few": (RUN, swap_text(",25.56", ""), ["row 2", "cells where"]),
    "an open quote": (RUN, swap_text("resnet50", '"resnet50'), ["not a sound CSV"]),
    "a number as words": (RUN, swap_text("900.00", "fast"), ["row 2", "'fast'", "not a number"]),
    "a decimal comma": (RUN, swap_text("900.00", '"900,5"'), ["row 2", "'900,5'"]),
    "commas out of place": (RUN, swap_text("900.00", '"9,00,000"'), ["'9,00,000'"]),
    "NaN": (RUN, swap_text("900.00", "NaN"), ["row 2", "'NaN'"]),
    "infinity": (RUN, swap_text("900.00", "inf"), ["row 2", "'inf'"]),
    "a negative speed": (RUN, swap_text("900.00", "-900"), ["'-900'", "must be above 0"]),
    "a speed of nothing": (RUN, swap_text("900.00", "0"), ["must be above 0"]),
    "a step that takes no time": (RUN, swap_text("284.444", "0"), ["must be above 0"]),
    "a step of another speed": (
        RUN,
        swap_text("284.444", "28.444"),
        ["step_time_ms", "is not batch size over throughput"],
    ),
    "half an image": (RUN, swap_text(",224,", ",224.5,"), ["'224.5'", "whole number"]),
    "over 100 per cent": (
        ACCURACY,
        swap_text("76.130,23.870", "176.130,-76.130"),
        ["row 5", "'176.130'", "must be at most 100"],
    ),
    "a negative accuracy": (
        ACCURACY,
        swap_text("76.130,23.870", "-1.0,101.0"),
        ["row 5", "must be"],
    ),
    "an error that is not 100 minus it": (
        ACCURACY,
        swap_text("76.130,23.870", "76.130,13.870"),
        ["row 5", "top1_err", "is not 100 minus top1"],
    ),
    "top-5 below top-1": (
        ACCURACY,
        swap_text("92.862,7.138", "12.862,87.138"),
        ["imagenet_top5", "top-5 is below top-1"],
    ),
    "a key twice": (
        RUN,
        lambda body: body + body.splitlines(keepends=True)[1],
        ["the same key stands in row 2"],
    ),
    "files that disagree": (
        ACCURACY,
        swap_text("25.56,0.875", "26.56,0.875"),
        ["resnet50.tv_in1k at 224"],
    ),
    "no name": named(""),
    "a name of markup": named("<img/src=x/onerror=alert(1)>"),
    "a name of a formula": named("=HYPERLINK(0)"),
    "a name that begins with a minus": named("-resnet50"),
    "a name with a path": named("../../etc/passwd"),
    "a name with a line end": (
        ACCURACY,
        swap_text("resnet50.tv_in1k", '"resnet\n50"'),
        ["column model", "has a control character"],
    ),
    "a name with a tab": named("resnet\t50"),
    "a name with an escape": named("resnet\x1b[2J"),
    "a name that turns": named("resnet\u202e05"),
    "a name with no width": named("resnet\u200b50"),
    "a name with a bell": named("resnet\x07"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_wrong_raw_file_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    file, damage, words = FAULTS[case]
    path = project.file(file)
    path.write_bytes(damage(path.read_bytes()))
    refused(project, capsys, *words)


def test_the_last_of_all_files_is_refused_as_the_first_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files before it were read and written to the new snapshot by then."""
    last = max((project.results / raw_files.NEW).glob("benchmark-*.csv"))
    last.write_text("model\nx\n", encoding="utf-8")
    refused(project, capsys, f"{raw_files.NEW}/{last.name}, row 1, column")


def test_missing_imagenet_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.file(ACCURACY).unlink()
    refused(project, capsys, ACCURACY, "the file is missing")


@pytest.mark.parametrize("file", [*raw_files.HARD, *raw_files.CLEAN])
def test_a_test_set_that_is_gone_is_refused_as_a_loss(
    project: Project, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    project.file(file).unlink()
    refused(project, capsys, "_top1 instead of", "--accept-loss")


def test_a_huge_line_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with project.file(RUN).open("ab") as file:
        file.truncate(200 * 2**20)
    refused(project, capsys, RUN, "larger than 64 MB")


def test_a_long_line_below_that_is_refused_too(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with project.file(RUN).open("ab") as file:
        file.write(b"x" * 2**21 + b"\n")
    refused(project, capsys, RUN, "row 3")


def test_a_folder_without_raw_files_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in project.results.rglob("results-*"):
        path.unlink()
    for folder in (raw_files.NEW, raw_files.OLD):
        (project.results / folder).rename(project.results / f"not-{folder}")
    refused(project, capsys, "holds no edition")


def test_a_folder_that_is_none_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.results.rename(project.folder / "elsewhere")
    refused(project, capsys, "no such folder")


@pytest.mark.parametrize("name", ["benchmark-a b.csv", "benchmark-\u202ex.csv", "benchmark-.csv"])
def test_an_odd_file_name_of_a_run_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    raw_files.write(project.file(name), raw_files.SPEED[raw_files.NEW, raw_files.LEAD])
    refused(project, capsys, "the file's name has characters")


def test_an_odd_file_name_of_a_test_set_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    raw_files.write(project.file("results-<b>.csv"), raw_files.ACCURACY_2026)
    refused(project, capsys, "no test set's name has")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the part '{first}' is missing"),
        (b"a: [", "not YAML"),
        (b"\xff\xfe\0", "not YAML"),
        (b"{first}: 1\n", "the part '{first}' is missing"),
    ],
)
@pytest.mark.parametrize(
    ("file", "first"), [("sources.yml", "upstream"), ("snapshot/record.yml", "editions")]
)
def test_a_broken_record_is_refused(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    file: str,
    first: str,
    body: bytes,
    words: str,
) -> None:
    path = project.snapshot.parent / file
    path.write_bytes(body.replace(b"{first}", first.encode()))
    refused(project, capsys, path.name, words.replace("{first}", first))


@pytest.mark.parametrize("file", ["sources.yml", "snapshot/record.yml"])
def test_a_missing_record_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    path = project.snapshot.parent / file
    path.unlink()
    refused(project, capsys, path.name, "the file is missing")


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
    statuses: list[int] = []
    while not statuses or statuses[-1] == 1:
        fails, writes = fails + 1, 0
        statuses.append(main(arguments(project)))
        err = capsys.readouterr().err
        if statuses[-1] == 1:
            assert "No space left on device" in err
            assert project.contents() == before
    assert len(statuses) > 5
    assert project.contents() != before


def limited(project: Project, size: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments(project)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


def test_a_limit_on_file_sizes_changes_nothing(project: Project) -> None:
    altered(project)
    before = project.contents()
    done = limited(project, 300)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.contents() == before


def test_a_snapshot_that_may_not_be_written_is_left_alone(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(project)
    for path in (project.snapshot, project.snapshot.parent):
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda p, _, path=path: Path(p) != path)
            refused(project, capsys, str(path), "may not be written")


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
    done = subprocess.run(
        [sys.executable, "-c", script, str(project.snapshot)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
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
    said = complaint(lambda: read_benchmark(path, task) if task else raw_tables.read_accuracy(path))
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
