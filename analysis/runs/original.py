"""The original page's tables as they were, from the edition that it used.

The recipe, with its faults, is the original's: the join on equal names drops most models, and may
pair speed and accuracy at different image sizes. Where a snapshot lacks the original's edition or
run, the tables have no rows.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.errors import UnknownNameError
from analysis.naming import original_names
from analysis.runs.current_names import NO_SPEEDS
from analysis.runs.join import Joined, run_table

EDITION = "2022-12-30"
RUNS = {
    "infer": "infer-amp-nhwc-pt111-cu113-rtx3090",
    "train": "train-amp-nhwc-pt111-cu113-rtx3090",
}


def known(task: str, folder: Path = reading.SNAPSHOT) -> bool:
    """Tell whether a snapshot holds the edition and the run of the original."""
    found = (reading.known(kind, folder) for kind in ("accuracy", "speed"))
    return all(name in names for name, names in zip((EDITION, RUNS[task]), found, strict=True))


def joined(task: str, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Join speed and accuracy as the original did: on equal names alone.

    Parameters
    ----------
    task : {'infer', 'train'}
        Which benchmark.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        In the benchmark file's order, fastest first, with the original's column names up to
        ``secs``; all models that the join kept.

    Raises
    ------
    UnknownNameError
        The task is neither.
    """
    if task not in RUNS:
        raise UnknownNameError("original table", task, list(RUNS))
    there = known(task, folder)
    benchmark = reading.speed(RUNS[task], folder) if there else NO_SPEEDS
    benchmark = benchmark.sort_values("samples_per_sec", ascending=False, kind="stable").rename(
        columns={
            "samples_per_sec": f"{task}_samples_per_sec",
            "step_time_ms": f"{task}_step_time",
            "batch_size": f"{task}_batch_size",
            "img_size": f"{task}_img_size",
            "param_count_m": "param_count",
        }
    )
    accuracy = reading.accuracy(EDITION, folder) if there else reading.accuracy(folder=folder)[:0]
    accuracy = accuracy.rename(
        columns={
            "weights": "model",
            "imagenet_top1": "top1",
            "imagenet_top5": "top5",
            "param_count_m": "param_count",
        }
    )
    for rank in ("top1", "top5"):
        accuracy[f"{rank}_err"] = (100 - accuracy[rank]).round(3)
    speed_columns = ["samples_per_sec", "step_time", "batch_size", "img_size"]
    left = benchmark[["model", *(f"{task}_{column}" for column in speed_columns), "param_count"]]
    scores = ["top1", "top1_err", "top5", "top5_err"]
    right = accuracy[["model", *scores, "param_count", "img_size", "crop_pct", "interpolation"]]
    both = left.merge(right, on="model")
    return both.assign(secs=1 / both[f"{task}_samples_per_sec"])


def original_table(task: str, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Give the table that the original page showed.

    Parameters
    ----------
    task : {'infer', 'train'}
        Which benchmark.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        117 rows (inference) or 120 (training); the original's columns and its index, the position
        in the joined table before any row was left out.
    """
    both = joined(task, folder)
    kept = both[both["model"].map(original_names.original_keep).astype(bool)]
    return kept.assign(family=kept["model"].map(original_names.original_family))


def left_out(task: str, folder: Path = reading.SNAPSHOT) -> Joined:
    """Give what the same two files hold beside the models that the original page showed.

    Parameters
    ----------
    task : {'infer', 'train'}
        Which benchmark.
    folder : Path
        The snapshot.

    Returns
    -------
    Joined
        The contenders of the original's run and edition whose weights are not in `original_table`.
    """
    shown = original_table(task, folder)["model"]
    run, edition = (RUNS[task], EDITION) if known(task, folder) else ("", None)
    whole = run_table(run, edition, folder=folder)
    rows = whole.contenders
    return replace(whole, table=rows[~rows["weights"].isin(shown)].reset_index(drop=True))
