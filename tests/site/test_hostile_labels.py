"""Labels that would be markup, links, code or fences: on every page they are text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.visits import PAGES, Open
from tools.project import Project
from tools.serve import serve
from tools.setup import ROOT

LABELS = (
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "`{python} x`",
    "`<b>` ::: {{< pagebreak >}}",
    "</script><script>alert(1)</script>",
    "</main>$x$ &lt;i&gt; **",
)
FILES = ("analysis/data/sources.yml", "analysis/naming/families.yml")
KEPT_BY_HAND = re.compile(r"^( +(?:label|name): )(.*)$", re.MULTILINE)
FROM_A_LABEL = "img[src='x'], a[href^='javascript'], main main b, main script:not([type])"


def spoil(text: str) -> str:
    """Begin every label and name with one of the texts."""
    labels = iter(LABELS * 99)

    def longer(found: re.Match[str]) -> str:
        whole = f"{next(labels)} {found[2].strip(chr(39) + chr(34))}"
        return found[1] + "'" + whole.replace("'", "''") + "'"

    return KEPT_BY_HAND.sub(longer, text)


@pytest.fixture(scope="session")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a copy of the project whose labels are hostile."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, root / name)
    for name in (".venv", "node_modules"):
        (root / name).symlink_to(ROOT / name)
    for name in FILES:
        text = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(spoil(text), encoding="utf-8")
    command = [sys.executable, "-m", "tools.build", "--engine", "pandoc"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_site"


@pytest.mark.slow
def test_labels_are_text_on_every_page(spoiled: Path, visit_at: Open) -> None:
    said = ""
    with serve(spoiled, Project(ROOT).path) as address:
        for name in PAGES:
            seen = visit_at(address, name)
            seen.page.wait_for_load_state("networkidle")
            assert seen.problems == [], name
            assert seen.page.locator(FROM_A_LABEL).count() == 0, name
            said += seen.page.locator("main").inner_text()
    for label in LABELS:
        assert label in said
