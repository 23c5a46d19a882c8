"""Where each figure comes from: upstream commits and files, benchmark runs, devices."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.errors import DataError
from analysis.data.textfiles import write_text

SETTING = "ANALYSIS_SNAPSHOT"
SNAPSHOT = Path(os.environ.get(SETTING) or Path(__file__).with_name("snapshot"))
ASIDE = Path(".refresh/old")

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
            "device_label": _label(facts["device"], devices),
        }
        for run, facts in content["runs"].items()
    ]
    table = pd.DataFrame(rows, columns=RUN_COLUMNS)
    place = {device: i for i, device in enumerate(devices)}
    keys = pd.DataFrame(
        {
            "task": table["task"],
            "device": table["device"].map(lambda d: place.get(d, len(place))),
            "torch": table["torch"].map(
                lambda v: [-int(part) for part in re.findall(r"\d+", v) or ["0"]]
            ),
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
                "label": _label(str(device), content["devices"]),
                "name": facts.get("name", _label(str(device), content["devices"])),
                "kind": facts.get("kind") or ("gpu" if mine["cuda"].ne("").any() else "unknown"),
                "year": facts.get("year", pd.NA),
                "runs": len(mine),
                "tasks": ", ".join(mine["task"].unique()),
                "torch": " to ".join(dict.fromkeys([versions[-1], versions[0]])),
                "precision": ", ".join(mine["precision"].unique()),
                "compiled": bool(mine["compiled"].any()),
            }
        )
    return pd.DataFrame(rows, columns=DEVICE_COLUMNS).astype({"year": "Int64"})


def editions(sources: dict[str, Any] | None = None) -> list[str]:
    """List the editions of the accuracy files, oldest first, as dates."""
    return sorted((sources or _committed())["editions"])


def _label(device: str, known: dict[str, Any]) -> str:
    """Give a device's label; one that nobody has described is called as its runs call it."""
    spelled = device.upper().replace("_", " ").replace("RTX", "RTX ").strip()
    return str(known.get(device, {}).get("label", spelled))


def _torch_version(digits: str) -> str:
    if digits.startswith("1"):
        return f"1.{digits[1:]}"
    return f"{digits[0]}.{digits[1:-1]}.{digits[-1]}"
