"""Results that are kept between processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.data import kept as module
from analysis.data import reading
from analysis.data.kept import content, kept
from tests.support import raw_files

CALLS: list[str] = []


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep results elsewhere, and as if the code and data were these words."""
    CALLS.clear()
    monkeypatch.setattr(module, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(module, "WRITABLE", True)
    monkeypatch.setattr(module, "content", lambda _: "first")
    return tmp_path / "kept"


@kept
def slow(word: str = "a", snapshot: Path = reading.SNAPSHOT) -> list[str]:
    CALLS.append(word)
    return [word, str(snapshot)]


def test_what_was_computed_once_is_looked_up(folder: Path) -> None:
    assert slow() == slow()
    assert slow("b") != slow()
    assert CALLS == ["a", "b"]
    assert len(list(folder.iterdir())) == 2


def test_other_code_or_data_is_computed_anew_and_the_old_is_thrown_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow()
    monkeypatch.setattr(module, "content", lambda _: "second")
    slow()
    assert CALLS == ["a", "a"]
    assert [file.name.endswith("-second.pickle") for file in folder.iterdir()] == [True]


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"\x80\x05"])
def test_a_broken_file_is_computed_anew(folder: Path, broken: bytes) -> None:
    first = slow()
    next(folder.iterdir()).write_bytes(broken)
    assert slow() == first
    assert CALLS == ["a", "a"]
    assert slow() == first
    assert len(CALLS) == 2


def test_what_may_come_of_code_that_has_changed_since_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STARTED", 0.0)
    assert slow() == slow()
    assert CALLS == ["a", "a"]
    assert not folder.exists()


def test_of_another_snapshot_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    slow("a", tmp_path)
    slow(snapshot=tmp_path)
    assert CALLS == ["a", "a"]
    assert not folder.exists()


def test_another_snapshot_of_the_same_content_is_answered_alike(tmp_path: Path) -> None:
    first = slow()
    assert slow("a", tmp_path) == slow(snapshot=tmp_path) == first
    assert CALLS == ["a"]
    assert slow("b", tmp_path) != first


def test_a_copy_has_the_same_content_until_a_file_of_it_changes(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    assert content(snapshot) == content(reading.SNAPSHOT)
    for path in (snapshot / "renames.csv", snapshot.with_name("sources.yml")):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert content(snapshot) != content(reading.SNAPSHOT)
        path.write_bytes(before)
    assert content(snapshot) == content(reading.SNAPSHOT)


def test_where_nothing_can_be_written_it_is_computed_each_time(folder: Path) -> None:
    folder.write_text("a file, where the folder should be")
    assert slow() == slow()
    assert CALLS == ["a", "a"]


def test_the_content_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "package" / "code.py"
    code.parent.mkdir()
    monkeypatch.setattr(module, "PACKAGE", code.parent)
    snapshot = raw_files.copy_snapshot(tmp_path)
    names = []
    for words in ("one", "eno", "one"):
        code.write_text(words)
        module._of_code.cache_clear()
        names.append(content(snapshot))
    module._of_code.cache_clear()
    assert names[0] == names[2] != names[1]
