"""Trend lines and the spread of speeds, worked out another way."""

from __future__ import annotations

import math
from statistics import mean, quantiles, stdev

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import t

from analysis.pages.inference.charts import pretraining_chart
from analysis.pages.params.equal_size import architectures, spread_at
from analysis.runs.devices import lead_run
from analysis.runs.family_lines import family_lines, pretraining_gains
from analysis.runs.join import run_table
from tests.support.naive import join, read

BOARD = run_table(lead_run()).contenders


@pytest.mark.parametrize("family", ["vit", "levit", "convnext"])
def test_a_slope_is_that_of_the_formula(family: str) -> None:
    mine = BOARD[BOARD["family"].eq(family)]
    model = smf.ols("top1 ~ doublings", mine.assign(doublings=np.log2(mine["secs"]))).fit()
    found = family_lines(BOARD).set_index("family").loc[family]
    assert found["slope"] == pytest.approx(model.params.iloc[1])
    assert [found["conf_low"], found["conf_high"]] == pytest.approx(model.conf_int().iloc[1])
    assert (found["n"], found["r_squared"]) == (len(mine), pytest.approx(model.rsquared))


def test_a_gain_compares_the_best_of_the_same_architecture_and_size() -> None:
    gains = pretraining_gains(BOARD)
    assert len(gains) > 5
    rows = BOARD[~BOARD["distilled"]].to_dict("records")
    for found in gains.to_dict("records"):
        best: dict[tuple[str, int], dict[str, float]] = {}
        for row in rows:
            seen = "more" if row["pretraining"] == found["pretraining"] else row["pretraining"]
            if row["family"] != found["family"] or (seen == "in1k" and row["taught_by"] == "web"):
                continue
            mine = best.setdefault((row["architecture"], row["img_size"]), {})
            mine[seen] = max(mine.get(seen, 0), row["top1"])
        steps: dict[str, list[float]] = {}
        for (architecture, _), mine in best.items():
            if {"more", "in1k"} <= mine.keys():
                steps.setdefault(architecture, []).append(mine["more"] - mine["in1k"])
        means = [mean(own) for own in steps.values()]
        assert (found["n"], found["pairs"]) == (len(means), sum(map(len, steps.values())))
        assert found["gain"] == pytest.approx(mean(means))
        if len(means) < 5:
            assert math.isnan(found["conf_low"])
        else:
            half = t.ppf(0.975, len(means) - 1) * stdev(means) / len(means) ** 0.5
            assert found["conf_high"] == pytest.approx(mean(means) + half)


def test_without_a_common_architecture_nothing_is_compared() -> None:
    rows = pd.DataFrame(
        {
            "family": "vit",
            "family_label": "ViT",
            "architecture": ["a", "b"],
            "img_size": 224,
            "pretraining": ["in1k", "in21k"],
            "distilled": False,
            "taught_by": "",
            "top1": [70.0, 80.0],
        }
    )
    assert pretraining_gains(rows).empty
    shared = rows.assign(architecture="a")
    assert pretraining_gains(shared)["gain"].tolist() == [10]
    assert pretraining_gains(shared.assign(taught_by=["web", ""])).empty


def test_the_chart_counts_the_comparisons_with_a_gain() -> None:
    gains = pretraining_gains(BOARD)
    title = pretraining_chart(run_table(lead_run())).title
    higher = sum(gain > 0 for gain in gains["gain"])
    assert title.startswith(f"In {higher} of {len(gains)} comparisons")


def test_the_spread_at_one_image_size_is_that_of_the_files() -> None:
    params = {
        (row["weights"].partition(".")[0], row["img_size"]): float(row["param_count_m"])
        for row in read("accuracy/2026-01-06.csv")
    }
    speeds = {
        weights.partition(".")[0]: speed
        for (weights, size), (speed, _) in join(lead_run()).rows.items()
        if size == 224
        and not weights.startswith("test_")
        and abs(params[weights.partition(".")[0], "224"] / 25 - 1) <= 0.1
    }
    tenths = quantiles(speeds.values(), n=10, method="inclusive")
    found = spread_at(architectures(BOARD), 25.0)
    assert found["rows"] == len(speeds)
    assert found["ratio"] == pytest.approx(max(speeds.values()) / min(speeds.values()))
    assert found["middle"] == pytest.approx(tenths[-1] / tenths[0])
    assert spread_at(architectures(BOARD), 25.0, None)["rows"] > found["rows"]
