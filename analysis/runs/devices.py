"""The devices that inference was measured on, and the run that stands for each."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.data.sources import devices, run_of_device, runs


@cache
def device_runs() -> pd.DataFrame:
    """List the devices that have inference runs, the leading one first.

    Returns
    -------
    DataFrame
        ``device, label, kind`` (gpu, cpu) and ``run``, as `run_of_device` names it.
    """
    known, listed = runs(), devices()
    inferring = known.loc[known["task"].eq("infer"), "device"]
    rows = listed.loc[listed["device"].isin(inferring), ["device", "label", "kind"]]
    return rows.assign(run=[run_of_device(device, known) for device in rows["device"]])


def run_by_label() -> dict[str, str]:
    """Give the run that stands for each device by the device's label, the leading one first."""
    return dict(device_runs()[["label", "run"]].itertuples(index=False, name=None))


def labels(kind: str) -> list[str]:
    """Give the labels of the devices of a kind: ``gpu`` or ``cpu``."""
    listed = device_runs()
    return listed.loc[listed["kind"].eq(kind), "label"].tolist()
