"""Frontiers by year, recipes, and the same weights in two editions."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.sources import LEAD_RUN
from analysis.studies import progress
from analysis.tables import run_table

Row = tuple[str, int, float, float]


def table(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["weights", "year", "samples_per_sec", "top1"])
    return frame.assign(
        architecture=frame["weights"].str.partition(".")[0],
        img_size=224,
        family=frame["weights"],
        family_label="F",
        pretraining="in1k",
        distilled=False,
    )


def test_years_come_from_the_families_table() -> None:
    board = pd.DataFrame({"family": ["resnet", "swin", "nobody"], "top1": [1.0, 2, 3]})
    assert progress.dated(board)["year"].tolist() == [2015, 2021]


def test_every_family_of_the_snapshot_has_a_year() -> None:
    board = run_table(LEAD_RUN).contenders
    assert len(progress.dated(board)) == len(board)


def test_a_frontier_counts_the_families_up_to_its_year() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = progress.frontiers(rows)
    assert found[["until", "weights"]].to_numpy().tolist() == [
        [2015, "a"],
        [2017, "c"],
        [2017, "b"],
    ]
    assert progress.frontiers(rows.iloc[:0]).empty


def test_the_best_accuracy_at_a_speed_never_falls_and_skips_what_nobody_reaches() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2017, 50, 80), ("c", 2017, 120, 75))
    found = progress.best_accuracy(rows, [60, 110, 200])
    assert found[["year", "at_least", "weights", "top1"]].to_numpy().tolist() == [
        [2015, 60, "a", 70],
        [2016, 60, "a", 70],
        [2017, 60, "c", 75],
        [2017, 110, "c", 75],
    ]


def test_the_best_speed_at_an_accuracy() -> None:
    rows = table(("a", 2015, 100, 70), ("b", 2016, 50, 80), ("c", 2016, 120, 75))
    found = progress.best_speed(rows, [75])
    assert found[["year", "weights", "samples_per_sec"]].to_numpy().tolist() == [[2016, "c", 120]]
    assert progress.best_speed(rows.iloc[:0]).empty


def test_the_height_is_the_mean_of_the_best_accuracies_on_a_log_grid() -> None:
    rows = table(("a", 2015, 1_000, 80), ("b", 2016, 50_000, 70))
    found = progress.height(rows)
    assert found.isna().to_dict() == {2015: True, 2016: False}
    # Of 41 speeds from 1,000 to 40,000 only the first is within reach of the accurate one.
    assert found[2016] == pytest.approx((80 + 40 * 70) / 41)
    assert progress.height(rows.iloc[:0]).empty


def test_the_height_agrees_with_the_best_accuracies_of_the_snapshot() -> None:
    rows = progress.dated(run_table(LEAD_RUN).contenders)
    best = progress.best_accuracy(rows, np.geomspace(1_000, 40_000, 41).tolist())
    naive = best.groupby("year")["top1"].agg(["mean", "size"])
    found = progress.height(rows)
    full = naive["size"].eq(41)
    assert found[naive.index[full]].to_numpy() == pytest.approx(naive.loc[full, "mean"])
    assert found[naive.index[~full]].isna().all()


def test_recipes_compare_undistilled_weights_of_one_architecture_and_size() -> None:
    rows = table(("r.a", 2015, 9, 70), ("r.b", 2015, 9, 75), ("r.c", 2015, 9, 90), ("s.a", 1, 1, 1))
    rows.loc[2, "distilled"] = True
    found = progress.recipes(rows)
    assert found[["worst", "best", "weights_count", "gain"]].to_numpy().tolist() == [
        ["r.a", "r.b", 2, 5]
    ]
    rows.loc[1, "img_size"] = 256
    assert progress.recipes(rows).empty


def test_data_gains_compare_the_best_of_each_and_may_be_negative() -> None:
    rows = table(("r.a", 1, 9, 70), ("r.b", 1, 9, 75), ("r.c", 1, 9, 74), ("r.d", 1, 9, 60))
    rows.loc[[2, 3], "pretraining"] = ["in21k", "web"]
    row = progress.data_gains(rows).iloc[0]
    assert (row["worst"], row["best"], row["gain"]) == ("r.b", "r.c", -1)


def test_the_same_weights_are_found_by_name_by_rename_and_as_the_only_ones() -> None:
    pairs = progress.same_weights()
    by_old = pairs.set_index(["weights_old", "img_size"])["weights"].to_dict()
    assert by_old["beit_base_patch16_224.in22k_ft_in22k_in1k", 224].startswith("beit_base")
    assert by_old["levit_128s", 224] == "levit_128s.fb_dist_in1k"
    assert "resnet50" not in pairs["weights_old"].tolist()
    assert not pairs.duplicated(["weights", "img_size"]).any()
    assert pairs.attrs["rows_old"] >= len(pairs)


def test_changes_are_sizes_of_differences() -> None:
    pairs = pd.DataFrame({"imagenet_old": [80.0, 70, 60], "imagenet_new": [80.0, 70.02, math.nan]})
    row = progress.changes(pairs, ["imagenet"]).iloc[0]
    assert (row["n"], row["changed"], row["told_apart"]) == (2, 0.5, 0)
    assert row["median"] == pytest.approx(0.01)
    assert row["largest"] == pytest.approx(0.02)
    assert np.isnan(progress.changes(pairs.iloc[:0], ["imagenet"])["median"]).all()
