"""Every page is built from whatever a refresh accepts, and says nothing that cannot be meant."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import editions
from tools.bench import builds
from tools.setup import ROOT

PAGES = sorted(path.name for path in ROOT.glob("*.qmd") if path.name != "404.qmd")
USUAL = (
    ("no runs",),
    ("the leading run has one row", "a test set of four rows", "names that would be markup"),
)
TOGETHER = (
    ("a new device with a newer PyTorch", "number formats that nobody listed", "no training"),
    ("families that nobody knows", "names that would be markup", "a name without versions"),
)
SHOWN_AS_DATA = re.compile(r"<script.*?</script>|`[^`\n]*`|<[^>]*>", re.DOTALL)
WHOLE_SITES = (
    "as it is",
    "the leading device is absent",
    "eager runs only",
    "no name tells anything",
    "a device with training alone",
    "processors alone",
    "no runs",
    "no test set but ImageNet",
    "all speeds are equal",
    "five accuracies",
    "names that would be markup",
    "hosts and batches in the names of devices",
)
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
        *(
            pytest.param(names, id=", ".join(names), marks=pytest.mark.slow)
            for names in (*TOGETHER, *((name,) for name in editions.MUTATIONS))
        ),
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


def tables(names: tuple[str, ...], folder: Path) -> dict[str, pd.DataFrame]:
    """Give the tables of the snapshot of an edition changed in these ways, by their files."""
    editions.make(names, folder)
    paths = sorted((folder / "snapshot").glob("*/*.csv"))
    return {path.relative_to(folder).as_posix(): pd.read_csv(path, dtype=str) for path in paths}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["semicolons", "tabs", "speeds as JSON"])
def test_the_form_of_a_file_changes_no_figure(form: str, tmp_path: Path) -> None:
    known, found = tables((), tmp_path / "usual"), tables((form,), tmp_path / "other")
    assert list(found) == list(known)
    for file, table in known.items():
        pd.testing.assert_frame_equal(found[file], table)


@pytest.mark.slow
def test_rows_that_failed_are_models_without_a_speed(tmp_path: Path) -> None:
    known = tables((), tmp_path / "usual")
    found = tables(("rows that failed",), tmp_path / "other")
    assert list(found) == list(known)
    for file, table in known.items():
        if "/speed/" in file:
            without = found[file]["samples_per_sec"].isna()
            assert 0 < without.sum() < len(table) / 8
            assert 0 < len(table) - len(found[file]) < len(table) / 8
            both = table.merge(found[file], on=["model", "img_size"])
            kept = both["samples_per_sec_y"].notna()
            assert both.loc[kept, "samples_per_sec_x"].eq(both.loc[kept, "samples_per_sec_y"]).all()


@pytest.mark.slow
@given(st.lists(st.sampled_from(list(editions.MUTATIONS)), min_size=2, max_size=3, unique=True))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_two_or_three_changes_together_build_too(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    found = texts(tuple(names), tmp_path_factory.mktemp("drawn"))
    assert {page: run["error"] for page, run in found.items() if run["error"]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE_SITES)
def test_the_whole_site_is_built(name: str, tmp_path: Path) -> None:
    editions.make([name], tmp_path / "edition")
    project = builds.copy(tmp_path / "project", pictures=False)
    places = {"ANALYSIS_SNAPSHOT": str(tmp_path / "edition" / "snapshot")}
    engine = os.environ.get("ENGINE", "auto")
    command = [str(project / ".venv/bin/python"), "-m", "tools.build", "--engine", engine]
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.stem for path in (project / "_site").glob("*.html")} >= {
        Path(page).stem for page in PAGES
    }
