"""Two families as readers compare them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from analysis.pages.families.pair import pair_words
from analysis.pages.families.study import for_the_browser, study
from analysis.runs.devices import device_runs, lead_run
from tests.support.visits import PHONE, Open

OTHER = device_runs()["run"].iloc[-1]


def says(page: Page, words: list[str]) -> None:
    expect(page.locator(".pair-words li")).to_have_text(words)


def expected(run: str, a: str, b: str) -> list[str]:
    return pair_words(for_the_browser(study()), run, a, b)


def test_the_first_pair_is_there_without_scripts(visit: Open) -> None:
    page = visit("families.html", java_script_enabled=False).page
    says(page, expected(lead_run(), *study().first))


def test_other_families_and_another_device_change_words_chart_and_address(visit: Open) -> None:
    page = visit("families.html").page
    page.get_by_label("One family").select_option("swin")
    page.get_by_label("Benchmark run").select_option(OTHER)
    says(page, expected(OTHER, "swin", study().first[1]))
    expect(page.locator("#chart-pair .chart-title")).to_contain_text(
        "Swin and ViT among all models"
    )
    assert "a=swin" in page.url
    assert f"run={OTHER}" in page.url
    page.go_back()
    page.go_back()
    says(page, expected(lead_run(), *study().first))
    again = visit(f"families.html?a=swin&run={OTHER}").page
    expect(again.locator(".pair-words li").first).to_have_text(
        expected(OTHER, "swin", study().first[1])[0]
    )


def test_an_unknown_family_in_the_address_is_reported(visit: Open) -> None:
    page = visit("families.html?a=nobody<b>").page
    expect(page.locator(".pair-problem")).to_have_text("There is no “nobody<b>” here to compare.")
    says(page, expected(lead_run(), *study().first))


def test_it_is_accessible_on_a_phone(visit: Open) -> None:
    seen = visit("families.html", viewport=PHONE)
    expect(seen.page.get_by_label("One family")).to_be_visible()
    assert seen.faults(".pair") == []
    assert seen.faults(".pair-table") == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
