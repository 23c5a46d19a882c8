"""CSV files with a declared schema: strict reading, precise complaints, repeatable writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.data.errors import DataError
from analysis.data.textfiles import read_text, write_text

if TYPE_CHECKING:
    import pandera.pandas as pa

FINDING_COLUMNS = ["table", "row", "column", "value", "problem"]
# Control characters, and those that turn the direction of writing.
HIDDEN = r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"


@dataclass(frozen=True)
class Column:
    """One column: what it means and which values are sound.

    ``above`` excludes its bound, ``low`` and ``high`` include theirs; ``empty`` allows a missing
    value; ``required`` says whether a file without the column is refused; ``pattern`` is what a
    whole text must look like.
    """

    name: str
    about: str
    unit: str = ""
    kind: Literal["text", "integer", "number", "boolean"] = "text"
    above: float | None = None
    low: float | None = None
    high: float | None = None
    empty: bool = False
    required: bool = True
    pattern: str | None = None


@dataclass(frozen=True)
class Schema:
    """The columns of a table, in order, and the columns that name a row."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]


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
    missing = [c.name for c in schema.columns if c.required and c.name not in text.columns]
    if missing:
        absent = [(name, 1, column, "", "the column is missing") for column in missing]
        return pd.DataFrame(absent, columns=FINDING_COLUMNS)
    table = _numbers(text, schema)
    if _sound(text, table, schema):
        return pd.DataFrame(columns=FINDING_COLUMNS)
    import pandera.pandas as pa

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
    columns = (column for column in schema.columns if column.name in text)
    absent = (column for column in schema.columns if column.name not in text)
    return (
        all(_sound_column(column, text[column.name], table[column.name]) for column in columns)
        and all(not column.required or column.empty for column in absent)
        and not table.duplicated(list(schema.key)).any()
    )


def _sound_column(column: Column, text: pd.Series, values: pd.Series) -> bool:
    if column.kind == "text":
        given = values[values.ne("")]
        return bool(
            (column.empty or len(given) == len(values))
            and not values.str.contains(HIDDEN).any()
            and (column.pattern is None or given.str.fullmatch(column.pattern).all())
        )
    return not (
        _unreadable(text, values).any()
        or (not column.empty and values.isna().any())
        or (column.above is not None and (values <= column.above).any())
        or (column.low is not None and (values < column.low).any())
        or (column.high is not None and (values > column.high).any())
        or (column.kind == "integer" and (values % 1 > 0).any())
    )


def _pandera(schema: Schema) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                checks=_text_checks(column) if column.kind == "text" else _number_checks(column),
                nullable=column.empty or column.kind == "text",
            )
            for column in schema.columns
        }
    )


def _text_checks(column: Column) -> list[pa.Check]:
    import pandera.pandas as pa

    def hidden(cells: pd.Series) -> pd.Series:
        return ~cells.astype(str).str.contains(HIDDEN)

    def spelling(cells: pd.Series) -> pd.Series:
        return cells.eq("") | cells.str.fullmatch(column.pattern or ".*")

    found = [pa.Check(hidden, error="has a control character")]
    if not column.empty:
        found.append(pa.Check(lambda s: s.ne(""), error="a value is missing"))
    if column.pattern:
        found.append(pa.Check(spelling, error="has characters that no such name has"))
    return found


def _number_checks(column: Column) -> list[pa.Check]:
    import pandera.pandas as pa

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
