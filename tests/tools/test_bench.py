"""The bench: how it judges, how it serves, what it compares with. Its timings are not tested."""

from __future__ import annotations

import gzip
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml

from tools.bench import budgets, builds, history, serving
from tools.project import Project

FIGURES: dict[str, float | None] = {
    "cold_kb": 650.0,
    "requests": 13,
    "warm_kb": None,
    "first_paint_s": 0.71,
    "charts_s": 1.2,
    "shift": 0.0,
    "long_tasks_ms": 1234.5,
}


def test_a_budget_is_kept_up_to_its_limit_and_never_without_a_value() -> None:
    budget = budgets.Budget("x", 2, "s")
    assert [budget.kept(value) for value in (1.0, 2.0, 2.01, None)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1234.5, "kB", "1,234 kB"),
        (0.708, "s", "0.71 s"),
        (1.3, "times", "1.30 times"),
        (0.0004, "", "0.000"),
        (None, "kB", "–"),
    ],
)
def test_figures_are_written_with_their_units(value: float | None, unit: str, words: str) -> None:
    assert budgets.write(value, unit) == words


def test_pages_stand_beneath_the_budgets_and_beside_the_original() -> None:
    lines = budgets.page_table({"index.html": FIGURES}, FIGURES).splitlines()
    assert [line.partition(" ")[0] for line in lines[2:]] == ["budget", "index.html", "the"]
    assert "600 kB" in lines[2]
    cells = [cell.strip() for cell in lines[3].split(" | ")]
    assert cells[1:5] == ["650 kB (over)", "13 files (over)", "– (over)", "0.71 s (over)"]
    assert cells[-1] == "1,234 ms"
    explore = budgets.page_table({"explore.html": FIGURES}, None).splitlines()[3]
    assert explore.split(" | ")[1].strip() == "650 kB"


def test_verdicts_name_what_is_over() -> None:
    kept, over, unknown = (budgets.Budget(name, 1, "s") for name in ("a", "b", "c"))
    lines = budgets.verdicts({kept: 1.0, over: 1.5, unknown: None}).splitlines()[2:]
    assert [line.split(" | ")[-1].strip() for line in lines] == ["kept", "over", "not measured"]


def test_every_run_adds_its_figures_to_the_history(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    measured = {"engine": "quarto", "build": {"seconds": 12.3}, "pages": {"a.html": FIGURES}}
    history.add(file, measured)
    history.add(file, {"engine": "quarto", "build": {"seconds": 11}})
    rows = [line.split(",") for line in file.read_text("utf-8").splitlines()]
    assert rows[0] == ["time", "commit", "engine", "figure", "value"]
    told = [(row[3], float(row[4])) for row in rows[1:]]
    assert told[0] == ("build.seconds", 12.3)
    assert ("pages.a.html.first_paint_s", 0.71) in told
    assert not [name for name, _ in told if name.endswith("warm_kb")]
    assert told[-1] == ("build.seconds", 11)


def test_files_are_served_compressed_and_may_be_kept(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("page " * 100, encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    with serving.serve(tmp_path, "/x/") as address:
        for name in ("", "index.html"):
            with urllib.request.urlopen(address + name) as got:
                body = got.read()
                assert got.headers["Content-Encoding"] == "gzip"
                assert got.headers["Cache-Control"] == "max-age=600"
                assert got.headers.get_content_type() == "text/html"
            assert gzip.decompress(body).decode() == "page " * 100
        with urllib.request.urlopen(address + "a.png") as got:
            assert got.headers["Content-Encoding"] is None
            assert got.read() == b"\x89PNG"


def test_a_command_is_timed_and_its_failure_told(tmp_path: Path) -> None:
    done = builds.timed([sys.executable, "-c", "print(sum(range(10**6)))"], tmp_path)
    assert done.output == "499999500000\n"
    assert 0 < done.cpu < 30
    with pytest.raises(builds.BuildError, match="went wrong"):
        builds.timed([sys.executable, "-c", "raise SystemExit('went wrong')"], tmp_path)


def test_the_trivial_project_has_the_same_pages_and_nothing_to_compute(tmp_path: Path) -> None:
    config = {"project": {"render": ["*.qmd"], "post-render": "x", "resources": ["y"]}}
    (tmp_path / "_quarto.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for name in ("index", "b"):
        (tmp_path / f"{name}.qmd").write_text("real", encoding="utf-8")
    project = Project(builds.trivial(tmp_path))
    assert [page.name for page in project.pages()] == ["b.qmd", "index.qmd"]
    assert all("1 + 1" in page.read_text(encoding="utf-8") for page in project.pages())
    assert project.config["project"] == {"render": ["*.qmd"]}


def test_nothing_that_is_built_or_installed_is_copied_for_a_build() -> None:
    names = [".git", ".venv", "_site", ".build", "analysis", "index.qmd"]
    assert builds.LEFT_BEHIND("", names) == set(names) - {"analysis", "index.qmd"}
