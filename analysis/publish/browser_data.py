"""Small tables as files, which the browser fetches when a reader asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.drawing.embed import dumps
from analysis.drawing.page import SITE_DATA


def write(name: str, data: Mapping[str, Any], folder: Path = SITE_DATA / "data") -> None:
    """Write plain data as JSON where the step after rendering takes it from.

    Parameters
    ----------
    name : str
        Of the file, which the scripts in ``assets`` know.
    data : mapping
        What can be written as JSON.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(dumps(data), encoding="utf-8")
