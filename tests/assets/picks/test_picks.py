"""The first page's picks as readers use them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from analysis.pages.index.cards import cards
from analysis.pages.index.study import study
from analysis.runs.devices import device_label, device_runs, lead_run
from tests.support.visits import PHONE, WIDE, Open

RUNS = device_runs()["run"].tolist()


def test_a_phone_shows_the_first_pick_without_scrolling(visit: Open) -> None:
    page = visit("index.html", viewport=PHONE).page
    box = page.locator(".pick:visible").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]


def test_a_wide_screen_shows_the_picks_in_a_row_and_where_the_chart_begins(visit: Open) -> None:
    page = visit("index.html", viewport=WIDE).page
    boxes = [pick.bounding_box() for pick in page.locator(".pick:visible").all()]
    assert len({box["y"] for box in boxes if box}) == 1
    chart = page.locator(".chart-title").first.bounding_box()
    assert chart is not None
    assert chart["y"] < WIDE["height"] - 100


def test_another_device_has_its_own_picks_and_its_address(visit: Open) -> None:
    seen = visit("index.html")
    page, run = seen.page, RUNS[-1]
    page.get_by_label("Your device").select_option(label=device_label(run))
    names = study().picks[run]["weights"].tolist()
    for name, pick in zip(names, page.locator(".pick:visible").all(), strict=True):
        assert name in (pick.locator("pre").text_content() or "")
    assert f"run={run}" in page.url
    page.go_back()
    expect(page.get_by_label("Your device")).to_have_value(lead_run())
    again = visit(f"index.html?run={run}").page
    expect(again.get_by_label("Your device")).to_have_value(run)


def test_an_address_with_another_run_is_reported(visit: Open) -> None:
    page = visit("index.html?run=none<b>").page
    expect(page.locator(".picks [role=status]")).to_have_text("No device here has a run “none<b>”.")
    expect(page.get_by_label("Your device")).to_have_value(lead_run())


def test_without_scripts_the_leading_devices_picks_are_there(visit: Open) -> None:
    page = visit("index.html", java_script_enabled=False).page
    names = study().picks[lead_run()]["weights"]
    assert page.locator(".pick:visible pre").all_text_contents() == [
        f"timm.create_model('{name}', pretrained=True)" for name in names
    ]


@pytest.mark.parametrize("run", [RUNS[0], RUNS[-1]])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_chooser_asked_the_same_shows_the_pick(run: str, place: int, visit: Open) -> None:
    page = visit(f"index.html?run={run}").page
    page.locator(".pick:visible").nth(place).get_by_role("link").click()
    page.wait_for_url(re.compile("choose.html"))
    row = study().picks[run].iloc[place]
    table = page.locator("#chooser table").first
    expect(table).to_contain_text(str(row["weights"]))
    expect(page.locator("#chooser")).not_to_contain_text("does not know")


def test_the_picks_are_accessible(visit: Open) -> None:
    seen = visit("index.html")
    assert seen.faults(".picks") == []


def test_no_device_is_said() -> None:
    assert "Not enough data" in str(cards({}))
    none = study().picks[lead_run()].iloc[:0]
    assert "No model with a permissive licence" in str(cards({lead_run(): none}))
