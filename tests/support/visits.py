"""A built site in a browser, with everything noted that a reader should never cause."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tools.project import Project
from tools.setup import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
RUN_AXE = """async ([where, rules]) =>
  (await axe.run(where, {runOnly: rules, resultTypes: ['violations']})).violations"""
# Changes the theme as the page's own button does, and waits until the charts have followed.
OTHER_THEME = """async () => {
  window.quartoToggleColorScheme();
  for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
}"""
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FINGER = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
PAGES = sorted(path.with_suffix(".html").name for path in Project(ROOT).pages())


def main(site: Path, name: str) -> str:
    """Read the main part of a page of the built site."""
    html = (site / name).read_text(encoding="utf-8")
    return html[html.index("<main") : html.index("</main>")]


@dataclass
class Visit:
    """A browser page and what happened on it.

    Parameters
    ----------
    page : playwright Page
        The page; ``visit.page`` does whatever a reader can do.
    address : str
        Where the site is served, with a slash at the end.
    """

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        self.page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def open(self, name: str) -> Response | None:
        """Open a page of the site, such as ``inference.html``, and wait until it has loaded."""
        return self.page.goto(self.address + name, wait_until="load")

    def faults(self, where: str = "html", *more_rules: str) -> list[object]:
        """Name what axe finds wrong in a part of the page, then in its contrasts, both themes."""
        if not AXE.is_file():
            (pytest.fail if os.environ.get("CI") else pytest.skip)("axe-core is not installed")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(RUN_AXE, [where, [*AXE_RULES, *more_rules]])
        self.page.evaluate(OTHER_THEME)
        found += self.page.evaluate(RUN_AXE, [where, ["color-contrast"]])
        return [(one["id"], [n["html"] for n in one["nodes"]]) for one in found]

    def fits(self) -> bool:
        """Tell whether the page is no wider than the screen."""
        width = (self.page.viewport_size or WIDE)["width"]
        return bool(self.page.evaluate("document.documentElement.scrollWidth") <= width)

    def _console(self, message: ConsoleMessage) -> None:
        slow = "preloaded using link preload" in message.text  # not used within a few seconds
        if message.type in ("error", "warning") and not slow:
            self.problems.append(f"{message.type} on the console: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        target = urlsplit(request.url)
        over_the_network = target.scheme in ("http", "https", "ws", "wss")
        if over_the_network and target.netloc != urlsplit(self.address).netloc:
            self.problems.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"status {response.status}: {response.url}")


Open: TypeAlias = Callable[..., Visit]
