"""Make the picture of the site that the README shows, from the built site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.browser import FLAGS, HOW_TO_GET, find_browser
from tools.project import Project
from tools.serve import serve
from tools.setup import ROOT, say

TARGET = ROOT / "assets" / "readme.jpg"
WIDTH, HEIGHT = 1280, 1600
QUALITY = 80
DRAWN = ".js-plotly-plot .main-svg"


def take(site: Path, target: Path, browser: str, page: str = "index.html") -> None:
    """Take a picture of a page down to the end of its first chart, in the light theme.

    Parameters
    ----------
    site : Path
        The built site.
    target : Path
        The JPEG file to write.
    browser : str
        The path of a Chrome or Chromium.
    page : str
        The page of the site.
    """
    with (
        serve(site, Project(ROOT).path) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser, args=FLAGS) as chromium,
    ):
        tab = chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        tab.goto(address + page, wait_until="networkidle")
        chart = tab.wait_for_selector(DRAWN, state="visible")
        box = chart.bounding_box() if chart else None
        bottom = box["y"] + box["height"] if box else HEIGHT
        tab.screenshot(
            path=target,
            type="jpeg",
            quality=QUALITY,
            clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom},
        )


def main(arguments: list[str] | None = None) -> int:
    """Take the picture of the start page of the site in _site."""
    parser = argparse.ArgumentParser(prog="python -m tools.picture", description=main.__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=TARGET, help="the JPEG file")
    target = parser.parse_args(arguments).target
    browser = find_browser()
    if browser is None:
        say(HOW_TO_GET)
        return 1
    if not (ROOT / "_site" / "index.html").is_file():
        say("There is no _site/index.html: run `make site` first")
        return 1
    take(ROOT / "_site", target, browser)
    say(f"{target}: {target.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
