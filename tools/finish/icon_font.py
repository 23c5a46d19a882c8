"""Quarto's icon font, without the two thousand icons that no page uses."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path("site_libs/bootstrap")
RULE = re.compile(r'\.bi-([a-z0-9-]+)::before \{ content: "\\([0-9a-f]+)"; \}\n')
NAME = re.compile(r"\bbi-([a-z0-9-]+)")
SOURCES = (".html", ".js", ".css")


def shrink(output: Path) -> int:
    """Keep only the icons that the site's pages, scripts and style sheets name.

    Parameters
    ----------
    output : Path
        A whole site that Quarto has rendered; on another one nothing happens.

    Returns
    -------
    int
        How many icons are left.
    """
    style = output / FOLDER / "bootstrap-icons.css"
    font = output / FOLDER / "bootstrap-icons.woff"
    if not (style.is_file() and font.is_file()):
        return 0
    used = names_used(output, style)
    rules = style.read_text(encoding="utf-8")
    kept = {name: int(code, 16) for name, code in RULE.findall(rules) if name in used}
    style.write_text(
        RULE.sub(lambda rule: rule[0] if rule[1] in used else "", rules), encoding="utf-8"
    )
    subset_font(font, set(kept.values()))
    return len(kept)


def names_used(output: Path, style: Path) -> set[str]:
    """Return the names of icons that appear anywhere but in the icons' own style sheet."""
    files = (path for path in output.rglob("*") if path.suffix in SOURCES and path != style)
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def subset_font(path: Path, codes: set[int]) -> None:
    """Rewrite a font with the given characters alone."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff", notdef_outline=True, recalc_timestamp=False)
    with TTFont(path, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=codes)
        cutter.subset(font)
        font.flavor = "woff"
        font.save(path)
