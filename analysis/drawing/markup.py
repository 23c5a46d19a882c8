"""Pieces of HTML: everything that comes from the data is text in them, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

_SPECIAL = {"`": "&#96;", "\n": "&#10;", "\r": "&#13;", "{": "&#123;", "}": "&#125;"}
_TRANSLATION = str.maketrans(_SPECIAL)


@dataclass(frozen=True)
class Html:
    """Raw HTML that a cell gives as Markdown.

    Notebook output of type ``text/html`` would make Quarto add scripts from other hosts; Markdown
    that holds a raw block adds nothing and keeps labels, captions and cross references.
    """

    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/markdown": f"```{{=html}}\n{self.text}\n```\n"}

    def __str__(self) -> str:
        return self.text


def text(value: object) -> str:
    """Escape any value for HTML, and for the raw block and shortcodes of Quarto around it."""
    return escape(str(value), quote=True).translate(_TRANSLATION)


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Write an element; attributes are escaped, content is not.

    ``class_`` stands for ``class`` and underscores for hyphens; ``True`` writes the bare attribute,
    ``None`` and ``False`` leave it out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>"


def link(content: str, href: str, **attributes: object) -> str:
    """Write a link; one to another host gets ``rel="noopener"``."""
    outside = href.startswith(("http://", "https://"))
    return tag("a", text(content), href=href, rel="noopener" if outside else None, **attributes)


def key(symbol: str, color: str, ring: bool = False) -> str:
    """Draw a legend's mark: a shape in a colour of the palette, or its outline."""
    names = f"key key-{text(symbol)}{' key-ring' if ring else ''}"
    return f'<i class="{names}" style="--c:{text(color)}"></i>'


def legend(items: Iterable[Mapping[str, Any]], sizes: Iterable[int] = ()) -> str:
    """Write a figure's legend, which the page's script turns into buttons.

    Parameters
    ----------
    items : iterable of mapping
        ``group`` (what a click hides), ``label``, ``symbol``, ``color``, ``ring`` (whether only the
        shape's outline is drawn), ``count`` (or 0).
    sizes : iterable of int
        Image sizes whose bubbles are shown.
    """
    entries = "".join(
        '<li><span class="item">'
        + key(item["symbol"], item["color"], item.get("ring", False))
        + tag("span", text(item["label"]))
        + (f'<span class="n">{item["count"]}</span>' if item.get("count") else "")
        + "</span></li>"
        for item in items
    )
    bubbles = "".join(
        f'<li class="size"><i class="bubble" style="--d:{bubble_diameter(size):.1f}px"></i>'
        f"<span>{size}</span></li>"
        for size in sizes
    )
    if bubbles:
        entries += f'<li class="sizes">image size</li>{bubbles}'
    return tag("ul", entries, class_="chart-legend") if entries else ""


def bubble_diameter(img_size: float) -> float:
    """Give the diameter of a bubble in pixels: its area follows the square of the image size."""
    return img_size / 34


def _attribute(key_: str, value: object) -> str:
    name = key_.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{text(value)}"'
