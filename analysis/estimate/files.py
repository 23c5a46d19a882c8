"""The files that readers have -> one table of times per image."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.data.errors import DataError, UsageError, first_of
from analysis.data.textfiles import refuse_missing_or_huge

UNITS = {"ms": 1e-3, "s": 1.0, "images/s": None}
RAW = ["name", "img_size", "batch_size", "secs", "spread"]
_NAMES = ("model", "architecture", "arch", "name", "network", "weights")
_SIZES = ("infer_img_size", "img_size", "image_size", "input_size", "resolution")
_SPREAD = "infer_spread"
_PEAK = "infer_peak_mb"
_BATCHES = ("infer_batch_size", "batch_size", "batch")
_RATE = re.compile(r"(images?|imgs?|samples?)[ _]?(/|per)[ _]?(s|sec|second)\b|\bfps\b|throughput")
_MILLISECONDS = re.compile(r"(^|[^a-z])(ms|msecs?|milliseconds?)($|[^a-z])")
_SECONDS = re.compile(r"(^|[^a-z])(s|secs?|seconds?)($|[^a-z])")
_TIME = re.compile(r"time|latency|inference|duration")
_MARKS = ",;\t"
_BINARY = {
    b"PK\3\4": "a ZIP archive (or a spreadsheet): unpack it, or save the table as CSV",
    b"%PDF": "a PDF: copy the table out of it",
    b"\x1f\x8b": "a compressed file: unpack it",
    b"\x89PNG": "a picture: type the numbers",
    b"\xff\xd8\xff": "a picture: type the numbers",
}
_APART = 0.1


@dataclass(frozen=True)
class Timings:
    """What a file says.

    ``table`` has `RAW` (seconds per image, spread of its repetitions; missing what the file does
    not say), one row per line that has a time; ``facts`` what its first lines state; ``notes`` how
    it was understood.
    """

    table: pd.DataFrame
    facts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_timings(
    path: Path,
    unit: str | None = None,
    column: str | None = None,
    batch_size: int | None = None,
    only: Mapping[str, str] | None = None,
) -> Timings:
    """Read timings of models on one device.

    Takes what timm's ``benchmark.py`` writes (CSV or JSON, old or new), what the measuring script
    writes, and any table, with commas, semicolons or tabs, that has a column of models and one of
    times or throughputs.

    Parameters
    ----------
    path : Path
        The file.
    unit : str, optional
        One of `UNITS`, where the column's header does not say it.
    column : str, optional
        The column of times, where several could be.
    batch_size : int, optional
        How many images one time is for, where times are of batches.
    only : mapping of str to str, optional
        Column -> value: the lines to keep.

    Raises
    ------
    DataError
        The file holds no such table.
    UsageError
        It could be understood in several ways; says which options settle it.
    """
    rows, facts = _cells(path)
    for key, value in (only or {}).items():
        if key not in rows:
            raise UsageError(f"{path.name} has no column {key!r}: {', '.join(rows.columns)}")
        rows = rows[rows[key].eq(value)]
    if rows.empty:
        raise DataError(path.name, "no line is left" if only else "there are no rows")
    devices = [name for name in rows.get("device", pd.Series(dtype="str")).unique() if name]
    if len(devices) > 1:
        many = f"{path.name} has {len(devices)} devices: {first_of(devices)}"
        raise UsageError(f"{many}; keep one with --device NAME")
    notes = []
    name = _first(rows, _NAMES)
    if name is None:
        raise DataError(path.name, f"no column of models: {', '.join(rows.columns)}")
    if "error" in rows:
        failed = rows["error"].ne("")
        if failed.any():
            notes.append(f"failed, left out: {first_of(rows.loc[failed, name].tolist())}")
            rows = rows[~failed]
    size, batch = _first(rows, _SIZES), _first(rows, _BATCHES)
    told = _numbers(rows[batch]) if batch else pd.Series(np.nan, rows.index)
    batches = told.fillna(batch_size or np.nan)
    secs, said = _seconds(path.name, rows, unit, column, batches, batch_size)
    sizes = rows[size].str.extract(r"(\d+)\D*$")[0].astype(float) if size else np.nan
    table = pd.DataFrame(
        {
            "name": rows[name],
            "img_size": sizes,
            "batch_size": batches,
            "secs": secs,
            "spread": _numbers(rows[_SPREAD]) if _SPREAD in rows else np.nan,
        }
    )
    sound = table["secs"].gt(0) & np.isfinite(table["secs"]) & table["name"].ne("")
    if not sound.all():
        notes.append(f"without a time, left out: {first_of(table.loc[~sound, 'name'].tolist())}")
    if not sound.any():
        raise DataError(path.name, "no row has a time")
    return Timings(table[sound], facts, [*said, *notes, *_peak(rows, name)])


def _peak(rows: pd.DataFrame, name: str) -> list[str]:
    """Say which model took most memory, where the file tells it."""
    peaks = _numbers(rows[_PEAK]) if _PEAK in rows else pd.Series(dtype=float)
    if not peaks.notna().any():
        return []
    return [f"peak memory: at most {peaks.max():,.0f} MB ({rows[name].iloc[peaks.argmax()]})"]


def _cells(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    refuse_missing_or_huge(path, path.name)
    text = decoded(path.read_bytes(), path.name)
    if text.lstrip()[:1] in ("[", "{"):
        return _json_cells(path.name, text), {}
    lines = text.splitlines()
    said = [line[1:].split(":", 1) for line in lines if line.startswith("#") and ":" in line]
    facts = {key.strip(): value.strip() for key, value in said}
    body = [line for line in lines if line.strip() and not line.startswith("#")]
    if not body:
        raise DataError(path.name, "the file is empty")
    mark = max(_MARKS, key=body[0].count)
    table = list(csv.reader(io.StringIO("\n".join(body)), delimiter=mark))
    header = [cell.strip() for cell in table[0]]
    odd = next((i for i, row in enumerate(table) if len(row) != len(header)), None)
    if odd is not None or len(set(header)) < len(header):
        problem = "a column stands twice" if odd is None else f"line {odd + 1} has other cells"
        raise DataError(path.name, f"not a table: {problem}")
    rows = pd.DataFrame([[cell.strip() for cell in row] for row in table[1:]], columns=header)
    if mark == ";":
        rows = rows.replace(r"^(-?\d+),(\d+)$", r"\1.\2", regex=True)
    return rows.astype(str), facts


def decoded(content: bytes, name: str) -> str:
    """Give the text of a file: UTF-8 or, where its first two bytes say so, UTF-16.

    Raises
    ------
    DataError
        It is no text; says what it looks like and what to do.
    """
    what = next((what for start, what in _BINARY.items() if content.startswith(start)), None)
    if what:
        raise DataError(name, f"this is {what}")
    wide = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise DataError(name, "this is not text", hint="bring a CSV or JSON file")
    return text


def _json_cells(name: str, text: str) -> pd.DataFrame:
    try:
        loaded: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataError(name, f"not JSON: {error}") from None
    rows = loaded if isinstance(loaded, list) else [loaded]
    if not all(isinstance(row, dict) for row in rows):
        raise DataError(name, "not a list of objects, one for each model")
    table = pd.DataFrame(rows).astype(object)
    return table.where(table.notna(), "").map(str)


def _first(rows: pd.DataFrame, wanted: tuple[str, ...]) -> str | None:
    by_name = {str(column).lower().replace(" ", "_"): str(column) for column in rows.columns}
    return next((by_name[name] for name in wanted if name in by_name), None)


def _numbers(cells: pd.Series) -> pd.Series:
    grouped = cells.str.match(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
    plain = cells.mask(grouped, cells.str.replace(",", ""))
    return pd.to_numeric(plain, errors="coerce").astype(float)


def _seconds(
    file: str,
    rows: pd.DataFrame,
    unit: str | None,
    column: str | None,
    batches: pd.Series,
    batch_size: int | None,
) -> tuple[pd.Series, list[str]]:
    if column is None and unit is None:
        for prefix in ("infer_", ""):
            if f"{prefix}samples_per_sec" in rows:
                return _of_timm(rows, prefix, batches), [f"{file}: timm's benchmark, inference"]
    if any(str(name).startswith("train_samples") for name in rows) and column is None:
        raise DataError(file, "these are speeds of training; the estimate is of inference")
    column = column or _column(file, rows)
    if column not in rows:
        raise UsageError(f"{file} has no column {column!r}: {', '.join(rows.columns)}")
    unit = unit or unit_of(column)
    if unit is None:
        raise UsageError(f"the header {column!r} of {file} tells no unit: add --unit")
    values = _numbers(rows[column])
    factor = UNITS[unit]
    if factor is None:
        return 1 / values.where(values > 0), [f"{file}: {column}, in images/s"]
    if batch_size is None:
        return values * factor, [f"{file}: {column}, in {unit}, taken as the time of one image"]
    return values * factor / batch_size, [f"{file}: {column}, in {unit} for {batch_size} images"]


def _of_timm(rows: pd.DataFrame, prefix: str, batches: pd.Series) -> pd.Series:
    """Read timm's throughput, and its batch time where that agrees and so tells more digits."""
    secs = 1 / _numbers(rows[f"{prefix}samples_per_sec"]).where(lambda rate: rate > 0)
    if f"{prefix}step_time" not in rows:
        return secs
    finer = _numbers(rows[f"{prefix}step_time"]) / 1000 / batches
    agrees = (finer / secs - 1).abs() < _APART
    return secs.mask(agrees, finer)


def unit_of(header: str) -> str | None:
    """Say which unit a header states, one of `UNITS`; None for none."""
    text = header.lower()
    if _RATE.search(text.replace("_", " ")) or _RATE.search(text):
        return "images/s"
    if _MILLISECONDS.search(text):
        return "ms"
    return "s" if _SECONDS.search(text) else None


def _column(file: str, rows: pd.DataFrame) -> str:
    numeric = [str(c) for c in rows if _numbers(rows[c]).notna().any()]
    told = [c for c in numeric if unit_of(c)] or [c for c in numeric if _TIME.search(c.lower())]
    if len(told) != 1:
        found = f"could be {', '.join(told)}" if told else "is not among " + ", ".join(rows.columns)
        raise UsageError(f"{file}: the column of times {found}; add --column")
    return told[0]
