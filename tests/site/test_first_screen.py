"""What a reader sees before scrolling, and that names in charts lie on nothing that is drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from analysis.drawing.theme import MODES
from tests.support.visits import PHONE, WIDE, Open, Visit

STUDIES = ("inference", "training", "params", "hardware", "robustness", "progress")

# The boxes on the screen of a chart's names and marks, and places along its lines, a pixel apart.
DRAWN = """(chart) => {
  const plot = document.querySelector(`#chart-${chart} .chart-plot`);
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const names = plot.layout.annotations.map(({ name }) => name ?? '');
  const texts = [...plot.querySelectorAll('g.annotation')]
    .filter((one) => names[one.dataset.index].startsWith('label'))
    .map((one) => box(one.querySelector('.annotation-text')));
  const lines = [...plot.querySelectorAll('path.js-line')].flatMap((path) => {
    const matrix = path.getScreenCTM();
    return Array.from({ length: Math.ceil(path.getTotalLength()) }, (_, i) => {
      const { x, y } = path.getPointAtLength(i).matrixTransform(matrix);
      return [x, y];
    });
  });
  return { texts, lines, marks: [...plot.querySelectorAll('path.point')].map(box) };
}"""

Box = tuple[float, float, float, float]


def chart(seen: Visit, selector: str = "main .chart[data-figure]") -> str:
    """Wait until the first chart that fits is drawn; return its identifier."""
    found = seen.page.locator(selector).first
    found.scroll_into_view_if_needed()
    found.and_(seen.page.locator("[data-drawn]")).wait_for()
    return str(found.get_attribute("id"))


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes, (left, top, right, bottom), overlap by more than a hair."""
    return all(
        one[side] + 0.3 < other[side + 2] and other[side] + 0.3 < one[side + 2] for side in (0, 1)
    )


@pytest.mark.parametrize("study", STUDIES)
def test_title_sentence_and_first_chart_are_in_the_first_screen(study: str, visit: Open) -> None:
    seen = visit(f"{study}.html")
    name = chart(seen)
    place = """(element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return [top + scrollY, bottom + scrollY];
    }"""
    tops = [
        seen.page.locator(part).first.evaluate(place)
        for part in ("main h1", "main p:not(.chart p)", f"#{name} .chart-title")
    ]
    plot = seen.page.locator(f"#{name} .chart-plot").evaluate(place)
    assert tops == sorted(tops)
    assert plot[0] >= tops[-1][1]
    assert plot[1] <= WIDE["height"]
    assert plot[1] - plot[0] >= 300


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("page", "name"), [("index", "frontier"), ("inference", "all"), ("progress", "frontiers")]
)
def test_names_lie_on_no_mark_no_line_and_no_other_name(
    page: str, name: str, screen: dict[str, int], mode: str, visit: Open
) -> None:
    seen = visit(f"{page}.html", viewport=screen, color_scheme=mode)
    chart(seen, f"#chart-{name}")
    drawn = seen.page.evaluate(DRAWN, name)
    texts = drawn["texts"]
    assert len(texts) >= 3
    assert len(drawn["lines"]) > 100
    for i, text in enumerate(texts):
        assert not any(overlap(text, other) for other in texts[i + 1 :])
        assert not any(overlap(text, mark) for mark in drawn["marks"])
        assert not any(text[0] < x < text[2] and text[1] < y < text[3] for x, y in drawn["lines"])


def test_names_find_new_places_when_the_window_or_the_axes_change(visit: Open) -> None:
    seen = visit("inference.html")
    chart(seen, "#chart-all")
    before = seen.page.evaluate(DRAWN, "all")["texts"]
    seen.page.set_viewport_size({"width": 800, "height": 900})
    width = "document.querySelector('#chart-all .chart-plot')._fullLayout.width < 800"
    seen.page.wait_for_function(width)
    seen.page.evaluate(
        "window.Plotly.relayout(document.querySelector('#chart-all .chart-plot'),"
        " {'xaxis.range': [-4.6, -3.4], 'yaxis.range': [78, 90]})"
    )
    seen.page.locator("#chart-all .chart-reset").wait_for()
    drawn = seen.page.evaluate(DRAWN, "all")
    assert drawn["texts"]
    assert drawn["texts"] != before
    for text in drawn["texts"]:
        assert not any(overlap(text, mark) for mark in drawn["marks"])


def test_how_to_use_a_chart_is_said_beneath_it(visit: Open) -> None:
    seen = visit("inference.html")
    name = chart(seen, "#chart-all")
    summary = seen.page.locator(f"#{name} .chart-help summary")
    assert summary.inner_text() == "How to use this chart"
    summary.press("Enter")
    words = seen.page.locator(f"#{name} .chart-help li")
    expect(words.filter(has_text="legend")).to_be_visible()
    assert seen.faults(f"#{name}") == []
