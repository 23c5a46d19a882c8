"""CSV files with a declared schema: strict reading, precise complaints, repeatable writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.errors import DataError
from analysis.data.textfiles import read_text, write_text

HEADER = 1
NOT_A_NUMBER = "not a number"
MISSING = "a value is missing"
NO_NAME = "has characters that no such name has"
CONTROL = "has a control character"
Finding = tuple[str, int, str, str, str]
Mask = npt.NDArray[np.bool_]
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
    table = _typed(text, schema)
    if found := _found(text, table, schema, name):
        _, row, place, value, problem = found[0]
        raise DataError(name, problem, row=row, column=place, value=value if row > HEADER else None)
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
    return pd.DataFrame(_found(text, _typed(text, schema), schema, name), columns=FINDING_COLUMNS)


def _found(text: pd.DataFrame, table: pd.DataFrame, schema: Schema, name: str) -> list[Finding]:
    missing = [c.name for c in schema.columns if c.required and c.name not in text.columns]
    if missing:
        return [(name, HEADER, column, "", "the column is missing") for column in missing]
    problems: dict[tuple[int, str], str] = {}
    for column in schema.columns:
        if column.name in text:
            for problem, broken in _rules(column, text[column.name], table[column.name]):
                for row in text.index[broken] if broken.any() else ():
                    problems.setdefault((row, column.name), problem)
    found = [
        (name, row, column, str(text.loc[row, column]), problem)
        for (row, column), problem in problems.items()
    ]
    if table.duplicated(list(schema.key)).any():
        found += [(name, *again) for again in _repeated_keys(text, table, schema)]
    return sorted(found, key=lambda finding: finding[1:3])


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


def _typed(text: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    table = pd.DataFrame(index=text.index)
    for column in schema.columns:
        if column.name not in text:
            table[column.name] = np.nan
        elif column.kind == "text":
            table[column.name] = text[column.name]
        else:
            table[column.name] = pd.to_numeric(text[column.name], errors="coerce").astype(float)
    return table


def _rules(column: Column, text: pd.Series, values: pd.Series) -> Iterator[tuple[str, Mask]]:
    """Give each way in which a cell can be wrong, in order of weight, and the cells that are."""
    empty = text.to_numpy(object) == ""
    number = values.to_numpy()
    if column.kind == "text":
        yield CONTROL, text.str.contains(HIDDEN).to_numpy()
    else:
        yield NOT_A_NUMBER, (np.isnan(number) & ~empty) | np.isinf(number)
    if not column.empty:
        yield MISSING, empty
    if column.pattern is not None:
        yield NO_NAME, ~empty & ~text.str.fullmatch(column.pattern).to_numpy()
    if column.above is not None:
        yield f"must be above {column.above:g}", number <= column.above
    if column.low is not None:
        yield f"must be at least {column.low:g}", number < column.low
    if column.high is not None:
        yield f"must be at most {column.high:g}", number > column.high
    if column.kind == "integer":
        yield "must be a whole number", np.isfinite(number) & (np.trunc(number) != number)
