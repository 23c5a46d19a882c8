"""Quarto's scripts as one file a page, instead of ten."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

DEFERRED = re.compile(r'<script defer src="(site_libs/[^"]+)"></script>\n?')
NAME = "site_libs/quarto-{}.js"


def joining(output: Path, text: str) -> str:
    """Let a page fetch its deferred scripts in one file, which runs them in the same order.

    Parameters
    ----------
    output : Path
        The site, where the file is written.
    text : str
        A page.
    """
    files = DEFERRED.findall(text)
    if len(files) < 2:
        return text
    # The semicolon keeps the first file's "use strict" from holding for all.
    script = "".join(f";{(output / file).read_text(encoding='utf-8')}\n" for file in files)
    name = NAME.format(hashlib.sha256(script.encode()).hexdigest()[:8])
    (output / name).write_text(script, encoding="utf-8")
    places = iter([f'<script defer src="{name}"></script>\n'])
    return DEFERRED.sub(lambda _: next(places, ""), text)
