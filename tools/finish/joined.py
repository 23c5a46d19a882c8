"""Scripts and style sheets that a page always fetches together, as one file of each."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

SCRIPT = re.compile(r'<script defer src="(site_libs/[^"]+)"></script>\n?')
LINK = r'<link (?:href="{0}" rel="stylesheet"|rel="stylesheet" href="{0}")>\n?'
SHEET = re.compile(LINK.format(r'((?!/)[^"]+\.css)'))
FONT = re.compile(r'url\("?\./([\w-]+\.woff)[^)]*\)')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def scripts(output: Path, text: str) -> str:
    """Let a page fetch its deferred scripts in one file, which runs them in the same order.

    Parameters
    ----------
    output : Path
        The site, where the file is written.
    text : str
        A page.
    """
    files = SCRIPT.findall(text)
    if len(files) < 2:
        return text
    # The semicolon keeps the first file's "use strict" from holding for all.
    script = "".join(f";{(output / file).read_text(encoding='utf-8')}\n" for file in files)
    name = _written(output, "site_libs/quarto-{}.js", script)
    places = iter([f'<script defer src="{name}"></script>\n'])
    return SCRIPT.sub(lambda _: next(places, ""), text)


def sheets(output: Path, text: str) -> str:
    """Let a page fetch the style sheets that no theme changes in one file, after the themes' own.

    Fonts beside a sheet stand in it.

    Parameters
    ----------
    output : Path
        The site, where the file is written.
    text : str
        A page.
    """
    files = [one or other for one, other in SHEET.findall(text)]
    if len(files) < 2:
        return text
    name = _written(output, "assets/style-{}.css", "".join(_sheet(output / file) for file in files))
    return SHEET.sub("", text).replace(
        "</head>", f'<link rel="stylesheet" href="{name}">\n</head>', 1
    )


def _sheet(path: Path) -> str:
    def within(found: re.Match[str]) -> str:
        font = base64.b64encode((path.parent / found[1]).read_bytes()).decode()
        return f"url(data:font/woff;base64,{font})"

    return FONT.sub(within, COMMENT.sub("", path.read_text(encoding="utf-8")))


def _written(output: Path, name: str, content: str) -> str:
    """Write a file under the hash of its content; return its name."""
    named = name.format(hashlib.sha256(content.encode()).hexdigest()[:8])
    (output / named).write_text(content, encoding="utf-8")
    return named
