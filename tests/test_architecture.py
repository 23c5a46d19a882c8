"""The order of the house: layers are folders, and imports go down only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable
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
    "estimate": {"data", "naming", "stats", "runs"},
    "drawing": {"data", "naming", "stats", "runs", "estimate"},
    "pages": {"data", "naming", "stats", "runs", "estimate", "drawing"},
    "publish": {"data", "naming", "stats", "runs", "estimate", "drawing"},
    "refresh": {"data", "naming", "runs", "estimate"},
    "cli": {"data", "naming", "runs", "estimate", "pages", "publish", "refresh"},
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


def wrong(paths: Iterable[Path], unwanted: Callable[[list[str]], bool]) -> set[str]:
    """Name the imports from the package, in parts, that a file should do without."""
    return {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if name.startswith("analysis.") and unwanted(name.split("."))
    }


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
    allowed = BELOW[folder] | {folder}
    assert wrong(modules(folder), lambda name: name[1] not in allowed) == set()


def test_a_page_imports_no_other_page() -> None:
    pages = ANALYSIS / "pages"
    folders = {path.name for path in pages.iterdir() if path.is_dir()}
    for page in folders:
        others = tuple(f"analysis.pages.{other}." for other in folders - {page})
        used = {name for path in modules(f"pages/{page}") for name in imports(path)}
        assert [name for name in used if name.startswith(others)] == [], page


def is_of_claims(name: list[str]) -> bool:
    page_of_its_own = name[1] == "pages" and name[2] != "claims"
    return page_of_its_own and any(part.endswith("claims") for part in name[3:])


def test_only_claims_and_pages_use_claims() -> None:
    """A table comes from a study: nothing else may look into a file of claims."""
    others = [path for path in modules("") if not path.stem.endswith("claims")]
    assert wrong(others, is_of_claims) == set()


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
