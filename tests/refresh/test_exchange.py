"""Snapshot and record change together or not at all: killed, locked out, or refused."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.data import reading
from analysis.data.errors import DataError
from analysis.refresh import exchange
from tests.support import raw_files
from tests.support.small_project import Project, make
from tools.setup import ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make a project whose raw files differ in an accuracy and in a speed from its snapshot."""
    project = make(tmp_path_factory.mktemp("made") / "project")
    for file, old, new in (
        ("results-imagenet.csv", b"76.130,23.870", b"76.140,23.860"),
        (f"benchmark-{raw_files.TRAIN}.csv", b"900.00,284.444", b"800.00,320.000"),
    ):
        path = project.file(file)
        path.write_bytes(path.read_bytes().replace(old, new))
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return made.copy(tmp_path / "project")


@pytest.mark.parametrize(
    "step", [pytest.param(1, marks=pytest.mark.slow, id="every"), pytest.param(25, id="every 25th")]
)
def test_killed_at_any_file_operation_the_snapshot_is_whole(
    made: Project, tmp_path: Path, step: int
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.kill_campaign",
            str(made.folder),
            str(tmp_path),
            str(step),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) > 100 / step
    for kill in kills:
        assert kill["tables"], kill
        assert kill["others"] == [], kill
        assert kill["settled"] in (["old"], ["new"]), kill
        assert kill["settled"] == ["new"] or (kill["killed"] and not kill["completed"]), kill
        assert kill["again"], kill
    order = [kill["settled"] for kill in kills]
    assert order == sorted(order, reverse=True), "old until the journal stands, new from then on"
    assert step > 1 or sum(kill["completed"] for kill in kills) > 1


def journalled(project: Project) -> dict[str, bytes]:
    """Leave the project as a kill just after the journal leaves it; give what it should become."""
    new = project.copy(project.folder.with_name("new"))
    new.refresh()
    stage = project.snapshot.parent / exchange.STAGE
    for name, body in raw_files.contents(new.snapshot).items():
        raw_files.write(stage / "snapshot" / name, body.decode())
    raw_files.write(stage / "sources.yml", new.sources.read_text(encoding="utf-8"))
    journal = {"digest": exchange.digest(new.snapshot), "sources": str(project.sources)}
    raw_files.write(stage / "journal.json", json.dumps(journal))
    return new.contents()


@pytest.mark.parametrize("exchange", [True, False])
def test_the_next_command_completes_what_was_begun(
    project: Project,
    exchange: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not exchange:
        monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    expected = journalled(project)
    paths = ["--snapshot", str(project.snapshot), "--sources", str(project.sources)]
    assert main([*paths, "check"]) == 0
    assert "an interrupted refresh has been completed" in capsys.readouterr().err
    assert project.contents() == expected


def test_a_half_made_snapshot_is_cleared_away(project: Project) -> None:
    before = project.contents()
    raw_files.write(project.snapshot.parent / exchange.STAGE / "snapshot" / "weights.csv", "half a")
    assert not exchange.settle(project.snapshot)
    with exchange.staging(project.snapshot, project.sources) as stage:
        assert list(stage.iterdir()) == []
    assert project.contents() == before


def test_two_refreshes_at_once_are_refused(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.contents()
    paths = ["--snapshot", str(project.snapshot), "--sources", str(project.sources)]
    options = ["--from", str(project.results), "--report", str(project.folder / "report.md")]
    with exchange.staging(project.snapshot, project.sources):
        assert main([*paths, "refresh", *options]) == 1
    assert "another refresh is at work" in capsys.readouterr().err
    assert project.contents() == before


def test_the_lock_of_a_process_that_was_killed_is_free(project: Project) -> None:
    script = (
        "import sys; from pathlib import Path; from analysis import swap\n"
        "with exchange.staging(Path(sys.argv[1]), Path(sys.argv[2])):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    arguments = [sys.executable, "-c", script, str(project.snapshot), str(project.sources)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DataError, match="another refresh is at work"):
            project.refresh()
        holder.kill()
    assert project.refresh().changed


def test_a_reader_does_not_disturb_a_refresh_at_work(project: Project) -> None:
    journalled(project)
    before = project.contents()
    handle = os.open(project.snapshot.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert not exchange.settle(project.snapshot)
    os.close(handle)
    assert {k: v for k, v in project.contents().items() if exchange.STAGE not in k} == {
        k: v for k, v in before.items() if exchange.STAGE not in k
    }


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_where_the_record_cannot_be_replaced_the_snapshot_comes_back(
    project: Project, code: int, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(exchange, "_exchange", lambda *_: False)

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(exchange, "_move", refuse)
    before = project.contents()
    with pytest.raises(OSError, match=os.strerror(code)):
        project.refresh()
    assert project.contents() == before


def test_a_record_on_another_disk_is_replaced_too(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "sources.yml":
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert project.refresh().changed
    assert not project.refresh().changed


def test_this_system_exchanges_folders_in_one_operation(tmp_path: Path) -> None:
    for name in ("one", "other"):
        raw_files.write(tmp_path / name / "file", name)
    if not exchange._exchange(tmp_path / "one", tmp_path / "other"):
        pytest.skip("the file system has no such operation")
    assert (tmp_path / "one" / "file").read_text() == "other"


def test_the_site_s_own_snapshot_has_no_refresh_in_its_way() -> None:
    assert not (reading.SNAPSHOT.parent / exchange.STAGE).exists()
