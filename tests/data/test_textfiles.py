"""Reading CSV files as text, and writing text files in one step."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data import textfiles
from analysis.data.errors import DataError
from analysis.data.textfiles import read_text, write_text

SOUND = "name,size,share,note\na,1,50,\nb,2,,x\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_text_is_kept_as_it_stands_and_rows_are_numbered_as_lines(path: Path) -> None:
    path.write_text('name,size\n"a,b",007\nNA,1.0\n', encoding="utf-8")
    text = read_text(path)
    assert text["name"].tolist() == ["a,b", "NA"]
    assert text["size"].tolist() == ["007", "1.0"]
    assert text.index.tolist() == [2, 3]


@pytest.mark.parametrize("variant", [SOUND.replace("\n", "\r\n"), "\ufeff" + SOUND])
def test_line_ends_and_a_byte_order_mark_make_no_difference(path: Path, variant: str) -> None:
    path.write_bytes(SOUND.encode())
    plain = read_text(path)
    path.write_bytes(variant.encode())
    pd.testing.assert_frame_equal(read_text(path), plain)


@pytest.mark.parametrize(
    ("body", "row", "problem"),
    [
        (b"", None, "the file is empty"),
        (b" \n\n", None, "the file is empty"),
        (b"name,size\n", None, "the file has a header and no rows"),
        (b"name,size\na,1\nb,2", 3, "the last line has no end: the file is cut short"),
        (b"name,size\na,1\nb\n", 3, "1 cells where the header has 2"),
        (b"name,size\na,1,9\nb,2\n", 2, "3 cells where the header has 2"),
        (b"name,size\na,1\n\nb,2\n", 3, "0 cells where the header has 2"),
        (b'name,size\na,1\n"b,2\n', 3, "not a sound CSV file: unexpected end of data"),
        (b"name,size\n\xff,1\n", None, "not UTF-8 text: invalid start byte at byte 10"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_row(
    path: Path, body: bytes, row: int | None, problem: str
) -> None:
    path.write_bytes(body)
    with pytest.raises(DataError) as caught:
        read_text(path, "upstream/table.csv")
    assert (caught.value.row, caught.value.problem) == (row, problem)
    assert str(caught.value).startswith("upstream/table.csv")


def test_a_missing_file_is_named_with_the_place_where_it_was_expected(path: Path) -> None:
    with pytest.raises(DataError, match=r"table\.csv: the file is missing") as caught:
        read_text(path)
    assert str(path) in str(caught.value)


def test_a_column_that_stands_twice_is_refused(path: Path) -> None:
    path.write_text("name,size,name\na,1,b\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 1, column name: the column stands twice"):
        read_text(path)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no space left")

    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space left"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_too_large_to_be_a_table_is_not_even_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(SOUND, encoding="utf-8")
    monkeypatch.setattr(textfiles, "LARGEST_FILE", len(SOUND))
    assert len(read_text(path)) == 2
    monkeypatch.setattr(textfiles, "LARGEST_FILE", len(SOUND) - 1)
    with pytest.raises(DataError, match=r"table\.csv: the file is larger than"):
        read_text(path)
