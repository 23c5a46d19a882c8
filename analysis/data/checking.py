"""The snapshot against its schemas, its record of origin and its invariants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError
from analysis.data.sources import load
from analysis.data.textfiles import read_text
from analysis.data.validation import FINDING_COLUMNS, convert, findings

STEP_TIME_TOLERANCE = 0.1


def check(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Look for everything that is wrong with a snapshot.

    Parameters
    ----------
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        ``table, row, column, value, problem``; ``row`` is the line in the file (header = 1, 0 for
        the file as a whole). Empty where all is sound.
    """
    try:
        record = load(folder)
    except DataError as error:
        return pd.DataFrame([(error.file, 0, "", "", str(error))], columns=FINDING_COLUMNS)
    expected = _expected_rows(record)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    parts = [
        _finding(table, 0, "", "", "the table is not in record.yml")
        for table in sorted(present - set(expected))
    ]
    parts += [_check_table(folder, table, rows) for table, rows in sorted(expected.items())]
    return pd.concat(parts, ignore_index=True)[FINDING_COLUMNS]


def _expected_rows(record: dict[str, Any]) -> dict[str, int]:
    rows = {f"accuracy/{name}.csv": entry["rows"] for name, entry in record["editions"].items()}
    rows |= {f"speed/{name}.csv": entry["rows"] for name, entry in record["runs"].items()}
    rows |= {name: entry["rows"] for name, entry in record["catalog"]["files"].items()}
    timed = [entry["rows"] for entry in record["timings"].values()]
    return rows | ({reading.TIMINGS_FILE: sum(timed)} if timed else {})


def _check_table(folder: Path, table: str, rows: int) -> pd.DataFrame:
    try:
        text = read_text(folder / table, table)
    except DataError as error:
        return _finding(table, error.row or 0, error.column or "", "", error.problem)
    schema = reading.schema_of(table, text.columns)
    unknown = [column for column in text.columns if column not in schema.names]
    if unknown:
        return _finding(table, 1, unknown[0], "", "no such column is described")
    found = findings(text, schema, table)
    if not found.empty:
        return found
    typed = convert(text, schema, table).set_axis(text.index)
    parts = [found]
    if len(text) != rows:
        parts.append(_finding(table, 0, "", str(len(text)), f"record.yml says {rows} rows"))
    if not typed[list(schema.key)].equals(typed[list(schema.key)].sort_values(list(schema.key))):
        parts.append(_finding(table, 0, schema.key[0], "", "the rows are not sorted by their key"))
    if table.startswith("accuracy/"):
        test_sets = [c.removesuffix("_top1") for c in schema.names if c.endswith("_top1")]
        parts += [_top5_below_top1(table, typed, test_set) for test_set in test_sets]
    if table.startswith("speed/"):
        parts.append(_step_time_off(table, typed))
    return pd.concat(parts, ignore_index=True)


def _top5_below_top1(table: str, typed: pd.DataFrame, test_set: str) -> pd.DataFrame:
    column = f"{test_set}_top5"
    below = typed[typed[column] < typed[f"{test_set}_top1"]]
    return _rows(table, below, column, "top-5 is below top-1")


def _step_time_off(table: str, typed: pd.DataFrame) -> pd.DataFrame:
    expected = 1000 * typed["batch_size"] / typed["samples_per_sec"]
    off = (typed["step_time_ms"] - expected).abs() > STEP_TIME_TOLERANCE * expected
    return _rows(table, typed[off], "step_time_ms", "is not batch size over throughput")


def _rows(table: str, rows: pd.DataFrame, column: str, problem: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": table,
            "row": rows.index,
            "column": column,
            "value": rows[column].astype(str),
            "problem": problem,
        }
    )


def _finding(table: str, row: int, column: str, value: str, problem: str) -> pd.DataFrame:
    return pd.DataFrame([(table, row, column, value, problem)], columns=FINDING_COLUMNS)
