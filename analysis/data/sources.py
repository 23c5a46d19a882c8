"""Where each figure comes from: upstream commits and files, benchmark runs, devices."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.errors import DataError, UnknownNameError
from analysis.refresh.exchange import settle

SOURCES = Path(__file__).with_name("sources.yml")
LEAD_RUN = "infer-amp-nchw-pt291-cu130-5090-dynamo"
LEAD_TRAIN_RUN = "train-amp-nhwc-pt112-cu113-rtx3090"

RUN_COLUMNS = [
    "run",
    "task",
    "device",
    "device_label",
    "precision",
    "layout",
    "compiled",
    "torch",
    "cuda",
    "edition",
]

_FACTS = ("task", "device", "precision", "layout", "compiled", "torch", "cuda")
_FILE = ("sha256", "accessed", "rows")
_PARTS: dict[str, tuple[str, ...]] = {
    "upstream": (),
    "editions": ("commit", "rows", "files"),
    "catalog": (),
    "devices": ("label",),
    "runs": ("edition", "file", *_FILE, *_FACTS),
}
_RUN_ID = re.compile(
    r"(?P<task>infer|train)-(?P<precision>[a-z0-9_]+)-(?P<layout>nchw|nhwc)"
    r"-pt(?P<torch>\d{3,})-(?:cu(?P<cuda>\d{3})|[a-z]+\d*)-(?P<device>.+?)(?P<compiled>-dynamo)?"
)
_SPELLINGS = {"4090": "rtx4090", "5090": "rtx5090"}


def describe_run(run: str) -> dict[str, Any]:
    """Read what the id of a benchmark run says.

    Parameters
    ----------
    run : str
        An upstream file's name without ``benchmark-`` and ``.csv``, e.g.
        ``infer-amp-nchw-pt291-cu130-5090-dynamo``.

    Returns
    -------
    dict
        ``task`` (infer, train), ``device``, ``precision``, ``layout``, ``compiled`` (bool),
        ``torch`` and ``cuda`` (versions as text; ``cuda`` is empty on a CPU).

    Raises
    ------
    DataError
        The id does not have the form of upstream's names.
    """
    match = _RUN_ID.fullmatch(run)
    if match is None:
        raise DataError(
            f"benchmark-{run}.csv",
            "the name does not say task, precision, layout, PyTorch version and device",
            hint="expected e.g. benchmark-infer-amp-nchw-pt291-cu130-5090-dynamo.csv",
        )
    device = match["device"]
    return {
        "task": match["task"],
        "device": _SPELLINGS.get(device, device),
        "precision": match["precision"],
        "layout": match["layout"],
        "compiled": match["compiled"] is not None,
        "torch": _torch_version(match["torch"]),
        "cuda": f"{match['cuda'][:-1]}.{match['cuda'][-1]}" if match["cuda"] else "",
    }


def guess_run(run: str, task: str) -> dict[str, Any]:
    """Read what can be read in the id of a run that does not have the usual form.

    Parameters
    ----------
    run : str
        The upstream file's name without ``.csv``.
    task : {'infer', 'train'}
        As the file's columns say.

    Returns
    -------
    dict
        As `describe_run`; what the id does not say is empty, the device ``unknown``.
    """
    words = re.split(r"[-_]", run.lower())
    devices = [_SPELLINGS.get(word, word) for word in words if re.fullmatch(r"(rtx)?\d{4}", word)]
    return {
        "task": task,
        "device": devices[-1] if devices else "unknown",
        "precision": next((w for w in words if w in ("amp", "fp32", "fp16", "bf16")), ""),
        "layout": next((w for w in words if w in ("nchw", "nhwc")), ""),
        "compiled": "dynamo" in words,
        "torch": "",
        "cuda": "",
    }


def load(path: Path = SOURCES) -> dict[str, Any]:
    """Read ``sources.yml``.

    Raises
    ------
    DataError
        The file is missing, is not YAML, or lacks a part or one of the facts in it.
    """
    if not path.is_file():
        raise DataError(path.name, "the file is missing", hint=f"expected at {path}")
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(path.name, f"not YAML: {' '.join(str(error).split())}") from None
    parts: dict[str, Any] = content if isinstance(content, dict) else {}
    for part, facts in _PARTS.items():
        if not isinstance(parts.get(part), dict):
            raise DataError(path.name, f"the part {part!r} is missing")
        _require(facts, parts[part], f"{path.name}: {part}")
    _require(_FILE, parts["catalog"].get("files", {}), f"{path.name}: catalog")
    return parts


def _require(facts: tuple[str, ...], entries: dict[str, Any], where: str) -> None:
    for fact in facts:
        lacking = [name for name, entry in entries.items() if fact not in (entry or ())]
        if lacking:
            raise DataError(where, f"{lacking[0]} lacks {fact!r}")


@cache
def _committed() -> dict[str, Any]:
    settle(SOURCES.with_name("snapshot"))
    return load()


def runs(sources: dict[str, Any] | None = None) -> pd.DataFrame:
    """List the benchmark runs, inference first, leading device first, newest PyTorch first.

    Parameters
    ----------
    sources : dict, optional
        As `load` gives it; the committed file by default.

    Returns
    -------
    DataFrame
        ``run, task, device, device_label, precision, layout, compiled, torch, cuda, edition``.
    """
    content = sources or _committed()
    devices = content["devices"]
    rows = [
        {
            "run": run,
            **facts,
            "device_label": devices.get(facts["device"], {}).get("label", facts["device"]),
        }
        for run, facts in content["runs"].items()
    ]
    table = pd.DataFrame(rows, columns=RUN_COLUMNS)
    place = {device: i for i, device in enumerate(devices)}
    keys = pd.DataFrame(
        {
            "task": table["task"],
            "device": table["device"].map(lambda d: place.get(d, len(place))),
            "torch": table["torch"].map(lambda v: [-int(part) for part in (v or "0").split(".")]),
            "eager": ~table["compiled"],
            "layout": table["layout"].eq("nchw"),
            "precision": table["precision"],
        }
    )
    order = sorted(table.index, key=lambda i: tuple(keys.loc[i]))
    return table.loc[order].reset_index(drop=True)


def devices(sources: dict[str, Any] | None = None) -> pd.DataFrame:
    """List the devices that were measured, the leading one first.

    Returns
    -------
    DataFrame
        ``device, label, name, kind`` (gpu, cpu), ``year`` (of its introduction), ``runs``,
        ``tasks``, ``torch`` (oldest to newest version), ``precision`` and ``compiled`` (whether
        some run is).
    """
    content = sources or _committed()
    known = runs(content)
    rows = []
    for device, mine in known.groupby("device", sort=False):
        facts = content["devices"].get(device, {})
        versions = mine["torch"].unique().tolist()
        rows.append(
            {
                "device": device,
                "label": facts.get("label", device),
                "name": facts.get("name", device),
                "kind": facts.get("kind", "unknown"),
                "year": facts.get("year"),
                "runs": len(mine),
                "tasks": ", ".join(mine["task"].unique()),
                "torch": " to ".join(dict.fromkeys([versions[-1], versions[0]])),
                "precision": ", ".join(mine["precision"].unique()),
                "compiled": bool(mine["compiled"].any()),
            }
        )
    return pd.DataFrame(rows)


def current_runs(task: str, table: pd.DataFrame | None = None) -> list[str]:
    """Name the runs that were made with each device's newest PyTorch, the leading device's first.

    Parameters
    ----------
    task : {'infer', 'train'}
        Which benchmark.
    table : DataFrame, optional
        As `runs` gives it.
    """
    known = runs() if table is None else table
    mine = known[known["task"].eq(task)]
    newest = mine.groupby("device")["torch"].transform("first")
    return mine.loc[mine["torch"].eq(newest), "run"].tolist()


def editions(sources: dict[str, Any] | None = None) -> list[str]:
    """List the editions of the accuracy files, oldest first, as dates."""
    return sorted((sources or _committed())["editions"])


def run_of_device(device: str, table: pd.DataFrame | None = None) -> str:
    """Name the inference run that stands for a device.

    It is the one with the newest PyTorch; compiled where that exists, else NHWC eager; in the
    run's most usual precision (AMP on a GPU).

    Parameters
    ----------
    device : str
        Id of a device, e.g. ``rtx5090``.
    table : DataFrame, optional
        As `runs` gives it.

    Raises
    ------
    UnknownNameError
        No inference run was made on such a device.
    """
    known = runs() if table is None else table
    mine = known[known["task"].eq("infer") & known["device"].eq(device)]
    if mine.empty:
        raise UnknownNameError("device", device, known["device"].unique().tolist())
    newest = mine[mine["torch"].eq(mine["torch"].iloc[0])]
    return str(newest["run"].iloc[0])


def _torch_version(digits: str) -> str:
    if digits.startswith("1"):
        return f"1.{digits[1:]}"
    return f"{digits[0]}.{digits[1:-1]}.{digits[-1]}"
