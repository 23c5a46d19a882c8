"""A reader's own device, as a reader brings it and chooses for it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from analysis.data.timing_sets import timing_sets
from tests.support.timing_files import BAD, BINARY, GOOD, PI, table
from tests.support.visits import PHONE, Open
from tools.setup import ROOT

NAME = "Name of your device"
PASTE = "Paste a table: a column of models, one of times"
FILE = "or take a file (timm’s CSV or JSON, this site’s script’s, any table)"
GO = "Estimate all models"


def ready(page: Page) -> Page:
    page.locator("#your-device[data-ready]").wait_for(state="attached")
    return page


def bring(page: Page, text: str, name: str = "My Pi") -> None:
    ready(page).get_by_label(NAME).fill(name)
    page.get_by_label(PASTE).fill(text)
    page.get_by_role("button", name=GO).click()


def test_ten_lines_on_a_phone_lead_to_the_best_model_within_a_bound(visit: Open) -> None:
    page = visit("device.html", viewport=PHONE).page
    bring(page, table())
    said = page.locator(".dv-said")
    expect(said).to_contain_text("10 models used.")
    expect(said).to_contain_text("What would help most: time ")
    page.get_by_role("link", name="Choose a model for My Pi").click()
    answer = page.locator(".ch-answer")
    expect(answer).to_contain_text("on the My Pi")
    page.locator(".ch-fields > summary").click()
    page.get_by_label("or at most").fill("100")
    page.get_by_label("no non-commercial ones").check()
    expect(page.locator(".ch-chips").first).to_contain_text("at most 100 ms per image")
    expect(answer).to_contain_text("an image) on the My Pi")
    expect(page.locator(".ch-table tbody tr").first).to_contain_text("≈")
    expect(page.locator(".ch-doubt").first).to_be_visible()


def test_a_file_of_an_unknown_card_ranks_all_models_as_the_command_does(
    visit: Open, tmp_path: Path
) -> None:
    page = ready(visit("device.html").page)
    file = tmp_path / "benchmark.csv"
    file.write_text(GOOD["timm's file"], encoding="utf-8")
    page.get_by_label(FILE).set_input_files(file)
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV of all models").click()
    told = pd.read_csv(caught.value.path())
    command = [sys.executable, "-m", "analysis", "estimate", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    expected = pd.read_csv(io.StringIO(done.stdout))
    both = expected.merge(told, on=["weights", "img_size"], suffixes=("", "_browser"))
    assert len(both) == len(expected) == len(told)
    for column in ("latency_ms", "latency_low_ms", "latency_high_ms"):
        assert np.allclose(both[column], both[f"{column}_browser"], rtol=1e-5)
    assert both["basis"].equals(both["basis_browser"])
    page.get_by_role("link", name="Choose a model for benchmark").click()
    expect(page.locator(".ch-answer")).to_contain_text("on the benchmark")
    counted = page.locator(".ch-answer").inner_text()
    assert f"all {expected['top1'].notna().sum():,} models" in counted


@pytest.mark.parametrize("name", ["a ZIP", "bytes"])
def test_a_bad_file_says_what_to_do_and_loses_nothing(
    name: str, visit: Open, tmp_path: Path
) -> None:
    page = visit("device.html").page
    bring(page, table())
    expect(page.get_by_role("button", name="Remove My Pi")).to_be_visible()
    file = tmp_path / "bad.csv"
    file.write_bytes(BINARY[name])
    page.get_by_label(FILE).set_input_files(file)
    expect(page.locator(".dv-fault")).to_contain_text("This is")
    expect(page.get_by_label(PASTE)).to_have_value(table())
    expect(page.get_by_role("button", name="Remove My Pi")).to_be_visible()


def test_a_unit_that_is_not_told_is_asked_for(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, BAD["no unit"])
    expect(page.locator(".dv-fault")).to_contain_text("say which it is")
    page.get_by_label("Unit of the times").select_option("ms")
    page.get_by_role("button", name=GO).click()
    expect(page.locator(".dv-said")).to_contain_text("10 models used.")


def test_milliseconds_taken_for_seconds_are_asked_about(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, GOOD["milliseconds called seconds"])
    expect(page.locator(".dv-fault")).to_contain_text("on the slowest known device: which unit?")
    expect(page.locator(".dv-kept li")).to_have_count(0)
    page.get_by_label("Unit of the times").select_option("ms")
    page.get_by_role("button", name=GO).click()
    expect(page.locator(".dv-said")).to_contain_text("10 models used.")


def test_of_a_table_of_several_devices_the_reader_says_which(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, BAD["two devices"], "")
    page.get_by_label("Device of the table").select_option("b")
    page.get_by_role("button", name=GO).click()
    expect(page.locator(".dv-said")).to_contain_text("10 models used.")


def test_the_peak_of_memory_that_a_file_tells_is_said(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, GOOD["peaks of memory"])
    expect(page.locator(".dv-said")).to_contain_text("Peak memory: at most 2,498 MB (repvgg_b0)")


def test_names_in_any_spelling_are_understood(visit: Open) -> None:
    page = visit("device.html").page
    text = table().replace("resnet18", "hf-hub:timm/ResNet-18").replace("mixnet_s", "MixNet-S")
    bring(page, text)
    expect(page.locator(".dv-said")).to_contain_text("10 models used.")


def test_a_huge_file_is_refused_at_once(visit: Open, tmp_path: Path) -> None:
    page = ready(visit("device.html").page)
    file = tmp_path / "huge.csv"
    with file.open("wb") as opened:
        opened.truncate(200_000_000)
    page.get_by_label(FILE).set_input_files(file)
    expect(page.locator(".dv-fault")).to_contain_text("larger than 20 MB")


def test_a_link_carries_a_published_set_by_its_name(visit: Open) -> None:
    first = timing_sets().iloc[0]
    page = visit(f"choose.html?set={first['set']}&max_ms=100").page
    expect(page.locator(".ch-answer")).to_contain_text(f"on the {first['device']}, ")
    expect(page.locator(".ch-chips").first).to_contain_text("at most 100 ms per image")
    assert "run=mine-" in page.url
    other = visit("choose.html?set=nothing").page
    expect(other.get_by_text("There is no set of timings “nothing”")).to_be_visible()


def test_what_is_estimated_looks_estimated(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, table())
    page.get_by_role("link", name="Choose a model for My Pi").wait_for()
    page.goto(page.url.replace("device.html", "choose.html?run=mine-my-pi"))
    expect(page.locator(".ch-frontier .ch-estimated").first).to_be_attached()
    expect(page.locator(".chart-legend").first).to_contain_text("estimated")
    page.goto(page.url.replace("choose.html?run=", "explore.html?x=time."))
    expect(page.locator("#explore .chart-subtitle")).to_contain_text("Faint: speed estimated")


def test_the_first_page_picks_for_it(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, table())
    page.get_by_role("link", name="Choose a model for My Pi").wait_for()
    page.goto(page.url.replace("device.html", "index.html"))
    page.get_by_label("Your device").select_option(label="My Pi")
    picks = page.locator(".pick:visible")
    expect(picks.first).to_contain_text("≈")
    expect(picks).to_have_count(3)
    for pick in picks.all():
        code = pick.locator("pre").text_content() or ""
        assert pick.locator("p code").text_content() in code.split("'")
    assert "run=mine-my-pi" in page.url


def test_contradictory_timings_are_refused_until_the_reader_insists(visit: Open) -> None:
    page = visit("device.html").page
    slow = {**PI, "mobilenetv3_small_050": 15.0, "vgg13": 3.5}
    bring(page, "model,ms\n" + "\n".join(f"{name},{ms}" for name, ms in slow.items()))
    expect(page.locator(".dv-fault")).to_contain_text("was the clock stopped")
    expect(page.locator(".dv-kept li")).to_have_count(0)
    page.get_by_label("Believe these timings").select_option("use them all the same")
    page.get_by_role("button", name=GO).click()
    expect(page.locator(".dv-kept li")).to_have_count(1)


def test_a_published_set_and_typed_numbers_do_as_well(visit: Open) -> None:
    page = ready(visit("device.html").page)
    page.get_by_label("or take timings that others have published").select_option(index=1)
    expect(page.locator(".dv-said")).to_contain_text("models used")
    again = ready(visit("device.html").page)
    again.get_by_text("or type the times of the first reference models").click()
    for place, ms in enumerate((20, 5, 110, 160, 80)):
        again.locator("input[data-model]").nth(place).fill(str(ms))
    again.get_by_role("button", name=GO).click()
    expect(again.locator(".dv-said")).to_contain_text("5 models used.")


def test_a_device_stays_until_it_is_removed_and_an_address_without_it_says_so(visit: Open) -> None:
    page = visit("device.html").page
    bring(page, table())
    page.get_by_role("link", name="Choose a model for My Pi").wait_for()
    address = page.url
    page.goto(address.replace("device.html", "explore.html"))
    expect(page.get_by_label("Along").locator("option", has_text="My Pi").first).to_be_attached()
    page.goto(address.replace("device.html", "choose.html"))
    first = page.get_by_label("Benchmark run").locator("option").first
    expect(first).to_contain_text("My Pi")
    page.goto(address)
    page.get_by_role("button", name="Remove My Pi").click()
    expect(page.locator(".dv-kept li")).to_have_count(0)
    page.goto(address.replace("device.html", "choose.html?run=mine-my-pi"))
    expect(page.get_by_text("bring its timings on “Your device”")).to_be_visible()


def test_a_run_of_batches_does_not_offer_a_bound_on_a_single_image(visit: Open) -> None:
    page = visit("choose.html").page
    expect(page.get_by_label("or at most")).to_be_disabled()
    expect(page.get_by_text("timed images in batches")).to_be_visible()


def test_it_is_accessible_on_a_phone(visit: Open) -> None:
    seen = visit("device.html", viewport=PHONE)
    bring(seen.page, table())
    expect(seen.page.get_by_role("link", name="Choose a model for My Pi")).to_be_visible()
    assert seen.faults("#your-device") == []
    other = visit("choose.html", viewport=PHONE)
    other.page.get_by_text("Your device: estimate every model").click()
    expect(ready(other.page).get_by_label(PASTE)).to_be_visible()
    assert other.faults(".own-device") == []


def test_without_scripts_the_page_names_the_command(visit: Open) -> None:
    page = visit("device.html", java_script_enabled=False).page
    expect(page.locator("main")).to_contain_text("python -m analysis estimate")
