"""Build the site without Quarto: nbclient runs the chunks, pandoc makes the HTML.

For machines that cannot get Quarto, and never what is published. It knows just what the pages
use; what it does not know, it refuses.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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
    render_some(project, project.pages(), output, report)
    copy_resources(project, output)
    project.post_render(output)


def render_page(project: Project, page: Path, output: Path, report: Report) -> None:
    """Render one page into a site that is there; as `render_site` does all of them."""
    render_some(project, [page], output, report)
    copy_resources(project, output)
    project.post_render(output, whole=False)


def render_some(project: Project, paths: list[Path], output: Path, report: Report) -> None:
    """Render pages, and raise what is wrong with each of those that fail."""
    done = asyncio.run(render_pages(project, paths, output, report))
    errors = [error for error in done if error]
    for error in errors:
        if not isinstance(error, PageError):
            raise error
    if errors:
        raise ProjectError("\nERROR: ".join(map(str, errors)))


async def render_pages(
    project: Project, paths: list[Path], output: Path, report: Report
) -> list[BaseException | None]:
    """Render pages, a few at a time; return the error of each, or None."""
    free = asyncio.Semaphore(KERNELS)

    async def build(path: Path) -> None:
        async with free:
            start = time.monotonic()
            page = read_page(path)
            body = await run_page(page, project.root)
            html = await asyncio.to_thread(pandoc, project, page, body)
            if path.name == "404.qmd":
                html = LOCAL_ADDRESS.sub(rf'\1="{project.path}\2"', html)
            (output / path.with_suffix(".html").name).write_text(html, encoding="utf-8")
            report(path.name, time.monotonic() - start)

    return await asyncio.gather(*map(build, paths), return_exceptions=True)


def copy_resources(project: Project, output: Path) -> None:
    """Copy the files that pages refer to."""
    for path in [*project.resources(), project.root / FALLBACK_STYLE]:
        target = output / path.relative_to(project.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def pandoc(project: Project, page: Page, body: str) -> str:
    """Convert the Markdown of a page into HTML, telling pandoc's warnings.

    Raises
    ------
    PageError
        If pandoc or the filter refuses it.
    """
    defaults = {
        "to": "html5",
        "standalone": True,
        "wrap": "none",
        "template": str(HERE / "render.html"),
        "filters": [{"type": "lua", "path": str(HERE / "render.lua")}],
        "section-divs": True,
        "table-of-contents": page.meta.get("toc", True),
        "metadata-files": ["_quarto.yml"],
        "metadata": {"page": Path(page.name).stem},
        "include-in-header": project.html["include-in-header"],
    }
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        json.dump(defaults, file)
        file.flush()
        done = subprocess.run(
            [PANDOC, "--defaults", file.name],
            cwd=project.root,
            input=f"---\n{page.front}---\n\n{body}\n",
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        message = done.stderr.partition("stack traceback:")[0].strip()
        raise PageError(page.name, "pandoc", message.rpartition(":\n")[2])
    for line in done.stderr.splitlines():
        print(f"{page.name}: {line}", flush=True)
    return done.stdout
