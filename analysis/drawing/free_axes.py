"""The chart with free axes: its own page, and its place and views on the others."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from analysis.drawing.chart_block import DISCLOSURES
from analysis.drawing.free_views import View, page_views, views
from analysis.drawing.markup import Html, link, tag, text
from analysis.drawing.preload import needed_at_once

METHOD = "explore.html#method"


def view_links() -> Html:
    """Write the views of the page of its own as a list of links."""
    return Html(_links("explore", views()))


def shell() -> Html:
    """Write what the page of its own starts with: an empty chart, and what it needs at once."""
    parts = [
        needed_at_once("explore", "data/weights.json"),
        _chart({}),
        _without(link("its first view", "inference.html") + " as a picture, and "),
        _SCRIPT,
    ]
    return Html("\n".join(parts))


def free_axes(page: str) -> Html:
    """Write the chart behind a disclosure of another page, which fetches nothing until opened.

    Parameters
    ----------
    page : str
        A key of `analysis.drawing.free_views.page_views`: the page's file name without ``.qmd``.
        The first of its views is what the chart shows where the address asks for nothing; without
        any it shows the usual axes.
    """
    offered = page_views()[page]
    parts = [
        tag("summary", "Choose other axes: any device, test set or measure"),
        _links(page, offered, class_="chart-views", aria_label="Views to start from"),
        _chart(next(iter(offered.values()), {}), hidden=True),
        tag("p", "What a point is, and where its figures are from: " + link("method", METHOD)),
        _without(""),
    ]
    return Html(tag("details", "\n".join(parts), id="free-axes", class_="free-axes") + _SCRIPT)


_SCRIPT = '<script type="module" src="assets/explore/mount.js"></script>'


def _links(page: str, offered: Mapping[str, View], **attributes: object) -> str:
    items = (
        tag("li", link(name, f"{page}.html?{urlencode(view)}" if view else f"{page}.html"))
        for name, view in offered.items()
    )
    return tag("ul", "".join(items), **attributes)


def _without(first: str) -> str:
    words = (
        f"This chart needs JavaScript. Without it: {first}its data, every benchmark run joined "
        f"with the accuracies, as CSV or by table on the page about "
        f"{link('the data', 'data.html#downloads')}."
    )
    return tag("noscript", tag("p", words))


def _chart(usual: View, *, hidden: bool = False) -> str:
    parts = [
        tag("p", text("Free axes"), class_="chart-title"),
        tag("p", "", class_="chart-subtitle"),
        tag("div", "", class_="chart-tools"),
        tag("ul", "", class_="chart-legend"),
        tag("div", "", class_="chart-plot"),
        tag("div", "", class_="chart-card", hidden=True),
        tag("p", "", class_="chart-source"),
        DISCLOSURES,
    ]
    return tag(
        "div",
        "".join(parts),
        id="explore",
        class_="chart",
        role="group",
        aria_label="Chart with free axes",
        style="--height:600px;--least:352px;--phone-height:460px",
        hidden=hidden,
        **{f"data_{name}": value for name, value in usual.items()},
    )
