"""The charts of the pages on parameters, hardware, robustness and progress."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.drawing.chart import Chart
from analysis.drawing.forest import Mark, forest, forest_layout
from analysis.drawing.speedups import speedups_chart
from analysis.pages.hardware import charts as hardware_figures
from analysis.pages.hardware.study import study as hardware_study
from analysis.pages.params import predictor_charts
from analysis.pages.params.study import study as params_study
from analysis.pages.progress import charts as progress_figures
from analysis.pages.progress.frontier_history import frontiers
from analysis.pages.progress.gains_chart import gains_chart
from analysis.pages.progress.study import study as progress_study
from analysis.pages.robustness import charts as robustness_figures
from analysis.pages.robustness.study import study as robustness_study
from analysis.runs.devices import lead_run
from analysis.runs.effective_robustness import logit
from analysis.runs.join import run_table
from analysis.runs.pairs import speeds
from analysis.runs.time_predictors import complete
from tests.support.charts import drawn


@pytest.fixture(scope="module")
def charts() -> dict[str, Chart]:
    found = hardware_study()
    robust = robustness_study()
    years = progress_study()
    predicted = params_study()
    return {
        "speedups": speedups_chart(found.speedups, "t"),
        "noise": hardware_figures.noise_chart(found.noise, "t"),
        "order": hardware_figures.order_chart(found.order, "RTX 5090", "t"),
        "cpu": hardware_figures.cpu_chart(found.cpu, "from here to there", "t"),
        "pretraining": robustness_figures.groups_chart(robust.pretraining, "pretraining", "t"),
        "kinds": robustness_figures.groups_chart(robust.kinds, "kind", "t"),
        "sketch": robustness_figures.accuracy_chart(robust, "sketch", "t"),
        "ties": robustness_figures.ties_chart(robust.table, ("imagenet", "imagenetv2"), "t"),
        "frontiers": progress_figures.frontiers_chart(run_table(lead_run()), years.since, "t"),
        "height": progress_figures.height_chart(years.heights, "t"),
        "accuracy": progress_figures.steps_chart(years.accuracy, "top1", "t"),
        "speed": progress_figures.steps_chart(years.speed, "samples_per_sec", "t"),
        "gained": progress_figures.gained_chart(years.gained, years.since, "t"),
        "gains": gains_chart(years.gains, "t"),
        "predictors": predictor_charts.predictors_chart(predicted.predictors, "t"),
        "families": predictor_charts.families_chart(predicted.families, "t"),
        "activations": predictor_charts.predictor_time_chart(
            complete(speeds([lead_run()])), lead_run(), "activations_m"
        ),
    }


def test_a_chart_says_what_it_finds_and_has_as_many_x_as_y(charts: dict[str, Chart]) -> None:
    for name, chart in charts.items():
        assert all((chart.title, chart.subtitle, chart.code)), name
        for trace in drawn(chart):
            assert len(trace["x"]) == len(trace["y"]) > 0, name
            assert all(np.isfinite(x) for x in trace["x"] if isinstance(x, float)), name


def test_a_frontier_trace_holds_the_rows_of_its_year(charts: dict[str, Chart]) -> None:
    table = progress_study().table
    chart = charts["frontiers"]
    for trace in chart.traces:
        year = int(trace["legendgroup"])
        edge = frontiers(table, [year])
        names = chart.points["weights"].take(trace["rows"])
        assert names.tolist() == edge["weights"].tolist()


def test_the_robustness_line_is_straight_in_logits(charts: dict[str, Chart]) -> None:
    line = charts["sketch"].traces[-1]
    x = logit(np.asarray(line["x"]), 50_000)
    y = np.log(np.asarray(line["y"]) / (100 - np.asarray(line["y"])))
    slope = np.diff(y) / np.diff(x)
    assert slope == pytest.approx(np.full(len(slope), slope[0]))


def test_a_forest_draws_a_range_only_where_there_is_one() -> None:
    rows = pd.DataFrame({"label": ["<b>", "two"], "group": "a", "x": [1.0, 2.0]})
    rows = rows.assign(low=[0.5, np.nan], high=[3.0, np.nan])
    (trace,) = forest(rows, [Mark("a", "A", "red"), Mark("b", "B", "blue")])
    assert trace["error_x"]["array"] == [2.0, 0.0]
    assert trace["error_x"]["arrayminus"] == [0.5, 0.0]
    layout = forest_layout(rows, {})
    assert layout["yaxis"]["categoryarray"] == ["two", "&lt;b&gt;"]
    assert [note["text"] for note in layout["annotations"]] == ["&lt;b&gt;", "two"]
