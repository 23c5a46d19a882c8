"""The chart with free axes: the views that pages offer, and what they start with."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.drawing import free_axes, free_views
from analysis.runs.current_names import current_edition
from tests.support.free_axes import COLORS, axes
from tools.setup import ROOT

PAGES = free_views.page_views()


@pytest.mark.parametrize("page", ["explore", *PAGES])
def test_the_views_name_what_the_data_has(page: str) -> None:
    views = PAGES.get(page, free_views.views())
    for view in views.values():
        assert set(view) <= {"x", "y", "color"}
        assert {view.get("x"), view.get("y")} <= {*axes(), None}
        assert view.get("color", "kind") in {*COLORS, *axes()}
    assert len({tuple(view.items()) for view in views.values()}) == len(views)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_offers_three_to_five_whole_views_and_shows_the_first(page: str) -> None:
    views = list(PAGES[page].values())
    assert 3 <= len(views) <= 5
    assert all(set(view) == {"x", "y", "color"} for view in views)
    html = free_axes.free_axes(page).text
    assert html.count(f'href="{page}.html?x=') == len(views)
    for name, value in views[0].items():
        assert f'data-{name}="{value}"' in html
    assert f'free_axes("{page}")' in (ROOT / f"{page}.qmd").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_disclosure_asks_for_nothing_beforehand(page: str) -> None:
    assert "preload" not in free_axes.free_axes(page).text


def test_the_page_of_its_own_preloads_scripts_that_exist() -> None:
    html = free_axes.shell().text
    assert 'href="assets/explore/axes.js"' in html
    assert 'src="assets/explore/mount.js"' in html
    assert "explore.html?x=" in free_axes.view_links().text


def test_a_view_without_its_run_or_test_set_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    without = current_edition().assign(sketch_top1=np.nan)
    monkeypatch.setattr(free_views, "current_edition", lambda: without)
    monkeypatch.setattr(free_views, "run_of_other_kind", lambda: "")
    for cached in (free_views._known, free_views.page_views):
        monkeypatch.setattr(free_views, cached.__name__, cached.__wrapped__)
    offered = [
        *free_views.views(),
        *(name for page in free_views.page_views().values() for name in page),
    ]
    assert any("V2" in name for name in offered)
    assert not any("Sketch" in name or "Mean" in name or " the :" in name for name in offered)
    assert not any("  " in name or name.endswith("the ") for name in offered)


def test_a_page_without_a_view_shows_the_usual_axes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_axes, "page_views", lambda: {"hardware": {}})
    html = free_axes.free_axes("hardware").text
    assert 'id="explore"' in html
    assert "data-x" not in html
