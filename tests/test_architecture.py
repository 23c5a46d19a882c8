"""The order of the house: data flows one way, and what is everyone's stands on nothing."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tools.setup import ROOT

ANALYSIS = ROOT / "analysis"

# DESIGN: sources -> datasets -> tables -> {regression, frontier} -> figures -> page. No stage may
# use a later one, not even through others. `uncertainty` is arithmetic on numbers alone, so that
# the joined table can carry intervals.
STAGES = [["sources"], ["datasets"], ["tables"], ["regression", "frontier"], ["figures"], ["page"]]
LEAVES = ["errors", "format", "metrics", "names", "theme"]


def module_of(path: Path) -> str:
    """Name a module below `analysis`; a package is one module."""
    return path.relative_to(ANALYSIS).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Name all modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


FILES = sorted(set(ANALYSIS.rglob("*.py")) - set(ANALYSIS.glob("__*.py")))
IMPORTED = {path: imports(path) for path in FILES}
MODULES = {module_of(path) for path in FILES}
GRAPH: dict[str, set[str]] = {module: set() for module in MODULES}
for path, names in IMPORTED.items():
    parts = [name.split(".") for name in names if name.startswith("analysis.")]
    GRAPH[module_of(path)] |= {part[1] for part in parts if part[1] in MODULES} - {module_of(path)}


def reached(module: str) -> set[str]:
    """Name everything that a module uses, itself or through others."""
    found: set[str] = set()
    ahead = [module]
    while ahead:
        new = GRAPH[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def test_no_module_uses_itself_through_others() -> None:
    assert list(TopologicalSorter(GRAPH).static_order())


@pytest.mark.parametrize("module", LEAVES)
def test_what_everyone_may_use_uses_nothing_of_the_house(module: str) -> None:
    assert GRAPH[module] == set()


def test_intervals_know_nothing_but_the_test_sets() -> None:
    assert GRAPH["uncertainty"] == {"metrics"}


@pytest.mark.parametrize("place", range(len(STAGES)))
def test_no_stage_uses_a_later_one(place: int) -> None:
    later = {module for stage in STAGES[place + 1 :] for module in stage}
    for module in STAGES[place]:
        assert reached(module) & later == set(), module


@pytest.mark.parametrize("module", ["sources", "datasets", "tables", "regression", "frontier"])
def test_data_knows_nothing_of_drawing(module: str) -> None:
    assert reached(module) & {"drawing", "figures", "page", "theme"} == set()


def libraries(module: str) -> set[str]:
    """Name the packages that a module imports."""
    files = [path for path in FILES if module_of(path) == module]
    return {name.partition(".")[0] for path in files for name in IMPORTED[path]}


def test_nothing_of_the_house_needs_the_tools_or_the_tests() -> None:
    for module in MODULES:
        assert libraries(module) & {"tools", "tests"} == set(), module


def test_a_page_that_shows_a_table_waits_for_no_slow_library() -> None:
    for module in {"tables", "frontier"} | reached("tables"):
        assert libraries(module) & {"plotly", "statsmodels"} == set(), module
