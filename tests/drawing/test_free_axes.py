"""The chart with free axes: the views that pages offer, and what they start with."""

from __future__ import annotations

import pytest

from analysis.drawing import free_axes
from tests.support.free_axes import COLORS, axes
from tools.setup import ROOT

PAGES = free_axes.page_views()


@pytest.mark.parametrize("page", ["explore", *PAGES])
def test_the_views_name_what_the_data_has(page: str) -> None:
    views = PAGES.get(page, free_axes.views())
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
