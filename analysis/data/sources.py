"""Where each figure comes from: upstream commits and files, benchmark runs, devices."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.errors import DataError, UnknownNameError
from analysis.data.textfiles import write_text

SETTING = "ANALYSIS_SNAPSHOT"
SNAPSHOT = Path(os.environ.get(SETTING) or Path(__file__).with_name("snapshot"))
ASIDE = Path(".refresh/old")
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
_Parts = dict[str, tuple[str, ...]]
_BY_HAND: _Parts = {"upstream": (), "catalog": (), "devices": ("label",)}
_RECORD: _Parts = {
    "editions": ("commit", "rows", "files"),
    "runs": ("edition", "file", *_FILE, *_FACTS),
    "catalog": _FILE,
}
_HEADER = """\
# Where every figure of this folder comes from; written by `python -m analysis refresh`.
"""
_RUN_ID = re.compile(
    r"(?P<task>infer|train)-(?P<precision>[a-z0-9_]+)-(?P<layout>nchw|nhwc)"
    r"-pt(?P<torch>\d{3,})-(?:cu(?P<cuda>\d{3})|[a-z]+\d*)-(?P<device>.+?)(?P<compiled>-dynamo)?"
)
SPELLINGS = {"4090": "rtx4090", "5090": "rtx5090"}


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
        "device": SPELLINGS.get(device, device),
        "precision": match["precision"],
        "layout": match["layout"],
        "compiled": match["compiled"] is not None,
        "torch": _torch_version(match["torch"]),
        "cuda": f"{match['cuda'][:-1]}.{match['cuda'][-1]}" if match["cuda"] else "",
    }


def load(snapshot: Path = SNAPSHOT) -> dict[str, Any]:
    """Read where a snapshot comes from.

    Parameters
    ----------
    snapshot : Path
        The folder of the tables.

    Returns
    -------
    dict
        ``upstream``, ``catalog`` and ``devices``, kept by hand in ``sources.yml`` beside the
        snapshot; ``editions``, ``runs`` and the catalogue's ``files``, written by a refresh into
        ``record.yml`` within it.

    Raises
    ------
    DataError
        A file is missing, is not YAML, or lacks a part or one of the facts in it.
    """
    refuse_put_aside(snapshot)
    by_hand = _parts(snapshot.with_name("sources.yml"), _BY_HAND)
    record = _parts(snapshot / "record.yml", _RECORD)
    return {**by_hand, **record, "catalog": {**by_hand["catalog"], "files": record["catalog"]}}


def write_record(record: dict[str, Any], snapshot: Path) -> None:
    """Write those parts of a record, as `load` gives it, that stand in the snapshot itself."""
    parts = {part: record[part] for part in ("editions", "runs")}
    parts["catalog"] = record["catalog"]["files"]
    body = yaml.safe_dump(parts, sort_keys=False, allow_unicode=True, width=100)
    write_text(snapshot / "record.yml", _HEADER + body)


def refuse_put_aside(snapshot: Path) -> None:
    """Raise `DataError` where a refresh was interrupted as it exchanged the snapshot."""
    aside = snapshot.parent / ASIDE
    if aside.exists() and not snapshot.exists():
        raise DataError(
            str(snapshot),
            "a refresh has put it aside and not ended",
            hint=f"if none is at work, the next one puts it back, as does: mv {aside} {snapshot}",
        )


def _parts(path: Path, parts: _Parts) -> dict[str, Any]:
    if not path.is_file():
        raise DataError(path.name, "the file is missing", hint=f"expected at {path}")
    try:
        loaded: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(path.name, f"not YAML: {' '.join(str(error).split())}") from None
    content: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
    for part, facts in parts.items():
        if not isinstance(content.get(part), dict):
            raise DataError(path.name, f"the part {part!r} is missing")
        for fact in facts:
            for name, entry in content[part].items():
                if fact not in (entry or ()):
                    raise DataError(f"{path.name}: {part}", f"{name} lacks {fact!r}")
    return content


@cache
def _committed() -> dict[str, Any]:
    return load()


def runs(sources: dict[str, Any] | None = None) -> pd.DataFrame:
    """List the benchmark runs, inference first, leading device first, newest PyTorch first.

    Parameters
    ----------
    sources : dict, optional
        As `load` gives it; that of `SNAPSHOT` by default.

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
