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

ASSETS = "assets"
BUNDLER = ROOT / "node_modules" / "rolldown"
SCRIPT = ROOT / "tools" / "finish" / "bundle.mjs"
ENTRY = re.compile(rf'<script type="module" src="{ASSETS}/([^"]+\.js)"></script>')
PRELOAD = re.compile(rf'<link rel="modulepreload" href="{ASSETS}/([^"]+\.js)">\n?')


def bundled(output: Path) -> Callable[[str], str]:
    """Bundle the scripts of a site.

    Parameters
    ----------
    output : Path
        The site, with its pages and its modules under ``assets``.

    Returns
    -------
    callable
        Changes a page so that it asks early for the files that it needs at once, no others.
    """
    assets = output / ASSETS
    pages = [page.read_text(encoding="utf-8") for page in output.glob("*.html")]
    entries = sorted({entry for page in pages for entry in ENTRY.findall(page)})
    node = shutil.which("node")
    if node is None or not BUNDLER.is_dir() or not entries:
        return str
    with TemporaryDirectory(dir=output.parent) as name:
        command = [node, str(SCRIPT), str(assets), name, *entries]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"The scripts stay as they are, rolldown does not work: {done.stderr.strip()}")
            return str
        for module in assets.rglob("*.js"):
            if module != output / plotly_bundle.TARGET:
                module.unlink()
        shutil.copytree(name, assets, dirs_exist_ok=True)
    told = json.loads(done.stdout)
    became: dict[str, str] = told["became"]
    needs: dict[str, list[str]] = told["needs"]

    def needed(file: str, known: set[str]) -> Iterator[str]:
        if file not in known:
            known.add(file)
            yield file
            for other in needs[file]:
                yield from needed(other, known)

    def preloading(text: str) -> str:
        starts = ENTRY.findall(text)
        wanted = dict.fromkeys([*starts, *(became[one] for one in PRELOAD.findall(text))])
        known: set[str] = set()
        files = [file for start in wanted for file in needed(start, known) if file not in starts]
        links = "".join(
            f'<link rel="modulepreload" href="{ASSETS}/{file}">\n' for file in dict.fromkeys(files)
        )
        return PRELOAD.sub("", text).replace("</head>", f"{links}</head>", 1)

    return preloading
