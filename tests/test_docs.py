"""Every command, path, link and setting that README and CONTRIBUTING name is there and works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.engine import QUARTO_VERSION
from tools.setup import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
SETTING = re.compile(r"[a-z]+(-[a-z]+)*")
PYTHON = ".venv/bin/python -m "
SHOWS_HELP = {"refresh", "export", "add", "estimate"}


def read(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """Return the lines of the code blocks of a document, all of which are shell commands."""
    blocks = FENCE.findall(text)
    assert {language for language, _ in blocks} <= {"sh"}
    return [line for _, block in blocks for line in block.splitlines()]


def code(text: str) -> list[str]:
    """Return what a document sets as code within its sentences."""
    return [" ".join(span.split()) for span in INLINE.findall(FENCE.sub("", text))]


NAMED = sorted(
    {(name, span) for name in DOCUMENTS for span in [*commands(read(name)), *code(read(name))]}
)
LINKS = sorted({(name, link) for name in DOCUMENTS for link in LINK.findall(read(name))})
CALLS = sorted({span for _, span in NAMED if span.startswith(f"{PYTHON}analysis ")})


def complaint(span: str) -> str | None:
    """Return what is wrong with a piece of code in a document, or None."""
    first, *rest = shlex.split(span)
    if first == "make":
        return make_complaint(rest)
    if first.startswith(".venv/bin/"):
        return program_complaint(first, rest)
    if rest:
        return "is no command that this test knows"
    if "=" in first:
        known = read("Makefile") + read("tests/conftest.py")
        return None if first.partition("=")[0] in known else "sets a variable that nothing reads"
    path = first.rstrip("/")
    if (ROOT / path).exists() or f"{path}/" in read(".gitignore").splitlines():
        return None
    settings = read("_quarto.yml") + read("CITATION.cff")
    if SETTING.fullmatch(first) and re.search(rf"^\s*{first}: \S", settings, re.MULTILINE):
        return None
    return "is neither a command nor a path nor a setting"


def make_complaint(arguments: list[str]) -> str | None:
    """Return what is wrong with a call of make, without running what it would run."""
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for argument in arguments:
        name, is_variable, _ = argument.partition("=")
        if is_variable and f"$({name})" not in read("Makefile"):
            return f"sets {name}, which the Makefile does not read"
        if not is_variable and not re.search(rf"^{name} ", listed.stdout, re.MULTILINE):
            return f"asks for {name}, which `make help` does not list"
    return None


def program_complaint(program: str, arguments: list[str]) -> str | None:
    """Return what is wrong with a call of a program in ``.venv``."""
    if not Path(sys.executable).with_name(Path(program).name).exists():
        return f"calls {program}, which is not installed"
    here = [word for word in arguments if not word.startswith(("../", "https://"))]
    paths = [word for word in here if "/" in word or word.endswith(".py")]
    paths += [f"{word.replace('.', '/')}.py" for word in arguments if word.startswith("tools.")]
    missing = [path for path in paths if not (ROOT / path).exists()]
    return f"names {missing}, which are not there" if missing else None


@pytest.mark.parametrize(("document", "span"), NAMED)
def test_what_a_document_names_is_there(document: str, span: str) -> None:
    found = complaint(span)
    assert found is None, f"{document}: `{span}` {found}"


@pytest.mark.parametrize("call", CALLS)
def test_the_command_line_works_as_documented(call: str) -> None:
    arguments = shlex.split(call.removeprefix(PYTHON))
    if arguments[1] in SHOWS_HELP:
        arguments = [*arguments[:2], "--help"]
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    options = [word for word in shlex.split(call) if word.startswith("--")]
    assert arguments[1] not in SHOWS_HELP or all(option in done.stdout for option in options)


@pytest.mark.parametrize(("document", "link"), LINKS)
def test_links_lead_somewhere(document: str, link: str) -> None:
    if link.startswith("https://"):
        return
    target, _, anchor = link.partition("#")
    path = ROOT / (target or document)
    assert path.exists(), f"{document} links to {link}, which is not there"
    if anchor:
        headings = HEADING.findall(path.read_text(encoding="utf-8"))
        anchors = {
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
        }
        assert anchor in anchors


def test_readme_links_to_every_page() -> None:
    pages = {path.name for path in ROOT.glob("*.qmd")} - {"404.qmd"}
    assert {link for _, link in LINKS if link.endswith(".qmd")} == pages


def test_readme_names_every_folder() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {path.partition("/")[0] for path in tracked if "/" in path}
    readme = read("README.md")
    assert {folder for folder in folders if f"{folder}/" not in readme} <= {".ci"}


def test_readme_asks_for_the_versions_that_the_project_asks_for() -> None:
    readme = " ".join(read("README.md").split())
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in readme
    assert set(re.findall(r"\b1\.\d+\.\d+", readme)) == {QUARTO_VERSION}


def test_picture_of_the_site_is_small() -> None:
    picture = (ROOT / "assets" / "readme.jpg").read_bytes()
    assert picture.startswith(b"\xff\xd8")
    assert len(picture) < 200_000


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ("make sight", "asks for sight, which `make help` does not list"),
        ("make site MOTOR=quarto", "sets MOTOR, which the Makefile does not read"),
        ("analysis/data/snapshots/", "is neither a command nor a path nor a setting"),
        ("site-uri", "is neither a command nor a path nor a setting"),
        ("quarto publish gh-pages", "is no command that this test knows"),
        ("SIGHT=_site", "sets a variable that nothing reads"),
        (".venv/bin/rough format .", "calls .venv/bin/rough, which is not installed"),
        (".venv/bin/python -m pytest tests/test_doc.py", "names ['tests/test_doc.py']"),
    ],
)
def test_what_is_not_there_is_found(span: str, message: str) -> None:
    assert (complaint(span) or "").startswith(message)
