"""Serve a built site on this machine as GitHub Pages does: below its path, with its 404 page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit


class Handler(SimpleHTTPRequestHandler):
    """Answers requests for the files of one site.

    Parameters
    ----------
    prefix : str
        The path below which the site lies, with slashes around it.
    directory : str
        The folder of the site.
    """

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".woff": "font/woff",
    }

    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        """Return the file for an address."""
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_head(self) -> Any:
        """Answer with a file, the site's 404 page or the way to the site."""
        path = urlsplit(self.path).path
        if not path.startswith(self.prefix):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.prefix)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if Path(self.translate_path(self.path)).exists():
            return super().send_head()
        return self.not_found()

    def not_found(self) -> Any:
        """Answer with the 404 page, and with its status."""
        page = Path(self.directory) / "404.html"
        if not page.is_file():
            return super().send_head()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(page.stat().st_size))
        self.end_headers()
        return page.open("rb")

    def end_headers(self) -> None:
        """Let browsers ask again for what a rebuild may have changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base's name)
        """Say nothing of each request."""


@contextmanager
def serve(
    folder: Path, prefix: str, port: int = 0, handler: type[Handler] = Handler
) -> Iterator[str]:
    """Serve a site on the loopback interface while the context lasts.

    Parameters
    ----------
    folder : Path
        The site.
    prefix : str
        The path below which it lies, with slashes around it.
    port : int
        The port; 0 takes a free one.
    handler : type
        What answers.

    Yields
    ------
    str
        The address of its first page, with a slash at the end.
    """
    answer = partial(handler, prefix=prefix, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), answer) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
