"""Downloads over real HTTP: each fault ends in a clear message and changes nothing."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.data.errors import DataError
from analysis.refresh import maintenance, upstream
from analysis.refresh.upstream import Patience
from tests.support import raw_files
from tests.support import upstream_server as server
from tests.support.small_project import Project, make
from tests.support.upstream_server import COMMIT, Upstream
from tools.setup import ROOT

QUICK = Patience(answer=0.4, file=0.8, pauses=(0.01, 0.02), longest_pause=5)
FILE = "results-imagenet.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("made"))


@dataclass
class Setting:
    """A project, the server that it refreshes from, and its cache."""

    project: Project
    upstream: Upstream
    cache: Path

    def run(self, *options: str) -> int:
        """Refresh by the command, as a user does."""
        paths = ["--snapshot", str(self.project.snapshot), "--sources", str(self.project.sources)]
        report = ["--report", str(self.project.folder / "report.md"), "--no-claims"]
        origin = options or ("--latest",)
        return main([*paths, "refresh", *origin, "--url", self.upstream.url, *report])


@pytest.fixture
def setting(made: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    project = made.copy(tmp_path / "project")
    cache = tmp_path / "cache"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def quickly(repository: str, folder: str, base: str, **options: object) -> upstream.Upstream:
        return replace(real(repository, folder, base), patience=QUICK, cache=cache, **options)  # type: ignore[arg-type]

    real = upstream.Upstream
    monkeypatch.setattr(upstream, "Upstream", quickly)
    with server.serving(project.results / raw_files.NEW) as running:
        yield Setting(project, running, cache)


def test_the_newest_commit_becomes_an_edition(setting: Setting) -> None:
    changed = setting.upstream.files[FILE].replace(b"76.130,23.870", b"76.140,23.860")
    setting.upstream.files[FILE] = changed
    setting.upstream.moment = "2026-03-01T23:30:00-05:00"
    assert setting.run() == 0
    entry = setting.project.record()["editions"]["2026-03-02"]
    assert entry["commit"] == COMMIT
    assert entry["rows"] == 6
    report = (setting.project.folder / "report.md").read_text(encoding="utf-8")
    assert "2026-01-06 → 2026-03-02" in report
    assert "| 76.13 | 76.14 | +0.01 |" in report
    assert setting.upstream.queries[0] == {"path": ["results"], "per_page": ["1"]}


def test_a_terminal_shows_a_bar_and_a_file_does_not(
    setting: Setting, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setting.run("--dry-run", "--latest") == 0
    assert "%|" not in capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert setting.run("--dry-run", "--latest") == 0
    assert "%|" in capsys.readouterr().err


def test_a_commit_is_asked_for_by_its_hash(setting: Setting) -> None:
    assert setting.run("--commit", COMMIT) == 0
    assert setting.upstream.queries[0] == {"sha": [COMMIT], "per_page": ["1"]}
    assert setting.project.record()["editions"][raw_files.NEW]["commit"] == COMMIT


def test_nothing_new_changes_nothing(setting: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    assert setting.run() == 0
    before = setting.project.contents()
    assert setting.run() == 0
    assert setting.project.contents() == before
    assert capsys.readouterr().err.rstrip().endswith("nothing to do")


def test_files_that_came_are_not_downloaded_again(setting: Setting) -> None:
    path = setting.upstream.file("results-sketch.csv")
    setting.upstream.answers[path] = [server.status(404)]
    assert setting.run() == 1
    asked = setting.upstream.asked[setting.upstream.file(FILE)]
    del setting.upstream.answers[path]
    assert setting.run() == 0
    assert asked == setting.upstream.asked[setting.upstream.file(FILE)] == 1


def test_a_damaged_file_in_the_cache_is_downloaded_again(setting: Setting) -> None:
    assert setting.run() == 0
    (setting.cache / COMMIT / FILE).write_text("half of")
    assert setting.run() == 0
    assert setting.upstream.asked[setting.upstream.file(FILE)] == 2


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("what", ["commits", "file"])
def test_a_passing_fault_is_waited_out(setting: Setting, code: int, what: str) -> None:
    path = setting.upstream.commits if what == "commits" else setting.upstream.file(FILE)
    setting.upstream.answers[path] = [server.status(code), server.status(code), server.well]
    assert setting.run() == 0
    assert setting.upstream.asked[path] == 3


@pytest.mark.parametrize("fault", [server.cut_short, server.hanging_up, server.sending(b"<html>")])
def test_a_broken_answer_is_asked_for_again(setting: Setting, fault: server.Answer) -> None:
    path = setting.upstream.file(FILE)
    setting.upstream.answers[path] = [fault, server.well]
    assert setting.run() == 0


def test_the_server_s_wish_to_wait_is_met(setting: Setting) -> None:
    path = setting.upstream.file(FILE)
    setting.upstream.answers[path] = [server.status(429, Retry_After="0"), server.well]
    assert setting.run() == 0


LASTING: dict[str, tuple[server.Answer, str, int]] = {
    "404": (server.status(404), "the server answers 404", 1),
    "403": (server.status(403), "the server answers 403", 1),
    "410": (server.status(410), "the server answers 410", 1),
    "500 for ever": (server.status(500), "the server answers 500", 3),
    "429 for ever": (server.status(429), "the server answers 429", 3),
    "429 for an hour": (
        server.status(429, Retry_After="3600"),
        "the server answers 429 Too Many Requests; the server asks to wait 3600 s",
        1,
    ),
    "a redirect loop": (server.circling, "sends the request around in a circle", 31),
    "a redirect to nowhere": (
        server.status(302, Location="http://127.0.0.1:9/"),
        "cannot be reached",
        3,
    ),
    "hanging up": (server.hanging_up, "cannot be reached", 3),
    "a body cut short": (server.cut_short, "broke off in the middle", 3),
    "a body that stalls": (server.stalling, "no answer in time", 3),
    "an endless body": (server.endless, "more than the", 3),
}


def refused(setting: Setting, capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """Refresh in vain: status 1, one line that says why, nothing changed, nothing left behind."""
    before = setting.project.contents()
    assert setting.run() == 1
    last = capsys.readouterr().err.rstrip().splitlines()[-1]
    assert last.startswith("python -m analysis: ")
    for word in words:
        assert word in last
    assert setting.project.contents() == before


@pytest.mark.parametrize("what", ["commits", "contents", "file"])
@pytest.mark.parametrize("fault", LASTING)
def test_a_lasting_fault_is_reported(
    setting: Setting, capsys: pytest.CaptureFixture[str], fault: str, what: str
) -> None:
    answer, message, attempts = LASTING[fault]
    paths = {
        "commits": setting.upstream.commits,
        "contents": setting.upstream.contents,
        "file": setting.upstream.file(FILE),
    }
    setting.upstream.answers[paths[what]] = [answer]
    refused(setting, capsys, setting.upstream.url + paths[what], message)
    assert setting.upstream.asked[paths[what]] == attempts


def test_a_body_that_drips_is_cut_off(setting: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    setting.upstream.answers[setting.upstream.file(FILE)] = [server.dripping]
    refused(setting, capsys, FILE, "not complete after 0.8 s")
    assert 0 < setting.upstream.dripped < len(setting.upstream.files[FILE])


def test_a_refused_connection_is_reported(
    setting: Setting, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        setting.upstream.url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    refused(setting, capsys, "cannot be reached", "attempts: 3")


def test_a_host_without_a_name_is_reported(
    setting: Setting, capsys: pytest.CaptureFixture[str]
) -> None:
    setting.upstream.url = "http://no-such-host.invalid"
    refused(setting, capsys, "cannot be reached")


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http:/"])
def test_a_base_that_is_no_url_is_reported(
    setting: Setting, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    setting.upstream.url = url
    refused(setting, capsys, url)


WRONG_BODIES: dict[str, tuple[server.Answer, str]] = {
    "an HTML error page": (server.sending(b"<!doctype html><title>Sorry"), "an HTML page"),
    "an empty body": (server.sending(b""), "cut short: 0 of"),
    "another file": (
        server.sending(lambda body: body.replace(b"76.130", b"76.131")),
        "its hash differs from git's",
    ),
    "a longer file": (server.sending(lambda body: body + b"x\n"), "more than the"),
    "a shorter file": (server.sending(lambda body: body[:-2]), "cut short"),
}


@pytest.mark.parametrize("case", WRONG_BODIES)
def test_a_file_that_is_not_git_s_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    answer, message = WRONG_BODIES[case]
    setting.upstream.answers[setting.upstream.file(FILE)] = [answer]
    refused(setting, capsys, setting.upstream.file(FILE), message)
    assert not (setting.cache / COMMIT / FILE).exists()


def listing(**entry: object) -> bytes:
    usual = {"name": FILE, "type": "file", "size": 1, "sha": "0" * 40}
    return json.dumps([{**usual, **entry}]).encode()


WRONG_LISTS: dict[str, tuple[bytes, str]] = {
    "HTML": (b"<html>Unicorn!</html>", "should be JSON and is an HTML page"),
    "no JSON": (b"{", "should be JSON"),
    "not UTF-8": (b"\xff\xfe", "should be JSON"),
    "an object": (b'{"message": "Not Found"}', "does not list the folder's files"),
    "a number": (b"7", "does not list the folder's files"),
    "null": (b"null", "does not list the folder's files"),
    "nothing": (b"[]", "lists no results-*.csv"),
    "a file without a hash": (b'[{"name": "a.csv", "type": "file"}]', "does not list"),
    "a path out of the folder": (listing(name="../../results-evil.csv"), "is not a file's name"),
    "an absolute path": (listing(name="/etc/results-evil.csv"), "is not a file's name"),
    "a name with a line end": (listing(name="results-a\nb.csv"), "is not a file's name"),
    "a name that turns": (listing(name="results-\u202evsc.csv"), "is not a file's name"),
    "a hidden file": (listing(name=".results-a.csv"), "is not a file's name"),
    "a hash that is none": (listing(sha="../x"), "is not a file's name or hash"),
    "a huge file": (listing(size=2**40), "no table of figures has"),
}


@pytest.mark.parametrize("case", WRONG_LISTS)
def test_a_wrong_list_of_files_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    body, message = WRONG_LISTS[case]
    setting.upstream.answers[setting.upstream.contents] = [server.sending(body)]
    refused(setting, capsys, message)


WRONG_COMMITS: dict[str, bytes] = {
    "nothing": b"[]",
    "an object": b"{}",
    "no date": json.dumps([{"sha": COMMIT}]).encode(),
    "a date that is none": json.dumps(
        [{"sha": COMMIT, "commit": {"committer": {"date": "yesterday"}}}]
    ).encode(),
    "a path for a hash": json.dumps(
        [{"sha": "../../x", "commit": {"committer": {"date": "2026-01-06T00:00:00Z"}}}]
    ).encode(),
}


@pytest.mark.parametrize("case", WRONG_COMMITS)
def test_a_wrong_commit_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    setting.upstream.answers[setting.upstream.commits] = [server.sending(WRONG_COMMITS[case])]
    refused(setting, capsys, setting.upstream.commits)


def test_another_commit_than_asked_for_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str]
) -> None:
    assert setting.run("--commit", "a" * 40) == 1
    assert "is another commit than was asked for" in capsys.readouterr().err


@pytest.mark.parametrize("commit", ["main", "../x", "abc", "A" * 40, "a" * 41])
def test_a_commit_that_is_no_hash_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str], commit: str
) -> None:
    assert setting.run("--commit", commit) == 2
    assert f"value '{commit}': is not a commit's hash" in capsys.readouterr().err
    assert not setting.upstream.asked


@pytest.mark.parametrize(
    ("host", "sent"), [("https://api.github.com", True), ("https://example.org", False)]
)
def test_the_token_goes_to_github_alone(
    monkeypatch: pytest.MonkeyPatch, host: str, sent: bool
) -> None:
    headers: list[dict[str, str]] = []

    def get(*_: object, **asking: dict[str, str]) -> None:
        headers.append(asking["headers"])
        raise DataError("seen", "enough")

    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setattr("requests.get", get)
    with pytest.raises(DataError, match="enough"):
        upstream.Upstream("made/up", "results", host).edition()
    assert ("Authorization" in headers[0]) is sent


def test_the_default_report_is_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"{maintenance.REPORT.parts[0]}/" in ignored
