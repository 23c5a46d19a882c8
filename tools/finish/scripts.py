"""Quarto's own scripts, which would keep a page from being painted until all have come."""

from __future__ import annotations

import re
from pathlib import Path

WAITING = re.compile(r'<script (?=src="[^"]*site_libs/[^"]*"></script>)')


def defer(output: Path) -> int:
    """Let pages be painted before Quarto's scripts have come.

    The scripts then run in the same order as before, when the page has been read; what uses them
    waits for ``DOMContentLoaded``, which comes later still.

    Parameters
    ----------
    output : Path
        The site.

    Returns
    -------
    int
        How many scripts no longer hold up their page.
    """
    total = 0
    for page in sorted(output.glob("*.html")):
        text, changed = WAITING.subn("<script defer ", page.read_text(encoding="utf-8"))
        if changed:
            page.write_text(text, encoding="utf-8")
        total += changed
    return total
