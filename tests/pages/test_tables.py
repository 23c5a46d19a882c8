"""The tables and charts of the pages on costs, hardware, robustness and progress."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.data.sources import LEAD_RUN, runs
from analysis.drawing.chart import Chart
from analysis.drawing.forest import Mark, forest, forest_layout
from analysis.drawing.speedups import speedups_chart
from analysis.pages.hardware import charts as hardware_figures
from analysis.pages.hardware import study
from analysis.pages.params import predictor_charts, predictor_claims
from analysis.pages.progress import charts as progress_figures
from analysis.pages.progress import claims
from analysis.pages.progress.frontier_history import frontiers
from analysis.pages.progress.recipes_and_data import summary
from analysis.pages.results import RESULTS, overview
from analysis.pages.robustness import charts as robustness_figures
from analysis.pages.robustness import claims as robustness_claims
from analysis.pages.robustness.effective_robustness import ALL_SETS, logit
from analysis.runs.join import run_table
from tests.support.charts import drawn
from tools.setup import ROOT

PAGES = ("params", "hardware", "robustness", "progress")


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_a_table_with_rows(name: str) -> None:
    table = RESULTS[name]()
    assert isinstance(table, pd.DataFrame)
    assert len(table)
    assert table.columns.is_unique
    assert f"  {name} " in overview()


def test_a_result_is_printed_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "robustness-ranks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("test_set,imagenet,")
    assert len(lines) == 1 + len(ALL_SETS)


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_at_the_end_of_a_page_name_results_or_runs(page: str) -> None:
    text = (ROOT / f"{page}.qmd").read_text("utf-8")
    named = re.findall(r"^python -m analysis table (\S+)", text, flags=re.MULTILINE)
    assert len(named) >= 3
    assert set(named) <= {*RESULTS, *runs()["run"]}


def charts() -> dict[str, Chart]:
    found = study.study()
    robust = robustness_claims.study()
    years = claims.study()
    return {
        "speedups": speedups_chart(study.summary(found.pairs), "t"),
        "noise": hardware_figures.noise_chart(found.repeats, "t"),
        "order": hardware_figures.order_chart(found.order, "RTX 5090", "t"),
        "cpu": hardware_figures.cpu_chart(found.effects, "t"),
        "pretraining": robustness_figures.groups_chart(robust.by_pretraining, "pretraining", "t"),
        "kinds": robustness_figures.groups_chart(robust.by_kind, "kind", "t"),
        "sketch": robustness_figures.accuracy_chart(robust, "sketch", "t"),
        "ties": robustness_figures.ties_chart(robust.table, ("imagenet", "imagenetv2"), "t"),
        "frontiers": progress_figures.frontiers_chart(run_table(LEAD_RUN), "t"),
        "height": progress_figures.height_chart(years.heights, "t"),
        "accuracy": progress_figures.steps_chart(years.accuracy, "top1", "t"),
        "speed": progress_figures.steps_chart(years.speed, "samples_per_sec", "t"),
        "gained": progress_figures.gained_chart(years.gained, claims.SINCE, "t"),
        "gains": progress_figures.gains_chart(
            summary(years.recipes, years.data, years.shared), "t"
        ),
        "predictors": predictor_charts.predictors_chart(predictor_claims.study().predictors, "t"),
        "families": predictor_charts.families_chart(predictor_claims.study().families, "t"),
        "activations": predictor_charts.predictor_time_chart(LEAD_RUN, "activations_m"),
    }


CHARTS = charts()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_what_it_finds_and_has_as_many_x_as_y(name: str) -> None:
    chart = CHARTS[name]
    assert chart.title
    assert chart.subtitle
    assert chart.code
    for trace in drawn(chart):
        assert len(trace["x"]) == len(trace["y"]) > 0
        assert all(np.isfinite(x) for x in trace["x"] if isinstance(x, float))


def test_a_frontier_trace_holds_the_rows_of_its_year() -> None:
    table = claims.study().table
    chart = CHARTS["frontiers"]
    for trace in chart.traces:
        year = int(trace["legendgroup"])
        edge = frontiers(table, [year])
        drawn = chart.points["weights"].take(trace["rows"])
        assert drawn.tolist() == edge["weights"].tolist()


def test_the_robustness_line_is_straight_in_logits() -> None:
    line = CHARTS["sketch"].traces[-1]
    x = logit(np.asarray(line["x"]), 50_000)
    y = np.log(np.asarray(line["y"]) / (100 - np.asarray(line["y"])))
    slope = np.diff(y) / np.diff(x)
    assert slope == pytest.approx(np.full(len(slope), slope[0]))


def test_a_forest_draws_a_range_only_where_there_is_one() -> None:
    rows = pd.DataFrame(
        {
            "label": ["<b>", "two"],
            "group": ["a", "a"],
            "x": [1.0, 2.0],
            "low": [0.5, np.nan],
            "high": [3.0, np.nan],
        }
    )
    (trace,) = forest(rows, [Mark("a", "A", "red"), Mark("b", "B", "blue")])
    assert trace["error_x"]["array"] == [2.0, 0.0]
    assert trace["error_x"]["arrayminus"] == [0.5, 0.0]
    layout = forest_layout(rows, {})
    assert layout["yaxis"]["categoryarray"] == ["two", "&lt;b&gt;"]
    assert [note["text"] for note in layout["annotations"]] == ["&lt;b&gt;", "two"]
