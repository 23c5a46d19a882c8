"""What several tests share: the built site, a server for it and a browser to read it with."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from analysis.data import kept
from analysis.data.reading import newest_edition
from tests.support.small_project import Project as SmallProject
from tests.support.small_project import make
from tests.support.visits import WIDE, Open, Visit
from tools.browser import FLAGS, HOW_TO_GET, find_browser
from tools.build import build
from tools.project import Project
from tools.serve import serve
from tools.setup import ROOT

# The same examples everywhere, and no complaint about a machine that is busy with other things.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
PATIENCE = 120_000
"""Milliseconds that a browser is given for what takes a fraction of a second on an idle machine."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True, scope="session")
def nothing_is_kept() -> None:
    """Keep nothing that a test computes: it may have changed the code in memory."""
    kept.WRITABLE = False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site: the one that SITE names, else one built now."""
    given = os.environ.get("SITE")
    if given:
        folder = Path(given).resolve()
        assert (folder / "index.html").is_file(), f"SITE is {given}, which holds no index.html"
        return folder
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "site.done"
        if not done.exists():
            with own_loops():
                build(ROOT, os.environ.get("ENGINE", "auto"))
            done.touch()
    return ROOT / "_site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site; the address ends in a slash."""
    with serve(site, Project(ROOT).path) as where:
        yield where


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """Make a small snapshot from raw files, for all tests that change nothing in it."""
    return make(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture
def project(made: SmallProject, tmp_path: Path) -> SmallProject:
    """Give a test a small snapshot and raw files of its own."""
    return made.copy(tmp_path / "project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a browser; without one tests are skipped, but never in CI."""
    path = find_browser()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_GET)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit_at(browser: Browser) -> Iterator[Open]:
    """Return a function that opens the browser on a page of a site and returns a `Visit`.

    It takes the site's address, the page's name and the options of playwright's ``new_context``.
    """
    with ExitStack() as contexts:

        def start(address: str, name: str, **options: Any) -> Visit:
            context = contexts.enter_context(browser.new_context(**{"viewport": WIDE, **options}))
            context.set_default_timeout(PATIENCE)
            visited = Visit(context.new_page(), address)
            visited.open(name)
            return visited

        yield start


@pytest.fixture
def visit(visit_at: Open, address: str) -> Open:
    """Return a function that opens the browser on a page of the built site."""
    return partial(visit_at, address)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that need a browser, and skip those that know another edition's figures."""
    newest = newest_edition()
    for item in items:
        mark = item.get_closest_marker("edition")
        if mark and mark.args != (newest,):
            item.add_marker(pytest.mark.skip(f"knows edition {mark.args[0]}, not {newest}"))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Let tests without a browser run event loops of their own."""
    with own_loops(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let tests without a browser run event loops of their own."""
    with own_loops(item):
        yield


@contextmanager
def own_loops(item: pytest.Item | None = None) -> Iterator[None]:
    """Hide the loop that playwright, once started, keeps running in the tests' thread."""
    needed = "browser" in getattr(item, "fixturenames", ())
    loop = None if needed else asyncio._get_running_loop()
    if loop is None:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
