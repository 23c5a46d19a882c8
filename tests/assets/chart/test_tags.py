"""What a model's name says, where a reader asks."""

from __future__ import annotations

from playwright.sync_api import expect

from analysis.naming.tags import sentence
from tests.support.visits import PHONE, Open

WEIGHTS = "eva02_large_patch14_448.mim_m38m_ft_in22k_in1k"
SAID = sentence(WEIGHTS.partition(".")[2])


def test_the_details_of_the_chooser_say_the_tag_in_words(visit: Open) -> None:
    page = visit(f"choose.html?weights={WEIGHTS}@448").page
    expect(page.locator(".tag-words").first).to_contain_text(SAID)


def test_a_name_in_a_charts_table_opens_a_card_that_says_the_tag_with_the_keyboard(
    visit: Open,
) -> None:
    page = visit("inference.html").page
    chart = page.locator(".chart[data-drawn]").first
    chart.get_by_text("The data as a table").focus()
    page.keyboard.press("Enter")
    name = chart.locator("tbody button").first
    name.focus()
    page.keyboard.press("Enter")
    said = sentence((name.text_content() or "").partition(".")[2])
    assert said
    expect(page.locator(".chart-card .tag-words").first).to_contain_text(said)


def test_hovering_says_the_tag(visit: Open) -> None:
    page = visit("inference.html").page
    chart = page.locator(".chart[data-drawn]").first
    points = chart.locator("path.point")
    for place in range(0, 400, 7):
        points.nth(place).hover(force=True)
        if chart.locator(".chart-tip").is_visible():
            break
    name = chart.locator(".chart-tip .chart-name").text_content() or ""
    expect(chart.locator(".chart-tip .tag-words")).to_have_text(sentence(name.partition(".")[2]))


def test_help_and_tables_lead_to_the_words(visit: Open) -> None:
    page = visit("inference.html", viewport=PHONE).page
    chart = page.locator(".chart[data-drawn]").first
    chart.get_by_text("How to use this chart").click()
    chart.get_by_role("link", name="What the words mean").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the words mean")
    assert page.locator(".terms dt").count() > 40


def test_a_missing_file_of_words_leaves_the_card_as_it_is(visit: Open) -> None:
    seen = visit("index.html")
    seen.page.route("**/data/tags.json", lambda route: route.abort())
    seen.open(f"choose.html?weights={WEIGHTS}@448")
    expect(seen.page.locator(".ch-panel-head")).to_be_visible()
    expect(seen.page.locator(".tag-words").first).to_be_hidden()
    seen.problems.clear()
