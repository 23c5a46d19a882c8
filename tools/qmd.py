"""Read a Quarto page: its front matter, its text and its Python chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SHOWN = {"code-fold", "code-summary"}
PAGE_KEYS = {"title", "subtitle", "description", "image", "search", "toc", "execute"} | SHOWN
CHUNK_KEYS = {"label", "include", "echo", "fig-cap", "tbl-cap"} | SHOWN
CHUNK_START = re.compile(r"^(\s*)(```+)\s*\{([=A-Za-z][=A-Za-z0-9._]*)([ ,].*)?\}\s*$")
FENCE_END = re.compile(r"^\s*(```+)\s*$")


class PageError(Exception):
    """What is wrong with a page, and where in it.

    Parameters
    ----------
    page : str
        File name of the page.
    where : str
        ``line 12``, ``chunk 'fig-all'`` and the like.
    message : str
        What is wrong there.
    """

    def __init__(self, page: str, where: str, message: str) -> None:
        super().__init__(f"{page}, {where}: {message}")


@dataclass(frozen=True)
class Text:
    """Markdown between two chunks."""

    source: str


@dataclass(frozen=True)
class Chunk:
    """Python code with its options."""

    label: str
    source: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One ``.qmd`` file."""

    name: str
    meta: dict[str, Any]
    front: str
    parts: list[Text | Chunk] = field(default_factory=list)


def read_page(path: Path) -> Page:
    """Read and check one page.

    Raises
    ------
    PageError
        If Quarto would reject the page, would give it random ids, or if it uses what the
        renderer without Quarto does not know.
    """
    front, body, first_line = split_front_matter(path)
    meta = read_yaml(front, path.name, "front matter")
    reject_unknown(meta, PAGE_KEYS, path.name, "front matter")
    parts = list(split_body(path.name, body, first_line))
    labels: set[str] = set()
    for part in parts:
        if isinstance(part, Chunk):
            if part.label in labels:
                where = f"chunk {part.label!r}"
                raise PageError(path.name, where, "another chunk has this label already")
            labels.add(part.label)
    return Page(path.name, meta, front, parts)


def split_front_matter(path: Path) -> tuple[str, list[str], int]:
    """Return the front matter, the lines below it and the number of the first of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise PageError(path.name, "line 1", "a page starts with front matter between two '---'")
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:index]), lines[index + 1 :], index + 2
    raise PageError(path.name, "line 1", "the front matter has no closing '---'")


def read_yaml(source: str, page: str, where: str) -> dict[str, Any]:
    """Parse options that must be a mapping."""
    try:
        options = yaml.safe_load(source)
    except yaml.YAMLError as error:
        raise PageError(page, where, f"not valid YAML: {error}") from error
    if not isinstance(options, dict | None):
        raise PageError(page, where, f"must be 'key: value' lines, not {source!r}")
    return options or {}


def reject_unknown(options: dict[str, Any], known: set[str], page: str, where: str) -> None:
    """Refuse options that this renderer would silently ignore."""
    unknown = sorted(set(options) - known)
    if unknown:
        raise PageError(page, where, f"the renderer without Quarto does not know {unknown[0]!r}")


def split_body(page: str, lines: list[str], first_line: int) -> Iterator[Text | Chunk]:
    """Yield text and chunks in their order, as Quarto splits them."""
    text: list[str] = []
    verbatim = 0
    numbered = iter(enumerate(lines, start=first_line))
    for number, line in numbered:
        start = CHUNK_START.match(line)
        if verbatim == 0 and start and not start[3].startswith("="):
            check_fence(page, number, start)
            if text:
                yield Text("\n".join(text))
                text = []
            yield read_chunk(page, number, chunk_lines(page, number, numbered, len(start[2])))
            continue
        end = FENCE_END.match(line)
        if verbatim and end and len(end[1]) == verbatim:
            verbatim = 0
        elif verbatim == 0 and line.startswith("```"):
            verbatim = len(line) - len(line.lstrip("`"))
        elif verbatim == 0 and "{{<" in line:
            where = f"line {number}"
            raise PageError(page, where, "the renderer without Quarto knows no shortcodes")
        text.append(line)
    if text:
        yield Text("\n".join(text))


def check_fence(page: str, number: int, start: re.Match[str]) -> None:
    """Refuse chunks other than plain Python ones that start in the first column."""
    indent, _, language, rest = start.groups()
    where = f"line {number}"
    if language != "python":
        raise PageError(page, where, f"the renderer without Quarto runs no {language!r} chunks")
    if rest:
        raise PageError(page, where, "options go on '#|' lines below the fence, not behind it")
    if indent:
        raise PageError(page, where, "a chunk starts in the first column")


def chunk_lines(
    page: str, number: int, numbered: Iterator[tuple[int, str]], ticks: int
) -> list[str]:
    """Return the lines up to the fence that closes the chunk."""
    lines: list[str] = []
    for _, line in numbered:
        end = FENCE_END.match(line)
        if end and len(end[1]) == ticks:
            return lines
        lines.append(line)
    raise PageError(page, f"line {number}", "this chunk is not closed")


def read_chunk(page: str, number: int, lines: list[str]) -> Chunk:
    """Split a chunk into its ``#|`` options and its code."""
    count = next((i for i, line in enumerate(lines) if not line.startswith("#|")), len(lines))
    where = f"the chunk on line {number}"
    source = "\n".join(line.removeprefix("#|").removeprefix(" ") for line in lines[:count])
    options = read_yaml(source, page, where)
    label = options.get("label")
    if not isinstance(label, str):
        raise PageError(page, where, "needs a label; without one Quarto gives it a random id")
    reject_unknown(options, CHUNK_KEYS, page, f"chunk {label!r}")
    return Chunk(label, "\n".join(lines[count:]).strip("\n"), options)
