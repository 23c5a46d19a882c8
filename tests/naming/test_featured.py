"""The featured families are those of the rule."""

from __future__ import annotations

from analysis import run_table
from analysis.naming.featured import FEATURED, ORIGINAL
from analysis.runs.devices import lead_run


def test_the_featured_families_are_those_of_the_rule() -> None:
    table = run_table(lead_run()).contenders.sort_values("samples_per_sec", ascending=False)
    near = table[table["top1"] >= table["top1"].cummax() - 2]
    counts = near.loc[~near["family"].isin(ORIGINAL), "family"].value_counts()
    assert counts.iloc[6] > counts.iloc[7], "the seventh place is shared: choose another number"
    assert sorted(FEATURED) == sorted({*ORIGINAL, *counts.index[:7]})
