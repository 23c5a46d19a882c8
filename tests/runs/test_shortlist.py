"""The frontier as a short table, with its ties."""

from __future__ import annotations

import pandas as pd

from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.shortlist import shortlist, tied_with_as_fast
from tests.support.naive import join


def alike(one: float, other: float, images: int = 50_000) -> bool:
    """Tell whether the two-proportion z statistic is below 1.96."""
    variance = sum(p / 100 * (1 - p / 100) / images for p in (one, other))
    return bool(abs(one - other) / 100 < 1.96 * variance**0.5)


def test_who_is_tied_with_a_row_at_least_as_fast_is_counted_the_slow_way() -> None:
    rows = [
        pair for (name, _), pair in join(lead_run()).rows.items() if not name.startswith("test_")
    ]
    expected = 0
    for i, (speed, top1) in enumerate(rows):
        others = rows[:i] + rows[i + 1 :]
        as_fast = [accuracy for other, accuracy in others if other >= speed]
        if any(accuracy > top1 for accuracy in as_fast):
            continue
        if any(other > speed and accuracy == top1 for other, accuracy in others):
            continue
        expected += any(alike(top1, accuracy) for accuracy in as_fast)
    found = tied_with_as_fast(run_table(lead_run()).contenders)
    assert found.sum() == expected
    assert len(found) == len(shortlist(run_table(lead_run()).contenders))


def test_rows_of_one_speed_are_as_fast_as_each_other() -> None:
    table = pd.DataFrame({"samples_per_sec": [10.0, 10.0, 5.0], "top1": [80.0, 79.9, 90.0]})
    assert tied_with_as_fast(table).to_dict() == {0: True, 2: False}
