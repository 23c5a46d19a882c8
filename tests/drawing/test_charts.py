"""The figures show every row, at the right place and size, and say what is true of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import LEAD_RUN, LEAD_TRAIN_RUN, frontier, run_table
from analysis.drawing import theme
from analysis.drawing.chart import Chart, expand
from analysis.drawing.marks import band_traces, knee_labels
from analysis.drawing.original import original_chart
from analysis.drawing.speed_accuracy import frontier_chart, speed_accuracy
from analysis.drawing.trend_lines import trend_lines
from analysis.pages.inference.charts import pretraining_chart
from analysis.pages.params.charts import time_against_parameters
from analysis.pages.params.equal_size import architectures
from analysis.pages.training.charts import cost_chart
from analysis.pages.training.study import INFERENCE_TWIN, ratio_by_family, training_ratio
from analysis.runs.original import left_out, original_table
from analysis.stats.regression import band


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return run_table(LEAD_RUN).contenders


def costs() -> pd.DataFrame:
    inference, training = (run_table(run).contenders for run in (INFERENCE_TWIN, LEAD_TRAIN_RUN))
    return ratio_by_family(training_ratio(inference, training))


CHARTS: dict[str, Callable[[], Chart]] = {
    "speed_accuracy": lambda: speed_accuracy(run_table(LEAD_RUN).contenders, run=LEAD_RUN),
    "frontier_chart": lambda: frontier_chart(run_table(LEAD_RUN).contenders, run=LEAD_RUN),
    "trend_lines": lambda: trend_lines(run_table(LEAD_RUN).contenders, run=LEAD_RUN),
    "pretraining": lambda: pretraining_chart(run_table(LEAD_RUN).contenders, run=LEAD_RUN),
    "parameters": lambda: time_against_parameters(run_table(LEAD_RUN).contenders, run=LEAD_RUN),
    "original": lambda: original_chart(original_table("infer"), "infer"),
    "left_out": lambda: original_chart(left_out("train"), "train"),
    "costs": lambda: cost_chart(costs(), "Costs by family"),
}


@pytest.fixture(scope="module", params=CHARTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]()


def marks(chart: Chart) -> list[dict[str, Any]]:
    return [trace for trace in expand(chart)["data"] if trace["mode"] == "markers"]


def test_a_chart_is_a_valid_plotly_figure(chart: Chart) -> None:
    figure = chart.to_plotly()
    assert len(figure.data) == len(chart.traces)
    assert figure.layout.meta["title"] == chart.title


def test_every_colour_exists(chart: Chart) -> None:
    for mode in theme.MODES:
        text = str(theme.resolve({"data": chart.traces, "layout": chart.layout}, mode))
        assert "var(" not in text


def test_titles_are_sentences_with_numbers_filled_in(chart: Chart) -> None:
    assert re.search(r"[a-z]{3}", chart.title)
    assert "nan" not in (chart.title + chart.subtitle).lower()


def test_every_point_lies_within_the_axes(chart: Chart) -> None:
    for name, key in (("xaxis", "x"), ("yaxis", "y")):
        axis = chart.layout[name]
        if "range" not in axis:
            continue
        values = np.concatenate([np.asarray(trace[key], dtype=float) for trace in marks(chart)])
        values = np.log10(values) if axis.get("type") == "log" else values
        assert axis["range"][0] < values.min()
        assert values.max() < axis["range"][1]


def test_every_weights_is_drawn_once(table: pd.DataFrame) -> None:
    chart = speed_accuracy(table, run=LEAD_RUN)
    drawn = np.concatenate([t["rows"] for t in chart.traces if t["mode"] == "markers"])
    assert sorted(drawn) == list(range(len(table)))
    seconds = np.concatenate([trace["x"] for trace in marks(chart)])
    assert sorted(seconds) == sorted(1 / table["samples_per_sec"])


def test_test_fixtures_are_left_out() -> None:
    whole = run_table(LEAD_RUN).table
    chart = speed_accuracy(whole, run=LEAD_RUN)
    assert len(chart.points) == (~whole["is_test"]).sum() < len(whole)


def test_the_area_of_a_bubble_is_the_square_of_the_image_size(table: pd.DataFrame) -> None:
    for trace in marks(speed_accuracy(table, run=LEAD_RUN)):
        sizes = np.array([row[1] for row in trace["customdata"]], dtype=float)
        assert trace["marker"]["sizemode"] == "area"
        assert np.array_equal(trace["marker"]["size"], sizes**2)


def test_colour_and_shape_say_family_and_kind(table: pd.DataFrame) -> None:
    chart = speed_accuracy(table, run=LEAD_RUN)
    for trace in chart.traces:
        if trace["mode"] != "markers":
            continue
        rows = chart.points.take(trace["rows"])
        marker = trace["marker"]
        outlined = marker["color"] == theme.NOTHING
        color = marker["line"]["color"] if outlined else marker["color"]
        assert set(rows["kind"].map(theme.kind_symbol)) == {marker["symbol"]}
        assert set(rows["family"].map(theme.family_color)) == {color}


def test_the_line_is_the_frontier(table: pd.DataFrame) -> None:
    line = expand(speed_accuracy(table, run=LEAD_RUN))["data"][-1]
    best = frontier(table)
    assert line["x"].tolist() == best["secs"].tolist()
    assert line["y"].tolist() == best["top1"].tolist()


def test_the_ends_of_the_frontier_are_named_first(table: pd.DataFrame) -> None:
    best = frontier(table)
    labels = knee_labels(best)
    assert [label["text"] for label in labels[:2]] == [
        best["architecture"].iloc[-1],
        best["architecture"].iloc[0],
    ]
    assert len(labels) > 2
    assert knee_labels(best.head(0)) == []
    assert len(knee_labels(best.head(1))) == 1


def test_names_in_labels_are_plain_text(table: pd.DataFrame) -> None:
    hostile = frontier(table).assign(architecture="<a href='//x'>x</a>")
    assert knee_labels(hostile)[0]["text"] == "&lt;a href='//x'&gt;x&lt;/a&gt;"


def test_trend_lines_are_the_fits(table: pd.DataFrame) -> None:
    chart = trend_lines(table, run=LEAD_RUN, families=["levit", "vgg"])
    lines = [t for t in chart.traces if t["mode"] == "lines" and t["line"]["width"]]
    assert [line["family"] for line in lines] == ["levit", "vgg"]
    for line in lines:
        rows = table[table["family"].eq(line["family"])]
        slope, intercept = np.polyfit(np.log10(rows["secs"]), rows["top1"], 1)
        assert line["y"] == pytest.approx(slope * np.log10(line["x"]) + intercept)


def test_a_band_is_closed_around_its_line(table: pd.DataFrame) -> None:
    rows = table[table["family"].eq("levit")]
    fitted = band(rows.assign(x=np.log10(rows["secs"])), "top1", "x")
    area, line = band_traces(fitted, "levit", "LeViT", "red", "levit")
    n = len(fitted)
    assert np.all(area["y"][:n] >= area["y"][n:][::-1])
    assert area["x"][0] == line["x"][0]
    assert area["x"][n - 1] == line["x"][1]


def test_families_are_split_by_pretraining(table: pd.DataFrame) -> None:
    chart = pretraining_chart(table, run=LEAD_RUN)
    classes = chart.points.groupby("family")["pretraining"].nunique()
    assert (classes >= 2).all()
    assert "convnext" in classes
    drawn = {trace["legendgroup"] for trace in chart.traces if trace["mode"] == "markers"}
    assert drawn == set(chart.points["pretraining"])


def test_parameters_are_shown_per_architecture(table: pd.DataFrame) -> None:
    chart = time_against_parameters(table, run=LEAD_RUN)
    assert len(chart.points) == len(architectures(table))
    assert chart.points["weights"].isin(table["architecture"]).all()
    for trace in marks(chart):
        sizes = {theme.size_class(int(row[1])) for row in trace["customdata"]}
        assert {f"size-{i + 1}" for i in sizes} == {trace["legendgroup"]}


@pytest.mark.parametrize(("task", "rows"), [("infer", 117), ("train", 120)])
def test_the_original_chart_has_the_originals_points(task: str, rows: int) -> None:
    table = original_table(task)
    chart = original_chart(table, task)
    assert len(chart.points) == rows
    assert sorted(chart.points["secs"]) == sorted(table["secs"])
    assert str(rows) in chart.title
    groups = {trace["legendgroup"] for trace in chart.traces}
    assert groups == set(table["family"])
    looks = {
        (trace["marker"]["symbol"], trace["marker"]["color"], trace["marker"]["line"]["color"])
        for trace in chart.traces
    }
    assert len(looks) >= len(groups)


def test_both_charts_of_the_original_have_the_same_axes() -> None:
    shown = original_chart(original_table("infer"), "infer")
    missing = original_chart(left_out("infer"), "infer")
    for axis in ("xaxis", "yaxis"):
        assert shown.layout[axis]["range"] == missing.layout[axis]["range"]


def test_costs_have_a_line_for_every_family() -> None:
    table = costs()
    chart = cost_chart(table, "t")
    drawn = [name for trace in chart.traces if trace["mode"] == "markers" for name in trace["y"]]
    assert sorted(drawn) == sorted(table["family_label"])
    assert chart.layout["yaxis"]["categoryarray"] == table["family_label"].tolist()[::-1]
