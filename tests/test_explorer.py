"""The page with free axes."""

from __future__ import annotations

from analysis import explorer
from analysis.metrics import TEST_SETS
from analysis.sources import runs

COSTS = {"params", "gmacs", "activations", "size"}


def test_the_views_name_what_the_data_has() -> None:
    known = set(runs()["run"])
    for query in explorer.views().values():
        assert set(query) <= {"x", "y", "color"}
        assert query.get("color", "kind") in {"kind", "pretraining", "size"}
        for axis in (query[name] for name in ("x", "y") if name in query):
            kind, _, name = axis.partition(".")
            assert (
                axis in COSTS
                or (kind == "top1" and name in TEST_SETS)
                or (kind in {"speed", "time"} and name in known)
            ), axis


def test_the_shell_preloads_scripts_that_exist() -> None:
    html = explorer.shell().text
    assert 'href="assets/explore/axes.js"' in html
    assert 'src="assets/explore/view.js"' in html
    assert "explore.html?x=" in explorer.view_links().text
