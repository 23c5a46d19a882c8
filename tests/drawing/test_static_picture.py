"""Charts as pictures that stand alone: words, legend, labels, size."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from analysis import LEAD_RUN, run_table
from analysis.drawing import embed
from analysis.drawing.chart import Chart
from analysis.drawing.labels import fitting
from analysis.drawing.speed_accuracy import speed_accuracy
from analysis.drawing.static_picture import WIDTH, still
from analysis.drawing.theme import MODES, resolve


def label(text: str, x: float, y: float, rank: int) -> dict[str, Any]:
    """Make a label whose left end is at a place of the plot."""
    anchors = {"xanchor": "left", "yanchor": "middle"}
    return {"text": text, "x": x, "y": y, "name": f"label {rank}", **anchors}


def placed(*labels: dict[str, Any]) -> list[str]:
    """Name the labels that fit into a plot of 500 by 100 pixels."""
    layout = {"xaxis": {"range": [0, 5]}, "yaxis": {"range": [0, 1]}, "annotations": [*labels]}
    return [note["text"] for note in fitting(layout, 500, 100, 12, top=26, right=16)]


def test_of_two_labels_that_would_meet_the_one_with_the_lower_rank_stays() -> None:
    assert placed(label("second", 1.1, 0.5, 2), label("first", 1, 0.5, 1)) == ["first"]


def test_labels_apart_stay() -> None:
    assert placed(label("a", 1, 0.5, 1), label("b", 1, 0.9, 2), label("c", 3, 0.5, 3)) == [
        *("a", "b", "c")
    ]


def test_a_label_that_would_leave_the_plot_goes() -> None:
    assert placed(label("a long name", 4.9, 0.5, 1), label("b", 1, -0.2, 2)) == []


def test_other_annotations_stay_whatever_they_meet() -> None:
    note = label("note", 1, 0.5, 1) | {"name": ""}
    assert placed(label("first", 1, 0.5, 1), note) == ["note", "first"]


def test_a_still_is_a_plotly_figure_with_its_words_in_both_themes() -> None:
    chart = speed_accuracy(run_table(LEAD_RUN))
    figure = embed.rounded(still(chart, "where it comes from"))
    for mode in MODES:
        plain = resolve(figure, mode)
        assert "var(" not in json.dumps(plain)
        layout = go.Figure(plain).layout
        assert (layout.width, layout.title.text) == (WIDTH, chart.title)
        assert layout.height > chart.height
        assert "where it comes from" in [note.text for note in layout.annotations]


def test_the_legend_names_each_group_once_by_its_marks() -> None:
    group = {"legendgroup": "a", "name": "A"}
    lines = {**group, "mode": "lines", "x": [1, 2], "y": [1, 2]}
    traces: list[dict[str, Any]] = [
        lines,
        {**group, "mode": "markers", "x": [1], "y": [1]},
        lines,
        {"x": [1], "y": [1]},
    ]
    figure = still(Chart("t", "s", traces, {}))
    assert [trace["showlegend"] for trace in figure["data"]] == [False, True, False, False]


@pytest.mark.parametrize("words", ["<b>bold</b>", "a & b"])
def test_words_are_text_and_not_markup(words: str) -> None:
    trace = {"legendgroup": "a", "name": words, "mode": "markers", "x": [1], "y": [1]}
    figure = still(Chart(words, words, [trace], {}))
    title = figure["layout"]["title"]
    for shown in (title["text"], title["subtitle"]["text"], figure["data"][0]["name"]):
        assert shown == words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_long_titles_take_several_lines_and_make_the_picture_taller() -> None:
    short, long = (still(Chart("word " * n, "", [], {}))["layout"] for n in (1, 60))
    assert "<br>" in long["title"]["text"]
    assert long["height"] > short["height"]
