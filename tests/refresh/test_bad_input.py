"""A refresh from bad raw files says what is wrong, ends with status 1 and changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.__main__ import main
from tests.support import raw_files
from tests.support.small_project import Project, make

ACCURACY, SPEED = "results-sketch.csv", f"benchmark-{raw_files.LEAD}.csv"
BROKEN = {
    ACCURACY: raw_files.broken_files("model", "top1", "100.5"),
    SPEED: raw_files.broken_files("model", "infer_samples_per_sec", "-5400"),
}
CASES = [(file, fault) for file, faults in BROKEN.items() for fault in faults]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def project(sound: Project, tmp_path: Path) -> Project:
    shutil.copytree(sound.folder, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


@pytest.fixture
def complaint(project: Project, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Refresh, see that it fails and that nothing changed, and give its last word."""

    def refresh() -> str:
        before = project.contents()
        arguments = ["--snapshot", project.snapshot]
        arguments += ["refresh", "--no-claims", "--from", project.results]
        arguments += ["--report", project.folder / "report.md"]
        assert main(list(map(str, arguments))) == 1
        assert project.contents() == before
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        return err.splitlines()[-1]

    return refresh


@pytest.mark.parametrize(("file", "fault"), CASES)
def test_nothing_is_overwritten_if_a_file(
    project: Project, complaint: Callable[[], str], file: str, fault: str
) -> None:
    change, words = BROKEN[file][fault]
    path = project.file(file)
    path.write_bytes(change(path.read_bytes().decode("utf-8-sig")))
    said = complaint()
    for word in [f"python -m analysis: {raw_files.NEW}/{file}", *words]:
        assert word in said


@pytest.mark.parametrize("file", ["results-imagenet.csv", "results-imagenet-r-clean.csv"])
def test_nothing_is_overwritten_if_a_file_is_missing(
    project: Project, complaint: Callable[[], str], file: str
) -> None:
    project.file(file).unlink()
    said = complaint()
    assert file in said
    assert "the file is missing" in said


def test_nothing_is_overwritten_if_the_last_of_all_files_is_bad(
    project: Project, complaint: Callable[[], str]
) -> None:
    """The files before it were read and written to the new snapshot by then."""
    files = sorted((project.results / raw_files.NEW).glob("benchmark-*.csv"))
    files[-1].write_text("model\nx\n", encoding="utf-8")
    assert f"{raw_files.NEW}/{files[-1].name}, row 1, column" in complaint()


def test_nothing_is_overwritten_if_the_figures_contradict_each_other(
    project: Project, complaint: Callable[[], str]
) -> None:
    path = project.file(SPEED)
    path.write_bytes(raw_files.cell("infer_step_time", "999.0")(path.read_text(encoding="utf-8")))
    said = complaint()
    assert f"speed/{raw_files.LEAD}.csv, row 3, column step_time_ms, value '999.0'" in said
    assert "is not batch size over throughput" in said


def test_nothing_is_overwritten_if_the_folder_holds_no_edition(
    project: Project, complaint: Callable[[], str]
) -> None:
    shutil.rmtree(project.results)
    assert "no such folder" in complaint()
    project.results.mkdir()
    assert "holds no edition (expected results-*.csv" in complaint()


def test_nothing_is_overwritten_if_the_record_of_origin_is_bad(
    project: Project, complaint: Callable[[], str]
) -> None:
    project.record_file.write_text("- a list\n", encoding="utf-8")
    assert "record.yml: the part 'editions' is missing" in complaint()
