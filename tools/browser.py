"""Find a Chrome or Chromium for the tests, and get one where that needs nobody's leave."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools.setup import ROOT, SetupError, Stamp, install, say

NAMES = (
    "chromium-headless-shell",  # Debian's: the lightest
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_GET = (
    "no Chrome or Chromium found: install one (Debian: apt-get install chromium; anywhere: "
    ".venv/bin/python -m playwright install chromium) or set CHROME to its path"
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    """Return the path of a Chrome or Chromium: $CHROME, one on PATH, else playwright's own.

    Raises
    ------
    SetupError
        If CHROME is set to what is not there.
    """
    chosen = os.environ.get("CHROME")
    if chosen:
        path = shutil.which(chosen)
        if path is None:
            raise SetupError(f"CHROME is {chosen!r}, which is not a program")
        return path
    on_path = (path for name in NAMES if (path := shutil.which(name)))
    on_mac = (path for path in MAC if Path(path).exists())
    return next(on_path, None) or next(on_mac, None) or playwright_browser()


def playwright_browser() -> str | None:
    """Return the browser that playwright has downloaded, if it is here and has."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get_browser(root: Path = ROOT) -> str | None:
    """Return a browser, installing one if need be; a failure to install is remembered.

    Parameters
    ----------
    root : Path
        The project.
    """
    found = find_browser()
    stamp = Stamp(root / ".venv" / "browser.done", HOW_TO_GET)
    if found or stamp.result() is not None:
        return found
    try:
        if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
            install("a list of Debian's packages", ["apt-get", "update", "--quiet"], root)
            install_from_debian(root)
        else:
            playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
            install("playwright's chromium", playwright, root)
    except SetupError as error:
        say(str(error))
    found = find_browser()
    if found is None:
        stamp.remember("failed")
    return found


def install_from_debian(root: Path) -> None:
    """Install the lightest browser that this Debian has."""
    lightest, whole = (
        ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", name]
        for name in NAMES[:2]
    )
    try:
        install(NAMES[0], lightest, root)
    except SetupError:
        install(NAMES[1], whole, root)
