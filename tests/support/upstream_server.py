"""A server on loopback that answers as GitHub does, and misbehaves on demand."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

COMMIT = "b" * 40
Answer = Callable[["Handler", bytes], None]


def blob(body: bytes) -> str:
    """Give git's hash of a file."""
    return hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


@dataclass
class Upstream:
    """What the server has, and how it answers each path: in turn, the last one ever after."""

    files: dict[str, bytes]
    repository: str = "made/up"
    folder: str = "results"
    commit: str = COMMIT
    moment: str = "2026-01-06T23:23:54Z"
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    dripped: int = 0
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""

    @property
    def commits(self) -> str:
        """Where the newest commit is asked for."""
        return f"/repos/{self.repository}/commits"

    @property
    def contents(self) -> str:
        """Where the files are asked for."""
        return f"/repos/{self.repository}/contents/{self.folder}"

    def file(self, name: str) -> str:
        """Where a file is."""
        return f"/{self.repository}/{self.commit}/{self.folder}/{name}"

    def body(self, path: str) -> bytes | None:
        """Give what is at a path."""
        if path == self.commits:
            newest = {"sha": self.commit, "commit": {"committer": {"date": self.moment}}}
            return json.dumps([newest]).encode()
        if path == self.contents:
            listing = [
                {"name": name, "type": "file", "size": len(body), "sha": blob(body)}
                for name, body in self.files.items()
            ]
            return json.dumps(listing).encode()
        for name, body in self.files.items():
            if path == self.file(name):
                return body
        return None


class Handler(BaseHTTPRequestHandler):
    """One request to an `Upstream`."""

    protocol_version = "HTTP/1.1"
    upstream: Upstream

    def do_GET(self) -> None:
        """Answer as planned, else well."""
        parts = urlsplit(self.path)
        upstream = self.upstream
        upstream.asked[parts.path] += 1
        upstream.queries.append(parse_qs(parts.query))
        answers = upstream.answers.get(parts.path, [])
        body = upstream.body(parts.path)
        with suppress(BrokenPipeError, ConnectionResetError):
            if answers:
                (answers.pop(0) if len(answers) > 1 else answers[0])(self, body or b"")
            elif body is None:
                status(404)(self, b"")
            else:
                well(self, body)

    def head(self, code: int, **headers: str) -> None:
        """Send the status and the headers."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def well(handler: Handler, body: bytes) -> None:
    handler.head(200, Content_Length=str(len(body)))
    handler.wfile.write(body)


def status(code: int, **headers: str) -> Answer:
    def answer(handler: Handler, _: bytes) -> None:
        handler.head(code, Content_Length="0", **headers)

    return answer


def sending(other: bytes | Callable[[bytes], bytes]) -> Answer:
    """Send something else than was asked for, with status 200."""

    def answer(handler: Handler, body: bytes) -> None:
        well(handler, other(body) if callable(other) else other)

    return answer


def cut_short(handler: Handler, body: bytes) -> None:
    """Announce the whole length and close after half of it."""
    handler.head(200, Content_Length=str(len(body)))
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def stalling(handler: Handler, body: bytes) -> None:
    """Send half and then nothing more, with the connection open."""
    handler.head(200, Content_Length=str(len(body)))
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    time.sleep(1.5)
    handler.close_connection = True


def dripping(handler: Handler, body: bytes) -> None:
    """Send a byte now and then: never silent for long, never done."""
    handler.head(200, Content_Length=str(len(body)))
    for at in range(len(body)):
        handler.wfile.write(body[at : at + 1])
        handler.wfile.flush()
        handler.upstream.dripped += 1
        time.sleep(0.02)


def endless(handler: Handler, _: bytes) -> None:
    """Send without end, and without a length."""
    handler.head(200, Connection="close")
    handler.close_connection = True
    while True:
        handler.wfile.write(b"x" * 65_536)


def circling(handler: Handler, _: bytes) -> None:
    """Send the request back to itself."""
    handler.head(302, Location=handler.path, Content_Length="0")


def hanging_up(handler: Handler, _: bytes) -> None:
    """Close without a word."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(folder: Path) -> Iterator[Upstream]:
    """Serve the raw files of a folder until the block ends."""
    upstream = Upstream({path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))})
    handler = type("Bound", (Handler,), {"upstream": upstream})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    upstream.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield upstream
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
