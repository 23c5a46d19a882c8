"""The words of all tags as a file, which the browser fetches when a reader asks for them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.drawing.embed import dumps
from analysis.drawing.page import SITE_DATA

FILE = SITE_DATA / "data" / "tags.json"


def write(tags: pd.DataFrame, file: Path = FILE) -> None:
    """Write what each tag says; ``assets/chart/tags.js`` reads it.

    Parameters
    ----------
    tags : DataFrame
        ``tag`` and ``words``.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    said = dict(zip(tags["tag"], tags["words"], strict=True))
    file.write_text(dumps(said), encoding="utf-8")
