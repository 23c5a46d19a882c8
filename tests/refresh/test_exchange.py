"""The snapshot changes as a whole or not at all: killed, locked out, or refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.data import reading
from analysis.data.errors import DataError
from analysis.data.sources import ASIDE
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


@pytest.mark.parametrize(
    "step", [pytest.param(1, marks=pytest.mark.slow, id="every"), pytest.param(60, id="every 60th")]
)
def test_killed_at_any_file_operation_the_snapshot_is_whole(
    made: Project, tmp_path: Path, step: int
) -> None:
    command = [sys.executable, "-m", "tests.support.kill_campaign"]
    command += [str(made.folder), str(tmp_path), str(step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) > 100 / step
    for kill in kills:
        assert kill["left"] in ("old", "new") or kill["aside"] == "old", kill
        assert kill["put_back"] == (kill["left"] == "none"), kill
        assert kill["recovered"] in ("old", "new"), kill
        assert kill["recovered"] == "new" or kill["killed"], kill
        assert kill["again"], kill
    order = [kill["recovered"] for kill in kills]
    assert order == sorted(order, reverse=True), "old until the new one is in place, then new"
    assert step > 1 or sum(kill["put_back"] for kill in kills) == 1


def interrupted(project: Project) -> None:
    """Leave the project as a kill between the two renames leaves it."""
    stage = project.snapshot.parent / exchange.STAGE
    shutil.copytree(project.snapshot, stage / "snapshot")
    project.snapshot.rename(project.snapshot.parent / ASIDE)


def test_a_refresh_puts_back_what_another_had_put_aside_and_goes_on(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    new = project.copy(project.folder.with_name("new"))
    new.refresh()
    interrupted(project)
    assert project.command("refresh", "--from", str(project.results)) == 0
    assert "had put aside is back in its place" in capsys.readouterr().err
    assert project.contents() == new.contents()


@pytest.mark.parametrize("words", ["check", "runs", "claims", "original infer", "export x"])
def test_other_commands_say_that_a_refresh_was_interrupted_and_change_nothing(
    project: Project, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    interrupted(project)
    before = project.contents()
    assert project.command(*words.split()) == 1
    said = capsys.readouterr().err
    aside = project.snapshot.parent / ASIDE
    assert "a refresh has put it aside and not ended (if none is at work, the next" in said
    assert f"mv {aside} {project.snapshot}" in said
    assert project.contents() == before


def test_a_half_made_snapshot_is_cleared_away(project: Project) -> None:
    before = project.contents()
    raw_files.write(project.snapshot.parent / exchange.STAGE / "snapshot" / "weights.csv", "half a")
    assert not exchange.recover(project.snapshot)
    with exchange.staging(project.snapshot) as new:
        assert list(new.parent.iterdir()) == []
    assert project.contents() == before


def test_two_refreshes_at_once_are_refused(project: Project, refused: Callable[..., str]) -> None:
    with exchange.staging(project.snapshot):
        refused("another refresh is at work")


def test_the_lock_of_a_process_that_was_killed_is_free(project: Project) -> None:
    script = (
        "import sys; from pathlib import Path; from analysis.refresh import exchange\n"
        "with exchange.staging(Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(project.snapshot)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DataError, match="another refresh is at work"):
            project.refresh()
        holder.kill()
    assert project.refresh().changed


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EXDEV])
@pytest.mark.parametrize("refused", [1, 2])
def test_where_a_rename_is_refused_the_old_snapshot_is_in_its_place(
    project: Project, code: int, refused: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename
    renames = 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames == refused:
            raise OSError(code, os.strerror(code))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    before = project.contents()
    with pytest.raises(OSError, match=os.strerror(code)):
        project.refresh()
    assert project.contents() == before


def test_the_site_s_own_snapshot_has_no_refresh_in_its_way() -> None:
    assert not (reading.SNAPSHOT.parent / exchange.STAGE).exists()
