"""The rows of a run that may be recommended, each with its distance from the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from analysis.runs.devices import run_by_label
from analysis.runs.join import run_table
from analysis.stats.frontier import behind, on_frontier

SWIN = ("swin", "swinv2", "swin_s3")


@cache
def contenders(run: str) -> pd.DataFrame:
    """Give the contenders of a run with ``on_frontier``, ``accuracy_behind``, ``times_slower``."""
    table = run_table(run).contenders
    return table.assign(on_frontier=on_frontier(table), **behind(table))


def contenders_by_device() -> dict[str, pd.DataFrame]:
    """Give the `contenders` of each device's run by its label, the leading device first."""
    return {label: contenders(run) for label, run in run_by_label().items()}


def on_every_frontier(by_device: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List the (weights, image size) that are on the frontier of every device, most accurate first.

    Returns
    -------
    DataFrame
        The rows of the first device; none where there is no device.
    """
    keys = ["weights", "img_size"]
    first, *others = by_device.values() or [contenders("")]
    common = first[first["on_frontier"]]
    for other in others:
        common = common.merge(other.loc[other["on_frontier"], keys], on=keys)
    return common.sort_values("top1", ascending=False).reset_index(drop=True)
