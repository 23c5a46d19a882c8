"""A file of timings -> the record, for good: a set of timings, or a benchmark run."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError, UsageError, first_of
from analysis.data.schemas import SPEED, TIMINGS
from analysis.data.sources import recorded, write_record
from analysis.data.validation import write_table
from analysis.estimate import device
from analysis.estimate.files import Timings
from analysis.estimate.known import known
from analysis.estimate.names import brought
from analysis.naming.renames import KEY
from analysis.refresh import exchange
from analysis.refresh.raw_files import sha256
from analysis.refresh.rebuild import refuse_unsound

RUN_FROM = 100
"""A file of so many known models is a benchmark run, one of fewer a set of timings."""
KINDS = ("cpu", "gpu", "npu")
NEEDED = ("device", "kind", "url", "authors", "licence")
SETTING = ("runtime", "precision", "layout", "compiled", "threads", "torch", "timm")
FACTS = (*NEEDED, "commit", *SETTING, "date", "warning")


@dataclass(frozen=True)
class Added:
    """What was added: ``name`` of the run or set, what it ``became``, and ``notes``."""

    name: str
    became: str
    notes: list[str] = field(default_factory=list)


def add(
    file: Path,
    read: Timings,
    facts: dict[str, str],
    snapshot: Path = reading.SNAPSHOT,
    *,
    trust: bool = False,
    replace: bool = False,
) -> Added:
    """Put timings into the record as a source of their own.

    Parameters
    ----------
    file : Path
        Where they were read from.
    read : Timings
        As `analysis.estimate.files.read_timings` gives them.
    facts : dict
        Some of `FACTS`, `NEEDED` among them; they go before what the file's first lines say.
    snapshot : Path
        What they are added to, in one step or not at all.
    trust : bool
        Take timings that look unsound.
    replace : bool
        Put them in the place of those of the same name.

    Raises
    ------
    UsageError
        A fact is missing.
    DataError
        The timings look unsound, too few models are known, or the name is taken.
    """
    facts = {name: read.facts[name] for name in FACTS if read.facts.get(name)} | facts
    lacking = [name for name in NEEDED if not facts.get(name)]
    if lacking:
        raise UsageError(f"say where the timings are from: {', '.join(lacking)} is missing")
    if facts["kind"] not in KINDS:
        raise UsageError(f"the kind is one of {', '.join(KINDS)}, not {facts['kind']!r}")
    if facts.get("warning") and not trust:
        hint = "if they are right all the same: --trust"
        raise DataError(file.name, f"the measuring script warns: {facts['warning']}", hint=hint)
    _refuse_strange(file, read, snapshot, trust)
    table, notes = _tidy(read.table, snapshot)
    origin = {"file": file.name, "sha256": sha256(file), "accessed": date.today().isoformat()}
    facts = {name: facts[name] for name in FACTS if facts.get(name)}
    with exchange.staging(snapshot) as new:
        record = recorded(snapshot)
        shutil.copytree(snapshot, new)
        shutil.copy(snapshot.with_name("sources.yml"), new.parent)
        put = _add_run if len(table) >= RUN_FROM else _add_set
        done = put(table, facts | origin, record, new, replace)
        write_record(record, new)
        refuse_unsound(new)
        exchange.replace(new, snapshot)
    return Added(done.name, done.became, notes)


def _refuse_strange(file: Path, read: Timings, snapshot: Path, believed: bool) -> None:
    learnt = known(folder=snapshot)
    timed = device.usable(read.table, learnt)
    found = device.solve(learnt, timed)
    reason, _ = device.judged(learnt, timed, found, snapshot)
    if reason and not believed:
        raise DataError(file.name, reason, hint="if they are right all the same: --trust")


def _tidy(rows: pd.DataFrame, snapshot: Path) -> tuple[pd.DataFrame, list[str]]:
    """Bring names to today's architectures, one row each; say who is not known."""
    named = rows.assign(**brought(rows), latency_ms=1000 * rows["secs"])
    architectures = reading.catalog("architectures", snapshot)["architecture"]
    told = named["architecture"].isin(architectures) & named["img_size"].notna()
    notes = [f"timm has no such model, left out: {first_of(named.loc[~told, 'name'].tolist())}"]
    table = (
        named[told]
        .groupby(KEY, as_index=False)
        .agg({"batch_size": "first", "latency_ms": "median", "spread": "median"})
    )
    return table.assign(img_size=table["img_size"].astype(int)), notes if not told.all() else []


