"""Two families side by side: all that is said of each, from which a pair is put together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.kept import kept
from analysis.data.test_sets import HARD_SETS, TEST_SETS
from analysis.drawing.number_format import counted, percent, rate, short, signed
from analysis.naming.featured import FEATURED
from analysis.naming.licenses import CLASS_LABELS, license_class
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS, families
from analysis.runs.contenders import contenders
from analysis.runs.devices import device_label, device_runs, lead_run
from analysis.runs.effective_robustness import accuracies, compared, robustness
from analysis.stats.intervals import variance

SENTENCES = Path(__file__).with_name("sentences.yml")
LEAST = 8
"""A family with fewer models is not offered."""

SPEEDS = tuple(step * 10**power for power in range(6) for step in (1, 3))
ACCURACIES = tuple(range(70, 92, 2))
ROBUST = "sketch"


@dataclass(frozen=True)
class Study:
    """What the page on two families looks at, computed once.

    ``facts``: by family, the rows of the table that hold on every device; ``runs``: by the run of
    each device, what it measured of each family; ``first``, the pair shown first, empty where there
    are no two families. All as plain data, which the browser gets too.
    """

    facts: dict[str, dict[str, Any]]
    runs: dict[str, dict[str, Any]]
    first: tuple[str, ...]


@cache
@kept
def study() -> Study:
    """Compute the page's facts from the snapshot."""
    table = accuracies()
    many = table[table["imagenet_top1"].notna()].groupby("family").size()
    offered = sorted(many.index[many >= LEAST], key=lambda family: _labels()[family].lower())
    lead = contenders(lead_run())
    return Study(
        facts=_facts(table[table["family"].isin(offered)], lead),
        runs={run: _of_run(contenders(run), offered) for run in device_runs()["run"]},
        first=_first(many[many >= LEAST]),
    )


@cache
def sentences() -> dict[str, str]:
    """Read what is said of two families."""
    raw: dict[str, str] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return raw


@cache
def _labels() -> dict[str, str]:
    table = accuracies()
    return dict(table[["family", "family_label"]].drop_duplicates().to_numpy())


def _first(many: pd.Series) -> tuple[str, ...]:
    """Pick the first featured families of convolutions and of attention, else the two largest."""
    kinds = families().set_index("family")["kind"].to_dict()
    for_kind = [
        [family for family in FEATURED if family in many.index and kinds.get(family) == kind]
        for kind in ("convolution", "attention")
    ]
    if all(for_kind):
        return tuple(found[0] for found in for_kind)
    largest = many.sort_values(ascending=False, kind="stable").index[:2]
    return tuple(map(str, largest)) if len(many) > 1 else ()


def _facts(table: pd.DataFrame, lead: pd.DataFrame) -> dict[str, dict[str, Any]]:
    known = families().set_index("family").to_dict("index")
    licenses = lead.groupby("family")["license"].agg(lambda names: sorted(set(names)))
    robust = robustness(compared(accuracies()))
    inside = robust[~robust["beyond"]]
    points = dict(inside.groupby(["family", "test_set"])["effective"].mean().items())
    found = {}
    for family, rows in table.groupby("family"):
        facts = known.get(str(family), {})
        classes = dict.fromkeys(license_class(one) for one in licenses.get(family, []))
        saw = [
            label for name, label in PRETRAINING_LABELS.items() if name in set(rows["pretraining"])
        ]
        above = {name: float(points.get((family, name), math.nan)) for name in HARD_SETS}
        found[str(family)] = {
            "label": str(rows["family_label"].iloc[0]),
            "rows": {
                "Kind": ", ".join(dict.fromkeys(rows["kind"].map(KIND_LABELS))),
                "Year of the paper": str(facts.get("year") or "not known"),
                "Models with an accuracy": counted(len(rows), "model"),
                "Image sizes": _reach(rows["img_size"], "px"),
                "Parameters": _reach(rows["param_count_m"], "M"),
                "Pre-trained on": ", ".join(saw),
                "Licences": ", ".join(CLASS_LABELS[name] for name in classes) or "not known",
                "Most accurate": _best(rows),
                **{
                    f"{TEST_SETS[name].label}, beyond the expected": _points(mean)
                    for name, mean in above.items()
                },
            },
            "robust": _points(above[ROBUST]),
        }
    return found


def _reach(values: pd.Series, unit: str) -> str:
    low, high = short(values.min()), short(values.max())
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"


def _best(rows: pd.DataFrame) -> str:
    best = rows.nlargest(1, "imagenet_top1").iloc[0]
    return f"{percent(best['imagenet_top1'])} ({best['weights']})"


def _points(points: float) -> str:
    return signed(points) if math.isfinite(points) else ""


def _of_run(table: pd.DataFrame, offered: Sequence[str]) -> dict[str, Any]:
    images = TEST_SETS["imagenet"].images
    measured = {}
    for family, rows in table[table["family"].isin(offered)].groupby("family"):
        measured[str(family)] = {
            "speeds": [
                None if best is None else _accuracy(best, images)
                for best in _best_beyond(rows, "samples_per_sec", "top1", SPEEDS)
            ],
            "accuracies": [
                None if best is None else [rate(best["samples_per_sec"]), str(best["weights"])]
                for best in _best_beyond(rows, "top1", "samples_per_sec", ACCURACIES)
            ],
            "frontier": int(rows["on_frontier"].sum()),
        }
    return {"frontier": int(table["on_frontier"].sum()), "families": measured}


def _best_beyond(
    rows: pd.DataFrame, bound: str, value: str, limits: Sequence[float]
) -> list[dict[str, Any] | None]:
    """Find the row with the best value among those at or beyond each limit."""
    ordered = rows.sort_values([bound, value, "weights"], ascending=[False, False, True])
    listed = ordered.to_dict("records")
    found: list[dict[str, Any] | None] = []
    for limit in limits:
        able = [row for row in listed if row[bound] >= limit]
        best = max(able, key=itemgetter(value), default=None)
        found.append(None if best is None else {str(name): one for name, one in best.items()})
    return found


def _accuracy(best: Mapping[str, Any], images: int) -> list[Any]:
    top1 = float(best["top1"])
    return [percent(top1), str(best["weights"]), top1, float(variance(top1, images))]


def for_the_browser(found: Study) -> dict[str, Any]:
    """Give all that ``assets/families`` needs as plain data."""
    return {
        "sentences": sentences(),
        "speeds": [rate(speed) for speed in SPEEDS],
        "accuracies": [percent(top1, 0) for top1 in ACCURACIES],
        "facts": found.facts,
        "runs": {run: {"label": device_label(run), **mine} for run, mine in found.runs.items()},
        "first": list(found.first),
    }
