"""CSV files with a declared schema: strict reading, precise complaints, repeatable writing."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.errors import DataError

if TYPE_CHECKING:
    import pandera.pandas as pa

FINDING_COLUMNS = ["table", "row", "column", "value", "problem"]


@dataclass(frozen=True)
class Column:
    """One column: what it means and which values are sound.

    ``above`` excludes its bound, ``low`` and ``high`` include theirs; ``empty`` allows a missing
    value; ``required`` says whether a file without the column is refused.
    """

    name: str
    about: str
    unit: str = ""
    kind: Literal["text", "integer", "number"] = "text"
    above: float | None = None
    low: float | None = None
    high: float | None = None
    empty: bool = False
    required: bool = True


@dataclass(frozen=True)
class Schema:
    """The columns of a table, in order, and the columns that name a row."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]


def read_text(path: Path, name: str | None = None) -> pd.DataFrame:
    """Read a CSV file as text, nothing converted.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        What messages call it; the file's name by default.

    Returns
    -------
    DataFrame
        All cells as str; the index is the line in the file (header = 1).

    Raises
    ------
    DataError
        The file is missing, empty, without rows, not UTF-8 or cut short, or a line has too few or
        too many cells.
    """
    name = name or path.name
    if not path.is_file():
        raise DataError(name, "the file is missing", hint=f"expected at {path}")
    try:
        body = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(name, f"not UTF-8 text: {error.reason} at byte {error.start}") from None
    if not body.strip():
        raise DataError(name, "the file is empty")
    if not body.endswith("\n"):
        last = body.count("\n") + 1
        raise DataError(name, "the last line has no end: the file is cut short", row=last)
    lines = csv.reader(io.StringIO(body, newline=""), strict=True)
    rows, numbers = [], []
    try:
        header = next(lines)
        for cells in lines:
            if len(cells) != len(header):
                given = f"{len(cells)} cells where the header has {len(header)}"
                raise DataError(name, given, row=lines.line_num)
            rows.append(cells)
            numbers.append(lines.line_num)
    except csv.Error as error:
        raise DataError(name, f"not a sound CSV file: {error}", row=lines.line_num) from None
    if not rows:
        raise DataError(name, "the file has a header and no rows")
    twice = [column for i, column in enumerate(header) if column in header[:i]]
    if twice:
        raise DataError(name, "the column stands twice", row=1, column=twice[0])
    return pd.DataFrame(rows, columns=header, index=pd.Index(numbers, name="row"), dtype=str)


def convert(text: pd.DataFrame, schema: Schema, name: str) -> pd.DataFrame:
    """Turn a table of text into a typed one, or say exactly why that cannot be.

    Parameters
    ----------
    text : DataFrame
        As `read_text` gives it; columns beyond the schema's are left out.
    schema : Schema
        What the table must be.
    name : str
        What messages call the table.

    Returns
    -------
    DataFrame
        The schema's columns in its order, index 0, 1, ….

    Raises
    ------
    DataError
        The first finding of `findings`.
    """
    missing = [c.name for c in schema.columns if c.required and c.name not in text.columns]
    if missing:
        raise DataError(name, "the column is missing", row=1, column=missing[0])
    table = _numbers(text, schema)
    if not _sound(text, table, schema):
        first = findings(text, schema, name).iloc[0]
        raise DataError(
            name, first["problem"], row=first["row"], column=first["column"], value=first["value"]
        )
    for column in schema.columns:
        if column.kind == "integer" and not table[column.name].isna().any():
            table[column.name] = table[column.name].astype("int64")
    return table.reset_index(drop=True)


