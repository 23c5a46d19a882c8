"""Texts that would be markup, script, a formula or a fence where they are not escaped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.support.visits import Open, Visit

HOSTILE = ("<img src=x onerror=alert(1)>", '"};alert(1)//', "</script><b>", "```\n:::", "a\u2028b&")
NAMES = (HOSTILE[0], HOSTILE[1], "=HYPERLINK(1)</script><b>")


def hostile_weights(site: Path) -> dict[str, Any]:
    """Give the site's file of weights with such texts wherever a page shows a text of it."""
    data: dict[str, Any] = json.loads((site / "data/weights.json").read_text(encoding="utf-8"))
    data["weights"] = [f"0{NAMES[i % 3]}{i:04}" for i in range(data["rows"])]
    for family in data["families"].values():
        family[0] = NAMES[0]
    for column in ("license", "kind"):
        data[column]["words"] = [NAMES[0] + str(i) for i, _ in enumerate(data[column]["words"])]
    data["runs"][0][3] = data["test_sets"][0][1] = NAMES[0]
    return data


def visit_with(visit: Open, data: dict[str, Any], name: str) -> Visit:
    """Open a page of the site that gets another file of weights."""
    seen = visit("404.html")
    seen.problems.clear()
    seen.page.route("**/data/weights.json", lambda route: route.fulfill(json=data))
    seen.open(name)
    return seen


def saved_formulas(page: Page, button: str) -> list[str]:
    """Save a CSV file that has one of the names, and list its cells that begin a formula."""
    with page.expect_download() as got:
        page.get_by_role("button", name=button).click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)" in text
    return re.findall(r'(?:^|,)"?=.*', text, re.MULTILINE)
