"""When scripts come: Quarto's own after the first paint, the drawing library early where needed."""

from __future__ import annotations

import re

# By a script, so that a reader without scripts does not download it; before the style sheets, for
# which it would wait.
LIBRARY = (
    "<script>document.head.append(Object.assign(document.createElement('link'), "
    "{rel: 'preload', as: 'script', href: 'assets/plotly.min.js'}))</script>\n"
)
HEAD = re.compile(r'<meta charset="utf-8">\n')
FIRST_CHART = re.compile(r'<main\b.*?(?=<div[^>]* (?:data-figure=|id="explore"))', re.DOTALL)
NOT_SHOWN = re.compile(r"<(details|script|style|noscript)\b.*?</\1>|<[^>]*>", re.DOTALL)
NEAR = 400  # words that may stand above a chart which a reader soon sees
WAITING = re.compile(r'<script (?=src="[^"]*site_libs/[^"]*"></script>)')


def deferred(text: str) -> str:
    """Let a page be painted before Quarto's scripts have come.

    The scripts then run in the same order as before, when the page has been read; what uses them
    waits for ``DOMContentLoaded``, which comes later still.
    """
    return WAITING.sub("<script defer ", text)


def preloading(text: str) -> str:
    """Ask for the drawing library at once where a page begins with a chart.

    Elsewhere the page's own script asks for it when a reader comes near a chart.
    """
    above = FIRST_CHART.search(text)
    if above is None or len(NOT_SHOWN.sub(" ", above[0]).split()) > NEAR or LIBRARY in text:
        return text
    return HEAD.sub(rf"\g<0>{LIBRARY}", text, count=1)
