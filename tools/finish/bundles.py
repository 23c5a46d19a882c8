"""The site's scripts as a few small files, where rolldown is installed; else they stay modules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.finish import plotly_bundle
from tools.setup import ROOT, say

BUNDLER = ROOT / plotly_bundle.BUNDLER
SCRIPT = ROOT / "tools" / "finish" / "bundle.mjs"
FOLDERS = ("assets", "site_libs")
FILE = rf'src="((?:{"|".join(FOLDERS)})/[^"]+\.js)"'
ENTRY = re.compile(rf'<script (?:type="module" {FILE}|{FILE} type="module")></script>')
MODULE = '<script type="module" src="{}"></script>'
TOGETHER = "assets/pages"
IMPORT = re.compile(r"""^import\b[^;'"]*["'](\.[^"']+)["']""", re.MULTILINE)
PRELOAD = re.compile(r'<link rel="modulepreload" href="([^"]+\.js)">\n?')


def bundled(output: Path) -> Callable[[str], str]:
    """Bundle the scripts of a site.

    Parameters
    ----------
    output : Path
        The site, with its pages and its modules.

    Returns
    -------
    callable
        Changes a page so that it asks early for the files that it needs at once, no others.
    """
    pages = [page.read_text(encoding="utf-8") for page in output.glob("*.html")]
    found = {entry for page in pages for entry in entries_of(page)}
    within = {module for entry in found for module in imports_of(output / entry)}
    starting = {entry for entry in found if (output / entry).resolve() not in within}
    node = shutil.which("node")
    if node is None or not BUNDLER.is_dir() or not starting:
        return str
    elsewhere = {entry for entry in found if any(f'/{entry}"' in page for page in pages)}
    starts = [together(output, entries_of(page), starting) for page in pages]
    entries = sorted(elsewhere.union(starts) - {""})
    with TemporaryDirectory(dir=output.parent) as name:
        command = [node, str(SCRIPT), str(output), name, *entries]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            shutil.rmtree(output / TOGETHER, ignore_errors=True)
            say(f"The scripts stay as they are, rolldown does not work: {done.stderr.strip()}")
            return str
        told = json.loads(done.stdout.splitlines()[-1])
        became: dict[str, str] = told["became"]
        modules = {*(output / "assets").rglob("*.js"), *(output / module for module in became)}
        for module in modules - {output / plotly_bundle.TARGET}:
            module.unlink(missing_ok=True)
        shutil.copytree(name, output, dirs_exist_ok=True)
    needs: dict[str, list[str]] = told["needs"]

    def preloading(text: str) -> str:
        first = ENTRY.search(text)
        if first is None:
            return PRELOAD.sub("", text)
        start = name_of([entry for entry in entries_of(text) if entry in starting])
        text = text[: first.start()] + MODULE.format(start) + ENTRY.sub("", text[first.end() :])
        asked = [became[one] for one in PRELOAD.findall(text) if one in became]
        files = needed([start, *asked], needs)
        links = "".join(f'<link rel="modulepreload" href="{one}">\n' for one in files[1:])
        return PRELOAD.sub("", text).replace("</head>", f"{links}</head>", 1)

    return preloading


def needed(files: Iterable[str], needs: dict[str, list[str]]) -> list[str]:
    """List files and all that they import, each once."""
    found = list(dict.fromkeys(files))
    for file in found:
        found += [other for other in needs[file] if other not in found]
    return found


def together(output: Path, entries: list[str], starting: set[str]) -> str:
    """Write the one module that imports those that a page starts with; return its name."""
    entries = [entry for entry in entries if entry in starting]
    start = name_of(entries)
    if len(entries) > 1:
        (output / TOGETHER).mkdir(parents=True, exist_ok=True)
        lines = [f"import '../../{entry}';\n" for entry in entries]
        (output / start).write_text("".join(lines), encoding="utf-8")
    return start


def name_of(entries: list[str]) -> str:
    """Name the module that imports several; a single one is its own."""
    if len(entries) < 2:
        return "".join(entries)
    names = ["-".join(Path(entry).with_suffix("").parts[1:]) for entry in entries]
    return f"{TOGETHER}/{'_'.join(names)}.js"


def imports_of(module: Path) -> set[Path]:
    """Return the modules that one imports itself."""
    names = IMPORT.findall(module.read_text(encoding="utf-8"))
    return {(module.parent / name).resolve() for name in names}


def entries_of(page: str) -> list[str]:
    """Return the modules that a page starts with."""
    return [one or other for one, other in ENTRY.findall(page)]
