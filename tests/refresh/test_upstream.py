"""Fetches over real HTTP: each fault ends in a clear message and changes nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.cli.refreshing import REPORT
from analysis.refresh import upstream
from tests.support import raw_files
from tests.support import upstream_server as server
from tests.support.small_project import Project
from tests.support.upstream_server import Upstream
from tools.setup import ROOT

FILE = "results-imagenet.csv"
Refused = Callable[..., str]
PAGE = b"<!doctype html><title>Sorry"


@dataclass
class Setting:
    """A project and the server that it refreshes from."""

    project: Project
    upstream: Upstream

    def run(self, *options: str) -> int:
        """Refresh by the command, as a user does."""
        options = options or ("--latest",)
        return self.project.command("refresh", f"--url={self.upstream.url}", *options)

    def change_a_figure(self, moment: str) -> str:
        """Commit another accuracy upstream; give the commit's hash."""
        path = self.upstream.file(FILE)
        path.write_bytes(path.read_bytes().replace(b"76.130,23.870", b"76.140,23.860"))
        return self.upstream.commit(moment)


@pytest.fixture
def setting(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(upstream, "PAUSES", (0.01, 0.02))
    files = project.results / raw_files.NEW
    with server.serving(files, tmp_path, "2026-01-06T23:23:54Z") as running:
        yield Setting(project, running)


@pytest.fixture
def refused(refused: Refused, setting: Setting) -> Refused:
    """Return a function that refreshes from the server in vain and gives all that was said."""

    def refresh(*words: str, options: tuple[str, ...] = ("--latest",)) -> str:
        return refused(*words, options=(f"--url={setting.upstream.url}", *options))

    return refresh


def test_the_newest_commit_that_changed_the_results_becomes_an_edition(setting: Setting) -> None:
    commit = setting.change_a_figure("2026-03-01T23:30:00-05:00")
    setting.upstream.file("../README.md").write_text("more", encoding="utf-8")
    setting.upstream.commit("2026-03-05T00:00:00Z")
    assert setting.run() == 0
    entry = setting.project.record()["editions"]["2026-03-02"]
    assert (entry["commit"], entry["rows"]) == (commit, 6)
    report = (setting.project.folder / "report.md").read_text(encoding="utf-8")
    assert "2026-01-06 → 2026-03-02" in report
    assert "| 76.13 | 76.14 | +0.01 |" in report


@pytest.mark.parametrize("digits", [40, 9])
def test_a_commit_is_asked_for_by_its_hash(setting: Setting, digits: int) -> None:
    commit = setting.upstream.git("rev-parse", "HEAD")
    setting.change_a_figure("2026-03-01T00:00:00Z")
    assert setting.run("--commit", commit[:digits]) == 0
    assert set(setting.project.record()["editions"]) == {raw_files.OLD, raw_files.NEW}
    assert setting.project.record()["editions"][raw_files.NEW]["commit"] == commit


def test_only_the_results_are_fetched(setting: Setting, tmp_path: Path) -> None:
    setting.upstream.file("../model.py").write_text("pass\n" * 9999, encoding="utf-8")
    setting.upstream.commit("2026-01-06T23:23:54Z")
    raw = upstream.fetch(setting.upstream.url, "results", tmp_path / "place")
    assert [path.name for path in raw.folder.parent.iterdir() if path.name != ".git"] == ["results"]
    assert raw_files.contents(raw.folder) == raw_files.contents(setting.upstream.file("."))


def test_nothing_new_changes_nothing(setting: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    assert setting.run() == 0
    before = setting.project.contents()
    assert setting.run() == 0
    assert setting.project.contents() == before
    assert capsys.readouterr().err.rstrip().endswith("nothing to do")


def test_the_user_s_git_settings_change_no_byte(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hooks").mkdir()
    hook = raw_files.write(tmp_path / "hooks" / "post-checkout", "#!/bin/sh\nrm -r results\n")
    hook.chmod(0o755)
    lines = f"[core]\nautocrlf = true\nhooksPath = {tmp_path}/hooks\n"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(raw_files.write(tmp_path / "config", lines)))
    assert setting.run("--commit", setting.upstream.git("rev-parse", "HEAD")) == 0
    before = setting.project.record()["editions"][raw_files.NEW]["files"]
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    assert setting.run() == 0
    assert setting.project.record()["editions"][raw_files.NEW]["files"] == before


PASSING: dict[str, server.Answer] = {
    **{str(code): server.status(code) for code in (408, 429, 503)},
    "a body cut short": server.cut_short,
    "hanging up": server.hanging_up,
    "an HTML page": server.sending(lambda _: PAGE),
}


@pytest.mark.parametrize("what", ["refs", "pack"])
@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_is_waited_out(
    setting: Setting, capsys: pytest.CaptureFixture[str], fault: str, what: str
) -> None:
    setting.upstream.answers[what] = [PASSING[fault], PASSING[fault], server.well]
    assert setting.run() == 0
    again = capsys.readouterr().err.count(": again in 0.0")
    # A connection that was kept open is tried again by git itself.
    assert again == 2 or (fault == "hanging up" and again == 1)


def flip(body: bytes) -> bytes:
    """Damage one byte in the middle."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


LASTING: dict[str, tuple[str, server.Answer, str, int]] = {
    "404": ("refs", server.status(404), "not found", 1),
    "404 later": ("pack", server.status(404), "returned error: 404", 1),
    "403": ("refs", server.status(403), "returned error: 403", 1),
    "410": ("pack", server.status(410), "returned error: 410", 1),
    "500 for ever": ("refs", server.status(500), "returned error: 500", 3),
    "500 for ever, later": ("pack", server.status(500), "returned error: 500", 3),
    "429 for ever": ("refs", server.status(429, Retry_After="3600"), "returned error: 429", 3),
    "429 for ever, later": ("pack", server.status(429), "returned error: 429", 3),
    "a redirect loop": ("refs", server.circling, "Maximum (20) redirects followed", 1),
    "a redirect loop later": ("pack", server.circling, "returned error: 302", 1),
    "a redirect to nowhere": (
        "refs",
        server.status(302, Location="http://127.0.0.1:9/"),
        "Failed to connect",
        3,
    ),
    "hanging up": ("refs", server.hanging_up, "Empty reply from server", 3),
    "hanging up later": ("pack", server.hanging_up, "Empty reply from server", 3),
    "a list cut short": ("refs", server.cut_short, "transfer closed", 3),
    "a body cut short": ("pack", server.cut_short, "transfer closed", 3),
    "a byte that is another": ("pack", server.sending(flip), "invalid index-pack output", 3),
    "an empty list": ("refs", server.sending(lambda _: b""), "hung up unexpectedly", 3),
    "an empty body": ("pack", server.sending(lambda _: b""), "expected 'packfile'", 3),
    "an HTML page": ("refs", server.sending(lambda _: PAGE), "bad line length", 3),
    "an HTML page later": ("pack", server.sending(lambda _: PAGE), "bad line length", 3),
}


@pytest.mark.parametrize("fault", LASTING)
def test_a_lasting_fault_is_reported(setting: Setting, refused: Refused, fault: str) -> None:
    what, answer, message, attempts = LASTING[fault]
    setting.upstream.answers[what] = [answer]
    said = refused(f": {setting.upstream.url}: ", message)
    assert said.count(": again in 0.0") == attempts - 1


def test_a_body_that_drips_is_cut_off(
    setting: Setting, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstream, "SECONDS", 2)
    setting.upstream.answers["pack"] = [server.dripping]
    refused("not complete after 2 s")
    assert setting.upstream.dripped > 0
    assert setting.upstream.asked["pack"] == 1


def test_a_refused_connection_is_reported(setting: Setting, refused: Refused) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        setting.upstream.url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    refused("Failed to connect")


@pytest.mark.parametrize(
    "url", ["http://no-such-host.invalid", "nonsense", "ftp://127.0.0.1:9", "--upload-pack=x"]
)
def test_a_url_that_leads_nowhere_is_reported(setting: Setting, refused: Refused, url: str) -> None:
    setting.upstream.url = url
    refused(f": {url}: ")


def test_a_repository_without_results_is_reported(setting: Setting, refused: Refused) -> None:
    setting.upstream.git("checkout", "--quiet", "--orphan", "other")
    setting.upstream.git("mv", "results", "elsewhere")
    setting.upstream.commit("2026-03-01T00:00:00Z")
    setting.upstream.git("branch", "--quiet", "-D", "main")
    refused("no commit has a folder 'results'")


@pytest.mark.parametrize("commit", ["a" * 40, "abcdef1"])
def test_a_commit_that_is_not_there_is_refused(refused: Refused, commit: str) -> None:
    assert len(refused(commit, options=("--commit", commit)).splitlines()) == 2


@pytest.mark.parametrize("commit", ["main", "../x", "abc", "A" * 40, "a" * 41, "--all"])
def test_a_commit_that_is_no_hash_is_refused(
    setting: Setting, capsys: pytest.CaptureFixture[str], commit: str
) -> None:
    assert setting.run(f"--commit={commit}") == 2
    assert f"value '{commit}': is not a commit's hash" in capsys.readouterr().err
    assert not setting.upstream.asked


@pytest.mark.parametrize("name", ["results-a\nb.csv", "results-\u202evsc.csv", "benchmark-<b>.csv"])
def test_a_file_with_an_odd_name_is_refused(setting: Setting, refused: Refused, name: str) -> None:
    raw_files.write(setting.upstream.file(name), raw_files.ACCURACY_2026)
    setting.upstream.commit("2026-03-01T00:00:00Z")
    refused("has characters that no")


def test_a_path_out_of_the_folder_is_refused(setting: Setting, refused: Refused) -> None:
    git = setting.upstream.git
    folder = setting.upstream.repository
    blob = bytes.fromhex(git("rev-parse", f"HEAD:results/{FILE}"))
    body = folder / "tree"
    body.write_bytes(b"100644 ../../results-evil.csv\0" + blob)
    results = git("hash-object", "-t", "tree", "--literally", "-w", "tree")
    body.write_bytes(b"40000 results\0" + bytes.fromhex(results))
    root = git("hash-object", "-t", "tree", "--literally", "-w", "tree")
    git("update-ref", "refs/heads/main", git("commit-tree", root, "-m", "evil"))
    refused("results-evil.csv")
    assert not list(folder.parent.rglob("results-evil.csv"))


def test_a_link_is_not_followed(setting: Setting, refused: Refused) -> None:
    setting.upstream.file(FILE).unlink()
    setting.upstream.file(FILE).symlink_to(setting.project.file(FILE))
    setting.upstream.commit("2026-03-01T00:00:00Z")
    refused(f"{FILE}, row 1: the last line has no end")


def test_the_default_report_is_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"{REPORT.parts[0]}/" in ignored
