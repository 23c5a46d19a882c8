"""Bootstrap's style sheets, without the rules for what no page holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

from tools.finish import plotly_bundle

SHEETS = "site_libs/bootstrap/bootstrap-*.min.css"
WORD = re.compile(r"[A-Za-z_][\w-]*")
# What Quarto tells other tools of its variables; no page reads it.
EXPORTS = re.compile(r"--quarto-scss-export-[^;}]*;?")
SOURCES = (".html", ".js")
SHORTEST_STEM = 3  # of a name that a script completes: "bs-" + side
GROUPS = ("media", "supports", "layer", "container")


class Vocabulary:
    """The words of a site's pages and scripts, among them every name that can be in a class.

    Parameters
    ----------
    texts : iterable of str
        Pages and scripts.
    """

    def __init__(self, texts: Iterator[str]) -> None:
        self.words = {word for text in texts for word in WORD.findall(text)}
        stems = (word for word in self.words if word.endswith("-"))
        self.stems = tuple(sorted(stem for stem in stems if len(stem) > SHORTEST_STEM))

    def has(self, name: str) -> bool:
        """Tell whether a page or script may use a name, whole or put together from a stem."""
        return name in self.words or name.startswith(self.stems)


def shrink(output: Path) -> int:
    """Drop the rules that ask for a class or identifier that occurs nowhere in the site.

    Parameters
    ----------
    output : Path
        A whole site that Quarto has rendered; on another one nothing happens.

    Returns
    -------
    int
        By how many characters the style sheets have become shorter.
    """
    sheets = sorted(output.glob(SHEETS))
    if not sheets:
        return 0
    drawing = output / plotly_bundle.TARGET  # a megabyte that knows nothing of Bootstrap
    files = (path for path in output.rglob("*") if path.suffix in SOURCES and path != drawing)
    known = Vocabulary(path.read_text(encoding="utf-8") for path in files)
    saved = 0
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        kept = purge(text, known)
        sheet.write_text(kept, encoding="utf-8")
        saved += len(text) - len(kept)
    return saved


def purge(text: str, known: Vocabulary) -> str:
    """Return a style sheet with the rules alone that a site of these words can need."""
    used = EXPORTS.sub("", text)
    return _rules(tinycss2.parse_stylesheet(used, skip_comments=True, skip_whitespace=True), known)


def _rules(rules: list[Any], known: Vocabulary) -> str:
    return "".join(_rule(rule, known) for rule in rules)


def _rule(rule: Any, known: Vocabulary) -> str:
    if rule.type == "qualified-rule":
        parts = [part for part in _selectors(rule.prelude) if all(map(known.has, _names(part)))]
        block = f"{{{tinycss2.serialize(rule.content)}}}"
        return ",".join(map(tinycss2.serialize, parts)) + block if parts else ""
    if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in GROUPS:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = _rules(inner, known)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    return str(rule.serialize())


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    """Split a list of selectors at its commas."""
    part: list[Any] = []
    for one in prelude:
        if one == ",":
            yield part
            part = []
        else:
            part.append(one)
    yield part


def _names(selector: list[Any]) -> Iterator[str]:
    """Yield the classes and identifiers that a selector asks for; not those within functions."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" or (token.type == "ident" and before == "."):
            yield token.value
