"""Run ``quarto render`` and show its progress: a line for each page."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tools.project import Project, ProjectError

PAGE = re.compile(r"\[\s*\d+/\d+\] (\S+)")
CHUNK = re.compile(r"\s*Cell \d+/\d+: '(.*?)'")
ROUTINE = re.compile(
    r"Starting \S+ kernel|Done|Executing '|\s*Cell \d|Output created|Running script|"
    r"\[IPKernelApp\] WARNING|$"
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")

Report = Callable[[str, float], None]


class Progress:
    """Follows the output of Quarto: which page and chunk it is at, and what is worth showing.

    Parameters
    ----------
    report : callable
        Called with the name of each page that is done and the seconds that it took.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.page = self.chunk = ""
        self.start = time.monotonic()

    def read(self, line: str) -> None:
        """Take in one line of output."""
        line = ANSI.sub("", line).rstrip()
        if found := PAGE.match(line):
            self.finish_page()
            self.page, self.chunk, self.start = found[1], "", time.monotonic()
        elif found := CHUNK.match(line):
            self.chunk = found[1]
        if not (found or ROUTINE.match(line)):
            print(f"  {line}", flush=True)

    def finish_page(self) -> None:
        """Report the page that was rendered last, if any."""
        if self.page:
            self.report(self.page, time.monotonic() - self.start)


def render_site(binary: str, project: Project, output: Path, report: Report, *pages: str) -> None:
    """Render every page with Quarto, or some into a site that is there.

    Parameters
    ----------
    binary : str
        The Quarto to use.
    project : Project
        The project.
    output : Path
        The folder for the result, inside the project.
    report : callable
        Called with the name of each page that is done and the seconds that it took.
    *pages : str
        The pages' files; by default all.

    Raises
    ------
    ProjectError
        If Quarto fails, naming the page and the chunk that it was at.
    """
    target = str(output.relative_to(project.root))
    progress = Progress(report)
    with subprocess.Popen(
        [binary, "render", *pages, "--no-execute-daemon", "--output-dir", target],
        cwd=project.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            progress.read(line)
    if process.returncode != 0:
        page = progress.page or ", ".join(pages) or "the project"
        where = f"{page}, chunk {progress.chunk!r}"
        status = process.returncode
        raise ProjectError(f"{where}: quarto render failed, status {status}; see its message above")
    progress.finish_page()
