"""How long builds take: of the site, of trivial pages, of a grown snapshot, of the original."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly
import yaml

from tools.project import Project
from tools.setup import ROOT

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "_site", ".site-data", ".build", ".quarto", "__pycache__"
)
INSTALLED = (".venv", "node_modules")
PICTURES = Path(".build/charts")
DREW = re.compile(r"Drew \d+ pictures")
TRIVIAL = """---
title: "{name}"
---

```{{python}}
#| label: one
1 + 1
```
"""
# Under names that keep them out of the site itself.
ORIGINAL = {"_quarto.yml": "site.yml", "index.qmd": "page.md"}
FOREIGN = re.compile(r"<script[^>]* src=\"https?://[^\"]*\"[^>]*></script>")
FOREIGN_IMPORT = re.compile(r"<script type=\"module\">import \"https?://[^\"]*\"</script>")


@dataclass(frozen=True)
class Build:
    """A build that was timed.

    Parameters
    ----------
    seconds, cpu : float
        By the clock, and of all its processes.
    output : str
        What it printed.
    """

    seconds: float
    cpu: float
    output: str


class BuildError(Exception):
    """A build failed; says what it printed."""


def timed(command: list[str], folder: Path, **environment: str) -> Build:
    """Run a command and time it.

    Raises
    ------
    BuildError
        If it fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command)} failed:\n{done.stdout}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Build(seconds, cpu, done.stdout)


def copy(target: Path, *, pictures: bool = True) -> Path:
    """Copy the project, and share what was installed and, if asked, the pictures drawn so far."""
    shutil.copytree(ROOT, target, ignore=LEFT_BEHIND)
    for name in INSTALLED:
        if (ROOT / name).exists():
            (target / name).symlink_to(ROOT / name)
    if pictures and (ROOT / PICTURES).is_dir():
        shutil.copytree(ROOT / PICTURES, target / PICTURES)
    return target


def build(folder: Path, engine: str) -> Build:
    """Build a project, pictures aside: where some had to be drawn, build it again."""
    command = [".venv/bin/python", "-m", "tools.build", "--engine", engine]
    done = timed(command, folder)
    return timed(command, folder) if DREW.search(done.output) else done


def trivial(folder: Path) -> Path:
    """Reduce a copy of the project to pages with one trivial cell each, under the same names."""
    file = folder / "_quarto.yml"
    config: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for key in ("post-render", "resources"):
        config["project"].pop(key, None)
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    for page in Project(folder).pages():
        page.write_text(TRIVIAL.format(name=page.stem), encoding="utf-8")
    return folder


def original(folder: Path, quarto: str) -> Path:
    """Build the original page and return its site.

    Its plotly comes from the same host as the page. Its other scripts from other hosts (MathJax,
    jQuery, require.js) are left out, which is in its favour.
    """
    folder.mkdir()
    for name, source in ORIGINAL.items():
        shutil.copyfile(Path(__file__).parent / "original" / source, folder / name)
    timed([quarto, "render"], folder, QUARTO_PYTHON=sys.executable, PYTHONPATH=str(ROOT))
    site = folder / "_site"
    page = site / "index.html"
    text = FOREIGN_IMPORT.sub("", FOREIGN.sub("", page.read_text(encoding="utf-8")))
    script = '<script charset="utf-8" src="plotly.min.js"></script>\n</head>'
    page.write_text(text.replace("</head>", script, 1), encoding="utf-8")
    shutil.copyfile(
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js", site / "plotly.min.js"
    )
    return site
