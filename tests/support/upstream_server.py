"""A git repository served over HTTP on loopback, by git itself, which misbehaves on demand."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SOMEBODY = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
Answer = Callable[["Handler", bytes], None]


@dataclass
class Upstream:
    """A repository, and how it answers each kind of request: in turn, the last one ever after.

    The kinds are ``refs`` (what there is) and ``pack`` (the objects themselves).
    """

    repository: Path
    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    dripped: int = 0

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git in the repository."""
        done = subprocess.run(
            ["git", *SOMEBODY, *arguments],
            cwd=self.repository,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def file(self, name: str) -> Path:
        """Give the path of a raw file."""
        return self.repository / "results" / name

    def commit(self, moment: str) -> str:
        """Commit what stands in the folder; give the commit's hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "more", GIT_COMMITTER_DATE=moment)
        return self.git("rev-parse", "HEAD")


class Handler(BaseHTTPRequestHandler):
    """One request to an `Upstream`."""

    protocol_version = "HTTP/1.1"
    upstream: Upstream

    def do_GET(self) -> None:
        """Answer as planned, else as git does."""
        upstream = self.upstream
        asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = "refs" if b"command=fetch" not in asked else "pack"
        upstream.asked[kind] += 1
        self.answer = self._answer(asked)
        answers = upstream.answers.get(kind) or [well]
        with suppress(BrokenPipeError, ConnectionResetError):
            (answers.pop(0) if len(answers) > 1 else answers[0])(self, self.answer[2])

    do_POST = do_GET  # noqa: N815

    def _answer(self, asked: bytes) -> tuple[int, dict[str, str], bytes]:
        path, _, query = self.path.partition("?")
        given = {
            "GIT_PROJECT_ROOT": str(self.upstream.repository.parent),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"],
            input=asked,
            env={**os.environ, **given},
            capture_output=True,
            check=False,
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        return int(headers.pop("Status", "200")[:3]), headers, body

    def head(self, code: int, **headers: str) -> None:
        """Send the status and the headers."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def well(handler: Handler, body: bytes) -> None:
    code, headers, _ = handler.answer
    handler.head(code, **headers, Content_Length=str(len(body)))
    handler.wfile.write(body)


def status(code: int, **headers: str) -> Answer:
    def answer(handler: Handler, _: bytes) -> None:
        handler.head(code, Content_Length="0", **headers)

    return answer


def sending(other: Callable[[bytes], bytes]) -> Answer:
    """Send something else than was asked for, with status 200."""
    return lambda handler, body: well(handler, other(body))


def cut_short(handler: Handler, body: bytes) -> None:
    """Announce the whole length and close after half of it."""
    code, headers, _ = handler.answer
    handler.head(code, **headers, Content_Length=str(len(body)))
    handler.wfile.write(body[: len(body) // 2])
    hanging_up(handler, body)


def dripping(handler: Handler, body: bytes) -> None:
    """Send a byte now and then: never silent for long, never done."""
    code, headers, _ = handler.answer
    handler.head(code, **headers, Content_Length=str(len(body)))
    for at in range(len(body)):
        handler.wfile.write(body[at : at + 1])
        handler.wfile.flush()
        handler.upstream.dripped += 1
        time.sleep(0.1)


def circling(handler: Handler, _: bytes) -> None:
    """Send the request back to itself."""
    handler.head(302, Location=handler.path, Content_Length="0")


def hanging_up(handler: Handler, _: bytes) -> None:
    """Close without a word."""
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving(files: Path, place: Path, moment: str) -> Iterator[Upstream]:
    """Serve a repository with the raw files of a folder until the block ends."""
    upstream = Upstream(place / "upstream")
    shutil.copytree(files, upstream.repository / "results")
    upstream.git("init", "--quiet", "--initial-branch=main")
    upstream.git("config", "uploadpack.allowFilter", "true")
    upstream.commit(moment)
    handler = type("Bound", (Handler,), {"upstream": upstream})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    upstream.url = f"http://127.0.0.1:{server.server_address[1]}/upstream"
    try:
        yield upstream
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
