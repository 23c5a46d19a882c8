"""A light and a dark picture of every chart, for readers without JavaScript and for cards."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import shutil
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from choreographer.errors import BrowserClosedError, BrowserFailedError

from analysis.drawing.theme import MODES, resolve
from tools.browser import HOW_TO_GET, find_browser
from tools.finish.plotly_bundle import bundle
from tools.setup import ROOT, say

FIGURES = Path("pictures")  # where pages leave a plotly figure for each chart
TARGET = Path("figures")
CACHE = ROOT / ".build" / "pictures"
AT_ONCE = 2
SECONDS = 120  # for one picture, on a busy machine


def draw(source: Path, output: Path, root: Path = ROOT, cache: Path = CACHE) -> list[Path]:
    """Draw the figures that pages have left, in both themes.

    A picture whose figure has not changed since the last build is taken from the cache.

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
    files = sorted((source / FIGURES).glob("*.json"))
    if not files:
        return []
    browser = find_browser()
    if browser is None:
        say(f"No pictures of the charts, the tables stand in: {HOW_TO_GET}")
        return []
    plotly = bundle(root)
    key = drawn_with(browser, plotly)
    wanted: dict[Path, dict[str, Any]] = {}
    pictures: dict[Path, Path] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for mode in MODES:
            figure = resolve(json.loads(text), mode)
            kept = cache / f"{_hash(f'{key} {json.dumps(figure)}'.encode())}.png"
            pictures[output / TARGET / f"{file.stem}-{mode}.png"] = kept
            if not kept.is_file():
                wanted[kept] = figure
    cache.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(render(wanted, browser, plotly))
    except (BrowserFailedError, BrowserClosedError, TimeoutError) as error:
        say(f"No pictures of the charts, the tables stand in: {browser} does not work: {error}")
        return []
    for target, kept in pictures.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
    for stale in set(cache.glob("*.png")) - set(pictures.values()):
        stale.unlink()
    return sorted(pictures)


def forget(source: Path) -> None:
    """Delete the figures that pages have left."""
    shutil.rmtree(source / FIGURES, ignore_errors=True)


def drawn_with(browser: str, plotly: Path) -> str:
    """Name what else than its figure decides how a picture looks."""
    changed = Path(browser).stat().st_mtime_ns
    return f"{browser} {changed} {version('kaleido')} {_hash(plotly.read_bytes())}"


async def render(figures: dict[Path, dict[str, Any]], browser: str, plotly: Path) -> None:
    """Draw figures into PNG files, with one browser for all.

    Parameters
    ----------
    figures : dict
        File to write -> plotly figure with its width and height.
    browser : str
        The path of a Chrome or Chromium.
    plotly : Path
        The plotly.js to draw with.
    """
    if not figures:
        return
    import kaleido

    start = time.monotonic()

    logging.getLogger("kaleido").setLevel(logging.ERROR)
    drawer = kaleido.Kaleido(
        n=AT_ONCE, timeout=SECONDS, plotlyjs=plotly.resolve().as_uri(), mathjax=False, path=browser
    )

    async def write(file: Path, figure: dict[str, Any]) -> None:
        # Written beside and renamed: an interrupted build leaves no half picture.
        part = file.with_suffix(".part")
        part.write_bytes(await drawer.calc_fig(figure, {"format": "png", "scale": 1}))
        part.replace(file)

    async with drawer:
        await asyncio.gather(*(write(file, figure) for file, figure in figures.items()))
    say(f"Drew {len(figures)} pictures in {time.monotonic() - start:.1f} s")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
