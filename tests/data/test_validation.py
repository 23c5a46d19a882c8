"""Reading and writing CSV files of a known schema."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data.errors import DataError
from analysis.data.textfiles import read_text
from analysis.data.validation import Column, Schema, convert, findings, read_table, write_table

SCHEMA = Schema(
    (
        Column("name", "who", pattern="[^!]+"),
        Column("size", "how large", kind="integer", above=0),
        Column("share", "how much", kind="number", low=0, high=100, empty=True),
        Column("note", "what else", empty=True, required=False),
    ),
    ("name", "size"),
)
Row = tuple[str, int, float | None, str]
SOUND = "name,size,share,note\na,1,50,\nb,2,,x\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def problems(text: str, path: Path) -> list[tuple[int, str, str, str]]:
    path.write_text(text, encoding="utf-8")
    found = findings(read_text(path), SCHEMA, "table.csv")
    return list(found.drop(columns="table").itertuples(index=False, name=None))


def test_a_sound_file_is_read_with_types_and_a_plain_index(path: Path) -> None:
    path.write_text(SOUND, encoding="utf-8")
    table = read_table(path, SCHEMA)
    assert list(table.columns) == ["name", "size", "share", "note"]
    assert table["size"].tolist() == [1, 2]
    assert table["size"].dtype == "int64"
    assert table["share"].iloc[0] == 50
    assert table["share"].isna().tolist() == [False, True]
    assert table["note"].tolist() == ["", "x"]
    assert table.index.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("row", "column", "value", "problem"),
    [
        ("b,many,1,", "size", "many", "not a number"),
        ("b,nan,1,", "size", "nan", "not a number"),
        ("b,1,inf,", "share", "inf", "not a number"),
        ("b,1,-inf,", "share", "-inf", "not a number"),
        ("b,1, ,", "share", " ", "not a number"),
        ('b,"1,000",1,', "size", "1,000", "not a number"),
        ("b,1.5,1,", "size", "1.5", "must be a whole number"),
        ("b,0,1,", "size", "0", "must be above 0"),
        ("b,1,-0.1,", "share", "-0.1", "must be at least 0"),
        ("b,1,100.1,", "share", "100.1", "must be at most 100"),
        ("b,,1,", "size", "", "a value is missing"),
        (",1,1,", "name", "", "a value is missing"),
        ("b!,1,1,", "name", "b!", "has characters that no such name has"),
        ("b,1,1,x\u202ey", "note", "x\u202ey", "has a control character"),
        ("b,1,1,x\x07", "note", "x\x07", "has a control character"),
    ],
)
def test_an_unsound_cell_is_named_with_row_column_and_value(
    path: Path, row: str, column: str, value: str, problem: str
) -> None:
    text = f"name,size,share,note\na,1,50,\n{row}\n"
    assert problems(text, path) == [(3, column, value, problem)]
    with pytest.raises(DataError) as caught:
        read_table(path, SCHEMA)
    error = caught.value
    assert (error.row, error.column, error.value, error.problem) == (3, column, value, problem)
    assert str(error) == f"table.csv, row 3, column {column}, value {value!r}: {problem}"


def test_bounds_that_are_included_are_sound(path: Path) -> None:
    assert problems("name,size,share,note\na,1,0,\nb,1,100,\n", path) == []


def test_a_repeated_key_is_found_at_its_second_place(path: Path) -> None:
    text = "name,size,share\na,1,1\na,2,1\nb,1,1\na,1.0,2\n"
    assert problems(text, path) == [
        (5, "name, size", "a, 1.0", "the same key stands in row 2"),
    ]
    with pytest.raises(DataError, match=r"row 5, column name, size, value 'a, 1.0': the same key"):
        read_table(path, SCHEMA)


def test_all_problems_are_found_in_the_order_of_rows(path: Path) -> None:
    found = problems("name,size,share\n,1,1\nb,x,200\na,1,1\na,1,1\n", path)
    assert [(row, column) for row, column, _, _ in found] == [
        (2, "name"),
        (3, "share"),
        (3, "size"),
        (5, "name, size"),
    ]


def test_required_columns_must_be_there_and_others_need_not(path: Path) -> None:
    assert problems("name,share\na,1\n", path) == [(1, "size", "", "the column is missing")]
    with pytest.raises(DataError, match=r"table\.csv, row 1, column size: the column is missing"):
        read_table(path, SCHEMA)
    path.write_text("size,share,name\n1,1,a\n", encoding="utf-8")
    assert read_table(path, SCHEMA)["note"].isna().all()


def test_columns_beyond_the_schema_are_left_out_and_order_is_the_schemas(path: Path) -> None:
    path.write_text("share,extra,size,name,note\n1,?,2,a,n\n", encoding="utf-8")
    table = read_table(path, SCHEMA)
    assert table.to_dict("records") == [{"name": "a", "size": 2, "share": 1.0, "note": "n"}]


ROWS = st.lists(
    st.tuples(
        st.text(st.sampled_from('abz.,"_ é'), min_size=1, max_size=4),
        st.integers(1, 10**6),
        st.one_of(st.none(), st.floats(0, 100)),
        st.text(st.sampled_from("xy,'"), max_size=3),
    ),
    unique_by=lambda row: row[:2],
    min_size=1,
    max_size=6,
)


@settings(max_examples=50)
@given(rows=ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_what_is_written_is_read_back_equal_whatever_the_order_of_rows(
    rows: tuple[list[Row], list[Row]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        bodies = []
        for order in rows:
            table = pd.DataFrame(order, columns=SCHEMA.names).astype({"share": float})
            write_table(table, path, SCHEMA)
            bodies.append(path.read_bytes())
        read = read_table(path, SCHEMA).astype(object).itertuples(index=False, name=None)
        known = [tuple(None if pd.isna(cell) else cell for cell in row) for row in read]
    assert bodies[0] == bodies[1]
    assert known == sorted(rows[0], key=lambda row: row[:2])


def test_files_are_written_with_plain_line_ends(path: Path) -> None:
    write_table(convert(read_text(write(path, SOUND)), SCHEMA, "t"), path, SCHEMA)
    assert path.read_bytes() == b"name,size,share,note\na,1,50.0,\nb,2,,x\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
