"""The largest batch that fitted in memory, as the benchmark's batch sizes tell it.

timm's benchmark starts at a cap and, each time a batch fails, lowers it along fixed steps
(``decay_batch_step`` in timm's ``utils/decay_batch.py``). So the batch of a row fitted, and where
it is below the cap the next step up did not; another error than lack of memory can lower it too.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.sources import load, runs
from analysis.naming.renames import KEY
from analysis.runs.pairs import COSTS, speeds

BRACKETS = [*KEY, "family", "family_label", "kind", *COSTS, "samples_per_sec", "fits", "fails"]


def memory_gb(device: str, folder: Path = reading.SNAPSHOT) -> float:
    """Give a device's memory in GB as the record has it, e.g. ``24 GB``; NaN where nobody says."""
    told = str(load(folder)["devices"].get(device, {}).get("memory", ""))
    number, _, unit = told.partition(" ")
    return float(number) if unit == "GB" else math.nan


def brackets(run: str, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Bracket the largest batch that fits, for each model of a run.

    Parameters
    ----------
    run : str
        Id of a run whose batches were lowered until they fitted; empty for none.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        `BRACKETS`, one row per (architecture, image size): ``fits``, images in the batch that was
        measured, and ``fails``, the next larger batch size of the run, infinite at its largest.
        Costs that the run does not state are those of an inference run, NaN where none has them.
        Empty where all batches of the run are of one size.
    """
    mine = speeds([run] if run else [], folder)
    mine = mine[mine["batch_size"].gt(0)].drop_duplicates(KEY)
    steps = np.sort(mine["batch_size"].unique().astype(float))
    if len(steps) < 2:
        return mine.assign(fits=0.0, fails=0.0)[BRACKETS].iloc[:0]
    larger = dict(zip(steps, [*steps[1:], np.inf], strict=True))
    overview = runs(load(folder))
    inference = speeds(overview.loc[overview["task"].eq("infer"), "run"].tolist(), folder)
    stated = inference.groupby(KEY)[COSTS].first()
    own = mine.set_index(KEY)
    costs = own[COSTS].astype(float).combine_first(stated.reindex(own.index))
    table = own.assign(**costs, fits=own["batch_size"].astype(float))
    return table.assign(fails=table["fits"].map(larger)).reset_index()[BRACKETS]
