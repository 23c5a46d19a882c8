"""The pages of the built site as a reader meets them: every chart drawn, every claim printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from analysis.runs.devices import lead_run
from analysis.runs.original import EDITION, RUNS
from tests.support.naive import NEWEST, join
from tests.support.visits import PAGES, PHONE, Open, Visit

HANDED_OVER = """links => links
  .filter((link) => link.host !== location.host && !link.relList.contains('noopener'))
  .map((link) => link.href)"""
I9_RUN = "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo"


def contenders(run: str, edition: str = NEWEST) -> int:
    """Count the weights with speed and accuracy, without timm's test fixtures, the slow way."""
    return sum(not name.startswith("test_") for name, _ in join(run, edition, "imagenet").rows)


def draw(chart: Locator) -> Locator:
    """Bring a chart on the screen, whatever tab it is in, and wait until it is drawn."""
    panel = chart.locator("xpath=ancestor::*[@role='tabpanel']")
    if panel.count():
        name = panel.first.get_attribute("id")
        chart.page.locator(f'[role="tab"][aria-controls="{name}"]').click()
    chart.scroll_into_view_if_needed()
    chart.and_(chart.page.locator("[data-drawn]")).wait_for()
    return chart.locator(".chart-plot path.point")


def draw_all(seen: Visit) -> None:
    """Bring every chart on the screen; each must show marks."""
    for chart in seen.page.locator(".chart[data-figure]").all():
        draw(chart)
        marks = chart.locator(".chart-plot :is(path.point, path.js-line)")
        assert marks.count() > 0, chart.get_attribute("id")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_in_light_in_dark_and_on_a_narrow_screen(name: str, visit: Open) -> None:
    seen = visit(name, color_scheme="light")
    assert seen.page.locator("main h1").inner_text()
    assert "quarto-light" in (seen.page.locator("body").get_attribute("class") or "")
    described = seen.page.locator("meta[name=description]").get_attribute("content") or ""
    assert len(described) > 20
    assert described not in seen.page.locator("main").inner_text()  # it is for search engines
    draw_all(seen)
    assert seen.faults() == []
    assert seen.page.locator("a[href^='http']").evaluate_all(HANDED_OVER) == []
    seen.page.set_viewport_size({"width": 390, "height": 844})
    assert seen.fits()
    assert seen.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_in_the_dark_and_on_a_phone(name: str, visit: Open) -> None:
    seen = visit(name, color_scheme="dark", viewport=PHONE)
    seen.page.locator("body.quarto-dark").wait_for()
    draw_all(seen)
    assert seen.fits()
    assert seen.faults() == []
    assert seen.problems == []


@pytest.mark.parametrize(
    ("page", "chart", "expected"),
    [
        ("index", "frontier", lambda: contenders(lead_run())),
        ("inference", "all", lambda: contenders(lead_run())),
        ("inference", "original", lambda: 117),
        ("inference", "left-out", lambda: contenders(RUNS["infer"], EDITION) - 117),
        ("training", "all", lambda: contenders(lead_run("train"))),
        ("training", "original", lambda: 120),
        ("training", "left-out", lambda: contenders(RUNS["train"], EDITION) - 120),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_charts_show_as_many_weights_as_the_files_hold(
    page: str, chart: str, expected: Callable[[], int], visit: Open
) -> None:
    seen = visit(f"{page}.html")
    assert draw(seen.page.locator(f"#chart-{chart}")).count() == expected()


def test_another_run_changes_all_charts_of_the_page(visit: Open) -> None:
    seen = visit(f"inference.html?run={I9_RUN}")
    everything = seen.page.locator("#chart-all")
    everything.locator(".chart-source", has_text="Core i9").wait_for()
    assert draw(everything).count() == contenders(I9_RUN)
    families = seen.page.locator("#chart-families")
    draw(families)
    families.locator(".chart-source", has_text="Core i9").wait_for()
    assert seen.problems == []


def test_without_javascript_the_text_and_every_chart_s_data_are_there(
    visit: Open, site: Path
) -> None:
    seen = visit("index.html", java_script_enabled=False)
    for name in PAGES:
        seen.open(name)
        assert len(seen.page.locator("main").inner_text()) > (50 if name == "404.html" else 1000)
        for chart in seen.page.locator(".chart[data-figure]").all():
            link = chart.locator("noscript a[href$='.csv'], a[href$='.csv']").first
            assert (site / (link.get_attribute("href") or "")).is_file()


@pytest.mark.parametrize("name", ["index.html", "choose.html"])
def test_the_first_key_leads_past_the_navigation(visit: Open, name: str) -> None:
    page = visit(name).page
    skip = page.get_by_role("link", name="Skip to the content")
    bottom = "link => link.getBoundingClientRect().bottom"
    assert skip.evaluate(bottom) < 0
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)
