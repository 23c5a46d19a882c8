"""Raw files as tables of text, whoever wrote them: CSV, semicolons, tabs, JSON; odd rows left out.

A row is odd that says nothing which could be used: a cell too many, a number that is none, a value
that is missing. It is left out and noted. What says something false (a negative speed, two speeds
of one model) is not odd and refuses the file, as do odd rows that are more than a few.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.errors import DataError
from analysis.data.textfiles import LARGEST_FILE, read_cells, refuse_missing_or_huge
from analysis.data.validation import (
    CONTROL,
    HEADER,
    MISSING,
    NO_NAME,
    NOT_A_NUMBER,
    Schema,
    findings,
)

FEW = 0.1
SHOWN = 3
ODD = (CONTROL, MISSING, NO_NAME, NOT_A_NUMBER)
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def label(path: Path) -> str:
    """Name a raw file together with its edition, since editions have files of equal names."""
    return f"{path.parent.name}/{path.name}"


def header(path: Path) -> list[str]:
    """Give the columns of a raw file; none where it is no table at all."""
    if path.suffix == ".json":
        try:
            return [str(column) for column in _entries(path)[0].columns]
        except DataError:
            return []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline(10_000)
    return next(csv.reader([line], delimiter=_mark(line)), [])


def read_raw(path: Path, notes: list[str]) -> tuple[pd.DataFrame, dict[int, str]]:
    """Read a raw file as text.

    Parameters
    ----------
    path : Path
        The file: ``.csv`` (with commas, semicolons or tabs) or ``.json`` (one entry or a list).
    notes : list of str
        Takes a sentence where the file does not have upstream's form.

    Returns
    -------
    DataFrame, dict
        The whole rows, by their line (in JSON the first entry is row 2); what is wrong with others.

    Raises
    ------
    DataError
        It is no such file.
    """
    name = label(path)
    if path.suffix == ".json":
        notes.append(f"{name} was read as JSON")
        return _entries(path)
    refuse_missing_or_huge(path, name)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        mark = _mark(file.readline(LARGEST_FILE))
    if mark != ",":
        notes.append(f"{name} has {MARKS[mark]} between its cells, and was read so")
    text, odd = read_cells(path, name, mark)
    if mark != ",":
        _refuse_commas(text, name)
    return text, odd


def sound_rows(
    text: pd.DataFrame, odd: dict[int, str], schema: Schema, name: str, notes: list[str]
) -> pd.DataFrame:
    """Leave odd rows out, if they are few, and note which.

    Parameters
    ----------
    text : DataFrame
        With the schema's names of columns.
    odd : dict
        What is wrong with rows that are not in it, by their number.
    schema : Schema
        What the rows should be.
    name : str
        What messages call the file.
    notes : list of str
        Takes a sentence on what was left out.
    """
    if len(odd) > FEW * (len(text) + len(odd)):
        raise DataError(name, odd[min(odd)], row=min(odd))
    found = findings(text, schema, name)
    found = found[found["row"].gt(HEADER) & found["problem"].isin(ODD)]
    again = text.index[text.duplicated()]
    left = dict(odd) | dict.fromkeys(again, "is there twice, the same")
    left |= {
        row: f"column {column}, value {value!r}: {problem}"
        for _, row, column, value, problem in found.iloc[::-1].itertuples(index=False)
    }
    if not left:
        return text
    if len(left) > FEW * (len(text) + len(odd)):
        return text
    shown = "; ".join(f"row {row}, {left[row]}" for row in sorted(left)[:SHOWN])
    more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
    notes.append(f"{name}: {len(left)} rows were left out ({shown}{more})")
    return text.drop(index=[row for row in left if row in text.index])


def _refuse_commas(text: pd.DataFrame, name: str) -> None:
    """Refuse numbers with a comma where it may as well set decimals apart as thousands."""
    for column in map(str, text.columns):
        doubtful = text.index[text[column].str.fullmatch(r"-?\d+,\d+")]
        if len(doubtful):
            raise DataError(
                name,
                "a comma in a number may mean a point or nothing",
                row=int(doubtful[0]),
                column=column,
                value=text[column].loc[doubtful[0]],
                hint="write decimals with a point",
            )


def _mark(line: str) -> str:
    return max(MARKS, key=line.count)


def _entries(path: Path) -> tuple[pd.DataFrame, dict[int, str]]:
    name = label(path)
    refuse_missing_or_huge(path, name)
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DataError(name, f"not sound JSON: {error}") from None
    entries = content if isinstance(content, list) else [content]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        raise DataError(name, "is not an entry, or a list of entries, with a name for each value")
    columns = dict.fromkeys(str(column) for entry in entries for column in entry)
    rows = [[_cell(entry.get(column)) for column in columns] for entry in entries]
    index = pd.RangeIndex(HEADER + 1, HEADER + 1 + len(rows), name="row")
    return pd.DataFrame(rows, columns=list(columns), index=index, dtype=str), {}


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
