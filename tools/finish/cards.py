"""The picture that stands for a page where it is linked, and pictures that are not there."""

from __future__ import annotations

import html
import re
import struct
from pathlib import Path

FIGURE = re.compile(r'<div[^>]* data-figure="([^"]+)"[^>]*>')
LABEL = re.compile(r' aria-label="([^"]*)"')
PICTURE = re.compile(r'<picture>.*?<img[^>]* src="([^"]+)".*?</picture>', re.DOTALL)
SIZE = re.compile(r'<img(?: width="\d+" height="\d+")?')
TAGS = re.compile(r'<meta (?:property|name)="(?:og:image|twitter:image|twitter:card)[^>]*>\n?')
START = "index.html"


def carded(output: Path, url: str, text: str) -> str:
    """Give a page its card, and take away links to pictures that could not be drawn.

    Parameters
    ----------
    output : Path
        The site, with its pictures.
    url : str
        Where it is published, without a slash at the end.
    text : str
        The page. One without a chart shows the first chart of the start page.
    """
    start = output / START
    common = start.read_text(encoding="utf-8") if start.is_file() else ""
    picture = first_chart(text, output) or first_chart(common, output)
    head, end, body = text.partition("</head>")
    tags = card(*picture, url) if picture else '<meta name="twitter:card" content="summary">\n'
    return TAGS.sub("", head) + tags + end + without_gaps(body, output)


def first_chart(text: str, output: Path) -> tuple[Path, str] | None:
    """Return the picture of a page's first chart and what it shows, in HTML; None without one."""
    for chart in FIGURE.finditer(text):
        file = output / "figures" / f"{chart[1]}-light.png"
        if file.is_file():
            label = LABEL.search(chart[0])
            return file, label[1] if label else ""
    return None


def card(file: Path, label: str, url: str) -> str:
    """Return the tags that show a picture where a page is linked."""
    width, height = size(file)
    address = html.escape(f"{url}/figures/{file.name}")
    tags = {
        'property="og:image"': address,
        'property="og:image:width"': width,
        'property="og:image:height"': height,
        'property="og:image:alt"': label,
        'name="twitter:card"': "summary_large_image",
        'name="twitter:image"': address,
        'name="twitter:image:alt"': label,
    }
    return "".join(f'<meta {name} content="{value}">\n' for name, value in tags.items())


def size(file: Path) -> tuple[int, int]:
    """Return width and height of a PNG file."""
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    return width, height


def without_gaps(body: str, output: Path) -> str:
    """Return a page's body with the size of each picture, and without those that are not there."""

    def sized(found: re.Match[str]) -> str:
        file = output / html.unescape(found[1])
        if not file.is_file():
            return ""
        width, height = size(file)
        return SIZE.sub(f'<img width="{width}" height="{height}"', found[0])

    return PICTURE.sub(sized, body)
