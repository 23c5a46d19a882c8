"""What fits in a card's memory, as a reader asks it of the chooser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from analysis.runs.devices import device_label, lead_run
from analysis.runs.memory import fitted
from tests.support.visits import Open

CARD = fitted(lead_run("train")).card_gb


def test_fine_tuning_on_one_card_ends_with_code_to_copy(visit: Open) -> None:
    page = visit("choose.html").page
    group = page.get_by_role("group", name="Training batch that fits")
    group.get_by_label("At least").fill("64")
    expect(page.locator(".ch-chips").first).to_contain_text(
        f"training batch of at least 64 in {CARD:g} GB"
    )
    expect(page.get_by_role("columnheader", name="Batch fits")).to_be_visible()
    page.locator(".ch-table tbody tr").first.locator(".ch-open").click()
    details = page.locator(".ch-details")
    expect(details).to_contain_text(f"Training batch in {CARD:g}")
    expect(details.get_by_role("button", name="Copy the code")).to_be_visible()
    details.get_by_label("An epoch of, in images").fill("10000")
    expect(details).to_contain_text(f"on the {device_label(lead_run('train'))}")
    group.get_by_label("in a card of").fill("16")
    expect(details).to_contain_text("Training batch in 16")


def test_a_model_that_was_measured_passes_by_what_fitted(visit: Open) -> None:
    page = visit("choose.html?min_batch=100&show=all&name=resnet50").page
    page.locator("#chooser[data-ready]").wait_for()
    known = fitted(lead_run("train")).brackets.set_index(["architecture", "img_size"])["fits"]
    rows = page.locator(".ch-table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [row.dataset.id, row.textContent])"
    )
    tested = 0
    for name, text in rows:
        weights, _, size = name.rpartition("@")
        key = (weights.split(".")[0], int(size))
        if key in known.index:
            tested += 1
            assert known[key] >= 100
            assert f"{known[key]:g}" in text
    assert tested


@pytest.mark.parametrize("gb", [8, 80])
def test_another_card_is_scaled_and_said_to_be(visit: Open, gb: int) -> None:
    page = visit(f"choose.html?min_batch=32&memory={gb}").page
    expect(page.locator(".ch-table tbody tr").first).to_contain_text("≈")
    page.locator(".ch-table tbody tr").first.locator(".ch-open").click()
    expect(page.locator(".ch-details")).to_contain_text(f"Training batch in {gb}")


def test_a_memory_that_is_no_number_is_reported(visit: Open) -> None:
    page = visit("choose.html?min_batch=lots&memory=-1").page
    expect(page.get_by_text("“lots” for min_batch is not a number")).to_be_visible()
    expect(page.get_by_text("“-1” for memory is not a number")).to_be_visible()
