"""Build the site without Quarto: nbclient runs the chunks, pandoc makes the HTML.

For machines that cannot get Quarto, and never what is published. It knows just what the pages
use; what it does not know, it refuses.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypandoc

from tools.execute import run_page
from tools.project import Project, ProjectError
from tools.qmd import Page, PageError, read_page

HERE = Path(__file__).parent
KERNELS = 2
PANDOC = Path(pypandoc.__file__).parent / "files" / "pandoc"  # not another one on PATH
FALLBACK_STYLE = Path("assets/fallback.css")
LOCAL_ADDRESS = re.compile(r'\b(href|src)="(?![a-z]+:|[/#])([^"]*)"')

Report = Callable[[str, float], None]


def render_site(project: Project, output: Path, report: Report) -> None:
    """Render every page of a project.

    Parameters
    ----------
    project : Project
        The project.
    output : Path
        An empty folder for the result.
    report : callable
        Called with the name of each page that is done and the seconds that it took.

    Raises
    ------
    ProjectError
        If pages fail, with what is wrong with each of them.
    """
    errors = [error for error in asyncio.run(render_pages(project, output, report)) if error]
    for error in errors:
        if not isinstance(error, PageError):
            raise error
    if errors:
        raise ProjectError("\nERROR: ".join(map(str, errors)))
    copy_resources(project, output)
    project.post_render(output)


async def render_pages(
    project: Project, output: Path, report: Report
) -> list[BaseException | None]:
    """Render pages, a few at a time; return the error of each, or None."""
    free = asyncio.Semaphore(KERNELS)

    async def build(path: Path) -> None:
        async with free:
            start = time.monotonic()
            html = await render_page(project, read_page(path))
            (output / path.with_suffix(".html").name).write_text(html, encoding="utf-8")
            report(path.name, time.monotonic() - start)

    return await asyncio.gather(*map(build, project.pages()), return_exceptions=True)


def copy_resources(project: Project, output: Path) -> None:
    """Copy the files that pages refer to."""
    for path in [*project.resources(), project.root / FALLBACK_STYLE]:
        target = output / path.relative_to(project.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            shutil.copyfile(path, target)


async def render_page(project: Project, page: Page) -> str:
    """Execute a page and return its HTML."""
    body = await run_page(page, project.root, chunk_defaults(project, page))
    source = f"---\n{page.front}\n---\n\n{body}\n"
    result = await asyncio.to_thread(pandoc, source, project, page)
    if page.name == "404.qmd":
        return LOCAL_ADDRESS.sub(rf'\1="{project.path}\2"', result)
    return result


def chunk_defaults(project: Project, page: Page) -> dict[str, Any]:
    """Return how chunks are shown that do not say it themselves."""
    scopes = [project.config.get("execute", {}), page.meta.get("execute", {})]
    scopes += [project.html, page.meta]
    defaults: dict[str, Any] = {"echo": True, "code-fold": False, "code-summary": "Code"}
    for scope in scopes:
        defaults |= {key: scope[key] for key in defaults if key in scope}
    return defaults


def template_variables(project: Project, page: Page) -> dict[str, Any]:
    """Return what the template says around the body of a page, escaped for HTML."""
    file = Path(page.name).with_suffix(".html").name
    address = "" if file == "index.html" else file
    names = ("title", "description", "favicon")
    variables: dict[str, Any] = {
        "lang": project.config.get("lang", "en"),
        "site": {name: html.escape(str(project.website.get(name, ""))) for name in names},
        "canonical": f"{project.url}/{address}" if project.html.get("canonical-url") else "",
        "css": project.style_sheets(),
        "nav": [
            {
                "href": Path(href).with_suffix(".html").name,
                "text": html.escape(text),
                "active": href == page.name,
            }
            for href, text in project.navigation()
        ],
        "actions": [
            {"href": html.escape(href), "text": text} for href, text in project.actions(page.name)
        ],
        "footer": {
            side: run_pandoc(text, project.root, "_quarto.yml").strip()
            for side, text in project.footer().items()
        },
    }
    for where in ("header-includes", "include-before", "include-after"):
        option = {"header-includes": "include-in-header"}.get(where, f"{where}-body")
        variables[where] = [path.read_text("utf-8") for path in project.includes(option)]
    return variables


def pandoc(source: str, project: Project, page: Page) -> str:
    """Convert the Markdown of a page into HTML.

    Raises
    ------
    PageError
        If pandoc or the filter refuses it.
    """
    defaults = {
        "from": "markdown",
        "to": "html5",
        "standalone": True,
        "wrap": "none",
        "template": str(HERE / "render.html"),
        "filters": [{"type": "lua", "path": str(HERE / "render.lua")}],
        "section-divs": True,
        "table-of-contents": bool(page.meta.get("toc", project.html.get("toc", False))),
        "toc-depth": 3,
        "html-math-method": {"method": "mathml"},
        "variables": template_variables(project, page),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        json.dump(defaults, file)
        file.flush()
        return run_pandoc(source, project.root, page.name, "--defaults", file.name)


def run_pandoc(source: str, folder: Path, name: str, *options: str) -> str:
    """Convert Markdown into HTML, telling pandoc's warnings with the name of the source."""
    done = subprocess.run(
        [PANDOC, *options], cwd=folder, input=source, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        message = first_message(done.stderr) or f"ended with status {done.returncode}"
        raise PageError(name, "pandoc", message)
    for line in done.stderr.splitlines():
        print(f"{name}: {line}", flush=True)
    return done.stdout


def first_message(stderr: str) -> str:
    """Return what a filter or pandoc says, without the filter's own traceback."""
    message = stderr.partition("stack traceback:")[0].strip()
    return message.rpartition(":\n")[2]
