"""The sets of timings: a few models each, of devices that have no benchmark run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.sources import UNKNOWN, load

SETTING = ["runtime", "precision", "layout", "compiled", "threads", "torch", "timm"]
SET_COLUMNS = ["set", "device", "kind", *SETTING, "batch_size", "date", "models", "warning"]
SET_COLUMNS += ["url", "commit", "authors", "licence"]


def timing_sets(
    sources: dict[str, Any] | None = None, folder: Path = reading.SNAPSHOT
) -> pd.DataFrame:
    """List the sets of timings on record.

    Parameters
    ----------
    sources : dict, optional
        As `analysis.data.sources.load` gives it; that of the snapshot by default.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        `SET_COLUMNS`, one row per set: ``device`` is its label, ``kind`` gpu or cpu, ``compiled``
        yes or no, ``batch_size`` where one holds for all, ``warning`` what the measuring script
        said of them; `UNKNOWN` where the source does not say.
    """
    content = sources or load(folder)
    timings = reading.timings(folder)
    batches = timings.groupby("set")["batch_size"].agg(["min", "max"]).query("min == max")["min"]
    rows = [
        {
            **dict.fromkeys([*SETTING, "date", "commit"], UNKNOWN),
            "warning": "",
            **{fact: str(value) for fact, value in facts.items()},
            "set": name,
            "models": int(timings["set"].eq(name).sum()),
            "batch_size": f"{batches[name]:.0f}" if name in batches else UNKNOWN,
        }
        for name, facts in content["timings"].items()
    ]
    return pd.DataFrame(rows, columns=SET_COLUMNS)
