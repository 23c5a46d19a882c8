"""The chart with free axes: what its page starts with, and where its well-chosen views are."""

from __future__ import annotations

from urllib.parse import urlencode

from analysis.drawing.markup import Html, link, tag
from analysis.page import ROOT
from analysis.sources import LEAD_RUN, run_of_device

LEAD_EAGER = LEAD_RUN.removesuffix("-dynamo")


def views() -> dict[str, dict[str, str]]:
    """Give the views that the page offers: what they show -> the query's parameters."""
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
        "The Core i7 against the RTX 5090": {"x": f"speed.{LEAD_RUN}", "y": f"speed.{i7}"},
        "Compiled against eager on the RTX 5090": {
            "x": f"speed.{LEAD_EAGER}",
            "y": f"speed.{LEAD_RUN}",
        },
        "Time against activations on the RTX 5090": {"x": "activations", "y": f"time.{LEAD_RUN}"},
        "Time against multiply-accumulates on the Core i7": {"x": "gmacs", "y": f"time.{i7}"},
        "Accuracy against parameters, by pre-training": {"x": "params", "color": "pretraining"},
    }


def view_links() -> Html:
    """Write the views as a list of links."""
    items = "".join(
        tag("li", link(name, f"explore.html?{urlencode(query)}" if query else "explore.html"))
        for name, query in views().items()
    )
    return Html(tag("ul", items))


def shell() -> Html:
    """Write what the page starts with: an empty chart, and what its script will need at once."""
    scripts = sorted(path.name for path in (ROOT / "assets" / "explore").glob("*.js"))
    without = (
        "This chart needs JavaScript. Without it: "
        + link("its first view", "inference.html")
        + " as a picture, and its data, every benchmark run joined with the accuracies, "
        + link("as CSV", "downloads/joined.csv")
        + " or by table on the page about "
        + link("the data", "data.html")
        + "."
    )
    chart = [
        tag("p", "Free axes", class_="chart-title"),
        tag("p", "", class_="chart-subtitle"),
        tag("div", "", class_="chart-tools"),
        tag("ul", "", class_="chart-legend"),
        tag("div", "", class_="chart-plot"),
        tag("noscript", tag("p", without)),
        tag("div", "", class_="chart-card", hidden=True),
        tag("p", "", class_="chart-source"),
        tag("details", "<summary>The data as a table</summary>", class_="chart-data"),
    ]
    parts = [
        '<link rel="preload" href="data/weights.json" as="fetch" crossorigin>',
        *(f'<link rel="modulepreload" href="assets/explore/{script}">' for script in scripts),
        tag(
            "div",
            "".join(chart),
            id="explore",
            class_="chart",
            role="group",
            aria_label="Chart with free axes",
            style="--height:600px;--phone-height:460px",
        ),
        '<script type="module" src="assets/explore/view.js"></script>',
    ]
    return Html("\n".join(parts))
