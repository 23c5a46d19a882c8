"""Frontiers by the year of a family."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from analysis.pages.progress import frontier_history
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table

Row = tuple[str, int, float, float]


def table(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["weights", "year", "samples_per_sec", "top1"])
    return frame.assign(
        architecture=frame["weights"].str.partition(".")[0],
        img_size=224,
        family=frame["weights"],
        family_label="F",
        pretraining="in1k",
    )


def test_years_come_from_the_families_table() -> None:
    rows = pd.DataFrame({"family": ["resnet", "swin", "nobody"], "top1": [1.0, 2, 3]})
    assert frontier_history.dated(rows)["year"].tolist() == [2015, 2021]


def test_every_family_of_the_snapshot_has_a_year(lead: pd.DataFrame) -> None:
    assert len(lead) == len(run_table(lead_run()).contenders)


def test_a_frontier_counts_the_families_up_to_its_year() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = frontier_history.frontiers(rows)
    assert found[["until", "weights"]].to_numpy().tolist() == [
        [2015, "a"],
        [2017, "c"],
        [2017, "b"],
    ]
    assert frontier_history.frontiers(rows.iloc[:0]).empty


def test_the_best_accuracy_at_a_speed_never_falls_and_skips_what_nobody_reaches() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = frontier_history.best_accuracy(rows, [60, 110, 200])
    assert found[["year", "at_least", "weights", "top1"]].to_numpy().tolist() == [
        [2015, 60, "a", 70],
        [2016, 60, "a", 70],
        [2017, 60, "c", 75],
        [2017, 110, "c", 75],
    ]


def test_the_best_speed_at_an_accuracy() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2016, 50, 80), ("c", 2016, 120, 75))
    found = frontier_history.best_speed(rows, [75])
    assert found[["year", "weights", "samples_per_sec"]].to_numpy().tolist() == [[2016, "c", 120]]
    assert frontier_history.best_speed(rows.iloc[:0]).empty


def test_the_height_is_the_mean_of_the_best_accuracies_over_the_log_of_the_speed() -> None:
    rows = table(("a", 2015, 3_000, 80), ("b", 2016, 50_000, 70))
    found = frontier_history.height(rows, 1_000, 40_000)
    assert found.isna().to_dict() == {2015: True, 2016: False}
    reach = math.log(3) / math.log(40)  # the share of the range where the accurate one is able
    assert found[2016] == pytest.approx(80 * reach + 70 * (1 - reach))
    assert frontier_history.height(rows, 5_000, 50_000)[2016] == pytest.approx(70)
    assert frontier_history.height(rows.iloc[:0]).empty


@pytest.fixture(scope="module")
def lead() -> pd.DataFrame:
    return frontier_history.dated(run_table(lead_run()).contenders)


def naive_best(rows: pd.DataFrame, year: int, speeds: Iterable[float]) -> list[float]:
    known = rows[rows["year"] <= year]
    own, top1 = (known[column].to_numpy() for column in ("samples_per_sec", "top1"))
    return [float(top1[own >= speed].max(initial=-np.inf)) for speed in speeds]


@pytest.mark.parametrize("window", [frontier_history.MIDDLE, frontier_history.FAST, (500, 40_000)])
def test_the_height_agrees_with_a_fine_grid_on_the_snapshot(
    window: tuple[float, float], lead: pd.DataFrame
) -> None:
    edge = np.geomspace(*window, 2001)
    middles = np.sqrt(edge[1:] * edge[:-1])
    found = frontier_history.height(lead, *window)
    for year in (2019, 2022, 2025):
        naive = np.mean(naive_best(lead, year, middles))
        assert found[year] == pytest.approx(naive, abs=0.02)


def test_rises_compare_the_heights_of_two_years() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 100, 75), ("c", 2024, 100, 76))
    found = frontier_history.rises(
        {"all": rows, "old": rows.iloc[:2]}, [(1, 10), (10, 100), (1, 200)], 2022
    )
    assert found["data"].tolist() == ["all"] * 3 + ["old"] * 3
    assert found["rise"].tolist() == pytest.approx([1, 1, math.nan, 0, 0, math.nan], nan_ok=True)


def test_every_speed_has_its_rise() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 50, 80), ("c", 2024, 120, 75))
    found = frontier_history.gained(rows, 2022)
    assert found.to_numpy().tolist()[:2] == [[50, 80, 80, 0], [100, 70, 75, 5]]
    assert found.iloc[2][["samples_per_sec", "now"]].tolist() == [120, 75]
    assert found.iloc[2][["before", "rise"]].isna().all()
    assert frontier_history.largest(found, "rise", 10, 50) == 0
    assert frontier_history.largest(found, "rise", 10, 51) == 5
    assert math.isnan(frontier_history.largest(found, "rise", 101, 120))


def test_every_accuracy_has_its_speed() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 50, 80), ("c", 2024, 120, 75))
    found = frontier_history.sped(rows, 2022)
    assert found["top1"].tolist() == [70, 75, 80]
    assert found["times"].tolist() == pytest.approx([1.2, 2.4, 1])
    assert frontier_history.largest(found, "times", 71, 74) == pytest.approx(2.4)
    assert frontier_history.largest(found, "times", 75.1, 80) == pytest.approx(1)


def test_no_speed_of_the_snapshot_rose_by_more_than_the_largest(lead: pd.DataFrame) -> None:
    steps = frontier_history.gained(lead, 2022)
    for low, high in (frontier_history.MIDDLE, (40_000, 150_000)):
        found = frontier_history.largest(steps, "rise", low, high)
        grid = [*np.geomspace(low, high, 700), *lead["samples_per_sec"].clip(low, high)]
        now, before = (np.array(naive_best(lead, year, grid)) for year in (2025, 2022))
        reached = np.isfinite(before)
        assert (now - before)[reached].max() == pytest.approx(found)
