"""Text files, read with suspicion and written in one step."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path

import pandas as pd

from analysis.data.errors import DataError

LARGEST_FILE = 64 * 2**20


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
    text, odd = read_cells(path, name)
    for row, problem in odd.items():
        raise DataError(name or path.name, problem, row=row)
    return text


def read_cells(
    path: Path, name: str | None = None, mark: str = ","
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Read a file of cells as `read_text` does, and go on where a line has too few or too many.

    Returns
    -------
    DataFrame, dict
        The table of the whole lines; what is wrong with the others, by their number.
    """
    name = name or path.name
    lines = csv.reader(io.StringIO(_body(path, name), newline=""), strict=True, delimiter=mark)
    rows, odd = {}, {}
    try:
        header = next(lines)
        for cells in lines:
            if len(cells) == len(header):
                rows[lines.line_num] = cells
            else:
                odd[lines.line_num] = f"{len(cells)} cells where the header has {len(header)}"
    except csv.Error as error:
        raise DataError(name, f"not a sound CSV file: {error}", row=lines.line_num) from None
    if not rows and not odd:
        raise DataError(name, "the file has a header and no rows")
    twice = [column for i, column in enumerate(header) if column in header[:i]]
    if twice:
        raise DataError(name, "the column stands twice", row=1, column=twice[0])
    index = pd.Index(list(rows), name="row", dtype="int64")
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype=str), odd


def write_text(path: Path, text: str) -> None:
    """Replace a text file in one step."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file in one step; one that cannot be written leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold files of the same names and bytes."""
    first, second = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (one, other)
    )
    return first == second


def refuse_missing_or_huge(path: Path, name: str) -> None:
    """Raise `DataError` for a file that is missing or far larger than any table of figures."""
    if not path.is_file():
        raise DataError(name, "the file is missing", hint=f"expected at {path}")
    if path.stat().st_size > LARGEST_FILE:
        raise DataError(
            name, f"the file is larger than {LARGEST_FILE // 2**20} MB; no table of figures is"
        )


def _body(path: Path, name: str) -> str:
    refuse_missing_or_huge(path, name)
    try:
        body = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(name, f"not UTF-8 text: {error.reason} at byte {error.start}") from None
    if not body.strip():
        raise DataError(name, "the file is empty")
    if not body.endswith("\n"):
        last = body.count("\n") + 1
        raise DataError(name, "the last line has no end: the file is cut short", row=last)
    return body
