"""The chart with free axes on the pages that have other charts: opened, addressed, left."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from analysis.drawing.free_views import page_views
from analysis.runs.devices import lead_run
from tests.support.free_axes import (
    I7,
    drawn,
    expected,
    fits_a_phone,
    number_of_points,
    ready,
)
from tests.support.visits import FINGER, WIDE, Open

PAGES = page_views()
FIRST = {page: next(iter(views.values())) for page, views in PAGES.items()}
ONE_AND_SLOWLY_ALL = [
    pytest.param(page, marks=[pytest.mark.slow] if page != "params" else []) for page in PAGES
]
LAZY = ("data/weights.json", "assets/explore/view.js", "data/runs/")
RUN = "infer-amp-nchw-pt291-cu130-5090"


def state_of(page: Page) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(page.url).query).items()}


def pick_run(page: Page, run: str) -> None:
    """Pick a run for the page's own charts."""
    first = page.locator(".chart[data-figure]").first
    first.get_by_label("Benchmark run").select_option(run)
    expect(first).to_have_attribute("data-drawn", run)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fetches_it_when_a_reader_opens_it(name: str, visit: Open) -> None:
    seen = visit(f"{name}.html")
    page = seen.page
    page.locator(".chart[data-drawn]").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert not [url for url in seen.requests if any(part in url for part in LAZY)]
    page.locator("#free-axes > summary").focus()
    page.keyboard.press("Enter")
    ready(page, **FIRST[name])
    found, wanted = sorted(drawn(page)), sorted(expected(**FIRST[name]))
    assert [x for x, _ in found] == pytest.approx([x for x, _ in wanted], rel=1e-6)
    assert [y for _, y in found] == pytest.approx([y for _, y in wanted], rel=1e-6)
    expect(page.locator(".chart-views [aria-current]")).to_have_text(next(iter(PAGES[name])))
    page.keyboard.press("Tab")
    expect(page.locator(".chart-views a").first).to_be_focused()
    assert urlsplit(page.url).query == ""


@pytest.mark.parametrize("name", ONE_AND_SLOWLY_ALL)
def test_its_views_are_one_click_each_and_back_leaves_them(name: str, visit: Open) -> None:
    page = visit(f"{name}.html").page
    page.locator("#free-axes > summary").click()
    ready(page, **FIRST[name])
    chosen = list(PAGES[name].items())
    for label, view in chosen[1:]:
        page.locator(".chart-views").get_by_role("link", name=label, exact=True).click()
        ready(page, **view)
        assert number_of_points(page) == len(expected(**view)), label
        assert state_of(page) == view
        expect(page.locator(".chart-views [aria-current]")).to_have_text(label)
    for _, view in reversed(chosen[:-1]):
        page.go_back()
        ready(page, **view)
    assert urlsplit(page.url).query == ""
    page.go_forward()
    ready(page, **chosen[1][1])


@pytest.mark.parametrize("name", PAGES)
def test_an_address_that_asks_for_a_view_opens_it_where_it_is(name: str, visit: Open) -> None:
    view = {"x": "gmacs", "y": f"time.{I7}", "color": "top1.mean"}
    page = ready(visit(f"{name}.html?{urlencode(view)}").page, **view)
    assert number_of_points(page) == len(expected(**view))
    top = page.locator("#free-axes").evaluate("one => one.getBoundingClientRect().top")
    assert -5 <= top < WIDE["height"] / 2
    assert page.evaluate("document.activeElement === document.body")


