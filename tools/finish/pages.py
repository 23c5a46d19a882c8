"""The pages of a site, changed one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def change(output: Path, edit: Callable[[str], tuple[str, int]]) -> int:
    """Change the pages of a site; those that stay as they are, are not written.

    Parameters
    ----------
    output : Path
        The site.
    edit : callable
        Takes a page and returns it changed, with a number.

    Returns
    -------
    int
        The sum of the numbers.
    """
    total = 0
    for page in sorted(output.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        changed, number = edit(text)
        if changed != text:
            page.write_text(changed, encoding="utf-8")
        total += number
    return total
