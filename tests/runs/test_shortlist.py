"""The frontier as a short table, with its ties."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest

from analysis.data.reading import SNAPSHOT
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.pairs import speed_noise
from analysis.runs.shortlist import shortlist
from tests.support.naive import join


def alike(one: float, other: float, images: int = 50_000) -> bool:
    """Tell whether the two-proportion z statistic is below 1.96."""
    variance = sum(p / 100 * (1 - p / 100) / images for p in (one, other))
    return bool(abs(one - other) / 100 < 1.96 * variance**0.5)


def test_who_is_tied_is_counted_the_slow_way() -> None:
    noise = 0.0068
    found = shortlist(run_table(lead_run()).contenders, noise=noise)
    joined = {
        key: pair for key, pair in join(lead_run()).rows.items() if not key[0].startswith("test_")
    }
    tied = {}
    for key, (speed, top1) in joined.items():
        others = [pair for other, pair in joined.items() if other != key]
        if any(s >= speed and a >= top1 and (s, a) != (speed, top1) for s, a in others):
            continue
        tied[key] = any(
            s >= speed / (1 + noise) and (a > top1 or alike(a, top1)) for s, a in others
        )
    mine = found.set_index(["architecture", "img_size", "top1"])["tied_with"].ne("")
    assert len(found) == len(tied)
    assert mine.sum() == sum(tied.values())


def test_a_hair_slower_and_more_accurate_is_tied_where_repeats_differ_by_as_much() -> None:
    table = pd.DataFrame(
        {
            "weights": ["a", "b", "c", "d"],
            "img_size": 224,
            "samples_per_sec": [100.0, 99.5, 50.0, 50.0],
            "top1": [60.0, 70.0, 80.0, 79.9],
        }
    )
    assert shortlist(table, noise=0.006)["tied_with"].tolist() == ["d@224", "", "b@224"]
    assert shortlist(table, noise=0.004)["tied_with"].tolist() == ["d@224", "", ""]
    assert shortlist(table.iloc[:0]).empty


def test_the_noise_of_speed_is_that_of_models_measured_under_two_names() -> None:
    with (SNAPSHOT / "renames.csv").open(encoding="utf-8") as file:
        today = {row["old"]: row["new"].partition(".")[0] for row in csv.DictReader(file)}
    spreads = []
    for path in (SNAPSHOT / "speed").glob("*.csv"):
        speeds: dict[tuple[str, ...], list[float]] = {}
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                name = today.get(row["model"], row["model"].partition(".")[0])
                key = (name, row["img_size"], row["param_count_m"])
                if row["samples_per_sec"]:
                    speeds.setdefault(key, []).append(float(row["samples_per_sec"]))
        spreads += [max(mine) / min(mine) for mine in speeds.values() if len(mine) > 1]
    assert len(spreads) > 300
    assert speed_noise() == pytest.approx(np.quantile(spreads, 0.95) - 1, abs=0.001)
