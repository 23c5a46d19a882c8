"""The preview: the page that is open follows what it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.support.small_site import chunk, page_with, project
from tools import preview, render
from tools.engine import find_quarto
from tools.project import Project
from tools.serve import serve
from tools.setup import ROOT

SECONDS = 60_000


def write(root: Path, code: str) -> None:
    file = root / "analysis" / "part.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(code, encoding="utf-8")


@pytest.fixture(params=["pandoc", "quarto"])
def shown(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve the preview of a small site; give its folder and its address."""
    binary = find_quarto(ROOT) if request.param == "quarto" else None
    if request.param == "quarto" and binary is None:
        pytest.skip("Quarto is not here")
    value = chunk("value", "from analysis.part import VALUE\nprint(VALUE)")
    root = project(tmp_path / "site", index=page_with(value)).root
    write(root, "VALUE = 'first'\n")
    output = root / "_site"
    output.mkdir()
    with ThreadPoolExecutor() as apart:  # the browser's loop runs in this thread
        apart.submit(render.render_site, Project(root), output, lambda *_: None).result()
    reader = preview.Open()
    handler: Any = type("Test", (preview.PreviewHandler,), {"open_page": reader})
    Thread(target=preview.follow, args=(root, binary, reader), daemon=True).start()
    with serve(output, "/", handler=handler) as address:
        yield root, address


def test_the_open_page_follows_the_code_and_tells_what_fails(
    shown: tuple[Path, str], browser: Browser
) -> None:
    root, address = shown
    page = browser.new_page()
    page.goto(f"{address}index.html")
    expect(page.locator("main")).to_contain_text("first")
    write(root, "VALUE = 'second'\n")
    expect(page.locator("main")).to_contain_text("second", timeout=SECONDS)
    write(root, "raise ValueError('not yet')\n")
    expect(page.get_by_role("alert")).to_contain_text("index", timeout=SECONDS)
    expect(page.locator("main")).to_contain_text("second")
    write(root, "VALUE = 'third'\n")
    expect(page.locator("main")).to_contain_text("third", timeout=SECONDS)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()


def test_a_page_that_was_not_open_is_rendered_when_it_is_opened(
    shown: tuple[Path, str], browser: Browser
) -> None:
    root, address = shown
    page = browser.new_page()
    page.goto(f"{address}index.html")
    other = root / "other.qmd"
    other.write_text(other.read_text("utf-8") + "\nAdded later.\n", encoding="utf-8")
    assert "Added later" not in (root / "_site" / "other.html").read_text("utf-8")
    page.goto(f"{address}other.html")
    expect(page.locator("main")).to_contain_text("Added later.", timeout=SECONDS)
    page.close()
