"""A light and a dark picture of every chart, for readers without JavaScript and for cards.

The page's own script draws them, on a page of their own, so that a picture looks as the chart does.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from choreographer import Browser, Tab
from choreographer.errors import BrowserClosedError, BrowserFailedError

from analysis.drawing.theme import MODES
from tools.browser import HOW_TO_GET, find_browser
from tools.finish import plotly_bundle
from tools.serve import serve
from tools.setup import ROOT, say

CHARTS = Path("pictures")  # where pages leave each chart as HTML
TARGET = Path("figures")
CACHE = ROOT / ".build" / "charts"
SECONDS = 120  # for one picture, on a busy machine
WINDOW = {"width": 1200, "height": 900, "deviceScaleFactor": 1, "mobile": False}
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="stylesheet" href="assets/site.css">
<style>
* { box-sizing: border-box }
html { scrollbar-width: none }
body { margin: 0; line-height: 1.5; font-family: "Segoe UI", Roboto, "Noto Sans",
  "Liberation Sans", "Helvetica Neue", Arial, system-ui, sans-serif }
.chart { margin: 0 !important; padding: 20px; background: var(--chart-bg) }
.chart-plot { height: var(--height) !important }
.chart:not(.shown), .chart-more, .chart-link, .chart-tools { display: none }
</style>
<script type="module" src="assets/chart.js"></script></head><body class="quarto-light">"""
SHOW = """(async (name, mode) => {
  const chart = document.querySelector(`[data-figure="${name}"]`);
  document.querySelector('.shown')?.classList.remove('shown');
  delete chart.dataset.drawn;
  chart.classList.add('shown');
  document.body.className = `quarto-${mode}`; // a change of class draws charts anew
  while (chart.dataset.drawn === undefined) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const { x, y, width, height } = chart.getBoundingClientRect();
  return { x, y, width, height: Math.round(height), scale: 1 };
})"""


def draw(source: Path, output: Path, root: Path = ROOT, cache: Path = CACHE) -> list[Path]:
    """Draw the charts that pages have left, in both themes.

    A picture whose chart has not changed since the last build is taken from the cache.

    Parameters
    ----------
    source : Path
        The folder that pages write to.
    output : Path
        The site.
    root : Path
        The project.
    cache : Path
        Where pictures are kept between builds.

    Returns
    -------
    list of Path
        The pictures; empty where there is no browser to draw them.
    """
    charts = {file.stem: file.read_text("utf-8") for file in (source / CHARTS).glob("*.html")}
    if not charts:
        return []
    browser = find_browser()
    if browser is None:
        say(f"No pictures of the charts, the tables stand in: {HOW_TO_GET}")
        return []
    key = drawn_with(browser, root)
    kept = {
        name: cache / hashlib.sha256(f"{key} {chart}".encode()).hexdigest()
        for name, chart in charts.items()
    }
    wanted = {name: charts[name] for name, folder in kept.items() if not folder.is_dir()}
    try:
        asyncio.run(render(wanted, kept, browser, root))
    except (BrowserFailedError, BrowserClosedError, TimeoutError) as error:
        say(f"No pictures of the charts, the tables stand in: {browser} does not work: {error}")
        return []
    for stale in set(cache.glob("*")) - set(kept.values()):
        shutil.rmtree(stale)
    (output / TARGET).mkdir(parents=True, exist_ok=True)
    return [
        shutil.copyfile(folder / f"{mode}.png", output / TARGET / f"{name}-{mode}.png")
        for name, folder in sorted(kept.items())
        for mode in sorted(MODES)
    ]


def forget(source: Path) -> None:
    """Delete the charts that pages have left."""
    shutil.rmtree(source / CHARTS, ignore_errors=True)


def drawn_with(browser: str, root: Path) -> str:
    """Name what else than its data decides how a picture looks."""
    assets = root / "assets"
    files = [assets / "site.css", assets / "chart.js", *sorted((assets / "chart").glob("*.js"))]
    parts = [file.read_bytes() for file in (*files, plotly_bundle.bundle(root))]
    changed = Path(browser).stat().st_mtime_ns
    return f"{browser} {changed} {HEAD} {hashlib.sha256(b''.join(parts)).hexdigest()}"


async def render(
    charts: dict[str, str], folders: dict[str, Path], browser: str, root: Path
) -> None:
    """Draw charts into a folder each, one after the other on one page of one browser.

    Parameters
    ----------
    charts : dict
        Name -> HTML.
    folders : dict
        Name -> folder, which is there once it holds a picture for each mode.
    browser : str
        The path of a Chrome or Chromium.
    root : Path
        The project.
    """
    if not charts:
        return
    start = time.monotonic()
    with TemporaryDirectory() as name:
        site = Path(name)
        shutil.copytree(root / "assets", site / "assets")
        plotly_bundle.copy(root, site)
        (site / "index.html").write_text(HEAD + "\n".join(charts.values()), encoding="utf-8")
        with serve(site, "/") as address:
            async with Browser(browser, headless=True, enable_sandbox=False) as window:
                tab = await window.create_tab()
                await _call(tab, "Emulation.setDeviceMetricsOverride", **WINDOW)
                await _call(tab, "Page.enable")
                loaded = tab.subscribe_once("Page.loadEventFired")
                await _call(tab, "Page.navigate", url=address)
                await asyncio.wait_for(loaded, SECONDS)
                for chart in charts:
                    await _draw(tab, chart, folders[chart])
    say(f"Drew {len(charts) * len(MODES)} pictures in {time.monotonic() - start:.1f} s")


async def _draw(tab: Tab, chart: str, folder: Path) -> None:
    # Written beside and renamed: an interrupted build leaves no half picture.
    part = folder.with_suffix(".part")
    part.mkdir(parents=True, exist_ok=True)
    for mode in MODES:
        script = {"expression": f"{SHOW}('{chart}', '{mode}')"}
        found = await _call(
            tab, "Runtime.evaluate", **script, awaitPromise=True, returnByValue=True
        )
        area = found["result"]["value"]
        shot = await _call(tab, "Page.captureScreenshot", clip=area, captureBeyondViewport=True)
        (part / f"{mode}.png").write_bytes(base64.b64decode(shot["data"]))
    part.rename(folder)


async def _call(tab: Tab, command: str, **parameters: Any) -> dict[str, Any]:
    answer = await asyncio.wait_for(tab.send_command(command, params=parameters), SECONDS)
    result: dict[str, Any] = answer["result"]
    return result
