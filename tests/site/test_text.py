"""What a built page says in its prose, whichever renderer made it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.visits import PAGES, main

ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})", re.IGNORECASE)
UNSEEN = re.compile(r"<(script|style|code)\b.*?</\1>", re.DOTALL)


def prose(html: str) -> list[str]:
    """List the texts between the tags, but for code."""
    return re.split(r"<[^>]*>", UNSEEN.sub("", html))


@pytest.mark.parametrize("name", PAGES)
def test_no_text_shows_an_escape(name: str, site: Path) -> None:
    assert [text for text in prose(main(site, name)) if ESCAPE.search(text)] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_computed_table_has_its_file_and_its_code(name: str, site: Path) -> None:
    body = main(site, name)
    tables = re.findall(r'<div class="scroll"[^>]*role="region"[^>]*>', body)
    notes = re.findall(r'<p class="table-note">(.*?)</p>', body)
    assert len(notes) == len(tables)
    for note in notes:
        assert re.search(r'href="figures/[a-z0-9-]+\.csv"', note)
        assert re.search(r'code: <a href="[^"]+/blob/main/analysis/[a-z_/]+\.py#L\d+"', note)


def test_an_escape_would_be_found() -> None:
    texts = prose(r"<main><p>43\u202f% of <code>\u0020</code></p></main>")
    assert [text for text in texts if ESCAPE.search(text)] == [r"43\u202f% of "]
