"""The order of the house: layers are folders, and imports go down only."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.setup import ROOT

ANALYSIS = ROOT / "analysis"

# DESIGN, "The house": a folder imports itself and what stands here, nothing else.
BELOW: dict[str, set[str]] = {
    "data": set(),
    "naming": {"data"},
    "stats": {"data"},
    "runs": {"data", "naming", "stats"},
    "drawing": {"data", "naming", "stats", "runs"},
    "pages": {"data", "naming", "stats", "runs", "drawing"},
    "publish": {"data", "naming", "stats", "runs", "drawing"},
    "refresh": {"data", "naming", "runs"},
}
LONGEST_FILE = 300


def modules(folder: str) -> list[Path]:
    return sorted((ANALYSIS / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Name all modules that a file imports, wherever in it, and what it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def libraries(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


def test_every_folder_and_no_loose_module_has_a_place_in_the_order() -> None:
    folders = {path.parent.name for path in ANALYSIS.glob("*/__init__.py")}
    assert folders == set(BELOW)
    assert {path.name for path in ANALYSIS.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("folder", BELOW)
def test_a_folder_says_in_a_line_what_belongs_there(folder: str) -> None:
    text = (ANALYSIS / folder / "__init__.py").read_text(encoding="utf-8")
    assert len((ast.get_docstring(ast.parse(text)) or "\n").splitlines()) == 1


@pytest.mark.parametrize("folder", BELOW)
def test_imports_go_down_only(folder: str) -> None:
    used = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if name.startswith("analysis.") and name.split(".")[1] not in BELOW[folder] | {folder}
    }
    assert used == set()


def test_a_page_imports_no_other_page() -> None:
    used = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("pages")
        for name in imports(path)
        if name.startswith("analysis.pages.")
        and path.parent.name != "pages"
        and (ANALYSIS / "pages" / name.split(".")[2]).is_dir()
        and name.split(".")[2] != path.relative_to(ANALYSIS / "pages").parts[0]
    }
    assert used == set()


def test_only_claims_and_pages_use_claims() -> None:
    """A table comes from a study: nothing else may look into a file of claims."""
    used = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in ANALYSIS.rglob("*.py")
        for name in imports(path)
        if name.startswith("analysis.pages.")
        and name.split(".")[2] != "claims"
        and any(part.endswith("claims") for part in name.split(".")[3:])
        and not path.stem.endswith("claims")
    }
    assert used == set()


def test_nothing_in_the_house_needs_the_tools_or_the_tests() -> None:
    for path in ANALYSIS.rglob("*.py"):
        assert libraries(path) & {"tools", "tests"} == set(), path


@pytest.mark.parametrize("folder", ["data", "naming", "stats"])
def test_the_lower_layers_know_nothing_of_drawing(folder: str) -> None:
    for path in modules(folder):
        assert libraries(path) & {"plotly", "kaleido"} == set(), path


def test_no_file_is_long() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("analysis", "tools", "assets")
        for suffix in ("*.py", "*.js")
        for path in (ROOT / folder).rglob(suffix)
    }
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_a_page_that_shows_a_table_waits_for_no_slow_library() -> None:
    program = (
        "import sys; from analysis import lead_run, run_table; run_table(lead_run());"
        "print(*sorted({'plotly', 'statsmodels', 'scipy', 'requests'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
