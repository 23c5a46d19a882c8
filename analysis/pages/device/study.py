"""The tables of the page on the reader's own device."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.sources import runs
from analysis.data.timing_sets import timing_sets
from analysis.estimate import reference, tables
from analysis.estimate.backtest import REFERENCE
from analysis.estimate.known import FEWEST, anything_known, known, measured_logs
from analysis.estimate.sets import ENOUGH, points, summary
from analysis.naming.renames import KEY

TEN = 10
LAYER_COLUMNS = ["set", "device", "models", "layers", "gmacs"]


@dataclass(frozen=True)
class Study:
    """What the page looks at, computed once.

    ``backtest`` as `analysis.estimate.tables.backtest` with ``setting``, the run in words; of it
    ``reference``, the rows of the reference models, and ``ten``, those at `TEN` timings;
    ``methods`` and ``models`` (the reference models) as their functions give them; ``sets`` as
    `analysis.estimate.sets.summary`, with ``points`` behind it; ``trial``, the points of the set
    with most models, and ``trials``, the sets estimated from reference models; ``layers`` as
    `one_at_a_time`; ``published``, what others reached.
    """

    backtest: pd.DataFrame
    reference: pd.DataFrame
    ten: pd.DataFrame
    methods: pd.DataFrame
    models: pd.DataFrame
    sets: pd.DataFrame
    points: pd.DataFrame
    trials: pd.DataFrame
    trial: pd.DataFrame
    layers: pd.DataFrame
    published: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    backtest = tables.backtest()
    backtest = backtest.assign(setting=backtest["run"].map(settings()))
    first = backtest[backtest["chosen"].eq(REFERENCE)]
    estimated = points()
    sets = summary(estimated)
    trials = sets[sets["tested"] >= ENOUGH].sort_values("tested", ascending=False, kind="stable")
    return Study(
        backtest=backtest,
        reference=first,
        ten=first[first["timings"].eq(TEN)].sort_values("median_error"),
        methods=tables.methods(),
        models=reference.reference(known()) if anything_known() else pd.DataFrame(),
        sets=sets,
        points=estimated,
        trials=trials,
        trial=estimated[estimated["set"].isin(trials["set"].head(1))],
        layers=one_at_a_time(),
        published=published(),
    )


def settings() -> dict[str, str]:
    """Name every run by device and setting: ``RTX 3090, eager, NHWC, AMP``."""
    return {
        str(row["run"]): ", ".join(
            part
            for part in (
                str(row["device_label"]),
                "compiled" if row["compiled"] else "eager",
                str(row["layout"]).upper(),
                str(row["precision"]).upper().replace("_", " "),
            )
            if part
        )
        for row in runs().to_dict("records")
    }


def one_at_a_time(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Ask what ranks the times of single images on a GPU: layers or multiply-accumulates.

    Returns
    -------
    DataFrame
        `LAYER_COLUMNS`, one row per set of a GPU's timings at batch 1 with `FEWEST` models or more:
        rank correlations of the time with the number of layers and with the operations.
    """
    sets = timing_sets(folder=folder)
    wanted = sets[sets["kind"].eq("gpu") & sets["batch_size"].eq("1")]
    models, _ = measured_logs(folder)
    timed = reading.timings(folder).merge(models, on=KEY)
    rows = []
    for one in wanted.itertuples():
        mine = timed[timed["set"].eq(str(one.set))]
        if len(mine) >= FEWEST:
            ranks = mine[["latency_ms", "layers", "gmacs"]].rank().corr()["latency_ms"]
            rows.append((one.set, one.device, len(mine), ranks["layers"], ranks["gmacs"]))
    return pd.DataFrame(rows, columns=LAYER_COLUMNS).astype({"layers": float, "gmacs": float})


def published() -> pd.DataFrame:
    """List what others have published: ``method, year, address, timings, result, differs``."""
    text = Path(__file__).with_name("published.yml").read_text(encoding="utf-8")
    return pd.DataFrame(yaml.safe_load(text))


def middle(values: pd.Series) -> float:
    """Give the median, missing for nothing."""
    return float(values.median()) if len(values) else float(np.nan)
