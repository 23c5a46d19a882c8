"""A chart's block on the page: its words, its legend, its picture, its rows as a file."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.drawing.chart import HOVER, Chart, references
from analysis.drawing.embed import dumps
from analysis.drawing.markup import legend, link, tag, text
from analysis.drawing.theme import NOTHING

# What a reader may open beneath a chart; the page's script fills it.
DISCLOSURES = tag(
    "div",
    tag("details", tag("summary", "The data as a table"), class_="chart-data")
    + tag("details", tag("summary", "How to use this chart"), class_="chart-help"),
    class_="chart-more",
)


def legend_items(chart: Chart) -> list[dict[str, Any]]:
    """Give the items of a chart's legend, as `analysis.drawing.markup.legend` takes them."""
    items: dict[str, dict[str, Any]] = {}
    for trace in chart.traces:
        group = trace.get("legendgroup")
        if not group:
            continue
        item = items.setdefault(group, {"group": group, "label": trace.get("name", group)})
        marks = "markers" in trace.get("mode", "markers")
        if marks and item.get("symbol", "line") == "line":
            item |= _mark(trace)
        elif "symbol" not in item and trace.get("line", {}).get("color"):
            item |= {"symbol": "line", "color": trace["line"]["color"]}
        if "rows" in trace:
            item["count"] = item.get("count", 0) + len(trace["rows"])
    return list(items.values())


def _mark(trace: dict[str, Any]) -> dict[str, Any]:
    marker = trace.get("marker") or {}
    symbol = marker.get("symbol", "circle")
    if marker.get("color") == NOTHING:
        return {"symbol": symbol, "color": marker["line"]["color"], "ring": True}
    return {"symbol": symbol, "color": marker.get("color", "")}


def chart_html(name: str, file: str, data: dict[str, Any], heights: tuple[int, int, int]) -> str:
    """Write a chart as HTML that is whole without scripts, with the data that draws it.

    Parameters
    ----------
    name : str
        What a link on the page calls it.
    file : str
        The name of its files.
    data : dict
        As ``assets/chart/view.js`` takes it.
    heights : tuple of int
        As `analysis.drawing.chart.Chart.heights` gives them.
    """
    most, least, phone = heights
    title = data["title"]
    permalink = f' <a class="chart-link" href="#fig-{name}" aria-label="Link to this chart">#</a>'
    controls = [control for control in ("runs", "finder") if control in data]
    tools = ["chart-tools", *(["two"] if len(controls) == 2 else [])] if controls else []
    parts = [
        tag("p", text(title) + permalink, class_="chart-title"),
        tag("p", text(data["subtitle"]), class_="chart-subtitle"),
        tag("div", "", class_=" ".join(tools)) if tools else "",
        legend(data["legend"], data.get("sizes", ())),
        tag("div", "", class_="chart-plot"),
        _without_script(f"figures/{file}", title, data["csv"]),
        tag("div", "", class_="chart-card", hidden=True),
        tag("p", _source_line(data), class_="chart-source"),
        DISCLOSURES,
        f'<script type="application/json">{dumps(data)}</script>',
    ]
    return tag(
        "div",
        "\n".join(parts),
        class_="chart",
        id=f"chart-{name}",
        role="group",
        aria_label=title,
        data_figure=file,
        style=f"--height:{most}px;--least:{least}px;--phone-height:{phone}px",
    )


def _without_script(picture: str, alt: str, csv: str) -> str:
    dark = f'<source srcset="{picture}-dark.png" media="(prefers-color-scheme: dark)">'
    image = f'<img src="{picture}-light.png" alt="{text(alt)}" loading="lazy">'
    data = tag("p", f"This chart needs JavaScript to be explored; {link('its data as CSV', csv)}.")
    return f"<noscript><picture>{dark}{image}</picture>{data}</noscript>"


def _source_line(data: dict[str, Any]) -> str:
    links = ", ".join(link(name, address) for name, address in data["code"])
    parts = [text(data["origin"]), f"code: {links}" if links else ""]
    return " · ".join(part for part in parts if part)


def csv_table(chart: Chart) -> pd.DataFrame:
    """Give the rows that a chart shows, or what its traces draw where it shows none."""
    if not chart.points.empty:
        columns = [column for column in HOVER if column in chart.points]
        own = [c for c in chart.points.columns if c in references(chart.traces)]
        return chart.points[list(dict.fromkeys([*columns, *own]))]
    parts = [
        pd.DataFrame({"series": trace.get("name", ""), "x": trace["x"], "y": trace["y"]})
        for trace in chart.traces
        if len(trace.get("x", ())) and len(trace.get("x", ())) == len(trace.get("y", ()))
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=["series", "x", "y"])
