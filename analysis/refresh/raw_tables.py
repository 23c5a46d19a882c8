"""One raw upstream file -> one tidy table."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.data.errors import DataError
from analysis.data.schemas import EXTRA, MODULES, RENAMES, SPEED, WEIGHTS, accuracy_schema, extended
from analysis.data.test_sets import TEST_SETS
from analysis.data.textfiles import read_text
from analysis.data.validation import Column, Schema, convert, read_table

THOUSANDS = r"^\d{1,3}(,\d{3})+(\.\d+)?$"
ROUNDING = 0.0015
IDENTITY = ["weights", "img_size"]
EVALUATION = ["param_count_m", "crop_pct", "interpolation"]

_SCORES = ("top1", "top5")
_FOLLOWING = ("top1_diff", "top5_diff", "rank_diff")
_SCORE_COLUMNS = tuple(
    Column(score, "share of images", "%", "number", low=0, high=100)
    for rank in _SCORES
    for score in (rank, f"{rank}_err")
)


def read_accuracy(path: Path) -> pd.DataFrame:
    """Read one upstream accuracy file (``results-*.csv``).

    The upstream columns ``top1_err`` and ``top5_err`` are 100 minus the accuracy; this is checked
    and they are left out, as are the differences from the ImageNet file, which follow from it.
    Columns that upstream did not have before are kept as text, ``extra_…``.

    Parameters
    ----------
    path : Path
        The raw file.

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
    text = read_text(path, _label(path))
    crop = "cropt_pct" if "cropt_pct" in text else "crop_pct"
    headers = {"model": "weights", "param_count": "param_count_m", crop: "crop_pct"}
    identity = accuracy_schema([])
    schema = Schema((*identity.columns, *_SCORE_COLUMNS), identity.key)
    headers |= _extra(text, {*headers, *schema.names, *_FOLLOWING}, _label(path))
    table = _convert(text, headers, schema, _label(path))
    for rank in _SCORES:
        off = (100 - table[rank] - table[f"{rank}_err"]).abs() > ROUNDING
        if off.any():
            at = int(off.to_numpy().argmax())
            raise DataError(
                _label(path),
                f"is not 100 minus {rank}, {table[rank].iloc[at]}",
                row=int(text.index[at]),
                column=f"{rank}_err",
                value=text[f"{rank}_err"].iloc[at],
            )
    return table.drop(columns=[f"{rank}_err" for rank in _SCORES])


def test_sets_of(folder: Path, edition: str) -> dict[str, str]:
    """Name the test sets of an edition and their files.

    Parameters
    ----------
    folder : Path
        Holds the raw files.
    edition : str
        Its date; a known test set is expected from its first edition on.

    Returns
    -------
    dict
        Id -> file name: those of `analysis.data.test_sets` first, then those that upstream has
        added since, by name.
    """
    expected = {t.id: t.upstream for t in TEST_SETS.values() if t.since <= edition}
    known = {t.upstream for t in TEST_SETS.values()}
    present = sorted(path.name for path in folder.glob("results-*.csv"))
    later = [t for t in TEST_SETS.values() if t.since > edition and t.upstream in present]
    new = {name: _test_set_id(name) for name in present if name not in known}
    return (
        expected
        | {t.id: t.upstream for t in later}
        | {name_id: name for name, name_id in new.items()}
    )


def read_edition(folder: Path, edition: str | None = None) -> pd.DataFrame:
    """Read all accuracy files of an edition into one wide table.

    Parameters
    ----------
    folder : Path
        Holds ``results-*.csv`` of one upstream commit.
    edition : str, optional
        Its date; the folder's name by default.

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
    merged = pd.DataFrame(columns=[*IDENTITY, *EVALUATION])
    extras: dict[str, pd.DataFrame] = {}
    for test_set, file in test_sets_of(folder, edition or folder.name).items():
        part = read_accuracy(folder / file)
        extra = [column for column in part.columns if column.startswith(EXTRA)]
        extras[test_set] = part[[*IDENTITY, *extra]]
        part = part.drop(columns=extra)
        part = part.rename(columns={rank: f"{test_set}_{rank}" for rank in _SCORES})
        merged = part if merged.empty else _merge_test_set(merged, part, _label(folder / file))
    merged = _with_extras(merged, extras)
    return merged.sort_values(IDENTITY).reset_index(drop=True)


def read_benchmark(path: Path, task: str) -> pd.DataFrame:
    """Read one upstream speed file (``benchmark-*.csv``).

    Parameters
    ----------
    path : Path
        The raw file.
    task : {'infer', 'train'}
        The prefix of its columns.

    Returns
    -------
    DataFrame
        ``model, img_size, samples_per_sec, step_time_ms, batch_size, param_count_m, gmacs,
        activations_m``; cells that the file lacks are empty. Columns that upstream did not have
        before are kept as text, ``extra_…``.

    Raises
    ------
    DataError
        The file is not what it should be; names row, column and value.
    """
    headers = {
        f"{task}_img_size": "img_size",
        f"{task}_samples_per_sec": "samples_per_sec",
        f"{task}_step_time": "step_time_ms",
        f"{task}_batch_size": "batch_size",
        f"{task}_gmacs": "gmacs",
        f"{task}_macts": "activations_m",
        "param_count": "param_count_m",
    }
    text = read_text(path, _label(path))
    headers |= _extra(text, {*headers, "model"}, _label(path))
    return _convert(text, headers, SPEED, _label(path))


def read_catalog(folder: Path) -> dict[str, pd.DataFrame]:
    """Read timm's catalogue: what is known of each weights, the renames, the papers of modules.

    Returns
    -------
    dict of DataFrame
        ``weights``, ``renames`` and ``modules`` with the columns of `analysis.data.schemas`.
    """
    weights = read_text(folder / "weights.csv")
    return {
        "weights": _convert(weights, {"model": "weights"}, WEIGHTS, "weights.csv"),
        "renames": read_table(folder / "renames.csv", RENAMES),
        "modules": read_table(folder / "modules.csv", MODULES),
    }


def _label(path: Path) -> str:
    """Name a raw file together with its edition, since editions have files of equal names."""
    return f"{path.parent.name}/{path.name}"


def _convert(
    text: pd.DataFrame, headers: dict[str, str], schema: Schema, name: str
) -> pd.DataFrame:
    """Convert a table with upstream's headers; complaints speak of them too."""
    try:
        table = _without_thousands(text.rename(columns=headers))
        return convert(table, extended(schema, headers.values()), name)
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


def _extra(text: pd.DataFrame, known: Collection[str], name: str) -> dict[str, str]:
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
