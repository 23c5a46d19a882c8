"""One half of a raw file of speeds -> a tidy table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data.errors import first_of
from analysis.data.schemas import SPEED
from analysis.refresh.raw_tables import convert_sound, extra_headers
from analysis.refresh.raw_text import label, read_raw

ERROR = "error"


def read_benchmark(path: Path, task: str, notes: list[str] | None = None) -> pd.DataFrame:
    """Read one half of a file of speeds (``benchmark-*.csv`` or ``.json``).

    Parameters
    ----------
    path : Path
        The raw file.
    task : {'infer', 'train'}
        The prefix of its columns; a file may have those of both.
    notes : list of str, optional
        As in `read_accuracy`; rows that failed upstream get a sentence too.

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
    name, notes = label(path), [] if notes is None else notes
    headers = {
        f"{task}_img_size": "img_size",
        f"{task}_samples_per_sec": "samples_per_sec",
        f"{task}_step_time": "step_time_ms",
        f"{task}_batch_size": "batch_size",
        f"{task}_gmacs": "gmacs",
        f"{task}_macts": "activations_m",
        "param_count": "param_count_m",
    }
    text, odd = read_raw(path, notes)
    text = _half(text, task, name, notes)
    if ERROR in text:
        text = _with_failed(text, task, name, notes)
    headers |= extra_headers(text, {*headers, "model"}, name)
    return convert_sound(text, odd, headers, SPEED, name, notes)[0]


def _half(text: pd.DataFrame, task: str, name: str, notes: list[str]) -> pd.DataFrame:
    """Leave out what is of the other task alone: columns and rows; a half may count parameters."""
    other = {"infer": "train_", "train": "infer_"}[task]
    count = f"{task}_param_count"
    if count in text:
        whole = text.get("param_count", "")
        text = text.assign(param_count=text[count].mask(text[count].eq(""), whole))
        text = text.drop(columns=count)
    own, others = (
        [column for column in text.columns if str(column).startswith(start)]
        for start in (f"{task}_", other)
    )
    filled = text != ""
    elsewhere = filled[others].any(axis=1) & ~filled[own].any(axis=1)
    if ERROR in text:
        elsewhere &= ~filled[ERROR]
    if own and elsewhere.any():
        notes.append(f"{name}: {int(elsewhere.sum())} rows have no columns {task}_… filled")
        text = text[~elsewhere]
    return text.drop(columns=others)


def _with_failed(text: pd.DataFrame, task: str, name: str, notes: list[str]) -> pd.DataFrame:
    """Keep rows that failed as rows without a measurement, if they say their size and count."""
    speed = f"{task}_samples_per_sec"
    failed = text[ERROR].ne("")
    if speed in text:
        failed &= text[speed].eq("")
    needed = [column for column in (f"{task}_img_size", "param_count") if column in text]
    nameless = failed & (text[needed] == "").any(axis=1)
    if failed.any():
        names = text.loc[failed, "model"].tolist() if "model" in text else []
        said = f"{name}: {int(failed.sum())} rows failed upstream ({first_of(names)})"
        left = f"; {int(nameless.sum())} of them do not say size and parameters, and were left out"
        notes.append(said + (left if nameless.any() else " and have no measurement"))
    return text[~nameless].drop(columns=ERROR)
