"""What several pages' claims look at: the leading run, and the run that stands for each device."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.data.sources import load, run_of_device, runs
from analysis.runs.join import run_table
from analysis.stats.frontier import behind, on_frontier

SWIN = ("swin", "swinv2", "swin_s3")


@cache
def board(run: str) -> pd.DataFrame:
    """Give the contenders of a run with ``on_frontier``, ``accuracy_behind``, ``times_slower``."""
    table = run_table(run).contenders
    return table.assign(on_frontier=on_frontier(table), **behind(table))


def device_boards() -> dict[str, pd.DataFrame]:
    """Give the board of each device's run by the device's label, the leading device first."""
    known = runs()
    return {
        device["label"]: board(run_of_device(name, known))
        for name, device in load()["devices"].items()
        if (known["device"].eq(name) & known["task"].eq("infer")).any()
    }


def on_every_frontier(boards: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """List the (weights, image size) that are on the frontier of every device, most accurate first.

    Returns
    -------
    DataFrame
        The rows of the first board.
    """
    keys = ["weights", "img_size"]
    first, *others = boards.values()
    common = first[first["on_frontier"]]
    for other in others:
        common = common.merge(other.loc[other["on_frontier"], keys], on=keys)
    return common.sort_values("top1", ascending=False).reset_index(drop=True)