def test_it_and_the_pages_run_share_the_address(visit: Open) -> None:
    page = visit("params.html").page
    own, label = FIRST["params"], list(PAGES["params"])[1]
    view = PAGES["params"][label]
    page.locator("#chart-time[data-drawn]").wait_for()
    pick_run(page, RUN)
    page.locator("#free-axes > summary").click()
    ready(page, **own)
    page.get_by_role("link", name=label, exact=True).click()
    ready(page, **view)
    assert state_of(page) == {"run": RUN, **view}
    pick_run(page, f"{RUN}-dynamo")
    assert state_of(page) == view
    pick_run(page, RUN)
    assert state_of(page) == {"run": RUN, **view}
    page.reload()
    ready(page, **view)
    expect(page.locator("#chart-time select").first).to_have_value(RUN)
    page.go_back()
    page.go_back()
    assert state_of(page) == {"run": RUN, **view}
    ready(page, **view)
    page.go_back()
    ready(page, **own)
    assert state_of(page) == {"run": RUN}
    page.go_back()
    expect(page.locator("#chart-time select").first).to_have_value(lead_run())
    page.go_forward()
    page.go_forward()
    ready(page, **view)
    expect(page.locator("#chart-time select").first).to_have_value(RUN)


def test_a_link_on_the_page_opens_it(visit: Open) -> None:
    page = visit("params.html").page
    page.locator("p").get_by_role("link", name="choose other axes").click()
    ready(page, **FIRST["params"])
    expect(page.locator("#free-axes > summary")).to_be_in_viewport()


def test_a_link_to_a_section_goes_there_whatever_view_it_holds(visit: Open) -> None:
    view = PAGES["params"]["Accuracy against parameters, by time on the RTX 5090"]
    page = visit(f"params.html?{urlencode(view)}#residuals").page
    ready(page, **view)
    expect(page.locator("#residuals")).to_be_in_viewport()
    page.locator(".chart-views a").first.click()
    ready(page, **FIRST["params"])
    assert urlsplit(page.url).fragment == ""


def test_data_that_does_not_come_is_said_and_asked_for_again(visit: Open) -> None:
    seen = visit("progress.html")
    page = seen.page
    page.route("**/data/weights.json", lambda route: route.abort())
    page.locator("#free-axes > summary").click()
    expect(page.get_by_role("alert")).to_contain_text("The data could not be loaded.")
    page.unroute("**/data/weights.json")
    page.get_by_role("button", name="Try again").click()
    ready(page, **FIRST["progress"])
    expect(page.get_by_role("alert")).to_have_count(0)
    seen.problems.clear()  # the browser tells of the file that did not come


def test_a_doubtful_year_is_called_so(visit: Open) -> None:
    page = visit("progress.html").page
    page.locator("#free-axes > summary").click()
    ready(page, **FIRST["progress"])
    table = page.locator("#explore .chart-data")
    table.locator("summary").click()
    table.get_by_role("button", name="Show all rows").click()
    row = table.locator("tr", has=page.get_by_role("button", name="coatnext_nano_rw_224.sw_in1k"))
    expect(row).to_contain_text("2022 (doubtful)")
    expect(table.locator("tr", has_text="resnet50.a1_in1k").first).not_to_contain_text("doubtful")


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_all_of_it(name: str, visit: Open) -> None:
    seen = visit(f"{name}.html", **FINGER)
    page = seen.page
    page.locator("#free-axes > summary").tap()
    ready(page, **FIRST[name])
    fits_a_phone(seen)


@pytest.mark.parametrize("name", ONE_AND_SLOWLY_ALL)
def test_axe_finds_nothing_in_it(name: str, visit: Open) -> None:
    view = list(PAGES[name].values())[-1]
    seen = visit(f"{name}.html?{urlencode(view)}")
    page = ready(seen.page, **view)
    page.locator("#explore [data-group]").first.click()
    page.locator("#explore .chart-data summary").click()
    page.locator("#explore tbody button").first.click()
    assert seen.faults("#free-axes") == []


def test_without_javascript_the_disclosure_leads_to_the_data(visit: Open) -> None:
    page = visit("hardware.html", java_script_enabled=False).page
    page.locator("#free-axes > summary").click()
    assert "This chart needs JavaScript" in page.locator("#free-axes").inner_text()
    expect(page.locator("#explore")).to_be_hidden()
    expect(page.locator(".chart-views")).to_be_hidden()
