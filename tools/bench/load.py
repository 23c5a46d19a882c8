"""What a page costs a reader: bytes, seconds and shifts, in Chromium on a slow network."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Request, ViewportSize
from playwright.sync_api import Page as Tab

DOWN = 9e6 / 8  # bytes per second
START = "index.html"  # where most readers come in
LATENCY = 40  # milliseconds
SCREEN: ViewportSize = {"width": 1280, "height": 900}
OBSERVER = (Path(__file__).parent / "observe.js").read_text(encoding="utf-8")
MOST = 60_000  # milliseconds to wait for anything
READ = """() => ({
  first_paint_s: performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,
  charts_s: bench.charts / 1000, long_tasks_ms: bench.tasks })"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 150));
  }
  return bench.shift;
}"""

Figures = dict[str, float | None]


class Wire:
    """A tab on the slow network that counts what comes over it.

    Parameters
    ----------
    context : BrowserContext
        The browser's cache lasts as long as this.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.tab: Tab = context.new_page()
        self.bytes, self.requests = 0.0, 0
        session = context.new_cdp_session(self.tab)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": DOWN,
                "uploadThroughput": DOWN,
            },
        )
        session.on("Network.loadingFinished", self._weigh)
        self.tab.on("request", self._count)

    def _weigh(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _count(self, request: Request) -> None:
        self.requests += not request.url.startswith("data:")

    def open(self, address: str) -> float:
        """Open a page, wait until it is drawn and quiet, and return the kilobytes that it took."""
        self.bytes, self.requests = 0, 0
        self.tab.goto(address, wait_until="load", timeout=MOST)
        self.tab.evaluate("bench.done")
        self.tab.wait_for_load_state("networkidle")
        return self.bytes / 1000


def fresh(browser: Browser) -> BrowserContext:
    """Return a browser context with an empty cache."""
    context = browser.new_context(viewport=SCREEN)
    context.add_init_script(OBSERVER)
    return context


def cold(browser: Browser, address: str, repeat: int) -> Figures:
    """Load a page with an empty cache, several times; return the median of each figure.

    The shift is that of loading and then reading the page to its end.
    """
    runs = []
    for _ in range(repeat):
        with fresh(browser) as context:
            wire = Wire(context)
            size = wire.open(address)
            figures = {"cold_kb": size, "requests": wire.requests, **wire.tab.evaluate(READ)}
            runs.append(figures | {"shift": wire.tab.evaluate(SCROLL)})
    return {key: median(run[key] for run in runs) for key in runs[0]}


def warm(browser: Browser, first: str, addresses: list[str]) -> list[float]:
    """Load pages one after the other with one cache, which ``first`` has filled."""
    with fresh(browser) as context:
        wire = Wire(context)
        wire.open(first)
        return [wire.open(address) for address in addresses]


def measure(browser: Browser, base: str, pages: list[str], repeat: int) -> dict[str, Figures]:
    """Measure pages of a site, cold, and as the next page after another one.

    Parameters
    ----------
    browser : Browser
        A playwright browser.
    base : str
        Where the site is served, with a slash at the end.
    pages : list of str
        File names.
    repeat : int
        How often each page is loaded cold.

    Returns
    -------
    dict
        Page -> ``cold_kb``, ``requests``, ``warm_kb``, ``first_paint_s``, ``charts_s``,
        ``long_tasks_ms`` and ``shift``.
    """
    found = {name: {**cold(browser, base + name, repeat), "warm_kb": None} for name in pages}
    first, *others = sorted(pages, key=lambda name: name != START)
    sizes = warm(browser, base + first, [base + name for name in others])
    for name, size in zip(others, sizes, strict=True):
        found[name]["warm_kb"] = size
    if others:
        [found[first]["warm_kb"]] = warm(browser, base + others[-1], [base + first])
    return found
