"""The spread of speeds at one parameter count, recounted from the snapshot's text."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from analysis.data.sources import SNAPSHOT
from analysis.pages.params.study import study
from analysis.runs.devices import lead_run


def speeds_near(count: str, edition: str) -> dict[str, float]:
    """Give the speeds at 224 px of scored architectures within a tenth of a parameter count."""
    with (SNAPSHOT / "speed" / f"{lead_run()}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    speeds = {r["model"]: float(r["samples_per_sec"]) for r in rows if r["img_size"] == "224"}
    with (SNAPSHOT / "accuracy" / f"{edition}.csv").open(encoding="utf-8") as file:
        scored = [r for r in csv.DictReader(file) if r["img_size"] == "224"]
    counts: dict[str, Decimal] = {}
    for row in sorted(scored, key=lambda r: -float(r["imagenet_top1"] or 0)):
        counts.setdefault(row["weights"].partition(".")[0], Decimal(row["param_count_m"]))
    middle = Decimal(count)
    return {
        name: speeds[name]
        for name, millions in counts.items()
        if abs(millions - middle) * 10 <= middle and name in speeds
    }


@pytest.mark.edition("2026-01-06")
@pytest.mark.parametrize("count", ["2.5", "5", "12", "25", "50", "88", "200", "300"])
def test_the_spread_counts_every_architecture_within_a_tenth(count: str) -> None:
    near = {k: v for k, v in speeds_near(count, "2026-01-06").items() if not k.startswith("test_")}
    found = study().spread.set_index("param_count_m").loc[float(count)]
    assert found["rows"] == len(near)
    assert found["slowest"] == min(near.values())
    assert found["fastest"] == max(near.values())
    assert found["first"] == max(near, key=near.__getitem__)
    assert found["others"] == pytest.approx(
        max(near.values()) / sorted(near.values())[1], rel=1e-12
    )


@pytest.mark.edition("2026-01-06")
def test_at_five_million_parameters_an_end_of_the_range_counts() -> None:
    found = study().spread.set_index("param_count_m").loc[5.0]
    assert found["rows"] == 34
    assert found["last"] == "coat_tiny"
    assert round(found["ratio"], 1) == 13.5
    assert round(found["middle"], 2) == 2.97
