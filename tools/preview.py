"""Show the site while it is being worked on: the page that is open follows every change."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import webbrowser
from http import HTTPStatus
from pathlib import Path
from threading import Condition
from typing import Any
from urllib.parse import unquote, urlsplit

from tools import quarto, render
from tools.build import build, explain, report
from tools.engine import EngineError, choose
from tools.project import Project, ProjectError
from tools.serve import Handler, serve
from tools.setup import ROOT, say

PORT = 4848
SHARED = ("_quarto.yml", "analysis/**/*", "assets/**/*", "tools/render.*")
SCRIPT = Path(__file__).with_name("preview.js")
NEWS = "__news"
ADDED = f'<script src="{SCRIPT.name}" data-news="{NEWS}"></script></body>'
PAUSE, PATIENCE = 0.5, 5


class Open:
    """Which page a reader looks at, and what became of it."""

    def __init__(self) -> None:
        self.page = "index.html"
        self.failure = ""
        self.version = 0
        self.changed = Condition()

    def tell(self, failure: str) -> None:
        """Tell all readers that the page was rendered, or why not."""
        with self.changed:
            self.failure, self.version = failure, self.version + 1
            self.changed.notify_all()

    def wait(self, known: int) -> tuple[int, str]:
        """Wait a while for another version than the known one; give the version and its failure."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != known, PATIENCE)
            return self.version, self.failure


class PreviewHandler(Handler):
    """Serves the site with a script that reloads a page; `open_page` is the one asked for last."""

    open_page: Open

    def do_GET(self) -> None:  # noqa: N802 (the base's name)
        """Answer with a page and the preview's script in it, with news, or with a file."""
        name = unquote(urlsplit(self.path).path.removeprefix(self.prefix)) or "index.html"
        file = Path(self.directory) / name
        if name == NEWS:
            self.news()
        elif name == SCRIPT.name:
            self.answer(SCRIPT.read_text("utf-8"), "text/javascript")
        elif name.endswith(".html") and file.is_file():
            self.open_page.page = name
            text = file.read_text("utf-8")
            self.answer(text.replace("</body>", ADDED, 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def answer(self, text: str, kind: str) -> None:
        """Send a text."""
        content = text.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def news(self) -> None:
        """Send what becomes of the open page as events, as long as the reader is there."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        known, failed = self.open_page.version, self.open_page.failure
        try:
            if failed:
                self.event("failed", failed)
            while True:
                version, failed = self.open_page.wait(known)
                name = "nothing" if version == known else "failed" if failed else "rendered"
                self.event(name, failed)
                known = version
        except OSError:  # the reader has gone
            return

    def event(self, name: str, text: str) -> None:
        """Send one event."""
        self.wfile.write(f"event: {name}\ndata: {json.dumps(text)}\n\n".encode())
        self.wfile.flush()


def sources(root: Path, page: Path) -> dict[Path, int]:
    """Return when each file that a page is made from was changed last."""
    paths = {page, *(path for pattern in SHARED for path in root.glob(pattern))}
    return {
        path: path.stat().st_mtime_ns
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


def render_page(binary: str | None, project: Project, page: Path, output: Path) -> None:
    """Render one page of a site that was built before.

    Raises
    ------
    ProjectError
        If it fails, with the traceback of its chunk.
    """
    if binary is None:
        render.render_page(project, page, output, report)
    else:
        quarto.render_site(binary, project, output, report, page.name)


def follow(root: Path, binary: str | None, reader: Open) -> None:
    """Render the page that is open whenever it is older than what it is made from."""
    output = root / "_site"
    failed: dict[Path, int] = {}
    while True:
        page = root / Path(reader.page).with_suffix(".qmd").name
        shown = output / reader.page
        made_from = sources(root, page) if page.is_file() else {}
        newest = max(made_from.values(), default=0)
        if shown.is_file() and newest > shown.stat().st_mtime_ns and made_from != failed:
            failed, made = {}, {path: path.stat().st_mtime_ns for path in output.glob("*.html")}
            made[shown] = time.time_ns()
            try:
                render_page(binary, Project(root), page, output)
                for path, when in made.items():  # the last steps write all pages anew
                    os.utime(path, ns=(when, when))
                reader.tell("")
            except ProjectError as error:
                failed = made_from
                say(f"ERROR: {error}")
                reader.tell(str(error))
        time.sleep(PAUSE)


def main(arguments: list[str] | None = None) -> int:
    """Show the site, and keep it up to date."""
    parser = argparse.ArgumentParser(prog="python -m tools.preview", description=main.__doc__)
    parser.add_argument("--engine", default="auto", help="auto, quarto or pandoc")
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args(arguments)
    try:
        binary = choose(options.engine)
        whole = (ROOT / "_site" / "index.html").is_file()
        if not whole and not explain(lambda: build(ROOT, options.engine)):
            return 1
        reader = Open()
        handler: Any = type("Preview", (PreviewHandler,), {"open_page": reader})
        with serve(ROOT / "_site", Project(ROOT).path, options.port, handler) as address:
            say(f"The site is at {address} (Ctrl-C ends this)")
            if sys.stdout.isatty():
                webbrowser.open(address)
            follow(ROOT, binary, reader)
    except EngineError as error:
        say(f"ERROR: {error}")
        return 1
    except KeyboardInterrupt:
        say("")
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
