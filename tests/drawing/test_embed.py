"""What a page embeds, expanded again, is what was drawn, within what can be seen."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import run_table
from analysis.drawing import embed
from analysis.drawing.chart import Chart
from analysis.drawing.number_format import duration, rate
from analysis.drawing.speed_accuracy import speed_accuracy
from analysis.drawing.trend_lines import trend_lines
from analysis.runs.devices import lead_run
from tests.support.charts import drawn, undo_front_code
from tests.support.hostile import HOSTILE


def undelta(differences: list[int]) -> list[int]:
    return np.cumsum(differences).tolist() if differences else []


def naive_points(figures: list[dict[str, Any]]) -> list[pd.DataFrame]:
    """Expand the points of figures, in the order of the page, the slow and plain way."""
    facts: dict[str, list[Any]] = {}
    measures: dict[str, dict[int, float]] = {}
    tables = []
    for figure in figures:
        chunk = figure["pool"]
        new = chunk.get("facts", {})
        weights = undo_front_code(new.get("weights", []))
        for name, coded in new.items():
            if name == "weights":
                values: list[Any] = weights
            elif name == "hub_id":
                values = [coded.get(str(i), f"timm/{w}") for i, w in enumerate(weights)]
            elif isinstance(coded, dict):
                values = [coded["words"][i] for i in coded["index"]]
            else:
                values = coded
            facts.setdefault(name, [None] * chunk["start"]).extend(values)
        for name, part in chunk["measures"].items():
            rows = undelta(part["rows"])
            measures.setdefault(name, {}).update(zip(rows, part["values"], strict=True))
        rows = undelta(figure["rows"])
        table = {name: [values[row] for row in rows] for name, values in facts.items()}
        for name, measure in figure["measures"].items():
            table[name] = [measures[measure][row] for row in rows]
        tables.append(pd.DataFrame(table))
    return tables


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    lead = run_table(lead_run())
    return [speed_accuracy(lead), trend_lines(lead)]


def test_the_points_come_back(charts: list[Chart]) -> None:
    pool = embed.Pool()
    written = [json.loads(embed.dumps(embed.figure(chart, pool))) for chart in charts]
    for chart, table in zip(charts, naive_points(written), strict=True):
        for name in ("weights", "img_size", "top1", "param_count_m", "family", "hub_id", "license"):
            assert table[name].tolist() == chart.points[name].tolist(), name
        speeds = table["samples_per_sec"].to_numpy()
        assert speeds == pytest.approx(chart.points["samples_per_sec"].to_numpy(), rel=5e-4)


def test_the_traces_come_back(charts: list[Chart]) -> None:
    for chart in charts:
        coded = embed.figure(chart, embed.Pool())["traces"]
        whole = drawn(chart)
        assert len(coded) == len(whole)
        for trace, full in zip(coded, whole, strict=True):
            if "rows" in trace:
                rows = undelta(trace["rows"])
                x = chart.points[trace["x"][1:]].to_numpy()[rows]
            else:
                x = np.asarray(trace["x"], dtype=float)
            assert x == pytest.approx(np.asarray(full["x"], dtype=float), rel=1e-4)


def test_a_row_is_embedded_once(charts: list[Chart]) -> None:
    pool = embed.Pool()
    first, second = (embed.figure(chart, pool)["pool"] for chart in charts)
    assert len(first["facts"]["weights"]) == len(charts[0].points) == len(pool)
    assert second == {"start": len(pool), "measures": {}}


def test_a_fork_grows_on_its_own(charts: list[Chart]) -> None:
    pool = embed.Pool()
    fork = pool.fork()
    embed.figure(charts[0], fork)
    assert (len(pool), len(fork)) == (0, len(charts[0].points))


def test_hover_says_the_same_of_rounded_speeds(charts: list[Chart]) -> None:
    exact = charts[0].points["samples_per_sec"].to_numpy()
    rounded = embed.visible(exact, "samples_per_sec")
    assert [rate(number) for number in rounded] == [rate(number) for number in exact]
    shown = [(duration(1 / a), duration(1 / b)) for a, b in zip(rounded, exact, strict=True)]
    assert sum(a != b for a, b in shown) <= len(shown) / 200  # a tie of the second digit


def test_accuracies_are_embedded_as_they_are(charts: list[Chart]) -> None:
    top1 = charts[0].points["top1"].to_numpy()
    assert embed.visible(top1, "top1") == top1.tolist()


def test_all_weights_of_a_run_fit_into_25_kilobytes(charts: list[Chart]) -> None:
    text = embed.dumps(embed.figure(charts[0], embed.Pool()))
    assert len(gzip.compress(text.encode(), 9)) < 25_000


@given(st.lists(st.text(max_size=50), max_size=20))
def test_any_names_survive_front_coding(names: list[str]) -> None:
    assert undo_front_code(embed.front_code(names)) == names


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_positions_survive_deltas(positions: list[int]) -> None:
    assert undelta(embed.deltas(positions)) == positions


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=5))
def test_json_holds_nothing_that_html_or_markdown_could_read(data: Any) -> None:
    text = embed.dumps({"x": data})
    assert json.loads(text) == {"x": data}
    assert not set(text) & set("<>&`\u2028\u2029\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(name: str) -> None:
    points = pd.DataFrame({"weights": [name, "b"], "img_size": [224, 224], "family": [name, name]})
    chart = Chart(name, name, [{"rows": np.array([0, 1]), "x": "@img_size"}], {}, points)
    written = json.loads(embed.dumps(embed.figure(chart, embed.Pool())))
    (table,) = naive_points([written])
    assert table["weights"].tolist() == [name, "b"]
    assert table["family"].tolist() == [name, name]


def test_missing_numbers_are_null() -> None:
    assert embed.visible(np.array([1.0, np.nan, 2.5])) == [1, None, 2.5]


def test_a_column_that_the_points_lack_is_named() -> None:
    points = pd.DataFrame({"weights": ["a"]})
    chart = Chart("t", "s", [{"rows": np.array([0]), "x": "@speed"}], {}, points)
    with pytest.raises(KeyError, match="no column 'speed' among the chart's points: weights"):
        embed.figure(chart, embed.Pool())


def test_columns_that_charts_share_are_embedded_once() -> None:
    points = pd.DataFrame({"weights": ["a", "b"], "img_size": [224, 224], "clean": [80.5, 81.25]})
    trace = {"rows": np.array([0, 1]), "x": "@clean"}
    chart = Chart("t", "s", [trace], {}, points, shared={"clean": "top1 of clean images"})
    pool = embed.Pool()
    first, second = (embed.figure(chart, pool) for _ in range(2))
    assert first["pool"]["measures"]["top1 of clean images"]["values"] == [80.5, 81.25]
    assert second["pool"]["measures"] == {}
    assert naive_points([first, second])[1]["clean"].tolist() == [80.5, 81.25]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (np.array([1, 2, 3]), {"x0": 1}),
        (np.array([5, 6]), {"x0": 5}),
        (np.array([1, 3]), {"x": [1, 3]}),
        (np.array([1.0, 2.0]), {"x": [1, 2]}),
    ],
)
def test_positions_that_count_on_are_not_written_out(x: Any, expected: dict[str, Any]) -> None:
    chart = Chart("t", "s", [{"x": x, "y": [0.5] * len(x)}], {})
    trace = embed.figure(chart, embed.Pool())["traces"][0]
    assert trace == expected | {"y": [0.5] * len(x)}
