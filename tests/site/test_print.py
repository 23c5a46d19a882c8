"""A page on paper: every chart drawn, on white, no wider than the sheet."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.visits import Open

# What a browser does before it lays out the pages, and what it then finds: nothing may still be
# waited for but promises that are kept already.
PRINT = """async () => {
  dispatchEvent(new Event('beforeprint'));
  for (let turn = 0; turn < 100; turn += 1) await null;
  const plots = [...document.querySelectorAll('.chart-plot')].filter((plot) => plot.clientWidth);
  return {
    dark: document.body.classList.contains('quarto-dark'),
    widths: plots.map((plot) => plot.querySelector('.main-svg')?.getBoundingClientRect().width),
  };
}"""


def test_charts_are_drawn_for_the_sheet_and_then_as_before(visit: Open) -> None:
    seen = visit("hardware.html", color_scheme="dark")
    first = seen.page.locator(".chart[data-drawn] .main-svg").first
    first.wait_for()
    before = first.get_attribute("width") or ""
    printed = seen.page.evaluate(PRINT)
    assert printed["dark"] is False
    assert len(printed["widths"]) > 2
    assert set(printed["widths"]) == {680}
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    seen.page.locator("body.quarto-dark").wait_for()
    expect(first).to_have_attribute("width", before)
    assert seen.problems == []


def test_a_page_prints(visit: Open) -> None:
    seen = visit("hardware.html")
    seen.page.locator(".chart[data-drawn]").first.wait_for()
    assert seen.page.pdf().startswith(b"%PDF")
    assert seen.problems == []
