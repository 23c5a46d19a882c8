"""Frontiers by the year of a family."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from analysis.data.reading import SNAPSHOT
from analysis.pages.progress import frontier_history
from analysis.pages.progress.study import KNOWN, study
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


@pytest.fixture
def any_family(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let histories start with the first family."""
    monkeypatch.setattr(frontier_history, "LEAST_FAMILIES", 1)


def test_a_history_starts_with_the_fifth_family() -> None:
    years = (2012, 2014, 2014, 2016, 2017, 2019)
    rows = table(*((f"m{i}", year, 100, 70) for i, year in enumerate(years)))
    assert frontier_history.history(rows) == range(2017, 2020)
    assert not frontier_history.history(rows.iloc[:4])
    assert frontier_history.height(rows, 10, 100).to_dict() == {2017: 70, 2018: 70, 2019: 70}


def test_years_are_picked_evenly_with_both_ends() -> None:
    assert frontier_history.spread(range(2016, 2023), 4) == [2016, 2018, 2020, 2022]
    assert frontier_history.spread(range(2016, 2018), 4) == [2016, 2017]
    assert frontier_history.spread(range(0), 4) == []


def test_years_come_from_the_families_table() -> None:
    rows = pd.DataFrame({"family": ["resnet", "swin", "nobody"], "top1": [1.0, 2, 3]})
    assert frontier_history.dated(rows)["year"].tolist() == [2015, 2021]


def test_every_family_of_the_snapshot_has_a_year(lead: pd.DataFrame) -> None:
    assert len(lead) == len(run_table(lead_run()).contenders)


@pytest.mark.usefixtures("any_family")
def test_a_frontier_counts_the_families_up_to_its_year() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = frontier_history.frontiers(rows)
    assert found[["until", "weights"]].to_numpy().tolist() == [
        [2015, "a"],
        [2017, "c"],
        [2017, "b"],
    ]
    assert frontier_history.frontiers(rows.iloc[:0]).empty


@pytest.mark.usefixtures("any_family")
def test_the_best_accuracy_at_a_speed_never_falls_and_skips_what_nobody_reaches() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = frontier_history.best_accuracy(rows, [60, 110, 200])
    assert found[["year", "at_least", "weights", "top1"]].to_numpy().tolist() == [
        [2015, 60, "a", 70],
        [2016, 60, "a", 70],
        [2017, 60, "c", 75],
        [2017, 110, "c", 75],
    ]


@pytest.mark.usefixtures("any_family")
def test_the_best_speed_at_an_accuracy() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2016, 50, 80), ("c", 2016, 120, 75))
    found = frontier_history.best_speed(rows, [75])
    assert found[["year", "weights", "samples_per_sec"]].to_numpy().tolist() == [[2016, "c", 120]]
    assert frontier_history.best_speed(rows.iloc[:0]).empty


@pytest.mark.usefixtures("any_family")
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


def test_rises_compare_the_heights_of_before_and_now() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 100, 75), ("c", 2024, 100, 76))
    found = frontier_history.rises(
        {"all": (rows.iloc[:2], rows), "old": (rows.iloc[:2], rows.iloc[:2])},
        [(1, 10), (10, 100), (1, 200)],
    )
    assert found["compared"].tolist() == ["all"] * 3 + ["old"] * 3
    assert found["rise"].tolist() == pytest.approx([1, 1, math.nan, 0, 0, math.nan], nan_ok=True)


def test_every_speed_has_its_rise() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 50, 80), ("c", 2024, 120, 75))
    found = frontier_history.gained(rows.iloc[:2], rows)
    assert found.to_numpy().tolist()[:2] == [[50, 80, 80, 0], [100, 70, 75, 5]]
    assert found.iloc[2][["samples_per_sec", "now"]].tolist() == [120, 75]
    assert found.iloc[2][["before", "rise"]].isna().all()
    assert frontier_history.largest(found, "rise", 10, 50) == 0
    assert frontier_history.largest(found, "rise", 10, 51) == 5
    assert math.isnan(frontier_history.largest(found, "rise", 101, 120))


def test_every_accuracy_has_its_speed() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2022, 50, 80), ("c", 2024, 120, 75))
    found = frontier_history.sped(rows.iloc[:2], rows)
    assert found["top1"].tolist() == [70, 75, 80]
    assert found["times"].tolist() == pytest.approx([1.2, 2.4, 1])
    assert frontier_history.largest(found, "times", 71, 74) == pytest.approx(2.4)
    assert frontier_history.largest(found, "times", 75.1, 80) == pytest.approx(1)


def test_no_speed_of_the_snapshot_rose_by_more_than_the_largest(lead: pd.DataFrame) -> None:
    steps = frontier_history.gained(lead[lead["year"] <= 2022], lead)
    for low, high in (frontier_history.MIDDLE, (40_000, 150_000)):
        found = frontier_history.largest(steps, "rise", low, high)
        grid = [*np.geomspace(low, high, 700), *lead["samples_per_sec"].clip(low, high)]
        now, before = (np.array(naive_best(lead, year, grid)) for year in (2025, 2022))
        reached = np.isfinite(before)
        assert (now - before)[reached].max() == pytest.approx(found)


def test_what_was_known_then_is_the_older_editions_own_accuracies() -> None:
    before = study().before
    with (SNAPSHOT / f"accuracy/{before}.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["imagenet_top1"]]
    own = {(r["weights"], int(r["img_size"])): float(r["imagenet_top1"]) for r in listed}
    then = study().compared[KNOWN][0]
    keys = zip(then["weights"], then["img_size"], then["top1"], strict=True)
    same = [own[name, size] == top1 for name, size, top1 in keys if (name, size) in own]
    assert len(same) > 100
    assert all(same)
    edge = np.geomspace(*frontier_history.MIDDLE, 2001)
    middles = np.sqrt(edge[1:] * edge[:-1])
    means = [np.mean(naive_best(t.assign(year=0), 0, middles)) for t in study().compared[KNOWN]]
    found = frontier_history.rises(study().compared, [frontier_history.MIDDLE])
    row = found.set_index("compared").loc[KNOWN]
    assert row["rise"] == pytest.approx(means[1] - means[0], abs=0.02)
