"""Pairs of runs that differ in one thing."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.sources import runs
from analysis.refresh.run_names import read_name
from analysis.runs import comparisons
from analysis.runs.devices import lead_run
from analysis.runs.pairs import paired, speeds


def test_the_runs_of_a_comparison_exist_and_differ_in_what_it_says() -> None:
    known = set(runs()["run"])
    differing = {
        "device": {"device", "cuda"},
        "compiling": {"compiled"},
        "software": {"torch", "cuda"},
        "layout": {"layout"},
        "precision": {"precision"},
    }
    for one in comparisons.COMPARISONS:
        assert {one.before, one.after} <= known
        before, after = read_name(one.before), read_name(one.after)
        changed = {key for key in before if before[key] != after[key]}
        assert changed <= differing[one.question], one.id


def test_an_unknown_comparison_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="rtx4090-over-rtx3090"):
        comparisons.comparison("x")


def test_a_summary_has_a_row_for_each_comparison_and_group() -> None:
    chosen = [comparisons.comparison(name) for name in ("compiled-5090", "rtx5090-over-rtx4090")]
    eager, older = (one.before for one in chosen)
    table = speeds([lead_run(), eager, older])
    pairs = comparisons.compare(table, chosen)
    kinds = comparisons.summary(pairs, "kind")
    for one in chosen:
        own = paired(table, one.before, one.after)
        pd.testing.assert_frame_equal(
            comparisons.of_comparison(pairs, one.id).reset_index(drop=True), own
        )
        counted = kinds[kinds["comparison"].eq(one.id)].set_index("kind")["n"]
        assert counted.to_dict() == own["kind"].value_counts().to_dict()
    found = comparisons.summary(pairs)
    assert found["question"].tolist() == ["compiling", "device"]
    assert found["n"].tolist() == kinds.groupby("comparison", sort=False)["n"].sum().tolist()
