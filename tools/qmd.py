"""Read a Quarto page: its front matter, its text and its Python chunks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAGE_KEYS = {"title", "subtitle", "description", "search", "toc"}
CHUNK_KEYS = {"label", "include", "echo", "tbl-cap"}
FRONT = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
CHUNK = re.compile(r"^```\{python\}\n((?:#\|[^\n]*\n)*)(.*?)^```$", re.DOTALL | re.MULTILINE)
REFUSED = re.compile(r"^[ \t]*```+\s*\{\w.*|^.*\{\{<.*|^.*\.callout-.*", re.MULTILINE)


class PageError(Exception):
    """What is wrong with a page, and where in it: ``chunk 'fig-all'`` and the like."""

    def __init__(self, page: str, where: str, message: str) -> None:
        super().__init__(f"{page}, {where}: {message}")


@dataclass(frozen=True)
class Chunk:
    """Python code with its options."""

    label: str
    source: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One ``.qmd`` file; its parts are Markdown and chunks, in their order."""

    name: str
    meta: dict[str, Any]
    front: str
    parts: list[str | Chunk]


def read_page(path: Path) -> Page:
    """Read and check one page.

    Raises
    ------
    PageError
        If Quarto would reject the page, would give it random ids, or if it uses what the
        renderer without Quarto does not know.
    """
    found = FRONT.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise PageError(path.name, "line 1", "a page starts with front matter between two '---'")
    front, body = found.groups()
    meta = read_options(front, PAGE_KEYS, path.name, "front matter")
    pieces = iter(CHUNK.split(body))
    parts: list[str | Chunk] = [next(pieces)]
    for head, source, text in zip(pieces, pieces, pieces, strict=True):
        parts += [read_chunk(path.name, head, source.strip("\n")), text]
    for part in parts:
        if isinstance(part, str) and (line := REFUSED.search(part)):
            message = "the renderer without Quarto knows closed ```{python} chunks in the first "
            message += "column, without anything behind the fence, no shortcodes and no callouts"
            raise PageError(path.name, repr(line[0]), message)
    return Page(path.name, meta, front, parts)


def read_options(source: str, known: set[str], page: str, where: str) -> dict[str, Any]:
    """Parse YAML options; refuse those that this renderer would silently ignore."""
    try:
        options = yaml.safe_load(source) or {}
    except yaml.YAMLError as error:
        raise PageError(page, where, f"not valid YAML: {error}") from error
    if not isinstance(options, dict):
        raise PageError(page, where, f"must be 'key: value' lines, not {source!r}")
    if unknown := sorted(set(options) - known):
        raise PageError(page, where, f"the renderer without Quarto does not know {unknown[0]!r}")
    return options


def read_chunk(page: str, head: str, source: str) -> Chunk:
    """Read a chunk from its ``#|`` lines and its code."""
    yaml_lines = re.sub(r"^#\|", "", head, flags=re.MULTILINE)
    where = f"the chunk that begins {(head + source).partition(chr(10))[0]!r}"
    options = read_options(yaml_lines, CHUNK_KEYS, page, where)
    if not isinstance(options.get("label"), str):
        raise PageError(page, where, "needs a label; without one Quarto gives it a random id")
    return Chunk(options["label"], source, options)
