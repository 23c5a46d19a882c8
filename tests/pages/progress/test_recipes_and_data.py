"""What recipes and data add to the same architecture and image size."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from analysis.pages.progress import recipes_and_data
from analysis.pages.progress.study import study

Row = tuple[str, float]


def table(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["weights", "top1"])
    return frame.assign(
        architecture=frame["weights"].str.partition(".")[0],
        img_size=224,
        family_label="F",
        pretraining="in1k",
        distilled=False,
        taught_by="",
    )


def test_recipes_compare_undistilled_weights_of_one_architecture_and_size() -> None:
    rows = table(("r.a", 70), ("r.b", 75), ("r.c", 90), ("s.a", 1))
    rows.loc[2, "distilled"] = True
    found = recipes_and_data.recipes(rows)
    wanted = ["worst", "best", "weights_count", "gain"]
    assert found[wanted].to_numpy().tolist() == [["r.a", "r.b", 2, 5]]
    rows.loc[1, "img_size"] = 256
    assert recipes_and_data.recipes(rows).empty


def test_data_gains_compare_the_best_of_each_and_may_be_negative() -> None:
    rows = table(("r.a", 70), ("r.b", 75), ("r.c", 74), ("r.d", 60))
    rows.loc[[2, 3], "pretraining"] = ["in21k", "web"]
    row = recipes_and_data.data_gains(rows).iloc[0]
    assert (row["worst"], row["best"], row["gain"]) == ("r.b", "r.c", -1)


def test_both_gains_stand_side_by_side_where_a_network_has_both() -> None:
    rows = table(("r.a", 70), ("r.b", 75), ("r.c", 72), ("r.d", 78), ("s.a", 1), ("s.b", 2))
    rows.loc[3, "pretraining"] = "web"
    found = recipes_and_data.both(recipes_and_data.recipes(rows), recipes_and_data.data_gains(rows))
    assert found[["architecture", "recipe", "data"]].to_numpy().tolist() == [["r", 5, 3]]


def test_the_gains_of_the_snapshot_are_those_of_a_naive_walk() -> None:
    table = study().table
    kept = table[~table["distilled"]]
    taught = kept["pretraining"].where(kept["taught_by"].isin(["", "in1k"]), "taught")
    seen = taught.where(kept["pretraining"].eq("in1k"), kept["pretraining"])
    rows = sorted(zip(kept["architecture"], kept["img_size"], seen, kept["top1"], strict=True))
    expected = []
    for key, group in groupby(rows, key=lambda row: row[:2]):
        members = list(group)
        own = [top1 for _, _, data, top1 in members if data == "in1k"]
        more = [top1 for _, _, data, top1 in members if data not in ("in1k", "unknown", "taught")]
        if len(own) > 1 and more:
            best = max(own)
            expected.append((*key, best - min(own), max(more) - best))
    found = study().shared[["architecture", "img_size", "recipe", "data"]]
    assert sorted(found["architecture"] + found["img_size"].astype(str)) == sorted(
        f"{name}{size}" for name, size, *_ in expected
    )
    for place, column in enumerate(("recipe", "data"), 2):
        assert sorted(found[column]) == pytest.approx(sorted(float(row[place]) for row in expected))


def test_the_advantage_of_data_has_an_interval_that_counts_families() -> None:
    shared = pd.DataFrame(
        {
            "family_label": ["A", "A", "B", "B", "C"],
            "recipe": [1.0, 1.0, 1.0, 1.0, 1.0],
            "data": [2.0, 3.0, 0.5, 1.5, 4.0],
        }
    )
    found = recipes_and_data.advantage(shared)
    differences = np.array([1.0, 2.0, -0.5, 0.5, 3.0])
    mean = differences.mean()
    sums = [sum(differences[:2] - mean), sum(differences[2:4] - mean), differences[4] - mean]
    error = np.sqrt(3 / 2 * np.square(sums).sum()) / 5
    assert found["estimate"] == pytest.approx(mean)
    assert found["conf_low"] == pytest.approx(mean - student.ppf(0.975, 2) * error)
    assert found["clusters"] == 3


def test_the_summary_has_medians_of_both_kinds_of_networks() -> None:
    recipes = pd.DataFrame({"gain": [2.0, 4, 6]})
    data = pd.DataFrame({"gain": [5.0, 7]})
    shared = pd.DataFrame({"recipe": [2.0], "data": [5.0]})
    found = recipes_and_data.summary(recipes, data, shared)
    assert found[["networks", "gain", "n", "median"]].to_numpy().tolist() == [
        ["both", "recipe", 1, 2.0],
        ["both", "data", 1, 5.0],
        ["all", "recipe", 3, 4.0],
        ["all", "data", 2, 6.0],
    ]


def test_each_family_stands_beside_all_the_others() -> None:
    shared = pd.DataFrame(
        {"family_label": ["A", "A", "B"], "recipe": [1.0, 3.0, 9.0], "data": [2.0, 4.0, 5.0]}
    )
    assert recipes_and_data.by_family(shared).to_numpy().tolist() == [
        ["A", 2, 2.0, 3.0, 9.0, 5.0],
        ["B", 1, 9.0, 5.0, 2.0, 3.0],
    ]


@pytest.mark.edition("2026-01-06")
def test_without_efficientnet_the_order_turns() -> None:
    """Counted from the raw files by somebody else."""
    others = study().families.set_index("family_label").loc["EfficientNet"]
    assert [round(others[f"{gain}_without"], 2) for gain in ("recipe", "data")] == [2.54, 1.55]
