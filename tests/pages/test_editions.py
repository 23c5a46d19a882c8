"""Every page is built from whatever a refresh accepts, and says nothing that cannot be meant."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import editions
from tools.setup import ROOT

PAGES = sorted(path.name for path in ROOT.glob("*.qmd") if path.name != "404.qmd")
USUAL = (
    ("no runs",),
    ("one accuracy",),
    ("the leading run has one row", "a test set of four rows"),
    ("a new device with a newer PyTorch", "number formats that nobody listed", "no training"),
    ("families that nobody knows", "names that would be markup", "a name without versions"),
)
SHOWN_AS_DATA = re.compile(r"<script.*?</script>|`[^`\n]*`|<[^>]*>", re.DOTALL)
MEANINGLESS = re.compile(r"\b(nan|NaT|inf|20\d\d\.0|0 of 0)\b|<NA>|\{python\}")


def texts(names: tuple[str, ...], folder: Path) -> dict[str, dict[str, str]]:
    """Run all pages on an edition changed in these ways; ``text`` and ``error`` by page."""
    editions.make(names, folder)
    places = {"ANALYSIS_SNAPSHOT": str(folder / "snapshot"), "SITE_DATA": str(folder / "site")}
    command = [sys.executable, "-m", "tests.support.run_pages", *PAGES]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **places}, capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "names",
    [
        *(pytest.param(names, id=", ".join(names)) for names in USUAL),
        *(pytest.param((name,), id=name, marks=pytest.mark.slow) for name in editions.MUTATIONS),
    ],
)
def test_every_page_is_built_and_makes_sense(names: tuple[str, ...], tmp_path: Path) -> None:
    found = texts(names, tmp_path)
    assert {page: run["error"] for page, run in found.items() if run["error"]} == {}
    odd = {
        page: MEANINGLESS.findall(SHOWN_AS_DATA.sub(" ", run["text"]))
        for page, run in found.items()
    }
    assert {page: words for page, words in odd.items() if words} == {}
