"""The backtest as tables: how good the estimate is, and what other methods reach."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.sources import devices, load
from analysis.estimate.backtest import COUNTS, METHODS, accuracy_of, cases, choice_of, estimates
from analysis.estimate.baselines import nearest
from analysis.estimate.calibration import DRAWS, factors, half_widths
from analysis.runs.current_names import current_edition

BACKTEST = [
    "run",
    "device",
    "device_label",
    "kind",
    "chosen",
    "timings",
    "tested",
    "median_error",
    "within_10",
    "within_20",
    "rank_correlation",
    "inside_95",
    "half_width",
    "nearest_error",
    "frontier_kept",
    "best_slower",
]
_FROM = BACKTEST.index("timings")
METHOD_COLUMNS = ["method", "kind", "timings", "runs", "median_error", "worst_error", "within_10"]
METHOD_COLUMNS += ["rank_correlation", "lowest_rank_correlation"]


@kept
def backtest(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Leave every device out in turn, with all its runs, and estimate its newest runs.

    Returns
    -------
    DataFrame
        `BACKTEST`, one row per run, number of timings and way of choosing what is timed (means
        over the sets where they are random): ``tested`` models, ``median_error`` (relative),
        ``within_10, within_20`` (shares of models), ``rank_correlation``, ``inside_95`` (share
        of models within their interval), ``half_width`` (median factor), ``nearest_error`` (the
        median error of scaling the nearest known run), and ``frontier_kept, best_slower`` as
        `analysis.estimate.backtest.choice_of` explains.

    Notes
    -----
    The width of an interval comes from the errors on the other devices alone. Those were made with
    the left-out device's runs among the known ones, the left-out device's own errors count
    nowhere.
    """
    edition = current_edition(folder=folder)
    top1 = edition.assign(top1=edition["imagenet_top1"])[["architecture", "img_size", "top1"]]
    rows = []
    for draws in (0, DRAWS):
        for case, found in estimates(COUNTS, draws, folder):
            widths = half_widths(found, factors(COUNTS, case.device, folder))
            rest = case.tested
            inside = np.abs(found.log_secs - case.log_secs)[rest] <= widths[rest]
            times = case.log_secs[case.timed]
            scaled = accuracy_of(nearest(case.known, case.timed, times), case)
            rows.append(
                {
                    "run": case.run,
                    "device": case.device,
                    "chosen": case.chosen,
                    "timings": len(case.timed),
                    "tested": int(rest.sum()),
                    **accuracy_of(found.log_secs, case),
                    "inside_95": float(inside.mean()),
                    "half_width": float(np.exp(np.median(widths[rest]))),
                    "nearest_error": scaled["median_error"],
                    **choice_of(found.log_secs, case, top1),
                }
            )
    table = _described(pd.DataFrame(rows, columns=[c for c in BACKTEST if c in _own()]), folder)
    keys = [*BACKTEST[:_FROM], "timings"]
    return table.groupby(keys, sort=False, as_index=False).mean()[BACKTEST]


@kept
def methods(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Compare methods on the reference models, each device left out.

    Returns
    -------
    DataFrame
        `METHOD_COLUMNS`, one row per method, kind of device and number of timings: means over the
        kind's runs, and the worst of them.
    """
    rows = []
    for case in cases(COUNTS, 0, folder):
        for name, method in METHODS.items():
            log_secs = method(case.known, case.timed, case.log_secs[case.timed])
            own = {"method": name, "device": case.device, "timings": len(case.timed)}
            rows.append({**own, **accuracy_of(log_secs, case)})
    scores = ["median_error", "within_10", "rank_correlation"]
    table = _described(pd.DataFrame(rows, columns=["method", "device", "timings", *scores]), folder)
    groups = table.groupby(["method", "kind", "timings"], sort=False)
    return pd.DataFrame(
        {
            "runs": groups.size(),
            **{score: groups[score].mean() for score in scores},
            "worst_error": groups["median_error"].max(),
            "lowest_rank_correlation": groups["rank_correlation"].min(),
        }
    ).reset_index()[METHOD_COLUMNS]


def _own() -> list[str]:
    return [column for column in BACKTEST if column not in ("device_label", "kind")]


def _described(rows: pd.DataFrame, folder: Path) -> pd.DataFrame:
    listed = devices(load(folder)).set_index("device")
    label, kind = (rows["device"].map(listed[column]) for column in ("label", "kind"))
    return rows.assign(device_label=label.astype(object), kind=kind.astype(object))