def _add_set(
    table: pd.DataFrame, facts: dict[str, str], record: dict[str, Any], new: Path, replace: bool
) -> Added:
    eager = {"yes": "compiled", "no": "eager"}.get(facts.get("compiled", ""), "")
    parts = [facts["device"], facts.get("runtime", ""), facts.get("precision", ""), eager]
    name = re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")
    _refuse_taken(name, record["timings"], replace)
    others = reading.timings(new).query("set != @name")
    rows = pd.concat([others, table.assign(set=name)]).sort_values(list(TIMINGS.key))
    kept = {**record["timings"], name: {**facts, "rows": len(table)}}
    record["timings"] = dict(sorted(kept.items()))
    write_table(rows[TIMINGS.names], new / reading.TIMINGS_FILE, TIMINGS)
    return Added(name, f"a set of {len(table)} timings")


def _add_run(
    table: pd.DataFrame, facts: dict[str, str], record: dict[str, Any], new: Path, replace: bool
) -> Added:
    spelled = re.sub(r"[^a-z0-9]+", "_", facts["device"].lower()).strip("_")
    version = facts.get("torch", "").partition("+")[0]
    batches = table["batch_size"].dropna().unique()
    own = {
        "task": "infer",
        "device": spelled,
        "label": facts["device"],
        "precision": facts.get("precision", ""),
        "layout": facts.get("layout", ""),
        "compiled": facts.get("compiled") == "yes",
        "torch": version,
        "cuda": "",
        "batch": f"{batches[0]:.0f}" if len(batches) == 1 and len(table) else "",
    }
    parts = ["infer", own["precision"], own["layout"], version and f"pt{version}", spelled]
    parts += ["dynamo" if own["compiled"] else "", own["batch"] and f"b{own['batch']}"]
    name = "-".join(str(part).replace(".", "") for part in parts if part)
    _refuse_taken(name, record["runs"], replace)
    speeds = _speeds(table, new)
    left = {key: value for key, value in facts.items() if key not in (*own, "compiled")}
    newest = max(record["editions"])
    record["runs"][name] = {"edition": newest, "rows": len(speeds), **left, **own}
    record["runs"] = dict(sorted(record["runs"].items()))
    write_table(speeds, new / "speed" / f"{name}.csv", SPEED)
    return Added(name, f"a benchmark run of {len(speeds)} models")


def _speeds(table: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Write timings as a run has them; costs are those of the known runs, else the catalogue's."""
    learnt = known(folder=folder)
    place = learnt.rows(table)
    costs = learnt.models.iloc[place].reset_index(drop=True)
    costs = costs.where(pd.Series(place >= 0)).astype({"gmacs": float})
    counted = reading.catalog("architectures", folder).set_index("architecture")["param_count_m"]
    secs = table["latency_ms"] / 1000
    return pd.DataFrame(
        {
            "model": table["architecture"],
            "img_size": table["img_size"],
            "samples_per_sec": (1 / secs).map(_rounded),
            "step_time_ms": (table["batch_size"] * table["latency_ms"]).map(_rounded),
            "batch_size": table["batch_size"],
            "param_count_m": costs["param_count_m"].fillna(table["architecture"].map(counted)),
            "gmacs": costs["gmacs"],
            "activations_m": costs["activations_m"],
        }
    ).sort_values(list(SPEED.key), ignore_index=True)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}") if np.isfinite(value) else float("nan")


def _refuse_taken(name: str, present: dict[str, Any], replace: bool) -> None:
    if name in present and not replace:
        raise DataError("record.yml", f"{name} is there already", hint="--replace exchanges it")
