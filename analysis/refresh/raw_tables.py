"""Raw files of accuracies, and of timm's catalogue -> tidy tables."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data.errors import DataError
from analysis.data.schemas import (
    ARCHITECTURES,
    EXTRA,
    MODULES,
    RENAMES,
    WEIGHTS,
    accuracy_schema,
    extended,
)
from analysis.data.test_sets import FIRST, TEST_SETS
from analysis.data.textfiles import read_text
from analysis.data.validation import Column, Schema, convert, read_table
from analysis.refresh.raw_text import label, read_raw, sound_rows

THOUSANDS = r"^\d{1,3}(,\d{3})+(\.\d+)?$"
ROUNDING = 0.0015
IDENTITY = ["weights", "img_size"]
LOW = 20.0
EVALUATION = ["param_count_m", "crop_pct", "interpolation"]

_SCORES = ("top1", "top5")
_FOLLOWING = ("top1_diff", "top5_diff", "rank_diff")
_SCORE_COLUMNS = tuple(
    Column(score, "share of images", "%", "number", low=0, high=100)
    for rank in _SCORES
    for score in (rank, f"{rank}_err")
)


def read_accuracy(path: Path, notes: list[str] | None = None) -> pd.DataFrame:
    """Read one upstream accuracy file (``results-*.csv``).

    The upstream columns ``top1_err`` and ``top5_err`` are 100 minus the accuracy; this is checked
    and they are left out, as are the differences from the ImageNet file, which follow from it.
    Columns that upstream did not have before are kept as text, ``extra_…``.

    Parameters
    ----------
    path : Path
        The raw file.
    notes : list of str, optional
        Takes a sentence on each row that was left out, and on a form that is not upstream's.

    Returns
    -------
    DataFrame
        ``weights, img_size, param_count_m`` (millions), ``crop_pct, interpolation, top1, top5``
        (percent), one row per weights and image size.

    Raises
    ------
    DataError
        The file is not what it should be; names row, column and value.
    """
    name, notes = label(path), [] if notes is None else notes
    text, odd = read_raw(path, notes)
    crop = "cropt_pct" if "cropt_pct" in text else "crop_pct"
    headers = {"model": "weights", "param_count": "param_count_m", crop: "crop_pct"}
    identity = accuracy_schema([])
    schema = Schema((*identity.columns, *_SCORE_COLUMNS), identity.key)
    scores = [column.name for column in _SCORE_COLUMNS]
    known = {*headers, *IDENTITY[1:], *EVALUATION[2:], *scores, *_FOLLOWING}
    headers |= extra_headers(text, known, name)
    table, text = convert_sound(text, odd, headers, schema, name, notes)
    _refuse_fractions(table, name)
    for rank in _SCORES:
        off = (100 - table[rank] - table[f"{rank}_err"]).abs() > ROUNDING
        if off.any():
            at = int(off.to_numpy().argmax())
            raise DataError(
                label(path),
                f"is not 100 minus {rank}, {table[rank].iloc[at]}",
                row=int(text.index[at]),
                column=f"{rank}_err",
                value=text[f"{rank}_err"].iloc[at],
            )
    return table.drop(columns=[f"{rank}_err" for rank in _SCORES])


def test_sets_of(folder: Path) -> dict[str, str]:
    """Name the test sets of an edition and their files.

    Parameters
    ----------
    folder : Path
        Holds the raw files.

    Returns
    -------
    dict
        Id -> file name: those of `analysis.data.test_sets` first, then those that upstream has
        added since, by name. ImageNet is among them in any case.
    """
    present = sorted(path.name for path in folder.glob("results-*.csv"))
    known = {t.upstream: t.id for t in TEST_SETS.values()}
    named = {known[file]: file for file in known if file in present or known[file] == FIRST}
    return named | {_test_set_id(file): file for file in present if file not in known}


def read_edition(folder: Path, notes: list[str] | None = None) -> pd.DataFrame:
    """Read all accuracy files of an edition into one wide table.

    Parameters
    ----------
    folder : Path
        Holds ``results-*.csv`` of one upstream commit.
    notes : list of str, optional
        As in `read_accuracy`; a test set without a file gets a sentence too.

    Returns
    -------
    DataFrame
        ``weights, img_size, param_count_m, crop_pct, interpolation`` and for each test set
        ``<test set>_top1`` and ``<test set>_top5`` (percent; empty where the file of that test set
        lacks the row), sorted by name and size. Test sets that the project does not know are taken
        in under the name that their file gives them.

    Raises
    ------
    DataError
        A file is unsound, or two files disagree on how the same weights were evaluated.
    """
    notes = [] if notes is None else notes
    merged = pd.DataFrame(columns=[*IDENTITY, *EVALUATION])
    extras: dict[str, pd.DataFrame] = {}
    found = test_sets_of(folder)
    for test_set, file in found.items():
        part = read_accuracy(folder / file, notes)
        extra = [column for column in part.columns if column.startswith(EXTRA)]
        extras[test_set] = part[[*IDENTITY, *extra]]
        part = part.drop(columns=extra)
        part = part.rename(columns={rank: f"{test_set}_{rank}" for rank in _SCORES})
        merged = part if merged.empty else _merge_test_set(merged, part, label(folder / file))
    missing = [test_set for test_set in TEST_SETS.values() if test_set.id not in found]
    if missing:
        notes.append(f"{folder.name} has no {', '.join(t.upstream for t in missing)}")
        empty = {f"{test_set.id}_{rank}": np.nan for test_set in missing for rank in _SCORES}
        merged = merged.assign(**empty)
    merged = _with_extras(merged, extras)
    return merged.sort_values(IDENTITY).reset_index(drop=True)


def read_catalog(folder: Path) -> dict[str, pd.DataFrame]:
    """Read timm's catalogue: weights, renames, papers of modules, layers of architectures.

    Returns
    -------
    dict of DataFrame
        ``weights``, ``renames``, ``modules`` and ``architectures``, with the columns of
        `analysis.data.schemas`.
    """
    headers = {"model": "weights"}
    weights = read_text(folder / "weights.csv").rename(columns=headers)
    return {
        "weights": _converted(weights, headers, WEIGHTS, "weights.csv"),
        "renames": read_table(folder / "renames.csv", RENAMES),
        "modules": read_table(folder / "modules.csv", MODULES),
        "architectures": read_table(folder / "architectures.csv", ARCHITECTURES),
    }


def _refuse_fractions(table: pd.DataFrame, name: str) -> None:
    """Refuse accuracies from 0 to 1, which are far below what any of these models has in percent.

    Hard test sets have rows with a top-1 below 1 %; their top-5 is then a few percent.
    """
    highest = table[list(_SCORES)].max()
    for rank in _SCORES:
        if highest[rank] <= 1 and not 1 < highest["top5"] <= LOW:
            raise DataError(
                name,
                f"the highest is {highest[rank]:g}: these are fractions, not percent",
                column=rank,
                hint="multiply by 100",
            )


def convert_sound(
    text: pd.DataFrame,
    odd: dict[int, str],
    headers: dict[str, str],
    schema: Schema,
    name: str,
    notes: list[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Convert the sound rows of a table with upstream's headers; give them as text as well."""
    ours = _without_thousands(text.rename(columns=headers))
    sound = sound_rows(ours, odd, extended(schema, headers.values()), name, notes)
    return _converted(sound, headers, schema, name), text.loc[sound.index]


