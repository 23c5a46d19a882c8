"""Serve a site as its host does: compressed, and kept by the browser for ten minutes."""

from __future__ import annotations

import gzip
import io
from contextlib import AbstractContextManager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tools import serve as serving

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".txt"}


@cache
def packed(file: Path) -> bytes:
    """Return a file as it goes over the wire."""
    data = file.read_bytes()
    return gzip.compress(data, 6, mtime=0) if file.suffix in COMPRESSED else data


class PackedHandler(serving.Handler):
    """Answers with compressed files that the browser may keep."""

    def send_head(self) -> Any:
        """Answer with a file that is there; leave the rest to the plain handler."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            return super().send_head()
        data = packed(file)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)

    def end_headers(self) -> None:
        """Let browsers keep what they have, as GitHub Pages does."""
        self.send_header("Cache-Control", "max-age=600")
        super(serving.Handler, self).end_headers()


def serve(folder: Path, prefix: str) -> AbstractContextManager[str]:
    """Serve a site on the loopback interface; yield the address of its first page."""
    packed.cache_clear()
    return serving.serve(folder, prefix, handler=PackedHandler)
