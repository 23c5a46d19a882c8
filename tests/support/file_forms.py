"""The forms in which other people write upstream's files: the same figures, other files.

Each function takes the content of the files by their names and gives others; a file that is not of
cells any more (JSON) stays as it is.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pandas as pd

Files = dict[str, str]

BENCHMARK = "benchmark-"
FAILED_EVERY = 9


def separated(files: Files, mark: str) -> Files:
    """Write another sign than a comma between the cells of all files."""
    return _each(files, lambda table: table.to_csv(index=False, sep=mark))


def as_json(files: Files) -> Files:
    """Write the files of speeds as lists of entries; a cell that is empty is left out."""
    found = _each(files, _entries, BENCHMARK)
    speeds = {name for name in files if name.startswith(BENCHMARK)}
    return {
        name.replace(".csv", ".json") if name in speeds else name: text
        for name, text in found.items()
    }


def with_failed_rows(files: Files) -> Files:
    """Let every so many rows of the files of speeds have failed, with the reason in a column.

    Half of them do not even say their size.
    """
    return _each(files, _failed, BENCHMARK)


def both_tasks(files: Files) -> Files:
    """Write each run of training and one of inference into one file, as ``--bench both`` does."""
    found = dict(files)
    runs = [name for name in files if name.startswith(BENCHMARK) and name.endswith(".csv")]
    trained = [name for name in runs if "train" in name]
    inferred = [name for name in runs if "train" not in name]
    for train, infer in zip(trained, inferred, strict=False):
        halves = [_read(found.pop(name)).drop_duplicates("model") for name in (infer, train)]
        both = halves[0].merge(halves[1].drop(columns="param_count"), on="model", how="left")
        found[train.replace("train", "both")] = both.fillna("").to_csv(index=False)
    return found


def _each(files: Files, change: Callable[[pd.DataFrame], str], start: str = "") -> Files:
    return {
        name: change(_read(text)) if name.startswith(start) and name.endswith(".csv") else text
        for name, text in files.items()
    }


def _read(text: str) -> pd.DataFrame:
    mark = max(",;\t", key=text.partition("\n")[0].count)
    return pd.read_csv(io.StringIO(text), sep=mark, dtype=str, keep_default_na=False)


def _entries(table: pd.DataFrame) -> str:
    rows = table.to_dict("records")
    return json.dumps([{key: cell for key, cell in row.items() if cell} for row in rows])


def _failed(table: pd.DataFrame) -> str:
    at = pd.RangeIndex(len(table))
    failed = at % FAILED_EVERY == 1
    measured = [c for c in table if str(c).endswith(("_per_sec", "_step_time", "_batch_size"))]
    sizes = [c for c in table if str(c).endswith("_img_size")]
    table.loc[failed, measured] = ""
    table.loc[failed & (at % 2 == 0), sizes] = ""
    table["error"] = ["CUDA out of memory" if row else "" for row in failed]
    return table.to_csv(index=False)
