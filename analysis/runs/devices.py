"""The runs that stand for others: one for each device, one that leads.

The rules, where ``sources.yml`` says nothing else (``run`` of a device, ``leads`` of a task):

- Of a device's runs of a task those count that have at least half as many rows as the largest; of
  these the first as `analysis.data.sources.runs` orders them (the largest batch that fits before
  one that was set, newest PyTorch, compiled before eager, NHWC before NCHW) stands for the device.
- The first device, in the order of ``sources.yml``, leads whose run finds at least half as many
  accuracies as the run that finds most.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.sources import devices, load, runs
from analysis.runs.join import run_table

ATTRIBUTES = ("task", "device", "precision", "layout", "compiled", "torch", "cuda", "batch")
"""What a run is, beside its figures."""

ENOUGH = 0.5
"""Share of the largest run's rows that a run needs to stand for others."""


@cache
def device_runs(task: str = "infer") -> pd.DataFrame:
    """List the devices that have runs of a task, the first in ``sources.yml`` first.

    Returns
    -------
    DataFrame
        ``device, label, kind`` (gpu, cpu, unknown) and ``run``, the one that stands for it.
    """
    listed, record = devices(), load()
    stand = {
        str(device): _chosen(mine, record["devices"].get(device, {}).get("run"))
        for device, mine in _measured(task).groupby("device", sort=False)
    }
    rows = listed.loc[listed["device"].isin(list(stand)), ["device", "label", "kind"]]
    return rows.assign(run=rows["device"].map(stand)).reset_index(drop=True)


@cache
def lead_run(task: str = "infer") -> str:
    """Name the run that a task's pages show first; empty where none finds an accuracy."""
    named = load().get("leads", {}).get(task)
    if named in set(_measured(task)["run"]):
        return str(named)
    listed = device_runs(task)["run"].tolist()
    found = {run: len(run_table(run).contenders) for run in listed}
    most = max(found.values(), default=0)
    return next((run for run in listed if found[run] and found[run] >= ENOUGH * most), "")


@cache
def in_batches(run: str) -> bool:
    """Tell whether a run timed several images at once: then it says nothing of a single one."""
    return bool(reading.speed(run)["batch_size"].gt(1).any())


def run_of_device(device: str) -> str:
    """Name the inference run that stands for a device; empty where there is none."""
    listed = device_runs().set_index("device")["run"]
    return str(listed.get(device, ""))


def run_by_label() -> dict[str, str]:
    """Give the run that stands for each device by the device's label, the first one first."""
    return dict(device_runs()[["label", "run"]].itertuples(index=False, name=None))


def labels(kind: str) -> list[str]:
    """Give the labels of the devices of a kind: ``gpu``, ``cpu`` or ``unknown``."""
    listed = device_runs()
    return listed.loc[listed["kind"].eq(kind), "label"].tolist()


def device_label(run: str) -> str:
    """Give the label of a run's device; empty for no run."""
    listed = runs().set_index("run")["device_label"]
    return str(listed.get(run, ""))


def current_runs(task: str) -> list[str]:
    """Name the runs of each device's newest PyTorch, and those that stand for it, leading first."""
    mine = _measured(task)
    newest = mine.groupby("device")["torch"].transform("first")
    stand = [lead_run(task), *device_runs(task)["run"]]
    chosen = mine.loc[mine["torch"].eq(newest) | mine["run"].isin(stand), "run"].tolist()
    return list(dict.fromkeys([run for run in (lead_run(task), *chosen) if run]))


def first_run() -> str:
    """Name the run that the chooser and the free axes start with; empty where there is none."""
    return lead_run() or lead_run("train") or next(iter(runs()["run"].tolist()), "")


def run_like(run: str, **other: object) -> str:
    """Name the first run that has a run's attributes but for the given ones.

    Empty where there is none, or where the run's device, number format, layout or PyTorch is not
    known: what is not known cannot be called equal.
    """
    listed = runs()
    own = listed.loc[listed["run"].eq(run), list(ATTRIBUTES)].to_dict("records")
    wanted: dict[Any, Any] = {**own[0], **other} if own else {}
    told = [wanted.get(fact) for fact in ("device", "precision", "layout", "torch")]
    if not all(told) or "unknown" in told:
        return ""
    alike = listed[list(ATTRIBUTES)].eq(pd.Series(wanted)[list(ATTRIBUTES)]).all(axis=1)
    return next(iter(listed.loc[alike, "run"].tolist()), "")


def run_of_other_kind() -> str:
    """Name the run of the newest device of another kind than the leading one; empty for none."""
    known = device_runs().merge(devices()[["device", "year"]], on="device")
    lead = device_kind(lead_run())
    others = known[~known["kind"].isin([lead, "unknown"])] if lead != "unknown" else known[:0]
    newest = others.sort_values("year", ascending=False, kind="stable", na_position="last")
    return next(iter(newest["run"].tolist()), "")


def device_kind(run: str) -> str:
    """Give the kind of a run's device: ``gpu``, ``cpu`` or ``unknown``."""
    listed = runs().merge(devices()[["device", "kind"]], on="device").set_index("run")["kind"]
    return str(listed.get(run, "unknown"))


def generations() -> list[str]:
    """Name two inference runs that differ in their device alone, the older device's first.

    Both devices are of the leading one's kind and were introduced in different years; the layout is
    the leading run's. Empty where there are no two such runs.
    """
    known = (
        runs().query("task == 'infer'").merge(devices()[["device", "kind", "year"]], on="device")
    )
    lead = known[known["run"].eq(lead_run())]
    mine = known[known["layout"].isin(lead["layout"]) & known["kind"].isin(lead["kind"])]
    equal = [fact for fact in ATTRIBUTES if fact != "device"]
    pairs = mine.merge(mine, on=equal, suffixes=("", "_before"))
    pairs = pairs[(pairs["year"] > pairs["year_before"]).fillna(False) & pairs["torch"].ne("")]
    return pairs[["run_before", "run"]].head(1).to_numpy().ravel().tolist()


def _measured(task: str) -> pd.DataFrame:
    known = runs()
    rows = known["run"].map({run: entry["rows"] for run, entry in load()["runs"].items()})
    return known.assign(rows=rows)[known["task"].eq(task)]


def _chosen(mine: pd.DataFrame, named: str | None) -> str:
    if named in set(mine["run"]):
        return str(named)
    return str(mine.loc[mine["rows"] >= ENOUGH * mine["rows"].max(), "run"].iloc[0])
