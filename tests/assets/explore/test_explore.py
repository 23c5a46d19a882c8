"""The page with free axes as readers use it, its points counted again from the snapshot."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from analysis.runs.devices import lead_run
from tests.support.free_axes import (
    COLORS,
    EAGER,
    I7,
    I9,
    axes,
    drawn,
    expected,
    fits_a_phone,
    legend,
    menu,
    ready,
    values,
)
from tests.support.hostile import NAMES, hostile_weights, saved_formulas, visit_with
from tests.support.visits import FINGER, Open, Visit


@pytest.fixture
def explore(visit: Open) -> Open:
    def start(options: dict[str, Any] | None = None, **state: str) -> Visit:
        query = f"?{urlencode(state)}" if state else ""
        seen = visit(f"explore.html{query}", **(options or {}))
        ready(seen.page, **state)
        return seen

    return start


def pick(page: Page, label: str, axis: str, **state: str) -> None:
    """Choose in a menu and wait until the chart shows it."""
    menu(page, label).select_option(axis)
    ready(page, **state)


def click_point(page: Page, group: str) -> tuple[float, float]:
    """Click on the point of a group that stands highest, scrolled to."""
    x, y, left, top = page.evaluate(
        """(symbol) => {
          const plot = document.querySelector('#explore .chart-plot');
          plot.scrollIntoView({block: 'center'});
          const trace = plot.data.find(({marker}) => marker.symbol === symbol);
          const i = trace.y.indexOf(Math.max(...trace.y));
          const box = plot.getBoundingClientRect();
          const {xaxis, yaxis} = plot._fullLayout;
          return [trace.x[i], trace.y[i],
                  box.left + xaxis._offset + xaxis.d2p(trace.x[i]),
                  box.top + yaxis._offset + yaxis.d2p(trace.y[i])];
        }""",
        group,
    )
    page.mouse.move(left, top)
    page.mouse.click(left, top)
    return x, y


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"x": f"time.{I9}", "color": "pretraining"},
        {"x": "top1.imagenet", "y": "top1.sketch", "color": "size"},
        {"x": "top1.imagenet-a-clean", "y": "top1.imagenet-a"},
        {"x": "params"},
        {"x": f"speed.{EAGER}", "y": f"speed.{I9}"},
        {"x": "gmacs", "y": f"time.{I7}", "color": "activations"},
        {"x": "year", "y": f"speed.{lead_run()}", "color": "top5.imagenet-r"},
        {"x": "top5.imagenet-a", "y": "top1.mean", "color": "year"},
    ],
    ids=lambda state: "-".join(re.sub(r"(infer|pt)\S+", "run", axis) for axis in state.values()),
)
def test_a_view_shows_the_points_that_the_files_hold(state: dict[str, str], explore: Open) -> None:
    seen = explore(**state)
    points = expected(**state)
    expect(seen.page.locator("#explore path.point")).to_have_count(len(points))
    found = drawn(seen.page)
    assert len(found) == len(points)
    for (x, y), (along, up) in zip(sorted(found), sorted(points), strict=True):
        assert (x, y) == pytest.approx((along, up), rel=1e-6)
    assert seen.page.locator("#explore .chart-subtitle").inner_text().startswith(f"{len(points):,}")
    assert sum(legend(seen.page).values()) == len(points)


def test_every_measure_of_the_site_is_in_reach(explore: Open) -> None:
    page = explore().page
    options = {
        label: menu(page, label).locator("option").evaluate_all("all => all.map((o) => o.value)")
        for label in ("Along", "Up", "Colour")
    }
    for label in ("Along", "Up"):
        assert sorted(options[label]) == sorted(axes())
    assert sorted(options["Colour"]) == sorted({*axes(), *COLORS})
    assert options["Colour"][:3] == list(COLORS)


def test_a_measure_as_colour_makes_six_classes_of_about_equal_number(explore: Open) -> None:
    page = explore(x="params", color=f"time.{lead_run()}").page
    counts = legend(page)
    counts.pop("not known", None)
    assert len(counts) == 6
    assert max(counts.values()) - min(counts.values()) <= 12
    assert all(re.search(r"(µs|ms|s)$", label) for label in counts), counts
    looks = page.locator("#explore .chart-legend i.key")
    assert len(set(looks.evaluate_all("all => all.map(({className}) => className)"))) >= 6
    expect(page.locator("#explore .chart-subtitle")).to_contain_text("Colour: Time per image")
    expect(page.locator("#explore .chart-source")).to_contain_text(lead_run())
    click_point(page, "square")
    expect(page.locator("#explore .chart-card")).to_contain_text(
        "Time per image in a batch, RTX 5090"
    )
    pick(page, "Up", "gmacs", x="params", y="gmacs", color=f"time.{lead_run()}")
    expect(page.locator("#explore .chart-subtitle")).to_contain_text("architectures")


def test_points_without_the_colours_value_stay_and_are_called_so(explore: Open) -> None:
    page = explore(color=f"time.{I7}").page
    timed, known = values(f"time.{lead_run()}"), values(f"time.{I7}")
    lacking = [row for row in values("top1.imagenet") if row in timed and row not in known]
    assert sum(legend(page).values()) == len(expected())
    assert legend(page)["not known"] == sum(not name.startswith("test_") for name, _ in lacking)


def test_what_is_chosen_is_in_the_address_and_back_undoes_it(explore: Open) -> None:
    page = explore().page
    pick(page, "Up", "top1.sketch", y="top1.sketch")
    pick(page, "Along", "params", y="top1.sketch", x="params")
    pick(page, "Colour", "size", y="top1.sketch", x="params", color="size")
    query = parse_qs(urlsplit(page.url).query)
    assert query == {"x": ["params"], "y": ["top1.sketch"], "color": ["size"]}
    page.reload()
    ready(page, y="top1.sketch", x="params", color="size")
    page.get_by_role("button", name="Swap axes").click()
    ready(page, x="top1.sketch", y="params", color="size")
    page.go_back()
    ready(page, y="top1.sketch", x="params", color="size")
    expect(menu(page, "Along")).to_have_value("params")
    page.go_back()
    page.go_back()
    ready(page, y="top1.sketch")
    page.go_back()
    ready(page)
    assert urlsplit(page.url).query == ""


def test_an_address_that_asks_for_what_there_is_not_is_answered_and_said(visit: Open) -> None:
    page = ready(visit("explore.html?x=speed.nothing&y=gmacs&color=%3Cb%3E").page, y="gmacs")
    message = page.locator("#explore .chart-message")
    expect(message).to_contain_text("There is no “speed.nothing” for x; it was ignored.")
    expect(message).to_contain_text("There is no “<b>” for color; it was ignored.")
    menu(page, "Colour").select_option("size")
    expect(message).to_be_empty()


def test_the_words_for_those_who_do_not_see_it_follow_the_view(explore: Open) -> None:
    page = explore().page
    chart = page.get_by_role("group", name=re.compile("^Chart: Top-1, ImageNet"))
    expect(chart).to_have_count(1)
    pick(page, "Up", "top1.sketch", y="top1.sketch")
    words = page.locator("#explore").get_attribute("aria-label") or ""
    points = [y for _, y in drawn(page)]
    assert words.startswith("Chart: Top-1, ImageNet-Sketch, against Time per image")
    assert page.locator("#explore .chart-subtitle").inner_text() in words
    assert f"up from {min(points):.1f}\u202f% to {max(points):.1f}\u202f%" in words
    for label, count in legend(page).items():
        assert f"{label} {count:,}" in words


def test_the_legend_hides_shows_and_isolates(explore: Open) -> None:
    page = explore().page
    counts = legend(page)
    total = sum(counts.values())
    points = page.locator("#explore path.point")
    subtitle = page.locator("#explore .chart-subtitle")
    button = page.locator("#explore .chart-legend [data-group=attention]")
    attention = int(button.locator(".n").inner_text())
    button.click()
    expect(points).to_have_count(total - attention)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(subtitle).to_contain_text(f"{total - attention:,} models")
    button.click()
    expect(points).to_have_count(total)
    button.dblclick()
    expect(points).to_have_count(attention)
    expect(subtitle).to_contain_text(f"{attention:,} models")
    pick(page, "Up", "top1.sketch", y="top1.sketch")
    assert len(drawn(page)) < total
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Show all").click()
    expect(points).to_have_count(len(expected(y="top1.sketch")))
    pick(page, "Colour", "size", y="top1.sketch", color="size")
    expect(page.locator("#explore [aria-pressed=false]")).to_have_count(0)


def test_a_click_pins_the_details_and_a_ring(explore: Open) -> None:
    page = explore().page
    card = page.locator("#explore .chart-card")
    expect(card).to_be_hidden()
    _, top1 = click_point(page, "diamond")
    expect(card).to_be_visible()
    expect(card).to_contain_text(f"{top1:.1f}\u202f% (")
    name = card.locator(".chart-name").inner_text()
    expect(card.locator("code")).to_have_text(f"timm.create_model('{name}', pretrained=True)")
    link = card.get_by_role("link", name="Open in the chooser").get_attribute("href") or ""
    assert parse_qs(urlsplit(link).query)["weights"][0].startswith(f"{name}@")
    total = sum(legend(page).values())
    expect(page.locator("#explore path.point")).to_have_count(total + 1)
    page.locator("#explore .chart-legend [data-group=attention]").click()
    expect(card).to_be_hidden()
    page.locator("#explore .chart-legend [data-group=attention]").click()
    click_point(page, "diamond")
    expect(card).to_be_visible()
    card.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("#explore .chart-data summary")).to_be_focused()


def test_a_pinned_row_stays_where_another_view_has_it(explore: Open) -> None:
    page = explore().page
    click_point(page, "diamond")
    name = page.locator("#explore .chart-card .chart-name").inner_text()
    pick(page, "Along", "gmacs", x="gmacs")
    card = page.locator("#explore .chart-card")
    expect(card.locator(".chart-name")).to_have_text(name)
    expect(card).to_contain_text("GMACs")
    expect(page.locator("#explore .chart-source")).to_contain_text(f"as {lead_run()} states them")


def test_where_points_are_architectures_the_card_says_so(explore: Open) -> None:
    page = explore(x=f"speed.{EAGER}", y=f"speed.{lead_run()}").page
    click_point(page, "circle")
    card = page.locator("#explore .chart-card")
    assert "." not in card.locator(".chart-name").inner_text()
    expect(card.get_by_text("Model card")).to_have_count(0)
    expect(card.get_by_text("Licence")).to_have_count(0)
    expect(page.locator("#explore .chart-subtitle")).to_contain_text("architectures at an image")
    menu(page, "Colour").select_option("pretraining")
    expect(page.locator("#explore .chart-subtitle")).to_contain_text(" models.")


def test_the_table_and_its_file_hold_what_is_shown(explore: Open) -> None:
    page = explore(x="top1.imagenet", y="top1.sketch").page
    page.locator("#explore [data-group=attention]").dblclick()
    page.locator("#explore .chart-data summary").focus()
    page.keyboard.press("Enter")
    details = page.locator("#explore .chart-data")
    shown = drawn(page)
    expect(details).to_contain_text(f"The first 50 of {len(shown):,} models.")
    expect(details.locator("th").nth(1)).to_have_text(re.compile("Top-1, ImageNet-Sketch %"))
    with page.expect_download() as got:
        details.get_by_role("button", name="Download CSV").click()
    assert got.value.suggested_filename == "explore.top1.sketch.top1.imagenet.csv"
    with Path(got.value.path()).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    pairs = [(float(row["top1.imagenet"]), float(row["top1.sketch"])) for row in rows]
    assert sorted(pairs) == sorted(shown)
    assert len({row["kind"] for row in rows}) == 1
    details.get_by_role("button", name="Show all rows").click()
    expect(details.locator("tbody tr")).to_have_count(len(shown))
    details.locator("tbody button").first.press("Enter")
    expect(page.locator("#explore .chart-card .chart-name")).to_have_text(rows[0]["weights"])


def test_names_from_the_data_are_text_everywhere(visit: Open, site: Path) -> None:
    page = ready(visit_with(visit, hostile_weights(site), "explore.html").page)
    assert NAMES[0] in page.locator("#explore .chart-title").inner_text()
    assert NAMES[0] in page.locator("#explore .chart-legend").inner_text()
    click_point(page, "x")
    expect(page.locator("#explore .chart-card code")).to_contain_text("timm.create_model")
    page.locator("#explore .chart-data summary").click()
    expect(page.locator("#explore tbody th").first).to_have_text(re.compile(r"0000$"))
    expect(page.locator("#explore").locator("img, script, b")).to_have_count(0)
    assert saved_formulas(page, "Download CSV") == []


def test_figures_that_do_not_come_are_asked_for_again(explore: Open) -> None:
    seen = explore()
    page = seen.page
    page.route(f"**/{I9}.json", lambda route: route.abort())
    menu(page, "Along").select_option(f"time.{I9}")
    expect(page.locator("#explore .chart-message")).to_contain_text("could not be loaded")
    page.unroute(f"**/{I9}.json")
    page.get_by_role("button", name="Try again").click()
    ready(page, x=f"time.{I9}")
    expect(page.locator("#explore .chart-message")).to_be_empty()
    expect(page.locator("#explore")).not_to_have_attribute("aria-busy", "true")
    seen.problems.clear()  # the browser tells of the file that did not come


def test_without_javascript_there_are_links_to_the_data(visit: Open, site: Path) -> None:
    page = visit("explore.html", java_script_enabled=False).page
    assert "This chart needs JavaScript" in page.locator("main").inner_text()
    for link in page.locator("main noscript a").all():
        file, _, _ = (link.get_attribute("href") or "").partition("#")
        assert (site / file).is_file()


@pytest.mark.parametrize("state", [{}, {"x": f"speed.{EAGER}", "y": f"time.{I9}", "color": "size"}])
def test_a_phone_shows_all_of_it(state: dict[str, str], explore: Open) -> None:
    fits_a_phone(explore(FINGER, **state))


def test_axe_finds_nothing_with_all_of_it_open(explore: Open) -> None:
    seen = explore()
    page = seen.page
    page.locator("#explore [data-group=hybrid]").click()
    page.locator("#explore .chart-data summary").click()
    page.locator("#explore tbody button").first.click()
    assert seen.faults("body") == []
