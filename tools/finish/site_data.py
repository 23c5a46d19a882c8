"""Files that pages leave for the site while they render."""

from __future__ import annotations

import shutil
from pathlib import Path


def move(source: Path, output: Path) -> list[Path]:
    """Move files to the same places in the output folder.

    Parameters
    ----------
    source : Path
        The folder that pages write to; it is gone afterwards.
    output : Path
        The site.

    Returns
    -------
    list of Path
        The files in their new place, sorted.
    """
    moved = []
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = output / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            moved.append(path.replace(target))
    shutil.rmtree(source, ignore_errors=True)
    return moved
