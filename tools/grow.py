"""Make a large snapshot out of the real one, to see how the site grows: for `make bench` alone."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.data import reading
from analysis.data.sources import load, write_record
from analysis.data.validation import write_table

STRETCH = 0.25
SEED = 7


def grow(
    folder: Path,
    weights: int = 10,
    runs: int = 5,
    snapshot: Path = reading.SNAPSHOT,
) -> dict[str, int]:
    """Write a snapshot with so many times the weights and the runs of the real one.

    Every architecture gets copies under names of its own (``resnet50`` -> ``resnet50_g2``), whose
    speeds and accuracies are moved by chance, the same at every call; every run gets copies on
    devices of their own. Names are parsed, joined and drawn as real ones are.

    Parameters
    ----------
    folder : Path
        Gets ``snapshot`` and ``sources.yml``.
    weights, runs : int
        How many times; 1 copies.
    snapshot : Path
        What is copied from.

    Returns
    -------
    dict
        Rows of weights in the newest edition, and runs.
    """
    record = load(snapshot)
    random = np.random.default_rng(SEED)
    out = folder / "snapshot"
    for name in record["catalog"]["files"]:
        table = reading.catalog(name.removesuffix(".csv"), snapshot)
        if name == "weights.csv":
            table = _copies(table, "weights", weights)
        record["catalog"]["files"][name]["rows"] = len(table)
        write_table(table, out / name, reading.schema_of(name))
    for edition, entry in record["editions"].items():
        name = f"accuracy/{edition}.csv"
        table = _copies(reading.accuracy(edition, snapshot), "weights", weights)
        table = _moved_scores(table, random)
        entry["rows"] = len(table)
        write_table(table, out / name, reading.schema_of(name, table.columns))
    for run, entry in list(record["runs"].items()):
        table = _copies(reading.speed(run, snapshot), "model", weights)
        entry["rows"] = len(table)
        for number in range(1, runs + 1):
            copy = run if number == 1 else _on_another_device(run, number)
            stretched = _moved_speeds(table, random)
            stretched["batch_size"] = stretched["batch_size"].astype("Int64")
            write_table(
                stretched, out / f"speed/{copy}.csv", reading.schema_of(f"speed/{copy}.csv")
            )
            device = entry["device"] if number == 1 else f"{entry['device']}_g{number}"
            record["runs"][copy] = {**entry, "device": device}
    for device, facts in list(record["devices"].items()):
        for number in range(2, runs + 1):
            label = f"{facts['label']} #{number}"
            record["devices"][f"{device}_g{number}"] = {**facts, "label": label}
    write_record(record, out)
    del record["catalog"]["files"]
    by_hand = {part: record[part] for part in ("upstream", "catalog", "devices")}
    text = yaml.safe_dump(by_hand, sort_keys=False, allow_unicode=True)
    (folder / "sources.yml").write_text(text, encoding="utf-8")
    newest = record["editions"][max(record["editions"])]
    return {"weights": newest["rows"], "runs": len(record["runs"])}


def _copies(table: pd.DataFrame, column: str, times: int) -> pd.DataFrame:
    parts = [table]
    for number in range(2, times + 1):
        name = table[column].str.partition(".")
        parts.append(table.assign(**{column: name[0] + f"_g{number}" + name[1] + name[2]}))
    return pd.concat(parts, ignore_index=True)


def _moved_scores(table: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Move top-1 and top-5 of a copy towards 100 or away, together, so that they stay ordered."""
    copied = table["weights"].str.contains(r"_g\d+(?:\.|$)")
    factor = np.where(copied, np.exp(random.normal(0, 0.1, len(table))), 1.0)
    scores = [c for c in table.columns if str(c).endswith(("_top1", "_top5"))]
    moved = {c: (100 - ((100 - table[c]) * factor).clip(0, 100)).round(3) for c in scores}
    return table.assign(**moved)


def _moved_speeds(table: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    factor = np.exp(random.normal(0, STRETCH, len(table)))
    speed = (table["samples_per_sec"] * factor).clip(lower=0.01).round(2)
    step = (1000 * table["batch_size"] / speed).round(3).clip(lower=0.001)
    return table.assign(samples_per_sec=speed, step_time_ms=step.where(speed.notna()))


def _on_another_device(run: str, number: int) -> str:
    stem, dash, compiled = run.partition("-dynamo")
    return f"{stem}_g{number}{dash}{compiled}"


def main(arguments: list[str] | None = None) -> int:
    """Write the large snapshot."""
    parser = argparse.ArgumentParser(prog="python -m tools.grow", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="gets snapshot and sources.yml")
    parser.add_argument("--weights", type=int, default=10, metavar="TIMES")
    parser.add_argument("--runs", type=int, default=5, metavar="TIMES")
    options = parser.parse_args(arguments)
    made = grow(options.folder, options.weights, options.runs)
    print(f"{made['weights']:,} rows of weights, {made['runs']} runs in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
