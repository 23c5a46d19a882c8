"""Links: a way past the navigation, and none that hands the page to another host."""

from __future__ import annotations

import re
from pathlib import Path

from tools.finish import pages

SKIP = '<a class="skip-link" href="#quarto-document-content">Skip to the content</a>'
CONTENT = re.compile(r"<main\b(?![^>]*\stabindex=)")
BODY = re.compile(r"<body\b[^>]*>\n?")
OUTWARD = re.compile(r'<a\b(?=[^>]*\shref="https?://)(?![^>]*\srel=)')


def mend(output: Path) -> int:
    """Begin every page with a link to its content, and mark links to other hosts.

    Parameters
    ----------
    output : Path
        The site.

    Returns
    -------
    int
        How many links have been marked with ``rel="noopener"``.
    """
    return pages.change(output, _mended)


def _mended(text: str) -> tuple[str, int]:
    mended, marked = OUTWARD.subn('<a rel="noopener"', text)
    if SKIP not in mended:
        mended = BODY.sub(lambda body: f"{body[0]}{SKIP}\n", mended, count=1)
    return CONTENT.sub('<main tabindex="-1"', mended), marked
