"""The figures show every row, at the right place and size, and say what is true of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import Page, frontier, run_table
from analysis.drawing import theme
from analysis.drawing.chart import Chart, NotEnough, needs
from analysis.drawing.marks import band_traces, knee_labels
from analysis.drawing.original import left_out_chart, original_chart
from analysis.drawing.speed_accuracy import speed_accuracy
from analysis.drawing.trend_lines import trend_lines
from analysis.pages.inference.charts import pretraining_chart
from analysis.pages.params.charts import time_against_parameters
from analysis.pages.params.equal_size import architectures
from analysis.pages.progress.charts import frontiers_chart
from analysis.pages.training.charts import training_over_inference_chart
from analysis.pages.training.study import ratio_by_family, study, training_ratio
from analysis.runs.devices import lead_run
from analysis.runs.join import Joined
from analysis.runs.original import RUNS, left_out, original_table
from analysis.stats.regression import band
from tests.support.charts import drawn


@pytest.fixture(scope="module")
def lead() -> Joined:
    return run_table(lead_run())


@pytest.fixture(scope="module")
def table(lead: Joined) -> pd.DataFrame:
    return lead.contenders


def ratios(edition: str | None = None) -> Chart:
    inference, training = (run_table(run, edition) for run in (study().twin, lead_run("train")))
    families = ratio_by_family(training_ratio(inference.contenders, training.contenders))
    return training_over_inference_chart(families, training, "Training over inference by family")


CHARTS: dict[str, Callable[[], Chart]] = {
    "speed_accuracy": lambda: speed_accuracy(run_table(lead_run())),
    "trend_lines": lambda: trend_lines(run_table(lead_run())),
    "pretraining": lambda: pretraining_chart(run_table(lead_run())),
    "parameters": lambda: time_against_parameters(run_table(lead_run())),
    "original": lambda: original_chart(original_table("infer"), "infer"),
    "left_out": lambda: left_out_chart(left_out("train")),
    "ratios": ratios,
}


@pytest.fixture(scope="module", params=CHARTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]()


def marks(chart: Chart) -> list[dict[str, Any]]:
    return [trace for trace in drawn(chart) if trace["mode"] == "markers"]


def test_a_chart_is_a_valid_plotly_figure(chart: Chart) -> None:
    own = {"rows", "family", "ends"}
    traces = [{k: v for k, v in trace.items() if k not in own} for trace in drawn(chart)]
    notes = chart.layout.get("annotations", [])
    go.Figure(
        traces, {"annotations": [{k: v for k, v in n.items() if k not in own} for n in notes]}
    )


def test_every_colour_exists(chart: Chart) -> None:
    named = re.findall(r"var\(--chart-([a-z0-9-]+)\)", str((chart.traces, chart.layout)))
    assert set(named) <= set(theme.TOKENS)


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


OLD_EDITION = "2022-12-30"
OF_A_RUN: dict[str, Callable[[Joined], Chart]] = {
    "speed_accuracy": speed_accuracy,
    "trend_lines": trend_lines,
    "pretraining": pretraining_chart,
    "parameters": time_against_parameters,
    "frontiers": lambda joined: frontiers_chart(joined, 2022, "t"),
}


@pytest.mark.parametrize("name", OF_A_RUN)
def test_a_chart_names_the_run_and_the_edition_of_its_table(name: str, tmp_path: Path) -> None:
    old = run_table(RUNS["infer"], OLD_EDITION, "imagenet-real")
    chart = OF_A_RUN[name](old)
    assert chart.source is old
    html = Page("demo", tmp_path).show("x", chart).text
    assert f"({RUNS['infer']}) · timm results, edition {OLD_EDITION}" in html
    known = old.table[~old.table["is_test"]].set_index(["weights", "img_size"])["top1"]
    if name != "parameters":
        drawn = chart.points.set_index(["weights", "img_size"])["top1"]
        assert drawn.equals(known.loc[drawn.index])


def test_the_ratio_of_training_names_the_edition_of_its_table() -> None:
    source = ratios(OLD_EDITION).source
    assert (source.run, source.edition) == (lead_run("train"), OLD_EDITION)


def test_every_weights_is_drawn_once(lead: Joined, table: pd.DataFrame) -> None:
    chart = speed_accuracy(lead)
    rows = np.concatenate([t["rows"] for t in chart.traces if t["mode"] == "markers"])
    assert sorted(rows) == list(range(len(table)))
    seconds = np.concatenate([trace["x"] for trace in marks(chart)])
    assert sorted(seconds) == sorted(1 / table["samples_per_sec"])


def test_the_area_of_a_bubble_is_the_square_of_the_image_size(lead: Joined) -> None:
    chart = speed_accuracy(lead)
    for trace in marks(chart):
        sizes = chart.points["img_size"].to_numpy()[trace["rows"]]
        assert trace["marker"]["sizemode"] == "area"
        assert np.array_equal(trace["marker"]["size"], sizes**2)


def test_colour_and_shape_say_family_and_kind(lead: Joined) -> None:
    chart = speed_accuracy(lead)
    for trace in (trace for trace in chart.traces if trace["mode"] == "markers"):
        rows = chart.points.take(trace["rows"])
        marker = trace["marker"]
        outlined = marker["color"] == theme.NOTHING
        color = marker["line"]["color"] if outlined else marker["color"]
        assert set(rows["kind"].map(theme.kind_symbol)) == {marker["symbol"]}
        assert set(rows["family"].map(theme.family_color)) == {color}


def test_the_line_is_the_frontier(lead: Joined, table: pd.DataFrame) -> None:
    line = drawn(speed_accuracy(lead))[-1]
    best = frontier(table)
    assert line["x"].tolist() == best["secs"].tolist()
    assert line["y"].tolist() == best["top1"].tolist()


def test_the_ends_of_the_frontier_are_named_first(table: pd.DataFrame) -> None:
    best = frontier(table)
    last, first, *knees = (label["text"] for label in knee_labels(best))
    assert [first, last] == best["architecture"].iloc[[0, -1]].tolist()
    assert knees
    assert knee_labels(best.head(0)) == []
    assert len(knee_labels(best.head(1))) == 1


def test_names_in_labels_are_plain_text(table: pd.DataFrame) -> None:
    hostile = frontier(table).assign(architecture="<a href='//x'>x</a>")
    assert knee_labels(hostile)[0]["text"] == "&lt;a href='//x'&gt;x&lt;/a&gt;"


def test_trend_lines_are_the_fits(lead: Joined, table: pd.DataFrame) -> None:
    chart = trend_lines(lead, families=["levit", "vgg"])
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


def test_families_are_split_by_pretraining(lead: Joined) -> None:
    chart = pretraining_chart(lead)
    classes = chart.points.groupby("family")["pretraining"].nunique()
    assert (classes >= 2).all()
    assert "convnext" in classes
    drawn = {trace["legendgroup"] for trace in chart.traces if trace["mode"] == "markers"}
    assert drawn == set(chart.points["pretraining"])


def test_parameters_are_shown_per_architecture(lead: Joined, table: pd.DataFrame) -> None:
    chart = time_against_parameters(lead)
    assert len(chart.points) == len(architectures(table))
    assert chart.points["weights"].isin(table["architecture"]).all()
    for trace in marks(chart):
        sizes = {theme.size_class(size) for size in chart.points["img_size"].take(trace["rows"])}
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
    missing = left_out_chart(left_out("infer"))
    for axis in ("xaxis", "yaxis"):
        assert shown.layout[axis]["range"] == missing.layout[axis]["range"]


def test_the_ratio_of_training_has_a_line_for_every_family() -> None:
    chart = ratios()
    inference, training = (run_table(run).contenders for run in (study().twin, lead_run("train")))
    table = ratio_by_family(training_ratio(inference, training))
    drawn = [name for trace in chart.traces if trace["mode"] == "markers" for name in trace["y"]]
    assert sorted(drawn) == sorted(table["family_label"])
    assert chart.layout["yaxis"]["categoryarray"] == table["family_label"].tolist()[::-1]


@pytest.mark.parametrize(
    ("least", "rows", "because"),
    [
        (1, 0, "no runs"),
        (2, 0, "no runs, where at least 2 are needed"),
        (2, 1, "1 runs, where at least 2 are needed"),
    ],
)
def test_a_chart_without_its_rows_says_which_are_missing(
    least: int, rows: int, because: str
) -> None:
    made = needs(least, "runs")(lambda _: pytest.fail("is drawn"))
    assert made(pd.DataFrame(index=range(rows))) == NotEnough(because)
