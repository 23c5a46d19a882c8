"""The pages of a site, changed one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def change(output: Path, *steps: Callable[[str], str]) -> None:
    """Take every page of a site through some steps, each of which returns it changed."""
    for page in sorted(output.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        for step in steps:
            text = step(text)
        page.write_text(text, encoding="utf-8")
