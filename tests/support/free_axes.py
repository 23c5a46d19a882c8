"""Charts with free axes in a browser, and their points from the files, the slow way."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

import yaml
from playwright.sync_api import Locator, Page, expect

from analysis.data.sources import runs
from analysis.data.test_sets import TEST_SETS
from analysis.naming.names import parse
from analysis.runs.devices import lead_run
from tests.support.naive import NEWEST, Key, architecture, join, read, today
from tests.support.visits import Visit
from tools.setup import ROOT

Points: TypeAlias = list[tuple[float, float]]
EAGER = lead_run().removesuffix("-dynamo")
I9 = "infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo"
I7 = "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo"
USUAL = {"x": f"time.{lead_run()}", "y": "top1.imagenet", "color": "kind"}
COLORS = ("kind", "pretraining", "size")


def axes() -> set[str]:
    """Name all that can stand on an axis."""
    accuracies = {f"{rank}.{test_set}" for rank in ("top1", "top5") for test_set in TEST_SETS}
    timed = {f"{measure}.{run}" for measure in ("speed", "time") for run in runs()["run"]}
    facts = {"params", "gmacs", "activations", "size", "year"}
    return {"top1.mean", *accuracies, *timed, *facts}


def expected(x: str = USUAL["x"], y: str = USUAL["y"], color: str = "kind") -> Points:
    """Give the points of a view: one for each set of weights, or for each architecture."""
    xs, ys = values(x), values(y)
    rows = [key for key in xs if key in ys and not key[0].startswith("test_")]
    if not any(name.startswith(("top", "pre")) for name in (x, y, color)):
        rows = list({(architecture(name), size): (name, size) for name, size in rows}.values())
    return [(xs[row], ys[row]) for row in rows]


@cache
def values(axis: str) -> dict[Key, float]:
    """Give an axis' value of each set of weights at each image size that has one."""
    measure, _, of = axis.partition(".")
    if measure in ("speed", "time"):
        sides = [join(of, test_set=name).rows.items() for name in TEST_SETS]
        found = {row: speed for side in sides for row, (speed, _) in side}
        return found if measure == "speed" else {row: 1 / speed for row, speed in found.items()}
    if axis in ("gmacs", "activations"):
        stated = costs("gmacs" if axis == "gmacs" else "activations_m")
        return {
            row: stated[key]
            for row in scores()
            if (key := (architecture(row[0]), row[1])) in stated
        }
    if axis == "year":
        return {
            row: years()[family] for row in scores() if (family := parse(row[0]).family) in years()
        }
    if axis == "top1.mean":
        sets = [f"{t.id}_top1" for t in TEST_SETS.values() if not t.baseline]
        full = {row: [found[name] for name in sets] for row, found in scores().items()}
        return {row: sum(map(float, all_)) / len(sets) for row, all_ in full.items() if all(all_)}
    column = {"params": "param_count_m", "size": "img_size"}.get(axis, f"{of}_{measure}")
    return {row: float(found[column]) for row, found in scores().items() if found[column]}


@cache
def scores() -> dict[Key, dict[str, str]]:
    rows = read(f"accuracy/{NEWEST}.csv")
    return {(row["weights"], int(row["img_size"])): row for row in rows}


@cache
def costs(column: str) -> dict[Key, float]:
    """Give the leading run's costs, of the names and sizes that it has under today's names."""
    rows = read(f"speed/{lead_run()}.csv")
    named = [
        (today(row["model"], row["img_size"], row["param_count_m"], {})[0], row) for row in rows
    ]
    return {
        (architecture(name), int(row["img_size"])): float(row[column])
        for name, row in named
        if row[column]
    }


@cache
def years() -> dict[str, int]:
    rules = yaml.safe_load(
        (ROOT / "analysis" / "naming" / "families.yml").read_text(encoding="utf-8")
    )
    return {family: entry["year"] for family, entry in rules["families"].items()}


def ready(page: Page, **state: str) -> Page:
    """Wait until the chart shows what is asked for."""
    drawn = " ".join((USUAL | state).values())
    expect(page.locator("#explore")).to_have_attribute("data-drawn", drawn)
    return page


def menu(page: Page, label: str) -> Locator:
    return page.locator(f"#explore label:has(> span:text-is('{label}')) select")


def drawn(page: Page) -> Points:
    """Give the points that plotly was handed and does not hide."""
    traces = page.evaluate(
        """() => document.querySelector('#explore .chart-plot').data
             .filter((trace) => trace.visible !== false && trace.hoverinfo !== 'skip')
             .map(({x, y}) => [...x].map((along, i) => [along, y[i]]))"""
    )
    return [(x, y) for trace in traces for x, y in trace]


def legend(page: Page) -> dict[str, int]:
    buttons = page.locator("#explore .chart-legend button[data-group]").all()
    return {
        button.locator("span:not(.n)").inner_text(): int(button.locator(".n").inner_text())
        for button in buttons
    }


def fits_a_phone(seen: Visit) -> None:
    """Open a chart's table and a row's card with a finger, and look for what does not fit."""
    page = seen.page
    page.locator("#explore .chart-data summary").tap()
    page.locator("#explore tbody button").first.tap()
    expect(page.locator("#explore .chart-card")).to_be_visible()
    assert seen.fits()
    assert text_outside(page) == []
    assert seen.problems == []


def text_outside(page: Page) -> list[str]:
    """Name the chart's texts that are not wholly on the screen."""
    found: list[str] = page.locator("#explore .chart-plot text").evaluate_all(
        """all => all.map((text) => [text.textContent, text.getBoundingClientRect()])
                    .filter(([, {left, right}]) => left < 0 || right > innerWidth)
                    .map(([text]) => text)"""
    )
    return found


def number_of_points(page: Page) -> int:
    """Read the number of points from what is said under the chart's title."""
    said = page.locator("#explore .chart-subtitle").inner_text()
    count = re.match(r"[\d,]+", said)
    assert count, said
    return int(count.group().replace(",", ""))
