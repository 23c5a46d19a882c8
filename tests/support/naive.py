"""The joined tables again, worked out the slow way: plain dictionaries and loops over the files."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median

from analysis.data.reading import SNAPSHOT

Key = tuple[str, int]
Row = dict[str, str]
NEWEST = max(path.stem for path in (SNAPSHOT / "accuracy").glob("*.csv"))


@cache
def read(file: str) -> list[Row]:
    with Path(SNAPSHOT, file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def new_names() -> dict[str, str]:
    return {row["old"]: row["new"] for row in read("renames.csv")}


def architecture(name: str) -> str:
    return name.partition(".")[0]


def today(name: str, size: str, params: str, known: dict[Key, float]) -> tuple[str, str]:
    """Give a row's name of today and what came of its rename: `""`, renamed or refused."""
    new = new_names().get(name)
    key = architecture(new or ""), int(size)
    if new is None or key not in known:
        return name, ""
    if abs(float(params) - known[key]) / known[key] > 0.02:
        return name, "refused"
    return new, "renamed" if key[0] != architecture(name) else ""


def params_by_key(rows: list[tuple[str, Row]]) -> dict[Key, float]:
    counts = defaultdict(list)
    for name, row in rows:
        counts[architecture(name), int(row["img_size"])].append(float(row["param_count_m"]))
    return {key: median(values) for key, values in counts.items()}


@cache
def edition_today(edition: str) -> list[tuple[str, Row]]:
    """Give the rows of an edition, each with the name that its weights have today."""
    newest = [(row["weights"], row) for row in read(f"accuracy/{NEWEST}.csv")]
    known = params_by_key(newest)
    return [
        (today(row["weights"], row["img_size"], row["param_count_m"], known)[0], row)
        for row in read(f"accuracy/{edition}.csv")
    ]


@dataclass
class Naive:
    """What the join of a run must give.

    ``rows`` has (weights, size) -> speed and top-1; the rest counts as `tables.run_overview` does.
    ``speed_side`` and ``accuracy_side`` hold the fate of each row: (name, size) -> a word.
    """

    rows: dict[Key, tuple[float, float]] = field(default_factory=dict)
    measured: int = 0
    renamed: int = 0
    repeats: int = 0
    speed_side: dict[Key, str] = field(default_factory=dict)
    accuracy_side: dict[Key, str] = field(default_factory=dict)


def fate(key: Key, others: set[Key], architectures: set[str], found: str) -> str:
    """Say whether a key is among the others, and if not, how close it comes."""
    if key in others:
        return found
    return "other size" if key[0] in architectures else "absent"


def join(run: str, edition: str = NEWEST, test_set: str = "imagenet") -> Naive:
    result = Naive()
    accuracy = edition_today(edition)
    known = params_by_key(accuracy)
    scored = {
        (architecture(name), int(row["img_size"]))
        for name, row in accuracy
        if row[f"{test_set}_top1"]
    }
    speeds: dict[Key, list[tuple[str, float]]] = defaultdict(list)
    fates: dict[Key, tuple[Key, str]] = {}
    for row in read(f"speed/{run}.csv"):
        name, rename = today(row["model"], row["img_size"], row["param_count_m"], known)
        key = architecture(name), int(row["img_size"])
        if row["samples_per_sec"]:
            speeds[key].append((rename, float(row["samples_per_sec"])))
        else:
            rename = "empty"
        fates[row["model"], key[1]] = key, rename

    counted = {}
    for key, found in speeds.items():
        own_name = [speed for rename, speed in found if rename != "renamed"]
        counted[key] = median(own_name or [speed for _, speed in found])
        if len(found) > 1:
            result.repeats += 1
            for own in [
                own for own, (other, word) in fates.items() if (other, word) == (key, "renamed")
            ]:
                fates[own] = key, "repeat" if own_name else "median"
    result.measured = sum(len(found) for found in speeds.values())
    result.renamed = sum(rename == "renamed" for found in speeds.values() for rename, _ in found)

    known_names = {name for name, _ in scored}
    for own, (key, word) in fates.items():
        settled = word in ("empty", "repeat") or (word == "refused" and key not in scored)
        found_as = "matched" if word in ("", "refused") else word
        result.speed_side[own] = word if settled else fate(key, scored, known_names, found_as)
    measured, measured_names = set(counted), {name for name, _ in counted}
    for name, row in accuracy:
        key = architecture(name), int(row["img_size"])
        own = row["weights"], key[1]
        if row[f"{test_set}_top1"] == "":
            result.accuracy_side[own] = "no score"
            continue
        result.accuracy_side[own] = fate(key, measured, measured_names, "matched")
        if key in counted:
            result.rows[own] = counted[key], float(row[f"{test_set}_top1"])
    return result
