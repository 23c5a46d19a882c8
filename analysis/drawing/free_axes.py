"""The chart with free axes: its own page, and its place and well-chosen views on the others.

An axis is an id that ``assets/explore/axes.js`` knows: ``top1.<test set>``, ``top5.<test set>``,
``top1.mean``, ``speed.<run>``, ``time.<run>``, ``params``, ``gmacs``, ``activations``, ``size`` or
``year``. Colour is ``kind``, ``pretraining``, ``size`` or an axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from analysis.drawing.markup import Html, link, tag, text
from analysis.drawing.preload import needed_at_once
from analysis.runs.devices import lead_run, run_of_device

View = dict[str, str]

LEAD_EAGER = lead_run().removesuffix("-dynamo")
METHOD = "explore.html#method"

_LEAD = "RTX 5090"


def views() -> dict[str, View]:
    """Give the views that the page of its own offers: what they show -> the query's parameters."""
    i7 = run_of_device("i7_12700h")
    return {
        "Accuracy against time per image on the RTX 5090": {},
        "Sketch against ImageNet, by pre-training": {
            "x": "top1.imagenet",
            "y": "top1.sketch",
            "color": "pretraining",
        },
        "A against its clean images, by kind": {
            "x": "top1.imagenet-a-clean",
            "y": "top1.imagenet-a",
        },
        "The Core i7 against the RTX 5090": {"x": f"speed.{lead_run()}", "y": f"speed.{i7}"},
        "Compiled against eager on the RTX 5090": {
            "x": f"speed.{LEAD_EAGER}",
            "y": f"speed.{lead_run()}",
        },
        "Time against activations on the RTX 5090": {"x": "activations", "y": f"time.{lead_run()}"},
        "Time against multiply-accumulates on the Core i7": {"x": "gmacs", "y": f"time.{i7}"},
        "Accuracy against parameters, by pre-training": {"x": "params", "color": "pretraining"},
        "Mean accuracy against time, by the year of the paper": {"y": "top1.mean", "color": "year"},
    }


def page_views() -> dict[str, dict[str, View]]:
    """Give the views that other pages offer, each page's own first: page -> as `views` does."""
    i7 = run_of_device("i7_12700h")
    rtx3090, rtx4090 = (f"infer-amp-nchw-pt240-cu124-{device}" for device in ("rtx3090", "rtx4090"))
    time, speed = f"time.{lead_run()}", f"speed.{lead_run()}"
    return {
        "params": {
            f"Time against activations on the {_LEAD}": _view("activations", time, "size"),
            "Time against multiply-accumulates on the Core i7": _view("gmacs", f"time.{i7}"),
            f"Activations against parameters, by time on the {_LEAD}": _view(
                "params", "activations", time
            ),
            f"Accuracy against parameters, by time on the {_LEAD}": _view(
                "params", "top1.imagenet", time
            ),
            "Training time per image against parameters": _view(
                "params", f"time.{lead_run('train')}", "size"
            ),
        },
        "hardware": {
            f"The Core i7 against the {_LEAD}": _view(speed, f"speed.{i7}"),
            f"Compiled against eager on the {_LEAD}": _view(f"speed.{LEAD_EAGER}", speed),
            "The RTX 4090 against the 3090, both eager": _view(
                f"speed.{rtx3090}", f"speed.{rtx4090}"
            ),
            f"The {_LEAD} against the Core i7, by activations": _view(
                f"speed.{i7}", speed, "activations"
            ),
        },
        "robustness": {
            "Sketch against ImageNet": _view("top1.imagenet", "top1.sketch", "pretraining"),
            "A against its clean images": _view(
                "top1.imagenet-a-clean", "top1.imagenet-a", "pretraining"
            ),
            "R against its clean images": _view(
                "top1.imagenet-r-clean", "top1.imagenet-r", "pretraining"
            ),
            "V2 against ImageNet": _view("top1.imagenet", "top1.imagenetv2", "pretraining"),
            "Sketch against ImageNet, by the year of the paper": _view(
                "top1.imagenet", "top1.sketch", "year"
            ),
        },
        "progress": {
            "Top-1 by the year of the family’s paper": _view("year", "top1.imagenet"),
            f"Throughput on the {_LEAD} by year": _view("year", speed),
            "Parameters by year": _view("year", "params"),
            f"Accuracy against time on the {_LEAD}, by year": _view(time, "top1.imagenet", "year"),
            "Mean of all test sets by year, by pre-training": _view(
                "year", "top1.mean", "pretraining"
            ),
        },
    }


def _view(x: str, y: str, color: str = "kind") -> View:
    return {"x": x, "y": y, "color": color}


def view_links() -> Html:
    """Write the views of the page of its own as a list of links."""
    return Html(_links("explore", views()))


def shell() -> Html:
    """Write what the page of its own starts with: an empty chart, and what it needs at once."""
    parts = [
        needed_at_once("explore"),
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
        A key of `page_views`: the page's file name without ``.qmd``. The first of its views is what
        the chart shows where the address asks for nothing.
    """
    offered = page_views()[page]
    parts = [
        tag("summary", "Choose other axes: any device, test set or measure"),
        _links(page, offered, class_="chart-views", aria_label="Views to start from"),
        _chart(next(iter(offered.values())), hidden=True),
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
        f"with the accuracies, {link('as CSV', 'downloads/joined.csv')} or by table on the page "
        f"about {link('the data', 'data.html')}."
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
        tag("details", "<summary>The data as a table</summary>", class_="chart-data"),
    ]
    return tag(
        "div",
        "".join(parts),
        id="explore",
        class_="chart",
        role="group",
        aria_label="Chart with free axes",
        style="--height:600px;--phone-height:460px",
        hidden=hidden,
        **{f"data_{name}": value for name, value in usual.items()},
    )
