"""Where each figure comes from: upstream commits and files, benchmark runs, devices."""

from __future__ import annotations

import os
import re
from copy import deepcopy
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.errors import DataError
from analysis.data.textfiles import write_text

SETTING = "ANALYSIS_SNAPSHOT"
SNAPSHOT = Path(os.environ.get(SETTING) or Path(__file__).with_name("snapshot"))
ASIDE = Path(".refresh/old")
UNKNOWN = "unknown"

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
    "batch",
    "edition",
]

DEVICE_COLUMNS = [
    "device",
    "label",
    "name",
    "kind",
    "year",
    "runs",
    "tasks",
    "torch",
    "precision",
    "compiled",
]

_FACTS = ("task", "device", "precision", "layout", "compiled", "torch", "cuda", "batch")
BY_HAND = (*_FACTS[1:], "kind")
_FILE = ("sha256", "accessed", "rows")
_Parts = dict[str, tuple[str, ...]]
_KEPT: _Parts = {"upstream": (), "catalog": (), "devices": ("label",)}
_RECORD: _Parts = {
    "editions": ("commit", "rows", "files"),
    "runs": ("edition", "file", *_FILE, *_FACTS),
    "catalog": _FILE,
}
_HEADER = """\
# Where every figure of this folder comes from; written by `python -m analysis refresh` and `add`.
"""


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
        snapshot; ``editions``, ``runs``, ``timings`` and the catalogue's ``files``, written by a
        refresh or an addition into ``record.yml`` within it; what ``sources.yml`` says of a run
        goes before that. An added run tells what its device is called, where ``devices`` does not.

    Raises
    ------
    DataError
        A file is missing, is not YAML, or lacks a part or one of the facts in it.
    """
    record = recorded(snapshot)
    for run, facts in by_hand(snapshot).items():
        if run in record["runs"]:
            record["runs"][run] |= facts
    for facts in record["runs"].values():
        facts["device"] = device_id(facts["device"], record["devices"])
        if "label" in facts:
            told = {"label": facts["label"], "name": facts["label"], "kind": facts["kind"]}
            record["devices"].setdefault(facts["device"], told)
    return record


def device_id(spelled: str, devices: dict[str, Any]) -> str:
    """Give the id of a device that may be spelled as one of its ``also`` in ``sources.yml``."""
    known = (device for device, facts in devices.items() if spelled in facts.get("also", ()))
    return next(known, spelled)


def by_hand(snapshot: Path) -> dict[str, dict[str, Any]]:
    """Read what people say of runs: the part ``runs`` of ``sources.yml``.

    Raises
    ------
    DataError
        It says something that a run does not have, or not in the form that it has.
    """
    name = "sources.yml: runs"
    said = _parts(snapshot.with_name("sources.yml"), _KEPT).get("runs") or {}
    for run, facts in said.items() if isinstance(said, dict) else [("it", said)]:
        if not isinstance(facts, dict):
            raise DataError(name, f"{run} is not a list of facts such as 'device: rtx3090'")
        for fact, value in facts.items():
            if fact not in BY_HAND:
                raise DataError(name, f"{run} has {fact!r}; there are {', '.join(BY_HAND)}")
            if not isinstance(value, bool if fact == "compiled" else str):
                form = "true or false" if fact == "compiled" else "text, in quotes where a number"
                raise DataError(name, f"{run}: {fact} must be {form}", value=str(value))
    return said


def recorded(snapshot: Path) -> dict[str, Any]:
    """Read the same as `load`, but of runs what a refresh has read in their names alone."""
    refuse_put_aside(snapshot)
    kept = _parts(snapshot.with_name("sources.yml"), _KEPT)
    record = _parts(snapshot / "record.yml", _RECORD)
    files = {**kept["catalog"], "files": record["catalog"]}
    return {"timings": {}, **kept, **record, "catalog": files}


def write_record(record: dict[str, Any], snapshot: Path) -> None:
    """Write those parts of a record, as `load` gives it, that stand in the snapshot itself."""
    parts = {part: record[part] for part in ("editions", "runs")}
    parts |= {"timings": record["timings"]} if record["timings"] else {}
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
    state = path.stat()
    loaded = _parsed(path, (state.st_mtime_ns, state.st_size, state.st_ino))
    content: dict[str, Any] = deepcopy(loaded) if isinstance(loaded, dict) else {}
    for part, facts in parts.items():
        if not isinstance(content.get(part), dict):
            raise DataError(path.name, f"the part {part!r} is missing")
        for fact in facts:
            for name, entry in content[part].items():
                if not isinstance(entry, dict) or fact not in entry:
                    raise DataError(f"{path.name}: {part}", f"{name} lacks {fact!r}")
    return content


@lru_cache(maxsize=64)
def _parsed(path: Path, _state: tuple[int, ...]) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(path.name, f"not YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise DataError(path.name, "is nested too deeply") from None


@cache
def _committed() -> dict[str, Any]:
    return load()


def runs(sources: dict[str, Any] | None = None) -> pd.DataFrame:
    """List the benchmark runs: inference, the leading device and the newest PyTorch first.

    Runs whose batch was set stand behind those with the largest that fits.

    Parameters
    ----------
    sources : dict, optional
        As `load` gives it; that of `SNAPSHOT` by default.

    Returns
    -------
    DataFrame
        ``run, task, device, device_label, precision, layout, compiled, torch, cuda, batch,
        edition``; ``batch`` where one was set for all models.
    """
    return _committed_runs().copy() if sources is None else _runs(sources)


@cache
def _committed_runs() -> pd.DataFrame:
    return _runs(_committed())


def _runs(content: dict[str, Any]) -> pd.DataFrame:
    devices = content["devices"]
    rows = [
        {
            "run": run,
            **facts,
            "device": facts["device"] or UNKNOWN,
            "device_label": _label(facts["device"] or UNKNOWN, devices),
        }
        for run, facts in content["runs"].items()
    ]
    table = pd.DataFrame(rows, columns=RUN_COLUMNS)
    place = {device: i for i, device in enumerate(devices)}
    keys = pd.DataFrame(
        {
            "task": table["task"],
            "device": table["device"].map(lambda d: place.get(d, len(place))),
            "batch_set": table["batch"].ne(""),
            "torch": table["torch"].map(
                lambda v: [-int(part) for part in re.findall(r"\d+", v) or ["0"]]
            ),
            "eager": ~table["compiled"],
            "layout": table["layout"].eq("nchw"),
            "precision": table["precision"],
        }
    )
    order = [i for *_, i in sorted(keys.assign(row=keys.index).itertuples(index=False))]
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
        versions = [version for version in mine["torch"].unique() if version]
        kinds = [content["runs"][run].get("kind") for run in mine["run"]]
        rows.append(
            {
                "device": device,
                "label": _label(str(device), content["devices"]),
                "name": facts.get("name", _label(str(device), content["devices"])),
                "kind": facts.get("kind") or next(filter(None, kinds), UNKNOWN),
                "year": facts.get("year", pd.NA),
                "runs": len(mine),
                "tasks": ", ".join(mine["task"].unique()),
                "torch": " to ".join(dict.fromkeys([*versions[-1:], *versions[:1]])),
                "precision": ", ".join(filter(None, mine["precision"].unique())),
                "compiled": bool(mine["compiled"].any()),
            }
        )
    return pd.DataFrame(rows, columns=DEVICE_COLUMNS).astype({"year": "Int64"})


def editions(sources: dict[str, Any] | None = None) -> list[str]:
    """List the editions of the accuracy files, oldest first, as dates."""
    return sorted((sources or _committed())["editions"])


def _label(device: str, known: dict[str, Any]) -> str:
    """Give a device's label; one that nobody has described is called as its runs call it."""
    if device == UNKNOWN:
        return "unknown device"
    spelled = device.upper().replace("_", " ").replace("RTX", "RTX ").strip()
    return str(known.get(device, {}).get("label", spelled))