def findings(text: pd.DataFrame, schema: Schema, name: str) -> pd.DataFrame:
    """List everything that is wrong with a table of text.

    Returns
    -------
    DataFrame
        ``table, row, column, value, problem``, in the order of rows; empty where all is sound.
    """
    import pandera.pandas as pa

    missing = [c.name for c in schema.columns if c.required and c.name not in text.columns]
    if missing:
        absent = [(name, 1, column, "", "the column is missing") for column in missing]
        return pd.DataFrame(absent, columns=FINDING_COLUMNS)
    table = _numbers(text, schema)
    problems = {
        (int(row), column.name): "not a number"
        for column in schema.columns
        if column.kind != "text" and column.name in text
        for row in text.index[_unreadable(text[column.name], table[column.name])]
    }
    try:
        _pandera(schema).validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            problem = "a value is missing" if case.check == "not_nullable" else str(case.check)
            problems.setdefault((int(case.index), str(case.column)), problem)
    found = [
        (name, row, column, str(text.loc[row, column]), problem)
        for (row, column), problem in problems.items()
    ]
    found += [(name, *again) for again in _repeated_keys(text, table, schema)]
    rows = pd.DataFrame(found, columns=FINDING_COLUMNS)
    return rows.sort_values(["row", "column"], kind="stable").reset_index(drop=True)


def read_table(path: Path, schema: Schema, name: str | None = None) -> pd.DataFrame:
    """Read one CSV file of a known schema; `DataError` where it does not hold."""
    name = name or path.name
    return convert(read_text(path, name), schema, name)


def write_table(table: pd.DataFrame, path: Path, schema: Schema) -> None:
    """Write a table sorted by its key, the same bytes for the same content.

    The file is written beside its place and then moved there, so that a reader or an interruption
    never meets half a file.
    """
    ordered = table[schema.names].sort_values(list(schema.key), kind="stable")
    write_text(path, ordered.to_csv(index=False, lineterminator="\n"))


def write_text(path: Path, text: str) -> None:
    """Replace a text file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _unreadable(text: pd.Series, numbers: pd.Series) -> pd.Series:
    return (numbers.isna() & text.ne("")) | numbers.abs().eq(np.inf)


def _repeated_keys(
    text: pd.DataFrame, table: pd.DataFrame, schema: Schema
) -> Iterator[tuple[int, str, str, str]]:
    key = list(schema.key)
    known = table[table[key].notna().all(axis=1)]
    first: dict[tuple[object, ...], int] = {}
    for row, *values in known[key].itertuples():
        before = first.setdefault(tuple(values), row)
        if before != row:
            value = ", ".join(text.loc[row, key])
            yield row, ", ".join(key), value, f"the same key stands in row {before}"


def _numbers(text: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    table = pd.DataFrame(index=text.index)
    for column in schema.columns:
        if column.name not in text:
            table[column.name] = np.nan
        elif column.kind == "text":
            table[column.name] = text[column.name]
        else:
            table[column.name] = pd.to_numeric(text[column.name], errors="coerce").astype(float)
    return table


def _sound(text: pd.DataFrame, table: pd.DataFrame, schema: Schema) -> bool:
    """Tell quickly whether all is well; `findings` tells slowly what is not."""
    for column in schema.columns:
        values = table[column.name]
        if column.kind == "text":
            if not column.empty and values.eq("").any():
                return False
            continue
        if column.name in text and _unreadable(text[column.name], values).any():
            return False
        if not column.empty and values.isna().any():
            return False
        if column.above is not None and (values <= column.above).any():
            return False
        if column.low is not None and (values < column.low).any():
            return False
        if column.high is not None and (values > column.high).any():
            return False
        if column.kind == "integer" and (values % 1 > 0).any():
            return False
    return not table.duplicated(list(schema.key)).any()


def _pandera(schema: Schema) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        if column.kind == "text":
            blank = pa.Check(lambda s: s.ne(""), error="a value is missing")
            return [] if column.empty else [blank]
        found = []
        if column.above is not None:
            found.append(pa.Check.gt(column.above, error=f"must be above {column.above:g}"))
        if column.low is not None:
            found.append(pa.Check.ge(column.low, error=f"must be at least {column.low:g}"))
        if column.high is not None:
            found.append(pa.Check.le(column.high, error=f"must be at most {column.high:g}"))
        if column.kind == "integer":
            found.append(pa.Check(lambda s: s % 1 == 0, error="must be a whole number"))
        return found

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                checks=checks(column), nullable=column.empty or column.kind == "text"
            )
            for column in schema.columns
        }
    )
