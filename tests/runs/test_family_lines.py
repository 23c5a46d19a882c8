"""Trend lines and the spread of speeds, worked out another way."""

from __future__ import annotations

import math
from statistics import quantiles

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

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
    model = smf.ols("top1 ~ np.log2(secs)", mine).fit()
    found = family_lines(BOARD).set_index("family").loc[family]
    assert found["slope"] == pytest.approx(model.params.iloc[1])
    assert [found["conf_low"], found["conf_high"]] == pytest.approx(model.conf_int().iloc[1])
    assert (found["n"], found["r_squared"]) == (len(mine), pytest.approx(model.rsquared))


def test_a_gain_is_the_coefficient_of_a_model_with_interaction() -> None:
    gains = pretraining_gains(BOARD)
    assert len(gains) > 5
    for row in gains.to_dict("records"):
        both = BOARD[
            BOARD["family"].eq(row["family"])
            & BOARD["pretraining"].isin(["in1k", row["pretraining"]])
        ]
        centred = both.assign(
            x=np.log10(both["secs"]) - math.log10(row["secs"]),
            more=both["pretraining"].ne("in1k").astype(float),
        )
        model = smf.ols("top1 ~ x * more", centred).fit()
        expected = [model.params["more"], *model.conf_int().loc["more"]]
        assert [row["gain"], row["conf_low"], row["conf_high"]] == pytest.approx(expected)


def test_lines_without_a_common_stretch_are_not_compared() -> None:
    rows = pd.DataFrame(
        {
            "family": "vit",
            "family_label": "ViT",
            "pretraining": ["in1k"] * 4 + ["in21k"] * 4,
            "secs": [1.0, 2, 3, 4, 5, 6, 7, 8],
            "top1": [70.0, 71, 73, 72, 80, 81, 83, 82],
        }
    )
    assert pretraining_gains(rows).empty
    shared = rows.assign(secs=[1.0, 2, 3, 4] * 2)
    assert pretraining_gains(shared)["gain"].tolist() == pytest.approx([10])


def test_the_chart_counts_the_lines_above() -> None:
    gains = pretraining_gains(BOARD)
    title = pretraining_chart(run_table(lead_run())).title
    higher = sum(gain > 0 for gain in gains["gain"])
    clearly = sum(low > 0 for low in gains["conf_low"])
    assert title.startswith(f"At equal time, {higher} of {len(gains)} trend lines")
    assert f", {clearly} by an interval above 0" in title


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
