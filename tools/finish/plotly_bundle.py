"""The one copy of plotly.js that all pages share."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

from tools.setup import say

SOURCE = Path("node_modules/plotly.js")
BUNDLER = Path("node_modules/rolldown")
SCRIPT = Path(__file__).with_name("plotly.mjs")
BUILT = Path(".build/plotly")
TARGET = Path("assets/plotly.min.js")


def bundle(root: Path) -> Path:
    """Return the smallest plotly.js at hand that plotly.py's figures are made for.

    Parameters
    ----------
    root : Path
        The project.

    Returns
    -------
    Path
        What the charts use of plotly.js, where npm has installed its source in exactly the version
        that plotly.py carries, and rolldown, else the full bundle that plotly.py carries.
    """
    full = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    package = root / SOURCE / "package.json"
    node = shutil.which("node")
    if node is None or not package.is_file() or not (root / BUNDLER).is_dir():
        return full
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    if version != get_plotlyjs_version():
        say(
            f"package.json has plotly.js {version}, plotly.py carries {get_plotlyjs_version()}: "
            "using the larger bundle of plotly.py"
        )
        return full
    recipe = [SCRIPT.read_bytes(), package.read_bytes(), (root / "package-lock.json").read_bytes()]
    target = root / BUILT / f"{hashlib.sha256(b''.join(recipe)).hexdigest()[:16]}.js"
    if not target.is_file():
        part = target.with_name(f"{os.getpid()}.js")
        command = [node, str(SCRIPT), str((root / SOURCE).resolve()), str(part)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"Using the larger plotly.js, the smaller is not made: {done.stderr.strip()}")
            return full
        part.replace(target)
    return target


def copy(root: Path, output: Path) -> Path:
    """Copy plotly.js to where ``assets/chart.js`` loads it from."""
    target = output / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundle(root), target)
    return target
