"""Small projects with pages of their own, for what builds a site."""

from __future__ import annotations

import sys
from pathlib import Path

from tools import render
from tools.project import Project

CONFIG = """
project:
  render: ["*.qmd"]
  resources: [/assets/*.js]
website:
  title: "Models & more"
  site-url: https://example.org/sub
  repo-url: https://github.com/someone/something
  repo-actions: [edit, source, issue]
  favicon: assets/icon.svg
  navbar:
    left:
      - {href: index.qmd, text: First}
      - {href: other.qmd, text: "R&D"}
  page-footer:
    left: "Data from [there](https://example.com/)"
format:
  html:
    css: assets/site.css
    include-in-header: assets/head.html
    canonical-url: true
    toc: true
    code-fold: true
    code-summary: Code
"""
OTHER = """---
title: Other
description: Another page
---

## There {#there}

[Back](index.qmd).
"""


def project(folder: Path, **pages: str) -> Project:
    """Write a small project with an index page, unless another is given."""
    (folder / "assets").mkdir(parents=True)
    files = {
        "_quarto.yml": CONFIG,
        "_environment": f"QUARTO_PYTHON={sys.executable}",
        "assets/site.css": "body {}",
        "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "assets/head.html": '<script type="module" src="assets/app.js"></script>',
        "assets/app.js": "export {};",
        "assets/fallback.css": "",
    }
    pages = {"index": OTHER, "other": OTHER} | pages
    for name, text in (files | {f"{page}.qmd": text for page, text in pages.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return Project(folder)


def rendered(folder: Path, **pages: str) -> Path:
    """Render a small project and return its output."""
    output = folder / "out"
    made = project(folder, **pages)
    output.mkdir()
    render.render_site(made, output, lambda _page, _seconds: None)
    return output


def page_with(body: str) -> str:
    """Return a page with a body."""
    return f"---\ntitle: T\ndescription: D\n---\n\n{body}\n"


def chunk(label: str, code: str) -> str:
    """Return a chunk."""
    return f"```{{python}}\n#| label: {label}\n{code}\n```\n"


RAISING = chunk("fig-bad", "def inner(): return 1 / 0\ninner()")
