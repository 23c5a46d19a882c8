"""Setting up once, and choosing what renders the site."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tools import browser, engine, setup
from tools.setup import ROOT, SetupError, Stamp

HOSTS = ("http://", "https://", "--index-url", "--find-links")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that needs no packages."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that alone is on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what would be installed instead of installing it."""
    noted: list[str] = []

    def note(what: str, _command: list[str], _cwd: Path) -> str:
        noted.append(what)
        return ""

    for module in (setup, engine, browser):
        monkeypatch.setattr(module, "install", note)
    return noted


def program(folder: Path, name: str, body: str) -> Path:
    """Write a shell script that can be run."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def fake_venv(root: Path) -> None:
    """Make a ``.venv`` whose Python is the one that runs the tests."""
    folder = root / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").symlink_to(sys.executable)
    setup.pins_stamp(root, "requirements.txt").remember("an earlier set-up")
    (root / "requirements.txt").write_text("# newer\n", encoding="utf-8")


def pin_a_wheel(root: Path, digest: str = "") -> None:
    """Make a package in the project and pin it, with its hash or another."""
    wheel = root / "tiny-1.0-py3-none-any.whl"
    about = "tiny-1.0.dist-info/"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "WHOLE = True\n")
        archive.writestr(f"{about}METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(f"{about}WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}RECORD", f"tiny.py,,\n{about}RECORD,,\n")
    digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    pin = f"tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n"
    (root / "requirements.txt").write_text(pin, encoding="utf-8")


def set_up(root: Path) -> subprocess.Popen[bytes]:
    """Start the set-up of a project as a program of its own."""
    code = "import sys; from pathlib import Path; from tools import setup\n"
    code += "root = Path(sys.argv[1])\nwith setup.alone(root): setup.install_python(root, False)"
    command = [sys.executable, "-c", code, str(root)]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)


def test_a_stamp_counts_for_its_own_inputs_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "stamp"
    assert Stamp(path, "one").result() is None
    Stamp(path, "one").remember("done\nwell")
    assert Stamp(path, "one").result() == "done\nwell"
    assert Stamp(path, "two").result() is None


def test_a_second_setup_installs_nothing(project: Path, installs: list[str]) -> None:
    fake_venv(project)
    setup.install_python(project, dev=False)
    setup.install_python(project, dev=False)
    assert installs == ["the Python packages of requirements.txt"]
    setup.install_python(project, dev=True)
    setup.install_python(project, dev=True)
    setup.install_python(project, dev=False)
    assert installs[1:] == ["the Python packages of requirements-dev.txt"]


def test_with_new_pins_or_in_another_place_a_project_is_set_up_again(
    project: Path, installs: list[str]
) -> None:
    fake_venv(project)
    setup.install_python(project, dev=False)
    (project / "requirements.txt").write_text("six==1.16.0\n", encoding="utf-8")
    setup.install_python(project, dev=False)
    assert len(installs) == 2
    setup.install_python(project.rename(project.with_name("moved")), dev=False)
    assert len(installs) == 3


def test_a_venv_that_was_never_finished_is_made_again(
    project: Path, installs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    fake_venv(project)
    setup.forget(project)
    left = project / ".venv" / "left"
    left.touch()
    setup.install_python(project, dev=False)
    assert "The set-up of .venv never ended: making .venv again" in capsys.readouterr().out
    assert not left.exists()
    assert len(installs) == 1


def test_an_installation_that_was_cut_short_does_not_count(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_venv(project)
    at_work: list[bool] = []

    def stop(_what: str, _command: list[str], _cwd: Path) -> str:
        at_work.extend(setup.pins_stamp(project, name).path.exists() for name in setup.PINS)
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "install", stop)
    with pytest.raises(KeyboardInterrupt):
        setup.install_python(project, dev=False)
    assert at_work == [False, False]


def test_two_set_ups_of_one_folder_wait_for_each_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; from pathlib import Path; from tools import setup\n"
    code += "with setup.alone(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(project)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(setup, "say", lambda _message: other.stdin.close())
            with setup.alone(project):
                assert other.wait(10) == 0
    with setup.alone(project):
        assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_a_set_up_killed_at_any_moment_is_made_good_by_the_next(project: Path) -> None:
    pin_a_wheel(project)
    start = time.monotonic()
    assert set_up(project).wait() == 0
    whole = time.monotonic() - start
    for moment in range(10):
        shutil.rmtree(project / ".venv", ignore_errors=True)
        killed = set_up(project)
        time.sleep(whole * (moment + 0.3) / 10)
        how = signal.SIGKILL if moment % 2 else signal.SIGINT
        # Ctrl-C reaches the whole group, a kill at times the set-up alone.
        (os.kill if moment % 4 == 3 else os.killpg)(killed.pid, how)
        killed.wait()
        assert set_up(project).wait() == 0, moment
        python = str(setup.venv_python(project))
        for check in (["-m", "pip", "--version"], ["-c", "import tiny; assert tiny.WHOLE"]):
            subprocess.run([python, *check], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.slow
def test_a_package_with_another_hash_is_refused(project: Path) -> None:
    pin_a_wheel(project, "0" * 64)
    with pytest.raises(SetupError, match="DO NOT MATCH THE HASHES"):
        setup.install_python(project, dev=False)


def test_a_venv_whose_python_is_gone_is_made_again(
    project: Path,
    installs: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    python = setup.venv_python(project)
    python.parent.mkdir(parents=True)
    python.symlink_to(project / "gone")
    maker = program(project, "maker", f'mkdir -p "$3/bin"; ln -s {sys.executable} "$3/bin/python"')
    monkeypatch.setattr(sys, "executable", str(maker))
    setup.install_python(project, dev=False)
    assert setup.works(python)
    assert "The Python behind .venv is gone" in capsys.readouterr().out
    assert len(installs) == 1


def test_a_python_that_makes_no_venv_is_told_with_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = program(project, "maker", "echo ensurepip is not available; exit 1")
    monkeypatch.setattr(sys, "executable", str(maker))
    told = r"ensurepip is not available\n.*apt-get install python3\."
    with pytest.raises(SetupError, match=told):
        setup.install_python(project, dev=False)
    assert not (project / ".venv").exists()


def test_a_failing_installer_is_told_with_its_last_lines(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such package'); raise SystemExit(1)"]
    with pytest.raises(SetupError, match=r"^Could not install it, status 1:\nno such package$"):
        setup.install("it", command, tmp_path)


def test_npm_is_asked_once_even_if_it_fails(
    project: Path, programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = project / "calls"
    program(programs, "npm", f"echo called >> {calls}\nexit 1")
    (project / "package-lock.json").write_text("{}", encoding="utf-8")
    setup.install_npm(project, dev=False)
    setup.install_npm(project, dev=False)
    assert calls.read_text(encoding="utf-8") == "called\n"
    assert "Going on without them" in capsys.readouterr().out
    setup.forget(project)
    setup.install_npm(project, dev=False)
    assert calls.read_text(encoding="utf-8") == "called\ncalled\n"


def test_what_the_checks_need_from_npm_is_left_out_for_a_site(
    project: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(setup, "install", lambda _what, command, _cwd: commands.append(command))
    program(programs, "npm", "")
    (project / "package-lock.json").write_text("{}", encoding="utf-8")
    (project / "node_modules").mkdir()
    for dev in (False, False, True, True, False):
        setup.install_npm(project, dev=dev)
    assert ["--omit=dev" in command for command in commands] == [True, False]


def test_without_npm_nothing_is_asked(project: Path, programs: Path, installs: list[str]) -> None:
    assert list(programs.iterdir()) == []
    (project / "package-lock.json").write_text("{}", encoding="utf-8")
    setup.install_npm(project, dev=False)
    assert installs == []


def test_an_old_python_looks_for_a_newer_one(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert setup.main([]) == 1
    assert "This needs Python 3.11 or newer" in capsys.readouterr().out
    newer = program(programs, "python3.12", "")
    assert setup.newer_python() == str(newer)


def test_setup_needs_nothing_but_the_standard_library() -> None:
    code = "import sys, tools.setup; print([m for m in sys.modules if 'site-packages' in str("
    code += "getattr(sys.modules[m], '__file__', ''))])"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append('.'); {code}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_quarto_on_path_is_used_when_it_is_new_enough(
    project: Path, programs: Path, installs: list[str]
) -> None:
    fake_venv(project)
    local = program(project / ".venv" / "bin", "quarto", "echo 1.9.38")
    old = program(programs, "quarto", "echo 1.8.25")
    assert engine.choose("auto", project) == str(local)
    old.unlink()
    newer = program(programs, "quarto", "echo 1.10.3")
    assert engine.choose("auto", project) == str(newer)
    assert engine.choose("quarto", project) == str(newer)
    assert engine.choose("pandoc", project) is None
    assert installs == []


def test_versions_of_quarto(tmp_path: Path) -> None:
    def version(body: str) -> tuple[int, ...] | None:
        return engine.quarto_version(str(program(tmp_path, "quarto", body)))

    assert version("echo 1.9.38") == (1, 9, 38)
    assert version("echo 2.0.1-rc1") == (2, 0, 1)
    assert version("echo what") is version("exit 3") is None
    assert engine.quarto_version(str(tmp_path / "absent")) is None


def test_a_download_of_quarto_that_failed_is_not_tried_again(
    project: Path,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tried = []

    def fail(what: str, _command: list[str], _cwd: Path) -> str:
        tried.append(what)
        raise SetupError("no network")

    program(programs, "quarto", "echo 1.4.0")
    monkeypatch.setattr(engine, "install", fail)
    assert engine.choose("auto", project) is None
    first = capsys.readouterr().out
    assert f"{programs}/quarto is Quarto 1.4.0; this needs 1.9 or newer." in first
    assert "its download from GitHub failed" in first
    assert "this is the preview renderer" in first
    assert "without Quarto's themes and search" in first
    assert engine.choose("auto", project) is None
    assert "this is the preview renderer" in capsys.readouterr().out
    with pytest.raises(engine.EngineError, match=r"Install Quarto 1\.10\.19 and put it on PATH"):
        engine.choose("quarto", project)
    assert tried == ["Quarto 1.10.19"]
    engine.quarto_stamp(project).path.unlink()
    assert engine.choose("auto", project) is None
    assert len(tried) == 2


def test_the_quarto_that_was_just_installed_is_used(
    project: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(programs.iterdir()) == []
    fake_venv(project)

    def put(_what: str, _command: list[str], cwd: Path) -> str:
        program(cwd / ".venv" / "bin", "quarto", "echo 1.9.38")
        return ""

    monkeypatch.setattr(engine, "install", put)
    assert engine.choose("auto", project) == str(project / ".venv" / "bin" / "quarto")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(engine.EngineError, match="ENGINE is auto, quarto or pandoc, not 'word'"):
        engine.choose("word")


def test_the_browser_is_what_chrome_names_else_one_on_path(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROME", raising=False)
    chrome = program(programs, "google-chrome", "")
    assert browser.find_browser() == str(chrome)
    other = program(programs, "other", "")
    monkeypatch.setenv("CHROME", str(other))
    assert browser.find_browser() == str(other)
    monkeypatch.setenv("CHROME", "absent")
    with pytest.raises(SetupError, match="CHROME is 'absent', which is not a program"):
        browser.find_browser()


def test_a_browser_that_cannot_be_installed_is_asked_for_once(
    project: Path, programs: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(programs.iterdir()) == []
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    assert browser.get_browser(project) is None
    assert browser.get_browser(project) is None
    assert len(installs) == 1


@pytest.mark.parametrize("known", ["chromium-headless-shell", "chromium"])
def test_debian_s_lightest_browser_is_installed(
    project: Path, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def install(_what: str, command: list[str], _root: Path) -> None:
        asked.append(command[-1])
        if command[-1] != known:
            raise SetupError(f"Unable to locate package {command[-1]}")

    monkeypatch.setattr(browser, "install", install)
    browser.install_from_debian(project)
    assert asked == ["chromium-headless-shell", "chromium"][: 1 + (known == "chromium")]


def test_every_pin_is_exact_and_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
    for name in ("requirements.txt", "requirements-dev.txt", ".npmrc"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not any(host in text for host in HOSTS), name
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
        for line in text.splitlines():
            assert re.fullmatch(r"[a-z0-9-]+==[\w.]+ [^#]*?(--hash=sha256:[0-9a-f]{64} *)+", line)


def test_what_the_tests_need_includes_what_the_site_needs() -> None:
    site, dev = (
        set((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert site <= dev


def test_the_plotly_js_from_npm_is_that_of_plotly_py() -> None:
    from plotly.offline import get_plotlyjs_version

    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert wanted["plotly.js"] == get_plotlyjs_version()


def test_every_target_of_make_is_explained() -> None:
    environment = {**os.environ, "MAKEFLAGS": ""}
    done = subprocess.run(
        ["make"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    explained = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"site", "preview", "test", "test-slow", "check", "quarto", "clean"} <= explained


def test_without_a_python_make_says_so(programs: Path) -> None:
    for name in ("make", "sh"):
        (programs / name).symlink_to(shutil.which(name, path=os.defpath) or f"/bin/{name}")
    environment = {"PATH": str(programs)}
    done = subprocess.run(
        ["make", "site"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "There is no Python on PATH: install Python 3.11 or newer" in done.stderr
