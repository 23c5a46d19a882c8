"""Links: a way past the navigation, and none that hands the page to another host."""

from __future__ import annotations

import re

SKIP = '<a class="skip-link" href="#quarto-document-content">Skip to the content</a>'
CONTENT = re.compile(r"<main\b(?![^>]*\stabindex=)")
BODY = re.compile(r"<body\b[^>]*>\n?")
OUTWARD = re.compile(r'<a\b(?=[^>]*\shref="https?://)(?![^>]*\srel=)')


def mended(text: str) -> str:
    """Begin a page with a link to its content, and mark links to other hosts."""
    text = OUTWARD.sub('<a rel="noopener"', text)
    if SKIP not in text:
        text = BODY.sub(lambda body: f"{body[0]}{SKIP}\n", text, count=1)
    return CONTENT.sub('<main tabindex="-1"', text)
