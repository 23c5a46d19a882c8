"""Three models to start from on a device."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.naming.licenses import LICENSE_CLASSES
from analysis.runs.contenders import contenders
from analysis.runs.devices import device_runs
from analysis.runs.picks import picks, yardstick


def table(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["weights", "samples_per_sec", "top1", "license"])
    return frame.assign(architecture=frame["weights"].str.partition(".")[0], img_size=224)


SOME = table(
    ("quick.a", 900, 79.0, "mit"),
    ("near.a", 500, 80.0, "mit"),
    ("near.b", 499, 82.0, "mit"),
    ("resnet50.a", 100, 80.0, "mit"),
    ("resnet50.b", 100, 76.0, "mit"),
    ("good.a", 101, 84.0, "mit"),
    ("good.b", 400, 83.9, "mit"),
    ("best.nc", 10, 95.0, "cc-by-nc-4.0"),
    ("best.a", 5, 90.0, "apache-2.0"),
    ("best.b", 20, 89.9, "apache-2.0"),
)


def test_the_picks_meet_the_yardstick_and_ties_go_to_the_better_in_the_other_measure() -> None:
    found = picks(SOME, noise=0.006).set_index("pick")
    assert found["weights"].to_dict() == {
        "fast": "near.b",
        "balanced": "good.b",
        "accurate": "best.b",
    }
    assert found.loc["fast", "min_top1"] == 80
    assert found.loc["balanced", "min_speed"] == 100
    assert picks(SOME, noise=0.0).set_index("pick").loc["fast", "weights"] == "near.a"


def test_without_the_yardstick_the_medians_stand_in() -> None:
    others = SOME[~SOME["architecture"].eq("resnet50")]
    found = yardstick(others)
    assert found["top1"] == others["top1"].median()
    assert found["samples_per_sec"] == others["samples_per_sec"].median()


def test_where_no_licence_allows_nothing_is_picked() -> None:
    assert picks(SOME[SOME["license"].eq("cc-by-nc-4.0")]).empty
    assert picks(SOME.iloc[:0]).empty


@pytest.mark.parametrize("run", device_runs()["run"])
def test_nothing_that_is_allowed_is_clearly_better_than_a_pick(run: str) -> None:
    rows = contenders(run)
    allowed = rows[rows["license"].map(LICENSE_CLASSES).eq("permissive")]
    for row in picks(rows).to_dict("records"):
        faster = allowed["samples_per_sec"] > 1.01 * row["samples_per_sec"]
        better = allowed["top1"] > row["top1"] + 0.5
        assert not (faster & better).any(), row["weights"]
        assert not row["top1"] < row["min_top1"]
        assert not row["samples_per_sec"] < row["min_speed"]