def _converted(
    text: pd.DataFrame, headers: dict[str, str], schema: Schema, name: str
) -> pd.DataFrame:
    """Convert a table; complaints speak of upstream's headers."""
    try:
        return convert(text, extended(schema, headers.values()), name)
    except DataError as error:
        upstream = {ours: theirs for theirs, ours in headers.items()}
        columns = (error.column or "").split(", ")
        raise DataError(
            name,
            error.problem,
            row=error.row,
            column=", ".join(upstream.get(column, column) for column in columns) or None,
            value=error.value,
        ) from None


def extra_headers(text: pd.DataFrame, known: Collection[str], name: str) -> dict[str, str]:
    """Say under which names the columns go that the project does not know."""
    headers = {
        column: EXTRA + (re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_") or "unnamed")
        for column in map(str, text.columns)
        if column not in known
    }
    for column, ours in headers.items():
        if list(headers.values()).count(ours) > 1:
            raise DataError(name, f"another column is called {ours!r} too", row=1, column=column)
    return headers


def _test_set_id(file: str) -> str:
    test_set = file.removeprefix("results-").removesuffix(".csv")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", test_set):
        raise DataError(file, "the file's name has characters that no test set's name has")
    return test_set


def _with_extras(merged: pd.DataFrame, extras: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Add the columns that upstream did not have before; once, where all files agree."""
    names = [str(c) for part in extras.values() for c in part.columns if c not in IDENTITY]
    for name in dict.fromkeys(names):
        parts = {
            test_set: merged[IDENTITY].merge(part[[*IDENTITY, name]], how="left")[name]
            for test_set, part in extras.items()
            if name in part
        }
        cells = pd.DataFrame(parts)
        if cells.nunique(axis=1).le(1).all():
            merged = merged.assign(**{name: cells.bfill(axis=1).iloc[:, 0].fillna("")})
        else:
            merged = merged.assign(
                **{
                    f"{EXTRA}{test_set}_{name.removeprefix(EXTRA)}": part.fillna("")
                    for test_set, part in parts.items()
                }
            )
    return merged


def _without_thousands(text: pd.DataFrame) -> pd.DataFrame:
    def plain(cells: pd.Series) -> pd.Series:
        grouped = cells.str.match(THOUSANDS)
        return cells.mask(grouped, cells.str.replace(",", "")) if grouped.any() else cells

    return text.apply(plain)


def _merge_test_set(merged: pd.DataFrame, part: pd.DataFrame, file: str) -> pd.DataFrame:
    both = merged.merge(part, on=IDENTITY, how="outer", suffixes=("", "_other"))
    for column in EVALUATION:
        mine, other = both[column], both.pop(f"{column}_other")
        differs = mine.notna() & other.notna() & (mine != other)
        if differs.any():
            at = int(differs.to_numpy().argmax())
            name, size = both[IDENTITY].iloc[at]
            row = (part["weights"].eq(name) & part["img_size"].eq(size)).to_numpy().argmax()
            raise DataError(
                file,
                f"{name} at {size} has {mine.iloc[at]} in the other files of the edition",
                row=2 + int(row),
                column=column.removesuffix("_m"),
                value=str(other.iloc[at]),
            )
        both[column] = mine.fillna(other)
    return both
