"""The chooser as readers use it: from a question to the expected rows, computed in pandas."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from analysis.data import reading
from analysis.data.sources import devices
from analysis.data.test_sets import TEST_SETS
from analysis.runs.devices import lead_run, run_of_device
from analysis.runs.join import run_table
from tests.support import naive
from tests.support.hostile import hostile_weights, saved_formulas, visit_with
from tests.support.visits import PHONE, WIDE, Open, Visit
from tools.setup import ROOT

RTX4090 = "infer-amp-nchw-pt291-cu128-4090-dynamo"
RTX3090 = "infer-amp-nhwc-pt240-cu124-rtx3090"
I7 = "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo"
TRAIN = "train-amp-nhwc-pt112-cu113-rtx3090"
REFERENCE = "resnet50.a1_in1k@224"
PERMISSIVE = ["apache-2.0", "mit", "bsd-3-clause", "cc-by-4.0"]
NON_COMMERCIAL = ["cc-by-nc-4.0", "seer-license"]


# What the answer should be, from the snapshot, by the shortest way there is.


@cache
def pool(run: str = lead_run(), tests: tuple[str, ...] = ("imagenet",)) -> pd.DataFrame:
    """Give all rows that may be chosen, with the accuracy and its variance on the test sets."""
    table = run_table(run).table.query("not is_test")
    costs = run_table(lead_run()).table[["weights", "img_size", "gmacs"]]
    table = table.drop(columns="gmacs").merge(costs, on=["weights", "img_size"], how="left")
    scores = reading.accuracy().set_index(["weights", "img_size"])
    scores = scores.loc[pd.MultiIndex.from_frame(table[["weights", "img_size"]])]
    columns = scores[[f"{test}_top1" for test in tests]].to_numpy()
    images = np.array([TEST_SETS[test].images for test in tests])
    table["value"] = columns.sum(axis=1) / len(tests)
    table["variance"] = (columns * (100 - columns) / images).sum(axis=1) / len(tests) ** 2
    table["id"] = table["weights"] + "@" + table["img_size"].astype(str)
    return table.dropna(subset="value").reset_index(drop=True)


def frontier(table: pd.DataFrame) -> pd.DataFrame:
    """Compare every row with every other."""
    speed, value = table["samples_per_sec"].to_numpy(), table["value"].to_numpy()
    at_least = (speed >= speed[:, None]) & (value >= value[:, None])
    better = (speed > speed[:, None]) | (value > value[:, None])
    beaten = pd.Series((at_least & better).any(axis=1), index=table.index)
    return table[~beaten]


def accurate_first(table: pd.DataFrame) -> list[str]:
    return list(table.sort_values(["value", "samples_per_sec"], ascending=False)["id"])


def z(table: pd.DataFrame, row: pd.Series) -> pd.Series:
    spread = np.sqrt((table["variance"] + row["variance"]).to_numpy(dtype=float))
    statistic: pd.Series = (table["value"] - row["value"]).abs() / spread
    return statistic


def best_and_tied(table: pd.DataFrame) -> pd.DataFrame:
    best = table.sort_values(["value", "samples_per_sec"]).iloc[-1]
    return table[(z(table, best) < 1.96) | table["id"].eq(best["id"])]


def row_of(table: pd.DataFrame, name: str) -> pd.Series:
    return table[table["id"] == name].iloc[0]


# What a reader does.

ANSWERED = """() => {
  const said = (query) =>
    [...new URLSearchParams(query)].filter(([, value]) => value).sort().join();
  const answered = document.getElementById('chooser').dataset.ready;
  return answered !== undefined && said(answered) === said(location.search);
}"""


def ready(page: Page) -> Page:
    """Wait until the page shows what its address asks for."""
    page.wait_for_function(ANSWERED)
    return page


@pytest.fixture
def chooser(visit: Open) -> Open:
    def start(query: str = "", **options: Any) -> Visit:
        seen = visit(f"choose.html{query}", **options)
        seen.page.locator("#chooser[data-ready]").wait_for()
        return seen

    return start


def number(page: Page, label: str, value: float | str) -> None:
    page.get_by_role("spinbutton", name=label).fill(str(value))


def view(page: Page, name: str) -> None:
    page.locator(f"[data-view={name}]").click()


def ask(page: Page, label: str, value: float | str | bool) -> None:
    """Set a control of the form."""
    if isinstance(value, str):
        control = page.get_by_label(label)
        choice = control.evaluate("one => one.tagName === 'SELECT'")
        (control.select_option if choice else control.fill)(value)
    elif value is True:
        page.get_by_label(re.compile(f"^{label}")).check()
    else:
        number(page, label, value)


def choose_run(page: Page, run: str) -> None:
    page.get_by_label("Benchmark run").select_option(run)


def test_sets(page: Page, *wanted: str) -> None:
    for test in wanted:
        page.locator(f"input[name=test][value={test}]").check()
    checked = page.locator("input[name=test]:checked").evaluate_all("all => all.map(b => b.value)")
    for test in set(checked) - set(wanted):
        page.locator(f"input[name=test][value={test}]").uncheck()


test_sets.__test__ = False  # type: ignore[attr-defined]


def ids(rows: Locator) -> list[str]:
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.dataset.id)")
    return found


def shown(page: Page) -> list[str]:
    return ids(ready(page).locator(".ch-table tbody tr"))


def grown(page: Page) -> list[str]:
    """Ask for more rows until all of them are shown."""
    more = page.locator(".ch-table > .chart-button")
    while ready(page) and more.is_visible():
        more.click()
    return shown(page)


def badge(page: Page, kind: str) -> list[str]:
    return ids(page.locator(f".ch-table tr:has(.ch-badge.ch-{kind})"))


# From a question to rows.


def test_what_is_unbeaten_on_the_leading_device(chooser: Open) -> None:
    page = chooser().page
    table = pool()
    expected = accurate_first(frontier(table))
    assert shown(page) == expected
    best = row_of(table, expected[0])
    answer = page.locator(".ch-answer").inner_text()
    assert best["weights"] in answer
    assert f"{best['value']:.1f} %" in answer
    expect(page.locator("[aria-live=polite]")).to_contain_text("most accurate on ImageNet val")
    assert page.locator(".ch-frontier path").count() == len(expected)


# Run, test sets, what is asked of the form, and the rows that meet it.
QUESTIONS: list[tuple[str, list[str], dict[str, Any], str]] = [
    (
        RTX4090,
        ["imagenetv2"],
        {"permissive only": True, "At least images/s": 2000},
        "license in @PERMISSIVE and samples_per_sec >= 2000",
    ),
    (I7, ["imagenet"], {"or at most ms per image": 20}, "1000 / samples_per_sec <= 20"),
    (
        RTX3090,
        ["imagenet"],
        {"At most M parameters": 30, "At most GMACs": 5},
        "param_count_m <= 30 and gmacs <= 5",
    ),
    (
        lead_run(),
        ["imagenet-a"],
        {"Convolution": True, "ImageNet-1k only": True},
        "kind == 'convolution' and pretraining == 'in1k'",
    ),
    (
        lead_run(),
        ["sketch", "imagenet-r"],
        {"no non-commercial ones": True},
        "license not in @NON_COMMERCIAL",
    ),
    (
        lead_run(),
        ["imagenet"],
        {"Contains": "VIT small", "Distilled from": "no", "to, in px": "224"},
        "weights.str.contains('vit') and weights.str.contains('small')"
        " and not distilled and img_size <= 224",
    ),
    (TRAIN, ["imagenet"], {}, "samples_per_sec > 0"),
]


@pytest.mark.parametrize(("run", "tests", "asked", "met"), QUESTIONS)
def test_a_question_is_answered_with_its_frontier_ties_and_rows(
    chooser: Open, run: str, tests: list[str], asked: dict[str, Any], met: str
) -> None:
    page = chooser().page
    choose_run(page, run)
    test_sets(page, *tests)
    for label, value in asked.items():
        ask(page, label, value)
    table = pool(run, tuple(tests)).query(met)
    assert shown(page) == accurate_first(frontier(table))
    names = " and ".join(TEST_SETS[test].label for test in tests)
    answer = page.locator(".ch-answer").inner_text()
    assert (names if len(tests) == 1 else f"the mean of {names}") in answer
    assert ("trains at" in answer) == (run == TRAIN)
    view(page, "tied")
    assert sorted(grown(page)) == sorted(best_and_tied(table)["id"])
    view(page, "all")
    assert shown(page) == accurate_first(table)[:50]


def test_families_in_and_out(chooser: Open) -> None:
    page = chooser().page
    table = pool()
    page.locator("select[name=families]").select_option("convnext")
    assert shown(page) == accurate_first(frontier(table[table["family"].eq("convnext")]))
    page.get_by_role("button", name="Remove: ConvNeXt", exact=True).click()
    page.locator("select[name=notFamilies]").select_option("vit")
    assert shown(page) == accurate_first(frontier(table[table["family"].ne("vit")]))


def test_the_fastest_that_costs_at_most_two_points(chooser: Open) -> None:
    page = chooser().page
    number(page, "Give up, for speed, at most points", 2)
    table = pool()
    within = table[table["value"] >= table["value"].max() - 2]
    fastest = within.sort_values("samples_per_sec").iloc[-1]
    ready(page)
    assert badge(page, "fast") == [fastest["id"]]
    assert fastest["weights"] in page.locator(".ch-answer").inner_text()


def test_upgrade_at_least_as_fast_and_more_accurate(chooser: Open) -> None:
    page = chooser().page
    page.get_by_label("Upgrade from the model I use now").fill(REFERENCE)
    page.keyboard.press("Enter")
    table = pool()
    mine = row_of(table, REFERENCE)
    faster = table["samples_per_sec"] >= mine["samples_per_sec"]
    expected = table[faster & (table["value"] > mine["value"])]
    assert shown(page) == accurate_first(expected)[:50]
    assert grown(page) == accurate_first(expected)
    texts = page.locator(".ch-table tbody tr td:nth-child(3)").all_inner_texts()
    real = dict(zip(expected["id"], z(expected, mine) >= 1.96, strict=True))
    assert ["real" in one for one in texts] == [real[name] for name in shown(page)]
    number_real = sum(real.values())
    assert f"{number_real} of them not tied with it" in page.locator(".ch-versus").inner_text()
    assert page.locator(".chart-legend").inner_text().split("\n") == [
        "really more accurate",
        "tied",
        "really less accurate",
    ]


def test_upgrade_at_least_as_accurate_and_faster(chooser: Open) -> None:
    page = chooser(f"?from={REFERENCE}").page
    page.get_by_label("to something").select_option("fast")
    table = pool()
    mine = row_of(table, REFERENCE)
    more = table["samples_per_sec"] > mine["samples_per_sec"]
    expected = table[more & (table["value"] >= mine["value"])]
    expected = expected.sort_values(["samples_per_sec", "value"], ascending=False)
    assert shown(page)[:50] == list(expected["id"])[:50]
    slightly = table[more & (table["value"] < mine["value"]) & (z(table, mine) < 1.96)]
    assert f"{len(slightly)} more are faster and tied" in page.locator(".ch-versus").inner_text()


def test_picks_that_are_stable_over_devices(chooser: Open) -> None:
    page = chooser().page
    page.get_by_label("Stable picks").select_option("5")
    counts: dict[str, int] = {}
    for device in devices()["device"]:
        for name in frontier(pool(run_of_device(device)))["id"]:
            counts[name] = counts.get(name, 0) + 1
    table = pool()
    stable = table[table["id"].map(counts).ge(5)]
    expect(page.locator(".ch-table tbody tr")).to_have_count(len(frontier(stable)))
    assert shown(page) == accurate_first(frontier(stable))
    cells = page.locator(".ch-table tbody tr td:nth-last-child(2)").all_inner_texts()
    assert cells == [f"{counts[name]} of {len(devices())}" for name in shown(page)]


def test_fixtures_of_timm_only_where_asked_for(chooser: Open) -> None:
    page = chooser("?name=test_").page
    assert shown(page) == []
    page.get_by_label(re.compile("test fixtures")).check()
    view(page, "all")
    fixtures = run_table(lead_run()).table.query("is_test")
    assert len(shown(page)) == len(fixtures)


# What is it called, and will it plug in?

Maps = list[tuple[int, int]]


@cache
def architectures() -> dict[str, dict[str, str]]:
    return {row["architecture"]: row for row in naive.read("architectures.csv")}


def catalogue(name: str) -> dict[str, str]:
    """Give the catalogue's line of a model's architecture."""
    return architectures()[naive.architecture(name)]


def maps_of(name: str) -> Maps:
    """Give (stride, channels) of each feature map."""
    row = catalogue(name)
    strides, channels = (row[f"feature_{what}"].split() for what in ("strides", "channels"))
    return list(zip(map(int, strides), map(int, channels), strict=True))


def drops_in(name: str, other: str) -> bool:
    own, wanted = ([one for one in maps_of(name) if one[0] >= 4] for name in (name, other))
    return [stride for stride, _ in own] == [stride for stride, _ in wanted] and all(
        one <= 2 * two and two <= 2 * one for (_, one), (_, two) in zip(own, wanted, strict=True)
    )


def upgrades(table: pd.DataFrame, name: str) -> pd.DataFrame:
    mine = row_of(table, name)
    faster = table["samples_per_sec"] >= mine["samples_per_sec"]
    found: pd.DataFrame = table[faster & (table["value"] > mine["value"])]
    return found


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_to_upgrade_from_is_asked_for_on_the_first_screen(
    chooser: Open, screen: dict[str, int]
) -> None:
    page = chooser(viewport=screen).page
    box = page.locator(".ch-finder").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= screen["height"]


@pytest.mark.edition("2026-01-06")
@pytest.mark.parametrize("name", ["resnet50", " ResNet-50", "hf-hub:timm/resnet50"])
def test_an_architecture_alone_is_answered_with_upgrades(chooser: Open, name: str) -> None:
    seen = chooser()
    page = seen.page
    page.get_by_label("Upgrade from the model I use now").fill(name)
    page.keyboard.press("Enter")
    assert shown(page) == accurate_first(upgrades(pool(), REFERENCE))[:50]
    assert page.locator("[data-view=upgrades]").get_attribute("aria-pressed") == "true"
    assert page.locator(".ch-notices").inner_text() == ""
    assert "timm’s default weights" in page.locator(".ch-notes").inner_text()
    page.goto(f"{seen.address}choose.html?from={quote(name)}")
    page.locator("#chooser[data-ready]").wait_for()
    assert "at least as fast" in page.locator(".ch-versus").inner_text()
    assert page.locator("[data-view=upgrades]").get_attribute("aria-pressed") == "true"


@pytest.mark.edition("2026-01-06")
def test_a_name_that_stands_for_nothing_is_answered_with_buttons(chooser: Open) -> None:
    page = chooser("?weights=efficientnet_b5.in12k_ft_in1k").page
    page.get_by_role("button", name="efficientnet_b5.sw_in12k_ft_in1k@448").click()
    assert page.locator("#ch-details-title").inner_text().startswith("efficientnet_b5.sw_in12k_ft")
    assert page.locator(".ch-notices").inner_text() == ""
    page.get_by_label("Upgrade from the model I use now").fill("resnt50")
    page.keyboard.press("Enter")
    page.locator(".ch-notices button").first.click()
    assert page.get_by_label("Upgrade from").input_value() == REFERENCE
    assert shown(page) == accurate_first(upgrades(pool(), REFERENCE))[:50]


@pytest.mark.edition("2026-01-06")
def test_an_old_hub_name_is_understood_and_answered(chooser: Open) -> None:
    page = chooser(f"?from={quote('hf-hub:timm/tf_efficientnet_b4_ns')}").page
    mine = "tf_efficientnet_b4.ns_jft_in1k@380"
    assert page.get_by_label("Upgrade from").input_value() == mine
    assert "Hub address, old name" in page.locator(".ch-notes").inner_text()
    expected = accurate_first(upgrades(pool(), mine))
    assert ids(page.locator(".ch-table tbody tr")) == expected[:50]
    page.locator(".ch-versus .ch-open").click()
    assert expected[0].split("@")[0] in page.locator(".ch-code").first.inner_text()


@pytest.mark.parametrize("width", [1024, 1280, 1440, 1920])
def test_all_columns_of_the_upgrades_are_seen(chooser: Open, width: int) -> None:
    page = chooser(f"?from={REFERENCE}", viewport={"width": width, "height": 900}).page
    hidden = page.locator(".ch-table .scroll").evaluate("one => one.scrollWidth - one.clientWidth")
    assert hidden == 0
    table = page.locator(".ch-table").bounding_box()
    assert table is not None
    for text in ("Size", "Licence"):
        head = page.locator(".ch-table thead th", has_text=text).bounding_box()
        assert head is not None
        assert head["x"] + head["width"] <= table["x"] + table["width"] + 1 <= width
    title = page.locator("h1").bounding_box()
    assert title is not None
    assert abs(title["x"] - table["x"]) < 1


def test_drop_ins_for_a_detector_on_an_older_card(chooser: Open) -> None:
    page = chooser().page
    choose_run(page, RTX3090)
    page.get_by_label("Upgrade from the model I use now").fill(REFERENCE)
    page.keyboard.press("Enter")
    page.get_by_label("only drop-ins").check()
    table = pool(RTX3090)
    fits = [name for name in table["weights"] if drops_in(name, REFERENCE)]
    expected = accurate_first(upgrades(table[table["weights"].isin(fits)], REFERENCE))
    assert 0 < len(expected) < len(upgrades(table, REFERENCE))
    assert shown(page) == expected[:50]
    assert "drop_in=1" in page.url
    page.locator(".ch-table .ch-open").first.click()
    code = page.locator(".ch-backbone .ch-code").inner_text()
    assert f"'{expected[0].split('@')[0]}', pretrained=True,\n    features_only=True" in code
    places = re.search(r"out_indices=\(([\d, ]+)\)", code)
    assert places is not None
    maps = maps_of(expected[0])
    assert [maps[int(i)][0] for i in places[1].split(", ")] == [4, 8, 16, 32]
    page.get_by_role("button", name="Clear").click()
    assert "drop_in" not in page.url


def test_a_backbone_is_asked_for(chooser: Open) -> None:
    page = chooser().page
    page.get_by_label("feature maps at strides 4 to 32").check()
    table = pool()
    maps = {name: maps_of(name) for name in table["weights"]}
    pyramids = [name for name in maps if {4, 8, 16, 32} <= {stride for stride, _ in maps[name]}]
    assert shown(page) == accurate_first(frontier(table[table["weights"].isin(pyramids)]))
    page.get_by_label("takes other image sizes").check()
    number(page, "At most feature channels", 768)
    kept = [
        name
        for name in pyramids
        if catalogue(name)["fixed_input_size"] == "false"
        and max(wide for _, wide in maps[name]) <= 768
    ]
    assert shown(page) == accurate_first(frontier(table[table["weights"].isin(kept)]))


# Absurd questions and odd addresses.


def test_an_absurd_question_says_what_excludes_how_many_and_what_would_help(
    chooser: Open,
) -> None:
    page = chooser("?min_top1=95&min_speed=2000&license=permissive").page
    table = pool()
    assert shown(page) == []
    empty = page.locator(".ch-empty").inner_text()
    slow = (table["samples_per_sec"] < 2000).sum()
    assert f"excludes {slow:,} models" in empty
    assert f"excludes {(table['value'] < 95).sum():,} models" in empty
    rest = table[table["license"].isin(PERMISSIVE) & (table["samples_per_sec"] >= 2000)]
    nearest = rest.sort_values("value").iloc[-1]
    assert nearest["id"] in empty
    page.locator(".ch-empty button").first.click()
    assert nearest["id"] in shown(page)
    assert float(parse_qs(urlsplit(page.url).query)["min_top1"][0]) <= nearest["value"]


def test_nothing_in_an_address_breaks_the_page(chooser: Open) -> None:
    odd = "?run=../../x&test=%00,&min_speed=NaN&max_ms=-1&kind=%3Cscript%3E&sort=x"
    odd += "&compare=%E0%A4%A&&&="
    seen = chooser(odd)
    assert seen.page.locator(".ch-table tbody tr").count() == len(frontier(pool()))
    said = seen.page.locator(".ch-notices p").all_inner_texts()
    assert len(said) >= 7
    assert any("../../x" in one for one in said)


def test_stale_names_are_reported_and_renamed_ones_found(chooser: Open) -> None:
    seen = chooser("?weights=gone.in1k@224&compare=vit_base_patch16_clip_224.openai@224")
    said = " ".join(seen.page.locator(".ch-notices p").all_inner_texts())
    assert "gone.in1k@224" in said
    old, new = renamed()
    seen = chooser(f"?weights={old}")
    note = seen.page.locator(".ch-notes").inner_text()
    assert f"“{old}” is taken for {new} at" in note
    assert "old name" in note
    assert seen.page.locator(".ch-notices").inner_text() == ""
    assert seen.page.locator("#ch-details-title").inner_text().startswith(new)


def renamed() -> tuple[str, str]:
    known = set(reading.accuracy()["weights"])
    names = reading.catalog("renames")
    fits = names[names["new"].isin(known) & ~names["old"].isin(known)]
    return str(fits.iloc[0]["old"]), str(fits.iloc[0]["new"])


def test_a_link_restores_the_view_and_back_undoes_a_step(chooser: Open) -> None:
    page = chooser().page
    start = shown(page)
    page.get_by_label("permissive only").check()
    first = shown(page)
    number(page, "At least images/s", 5000)
    view(page, "all")
    last = shown(page)
    address = page.url
    page.go_back()
    assert page.locator("[data-view=frontier]").get_attribute("aria-pressed") == "true"
    page.go_back()
    assert shown(page) == first
    assert page.get_by_role("spinbutton", name="At least images/s").input_value() == ""
    page.go_back()
    assert shown(page) == start
    page.go_forward()
    page.go_forward()
    page.go_forward()
    assert shown(page) == last
    page.goto(address)
    page.locator("#chooser[data-ready]").wait_for()
    assert shown(page) == last


def test_a_link_to_weights_opens_their_details(chooser: Open) -> None:
    page = chooser("?weights=resnet50.a1_in1k").page
    details = page.locator(".ch-details")
    text = details.inner_text()
    assert "resnet50.a1_in1k at 224 px" in text
    assert "input_size=(3, 224, 224), crop_pct=0.95, interpolation='bicubic'" in text
    row = row_of(pool(), REFERENCE)
    assert f"{row['value']:.1f} ({row['top1_low']:.1f} to {row['top1_high']:.1f})" in text
    assert f"{lead_run()}, {reading.newest_edition()}" in text
    links = details.locator("a").evaluate_all("all => all.map(a => [a.href, a.rel])")
    assert ["https://huggingface.co/timm/resnet50.a1_in1k", "noopener"] in links
    assert ["https://arxiv.org/abs/2110.00476", "noopener"] in links


def test_details_say_why_a_value_is_missing(chooser: Open) -> None:
    known = set(pool(I7)["id"])
    name = next(name for name in pool()["id"] if name not in known)
    page = chooser(f"?weights={quote(name)}").page
    line = page.locator(".ch-details tr", has_text="Core i7")
    expect(line).to_contain_text("this run ")
    expect(line).to_contain_text(I7)


def test_the_code_to_load_is_copied_with_one_click(chooser: Open) -> None:
    seen = chooser(f"?weights={REFERENCE}", permissions=["clipboard-read", "clipboard-write"])
    seen.page.get_by_role("button", name="Copy the code").click()
    seen.page.get_by_role("button", name="Copied").wait_for()
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert "timm.create_model('resnet50.a1_in1k', pretrained=True)" in copied
    compile(copied, "copied", "exec")


def test_models_side_by_side_with_best_and_ties(chooser: Open) -> None:
    names = [REFERENCE, "resnet50.a1h_in1k@224", "resnet50d.ra2_in1k@224"]
    page = chooser("?" + "&".join(f"compare={name}" for name in names)).page
    table = pool()
    rows = pd.DataFrame([row_of(table, name) for name in names])
    best = rows.sort_values("value").iloc[-1]
    cells = page.locator(".ch-compare tr", has_text="ImageNet val").first.locator("td")
    expect(cells).to_have_count(3)
    texts = cells.all_inner_texts()
    for name, text, stat in zip(names, texts, z(rows, best), strict=True):
        assert ("(best)" in text) == (name == best["id"])
        assert ("tied" in text) == (name != best["id"] and stat < 1.96)
    for device in ("RTX 5090", "RTX 4090", "RTX 3090", "PRO 6000", "Core i9", "Core i7"):
        assert page.locator(".ch-compare th[scope=row]", has_text=device).count() == 1
    page.get_by_role("button", name=f"Remove {names[2]}").click()
    expect(cells).to_have_count(2)
    assert "compare=resnet50d" not in page.url


def test_a_csv_names_its_filters_and_holds_the_rows_shown(chooser: Open) -> None:
    page = chooser("?min_speed=5000&license=permissive").page
    expected = shown(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV of these models").click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    notes = [line for line in text.splitlines() if line.startswith(('"# ', "# "))]
    assert any("at least 5,000" in note and "permissive licence" in note for note in notes)
    rows = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[len(notes) :]))))
    assert [f"{row['weights']}@{row['img_size']}" for row in rows] == expected
    table = pool().set_index("id")
    assert [float(row["samples_per_sec"]) for row in rows] == list(
        table.loc[expected, "samples_per_sec"]
    )
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV of all models").click()
    everything = Path(got.value.path()).read_text(encoding="utf-8")
    assert everything.count("\n") - 4 - 1 == len(reading.accuracy())


def test_names_from_the_data_are_never_markup_and_never_formulas(visit: Open, site: Path) -> None:
    page = visit_with(visit, hostile_weights(site), "choose.html?show=all&name=HYPERLINK").page
    page.locator("#chooser[data-ready]").wait_for()
    name = page.locator(".ch-table .ch-open").first.inner_text()
    assert name.startswith("=HYPERLINK(1)</script><b>")
    page.locator(".ch-table .ch-open").first.click()
    for box in page.locator(".ch-table tbody input").all()[:2]:
        box.check()
    page.locator(".ch-plot").hover()
    markup = page.locator("#chooser img, #chooser script, #chooser b:not(td b)")
    assert markup.count() == 0
    assert saved_formulas(page, "CSV of these models") == []


def test_speeds_that_do_not_come_are_asked_for_again(chooser: Open) -> None:
    seen = chooser()
    before = shown(seen.page)
    seen.page.route(f"**/{TRAIN}.json", lambda route: route.abort())
    choose_run(seen.page, TRAIN)
    expect(seen.page.locator(".ch-notices")).to_contain_text("could not be loaded")
    assert ids(seen.page.locator(".ch-table tbody tr")) == before
    seen.page.unroute(f"**/{TRAIN}.json")
    seen.page.get_by_role("button", name="Try again").click()
    expect(seen.page.locator(".ch-answer")).to_contain_text("trains at")
    assert shown(seen.page) == accurate_first(frontier(pool(TRAIN)))
    seen.problems.clear()  # the browser tells of the file that did not come


def test_only_what_is_asked_for_is_fetched(chooser: Open) -> None:
    seen = chooser()
    seen.page.wait_for_load_state("networkidle")
    fetched = {url.rpartition("/")[2] for url in seen.requests if "/data/" in url}
    assert fetched == {"weights.json", "orders.json", f"{lead_run()}.json"}


# Everyone and everywhere.


def test_the_keyboard_alone_is_enough(chooser: Open) -> None:
    page = chooser().page
    page.get_by_role("spinbutton", name="At least images/s").focus()
    page.keyboard.type("5000")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "minTop1"
    page.locator("input[name=license][value=any]").focus()
    page.keyboard.press("ArrowUp")
    assert "license=permissive" in page.url
    expected = pool()
    expected = expected[expected["license"].isin(PERMISSIVE)]
    expected = expected[expected["samples_per_sec"] >= 5000]
    rows = shown(page)
    assert rows == accurate_first(frontier(expected))
    sort = page.locator(".ch-table thead button", has_text="Speed")
    sort.focus()
    page.keyboard.press("Enter")
    ready(page)
    assert page.locator(".ch-table th[aria-sort=descending]").inner_text().startswith("Speed")
    assert page.evaluate("document.activeElement.textContent").startswith("Speed")
    page.locator(".ch-table .ch-open").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ch-details-title"
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "ch-open"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_on_a_phone_the_form_is_folded_and_nothing_overflows(chooser: Open) -> None:
    seen = chooser(f"?weights={REFERENCE}", viewport=PHONE)
    page = seen.page
    answer = page.locator(".ch-answer").bounding_box()
    fields = page.locator(".ch-fields").bounding_box()
    assert answer is not None
    assert fields is not None
    assert answer["y"] < fields["y"]
    assert not page.locator(".ch-form").is_visible()
    page.locator(".ch-fields > summary").click()
    page.get_by_label("permissive only").check()
    ready(page)
    assert seen.fits()


@pytest.mark.parametrize(
    "query",
    [
        "?min_top1=99&license=permissive&run=no-such-run",
        f"?from={REFERENCE}&show=upgrades",
        f"?compare={REFERENCE}&compare=resnet18.a1_in1k@224&compare=vit_tiny_patch16_224",
    ],
)
def test_no_answer_is_wider_than_a_phone(chooser: Open, query: str) -> None:
    assert chooser(query, viewport=PHONE).fits()


def test_without_scripts_there_are_tables_and_a_link_to_the_data(visit: Open, site: Path) -> None:
    page = visit("choose.html", java_script_enabled=False).page
    assert "Choosing needs JavaScript" in page.locator("main").inner_text()
    assert page.locator("noscript a, main a[href$='weights.json']").count() >= 1
    assert (site / "data/weights.json").is_file()
    tables = page.locator("details.ch-static")
    assert tables.count() == len(devices())
    tables.first.locator("summary").click()
    text = tables.first.inner_text()
    assert all(name in text for name in frontier(pool())["weights"])


@pytest.mark.parametrize(
    "query",
    [
        f"?weights={REFERENCE}&from={REFERENCE}&compare={REFERENCE}&compare=resnet18.a1_in1k@224&show=upgrades",
        "?min_top1=99&run=x",
    ],
)
def test_axe_finds_nothing(chooser: Open, query: str) -> None:
    seen = chooser(query)
    seen.page.wait_for_timeout(300)
    assert seen.faults("#chooser") == []


def test_ten_times_the_weights_are_ranked_alike(visit: Open, site: Path) -> None:
    data = larger(json.loads((site / "data/weights.json").read_text(encoding="utf-8")), 10)
    page = visit_with(visit, data, "choose.html").page
    table = pool()
    first = table.assign(id=table["weights"] + ".0@" + table["img_size"].astype(str))
    assert shown(page) == accurate_first(frontier(first))
    number(page, "At least images/s", 2000)
    assert shown(page) == accurate_first(frontier(first[first["samples_per_sec"] >= 2000]))


def larger(data: dict[str, Any], times: int) -> dict[str, Any]:
    """Repeat the rows under other names, a little less accurate."""
    rows = data["rows"]
    data["weights"] = [f"{name}.{k}" for k in range(times) for name in data["weights"]]
    data["rows"] = rows * times
    for column in ("img_size", "param_count_m"):
        data[column] *= times
    for column in (
        *("family", "kind", "pretraining", "license", "crop_pct", "interpolation", "maps"),
    ):
        data[column]["index"] *= times
    for part in ("top1", "top5"):
        for test, values in data[part].items():
            data[part][test] = [v and max(v - k, 0) for k in range(times) for v in values]
    key = np.tile(np.cumsum(data["key"]), times)
    data["key"] = np.diff(key, prepend=0).tolist()
    for column in ("distilled", "fixtures", "any_size"):
        places = np.cumsum(data[column])
        every = np.concatenate([places + k * rows for k in range(times)])
        data[column] = np.diff(every, prepend=0).tolist()
    return data


def test_the_page_documents_every_parameter_of_its_address() -> None:
    text = (ROOT / "choose.qmd").read_text(encoding="utf-8")
    section = text.partition("## The address of this page")[2]
    documented = set(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE))
    written = {name for cell in documented for name in re.findall(r"`(\w+)`", cell)}
    script = (ROOT / "assets/choose/state.js").read_text(encoding="utf-8")
    read = set(re.findall(r"^  \w+: '(\w+)',$", script, re.MULTILINE))
    read |= set(re.findall(r"^  (\w+): \['", script, re.MULTILINE))
    listed = re.search(r"\.\.\.\[('run'.*?)\]", script, re.DOTALL)
    assert listed
    read |= set(re.findall(r"'(\w+)'", listed[1]))
    assert written == read
