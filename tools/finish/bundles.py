"""The site's scripts as a few small files, where rolldown is installed; else they stay modules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.finish import plotly_bundle
from tools.setup import ROOT, say

BUNDLER = ROOT / "node_modules" / "rolldown"
SCRIPT = ROOT / "tools" / "finish" / "bundle.mjs"
FOLDERS = ("assets", "site_libs")
FILE = rf'src="((?:{"|".join(FOLDERS)})/[^"]+\.js)"'
ENTRY = re.compile(rf'<script (?:type="module" {FILE}|{FILE} type="module")></script>')
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
    entries = sorted(entry for entry in found if (output / entry).resolve() not in within)
    node = shutil.which("node")
    if node is None or not BUNDLER.is_dir() or not entries:
        return str
    with TemporaryDirectory(dir=output.parent) as name:
        command = [node, str(SCRIPT), str(output), name, *entries]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"The scripts stay as they are, rolldown does not work: {done.stderr.strip()}")
            return str
        told = json.loads(done.stdout.splitlines()[-1])
        became: dict[str, str] = told["became"]
        modules = {*(output / "assets").rglob("*.js"), *(output / module for module in became)}
        asked_for = {output / entry for entry in found}  # by the 404 page too, in other words
        for module in modules - asked_for - {output / plotly_bundle.TARGET}:
            module.unlink()
        shutil.copytree(name, output, dirs_exist_ok=True)
    needs: dict[str, list[str]] = told["needs"]

    def needed(file: str, known: set[str]) -> Iterator[str]:
        if file not in known:
            known.add(file)
            yield file
            for other in needs[file]:
                yield from needed(other, known)

    def preloading(text: str) -> str:
        text = ENTRY.sub(lambda tag: tag[0] if (tag[1] or tag[2]) in entries else "", text)
        starts = entries_of(text)
        asked = [became[one] for one in PRELOAD.findall(text) if one in became]
        wanted = dict.fromkeys([*starts, *asked])
        known: set[str] = set()
        files = [file for start in wanted for file in needed(start, known) if file not in starts]
        links = "".join(f'<link rel="modulepreload" href="{file}">\n' for file in files)
        return PRELOAD.sub("", text).replace("</head>", f"{links}</head>", 1)

    return preloading


def imports_of(module: Path) -> set[Path]:
    """Return the modules that one imports itself."""
    names = IMPORT.findall(module.read_text(encoding="utf-8"))
    return {(module.parent / name).resolve() for name in names}


def entries_of(page: str) -> list[str]:
    """Return the modules that a page starts with."""
    return [one or other for one, other in ENTRY.findall(page)]
