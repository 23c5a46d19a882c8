"""Which weights are one checkpoint, found by comparing every two rows of the file."""

from __future__ import annotations

from itertools import combinations

import pytest

from analysis.runs.checkpoints import checkpoints
from tests.support.naive import read


@pytest.mark.edition("2026-01-06")
def test_only_levit_has_its_weights_in_two_implementations() -> None:
    found = checkpoints("2026-01-06")
    twins = {name: first for name, first in found.items() if name != first}
    assert twins == {f"levit_conv_{n}.fb_dist_in1k": f"levit_{n}.fb_dist_in1k" for n in LEVITS}


LEVITS = ("128", "128s", "192", "256", "384")


@pytest.mark.edition("2026-01-06")
def test_no_other_two_rows_agree_on_every_test_set() -> None:
    rows = read("accuracy/2026-01-06.csv")
    scores = [name for name in rows[0] if name.endswith("_top1")]
    same = set()
    for one, other in combinations(sorted(rows, key=lambda row: row["weights"]), 2):
        told = [(one[s], other[s]) for s in scores]
        if one["param_count_m"] == other["param_count_m"] and all(
            a == b or (a and b and abs(float(a) - float(b)) <= 0.1) for a, b in told
        ):
            same.add((one["weights"], other["weights"]))
    assert {(a, b) for a, b in same if a.partition(".")[2] == b.partition(".")[2]} == {
        (f"levit_{n}.fb_dist_in1k", f"levit_conv_{n}.fb_dist_in1k") for n in LEVITS
    }
