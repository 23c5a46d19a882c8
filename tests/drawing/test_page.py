"""What a chunk hands to the renderer: raw HTML in Markdown, whole without scripts, safe."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import Page, run_table
from analysis.drawing.chart import Chart, NotEnough
from analysis.drawing.column_formats import default_columns
from analysis.drawing.page import run_words, source_link
from analysis.drawing.speed_accuracy import speed_accuracy
from analysis.runs.devices import lead_run
from tests.support.hostile import HOSTILE
from tools.setup import ROOT

OTHER_RUN = "infer-amp-nchw-pt291-cu130-5090"


class Reader(HTMLParser):
    """Collects elements, attributes and text as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page("demo", tmp_path)


def simple_chart(name: str = "a") -> Chart:
    points = pd.DataFrame({"weights": [name, "b"], "img_size": [224, 384], "family": [name, "b"]})
    trace = {
        "rows": np.array([0, 1]),
        "x": "@img_size",
        "y": "@img_size",
        "mode": "markers",
        "name": name,
        "legendgroup": name,
        "marker": {"symbol": "circle", "color": "var(--chart-other)"},
    }
    return Chart(name, f"about {name}", [trace], {}, points)


def test_a_chart_is_markdown_alone(page: Page) -> None:
    bundle = page.show("x", simple_chart())._repr_mimebundle_()
    assert list(bundle) == ["text/markdown"]
    lines = bundle["text/markdown"].splitlines()
    assert (lines[0], lines[-1]) == ("```{=html}", "```")
    assert not any(line.startswith("```") for line in lines[1:-1])


def test_a_chart_is_a_named_group_with_finding_data_and_picture(page: Page) -> None:
    reader = Reader(page.show("x", simple_chart()).text)
    chart = reader.named("div")[0]
    assert (chart["role"], chart["aria-label"], chart["id"]) == ("group", "a", "chart-x")
    assert {"a", "about a"} <= set(reader.texts)
    assert reader.named("img")[0]["src"] == "figures/demo-x-light.png"
    assert reader.named("img")[0]["alt"] == "a"
    assert {link["href"] for link in reader.named("a")} >= {"#fig-x", "figures/demo-x.csv"}
    assert reader.named("script") == [{"type": "application/json"}]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text_everywhere(page: Page, name: str, tmp_path: Path) -> None:
    text = page.show("x", simple_chart(name)).text
    reader = Reader(text)
    assert {tag for tag, _ in reader.elements} <= {
        *("div", "p", "a", "ul", "li", "span", "i", "noscript", "picture", "source", "img"),
        *("details", "summary", "script"),
    }
    assert not any(key.startswith("on") for _, found in reader.elements for key in found)
    assert reader.named("div")[0]["aria-label"] == name
    assert len(reader.named("script")) == 1
    assert not any(line.startswith(("```", ":::")) for line in text.splitlines())
    assert pd.read_csv(tmp_path / "figures" / "demo-x.csv")["weights"].tolist() == [name, "b"]
    table = pd.DataFrame({"weights": [name], "hub_id": [f"timm/{name}"], "top1": [80.0]})
    cells = Reader(page.table(table, "short").text)
    assert name in "".join(cells.texts)
    assert [link["href"] for link in cells.named("a")][1:] == [
        "figures/demo-short.csv",
        "glossary.html",
    ]
    assert not cells.named("img")
    assert not cells.named("script")


def test_other_runs_are_files_beside_the_page(page: Page, tmp_path: Path) -> None:
    shown = page.show("all", lambda run: speed_accuracy(run_table(run)), [lead_run(), OTHER_RUN])
    data = embedded(shown.text)
    assert [run[0] for run in data["runs"]] == [lead_run(), OTHER_RUN]
    assert data["run"] == lead_run()
    assert OTHER_RUN not in json.dumps(data["traces"])
    other = json.loads((tmp_path / "figures" / f"demo-all.{OTHER_RUN}.json").read_text())
    assert other["run"] == OTHER_RUN
    assert other["title"] != ""
    assert other["pool"]["start"] == len(data["pool"]["facts"]["weights"])
    assert len(other["pool"]["measures"]) == 1, "accuracies are on the page already"


def test_wrong_use_says_what_to_do(page: Page) -> None:
    with pytest.raises(ValueError, match="a name is lower-case words with hyphens, not 'A b'"):
        page.show("A b", simple_chart())
    with pytest.raises(ValueError, match="chart 'x': several runs need a function"):
        page.show("x", simple_chart(), [lead_run(), OTHER_RUN])


def test_a_chart_of_runs_says_so_where_there_is_none(page: Page) -> None:
    assert "Not enough data: no benchmark run of this kind" in page.show("x", simple_chart).text


def test_runs_that_lack_the_data_are_named_beneath_the_others(page: Page) -> None:
    def chart(run: str) -> Chart | NotEnough:
        return NotEnough("no <speed>") if run == lead_run() else simple_chart()

    shown = page.show("x", chart, [lead_run(), OTHER_RUN]).text
    assert [run[0] for run in embedded(shown)["runs"]] == [OTHER_RUN]
    assert f"Not enough data of {lead_run()}: no &lt;speed&gt;. " in shown


def test_the_source_link_leads_to_the_line() -> None:
    link = Reader(source_link(speed_accuracy)).named("a")[0]
    match = re.fullmatch(r"https://.*/blob/main/(.*)#L(\d+)", str(link["href"]))
    assert match is not None
    line = (ROOT / match[1]).read_text(encoding="utf-8").splitlines()[int(match[2]) - 1]
    assert line.startswith("def speed_accuracy(")
    assert link["rel"] == "noopener"


def test_a_run_is_said_in_words() -> None:
    assert run_words(lead_run())[1:] == ("RTX 5090", "compiled, AMP, NCHW, PyTorch 2.9.1")


def test_a_table_is_short_and_sortable(page: Page, tmp_path: Path) -> None:
    table = run_table(lead_run()).contenders.head(3).assign(tied_with=["other@224", "", ""])
    reader = Reader(page.table(table, "best").text)
    assert reader.named("table") == [
        {"class": "sortable", "data-quarto-disable-processing": "true"}
    ]
    columns = default_columns(table)
    assert len(reader.named("tr")) == 4
    assert [head["scope"] for head in reader.named("th")] == ["col"] * len(columns) + ["row"] * 3
    assert "other@224" in reader.texts
    assert list(pd.read_csv(tmp_path / "figures" / "demo-best.csv").columns) == columns


def test_a_table_says_which_column_it_lacks(page: Page) -> None:
    with pytest.raises(KeyError, match="the table has no column 'speed'; it has weights"):
        page.table(pd.DataFrame({"weights": ["a"]}), "short", ["speed"])


def embedded(text: str) -> Any:
    found = re.search(r'<script type="application/json">(.*?)</script>', text)
    assert found is not None
    return json.loads(found[1])


def test_every_module_that_charts_need_is_loaded_beside_the_page() -> None:
    folder = ROOT / "assets" / "chart"
    needed: set[str] = set()
    waiting = ["page.js", "library.js"]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            source = (folder / name).read_text(encoding="utf-8")
            waiting += re.findall(r"from '\./([a-z]+\.js)'", source)
    head = (ROOT / "assets" / "head.html").read_text(encoding="utf-8")
    assert set(re.findall(r'modulepreload" href="assets/chart/([a-z]+\.js)"', head)) == needed
