"""What tells search engines about the site: the same bytes for the same data."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
"""
ENTRY = "  <url>\n    <loc>{}</loc>\n    <lastmod>{}</lastmod>\n  </url>\n"


def write(output: Path, url: str, date: str) -> None:
    """Write ``sitemap.xml`` and ``robots.txt``.

    Parameters
    ----------
    output : Path
        The site.
    url : str
        Where it is published, without a slash at the end.
    date : str
        When it changed last: the date of the data's edition.
    """
    pages = sorted(path.name for path in output.glob("*.html") if path.name != "404.html")
    addresses = [f"{url}/{'' if name == 'index.html' else name}" for name in pages]
    entries = "".join(ENTRY.format(escape(address), date) for address in addresses)
    (output / "sitemap.xml").write_text(f"{HEAD}{entries}</urlset>\n", encoding="utf-8")
    (output / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\n\nSitemap: {url}/sitemap.xml\n", encoding="utf-8"
    )
