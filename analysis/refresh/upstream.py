"""Upstream's raw files at a commit, downloaded and checked against git's own hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote, urlsplit

import pooch
import requests
from tqdm import tqdm
from urllib3 import exceptions

from analysis.data.errors import DataError, UsageError
from analysis.refresh.raw_files import Raw

API = "https://api.github.com"
RAW = "https://raw.githubusercontent.com"
LARGEST_FILE = 32 * 2**20
Answer = TypeVar("Answer")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv")
_AGAIN = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Patience:
    """How long to wait: for an answer, for a whole file, and before each further attempt."""

    answer: float = 20
    file: float = 120
    pauses: tuple[float, ...] = (1, 4, 15)
    longest_pause: float = 60


@dataclass(frozen=True)
class Upstream:
    """A repository on a server that answers as GitHub does.

    ``base`` is another server than GitHub's: it serves the two requests of GitHub's API,
    ``repos/<repository>/commits`` and ``repos/<repository>/contents/<folder>``, and the files
    under ``<repository>/<commit>/<folder>/``.
    """

    repository: str
    folder: str
    base: str | None = None
    patience: Patience = Patience()
    cache: Path = field(default_factory=lambda: Path(pooch.os_cache("which-image-model")))
    progress: Callable[[str], None] = lambda _: None

    def edition(self, commit: str | None = None) -> Raw:
        """Download the raw files of a commit.

        Parameters
        ----------
        commit : str, optional
            Its hash; by default the newest one that changed the folder.

        Returns
        -------
        Raw
            The files, whole and with the hashes that git has for them. Files that an earlier
            attempt brought here are not downloaded again.

        Raises
        ------
        UsageError
            The commit is not given as a hash.
        DataError
            The server cannot be reached, does not answer in time, or what it sends is not what was
            asked for.
        """
        found = self._commit(commit)
        self.progress(f"commit {found.id} of {found.date}")
        folder = self.cache / found.id
        files = self._files(found.id)
        whole = sum(file.size for file in files)
        with tqdm(total=whole, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            for number, file in enumerate(files, 1):
                path = folder / file.name
                known = path.is_file() and _blob(path.read_bytes()) == file.blob
                note = "in the cache" if known else f"{file.size / 1000:,.0f} kB"
                self.progress(f"[{number}/{len(files)}] {file.name}: {note}")
                if not known:
                    self._download(found.id, file, path)
                bar.update(file.size)
        for path in folder.glob("*"):
            if path.name not in {file.name for file in files}:
                path.unlink()
        return Raw(found.date, folder, found.id)

    def _commit(self, commit: str | None) -> _Commit:
        if commit is not None and not re.fullmatch(r"[0-9a-f]{7,40}", commit):
            raise UsageError(f"--commit, value {commit!r}: is not a commit's hash")
        path = f"repos/{self.repository}/commits"
        query = {"sha": commit} if commit else {"path": self.folder}
        answer = self._ask(path, {**query, "per_page": "1"})
        try:
            newest = answer[0]
            found, moment = str(newest["sha"]), str(newest["commit"]["committer"]["date"])
            date = datetime.fromisoformat(moment).astimezone(UTC).date().isoformat()
        except (LookupError, TypeError, ValueError):
            raise DataError(self._url(path), "does not say which commit is the newest") from None
        if not _COMMIT.fullmatch(found) or (commit and not found.startswith(commit)):
            raise DataError(self._url(path), "is another commit than was asked for", value=found)
        return _Commit(found, date)

    def _files(self, commit: str) -> list[_File]:
        path = f"repos/{self.repository}/contents/{self.folder}"
        answer = self._ask(path, {"ref": commit})
        try:
            listed = [
                _File(str(entry["name"]), int(entry["size"]), str(entry["sha"]))
                for entry in answer
                if entry["type"] == "file" and str(entry["name"]).endswith(".csv")
            ]
        except (LookupError, TypeError, ValueError):
            raise DataError(self._url(path), "does not list the folder's files") from None
        for file in listed:
            if not _FILE.fullmatch(file.name) or not _COMMIT.fullmatch(file.blob):
                raise DataError(self._url(path), "is not a file's name or hash", value=file.name)
            if file.size > LARGEST_FILE:
                raise DataError(file.name, f"has {file.size:,} bytes; no table of figures has")
        if not any(file.name.startswith("results-") for file in listed):
            raise DataError(self._url(path), "lists no results-*.csv")
        return sorted(listed, key=lambda file: file.name)

    def _url(self, path: str) -> str:
        return f"{(self.base or API).rstrip('/')}/{path}"

    def _ask(self, path: str, query: dict[str, str]) -> Any:
        url = self._url(path)
        headers = {"Accept": "application/vnd.github+json"}
        token = os.environ.get("GITHUB_TOKEN")
        if token and urlsplit(url).hostname == urlsplit(API).hostname:
            headers["Authorization"] = f"Bearer {token}"

        def request() -> bytes:
            body = BytesIO()
            self._receive(url, body, LARGEST_FILE, params=query, headers=headers)
            return body.getvalue()

        body = self._patiently(url, request)
        try:
            return json.loads(body)
        except ValueError:
            what = "an HTML page" if body.lstrip()[:1] == b"<" else "something else"
            raise DataError(url, f"should be JSON and is {what}") from None

    def _download(self, commit: str, file: _File, path: Path) -> None:
        base = (self.base or RAW).rstrip("/")
        url = f"{base}/{self.repository}/{commit}/{quote(self.folder)}/{quote(file.name)}"

        def receive(url: str, place: str, _: object) -> None:
            with Path(place).open("wb") as body:
                self._receive(url, body, file.size)

        def request() -> None:
            path.unlink(missing_ok=True)
            pooch.retrieve(
                url, known_hash=None, fname=path.name, path=path.parent, downloader=receive
            )
            body = path.read_bytes()
            if _blob(body) != file.blob:
                path.unlink()
                raise _UnfitError(_unlike(body, file))

        pooch.get_logger().setLevel("ERROR")
        self._patiently(url, request)

    def _receive(self, url: str, body: BinaryIO, size: int, **asking: Any) -> None:
        """Write what a server sends, unless it takes too long or is too much."""
        end = time.monotonic() + self.patience.file
        come = 0
        with requests.get(url, timeout=self.patience.answer, stream=True, **asking) as answer:
            answer.raise_for_status()
            for chunk in _arriving(answer):
                come += len(chunk)
                if come > size:
                    raise _UnfitError(f"more than the {size:,} bytes that it should have")
                if time.monotonic() > end:
                    raise _UnfitError(f"not complete after {self.patience.file:g} s")
                body.write(chunk)

    def _patiently(self, url: str, request: Callable[[], Answer]) -> Answer:
        """Try again where that can help, with longer and longer pauses."""
        pauses = list(self.patience.pauses)
        while True:
            try:
                return request()
            except (requests.RequestException, _UnfitError) as error:
                if not pauses or not _can_pass(error):
                    attempts = len(self.patience.pauses) - len(pauses) + 1
                    raise DataError(url, _said(error), hint=f"attempts: {attempts}") from None
                pause = max(pauses.pop(0), _asked_pause(error))
                if pause > self.patience.longest_pause:
                    raise DataError(
                        url, f"{_said(error)}; the server asks to wait {pause:.0f} s"
                    ) from None
                self.progress(f"{_said(error)}: again in {pause:g} s")
                time.sleep(pause)


@dataclass(frozen=True)
class _Commit:
    id: str
    date: str


@dataclass(frozen=True)
class _File:
    name: str
    size: int
    blob: str


class _UnfitError(Exception):
    """What came is not what was asked for."""


def _arriving(answer: requests.Response) -> Iterator[bytes]:
    """Give a body as it comes in, where `iter_content` waits until a chunk is full."""
    try:
        while chunk := answer.raw.read1(65_536, decode_content=True):
            yield chunk
    except exceptions.ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except exceptions.ProtocolError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    except exceptions.DecodeError as error:
        raise requests.exceptions.ContentDecodingError(error) from error


def _blob(body: bytes) -> str:
    """Give the hash that git has for a file."""
    return hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def _unlike(body: bytes, file: _File) -> str:
    if body.lstrip()[:1] == b"<":
        return "an HTML page, not a table"
    if len(body) < file.size:
        return f"cut short: {len(body):,} of {file.size:,} bytes"
    return "not the file of that commit: its hash differs from git's"


def _can_pass(error: Exception) -> bool:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return error.response.status_code in _AGAIN
    lasting = (requests.TooManyRedirects, requests.exceptions.InvalidURL)
    return not isinstance(error, (*lasting, requests.exceptions.InvalidSchema))


def _asked_pause(error: Exception) -> float:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        asked = error.response.headers.get("Retry-After", "")
        return float(asked) if asked.isdigit() else 0
    return 0


def _said(error: Exception) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answers {error.response.status_code} {error.response.reason}".strip()
    if isinstance(error, requests.TooManyRedirects):
        return "the server sends the request around in a circle"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off in the middle"
    if isinstance(error, requests.ConnectionError):
        return "no answer in time" if "timed out" in str(error) else "cannot be reached"
    return str(error)
