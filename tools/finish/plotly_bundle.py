"""The one copy of plotly.js that all pages share."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

BASIC = Path("node_modules/plotly.js-basic-dist-min")
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
        The basic bundle from npm where that is installed in exactly the version that plotly.py
        carries, else the full bundle that plotly.py carries.
    """
    package = root / BASIC / "package.json"
    if package.is_file():
        version = json.loads(package.read_text(encoding="utf-8"))["version"]
        if version == get_plotlyjs_version():
            return root / BASIC / "plotly-basic.min.js"
        print(
            f"package.json has plotly.js {version}, plotly.py carries {get_plotlyjs_version()}: "
            "using the larger bundle of plotly.py"
        )
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def copy(root: Path, output: Path) -> Path:
    """Copy plotly.js to where ``assets/chart.js`` loads it from."""
    target = output / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundle(root), target)
    return target
