"""Parts of a chart's block: its legend, its picture, its rows as a file."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.drawing.chart import HOVER, Chart, references
from analysis.drawing.markup import link, tag, text
from analysis.drawing.theme import NOTHING
from analysis.runs.join import Source


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


def picture(address: str, alt: str, width: int, height: int) -> str:
    """Write the static picture of a chart, light and dark."""
    dark = f'<source srcset="{address}-dark.png" media="(prefers-color-scheme: dark)">'
    size = f'width="{width}" height="{height}"'
    image = f'<img src="{address}-light.png" alt="{text(alt)}" {size} loading="lazy">'
    return f"<picture>{dark}{image}</picture>"


def without_script(picture: str, csv: str) -> str:
    """Write what stands for a chart where scripts do not run."""
    data = tag("p", f"This chart needs JavaScript to be explored; {link('its data as CSV', csv)}.")
    return f"<noscript>{picture}{data}</noscript>"


def csv_table(chart: Any) -> pd.DataFrame:
    """Give the rows that a chart shows, or what its traces draw where it shows none."""
    if isinstance(chart, Chart) and not chart.points.empty:
        columns = [column for column in HOVER if column in chart.points]
        own = [c for c in chart.points.columns if c in references(chart.traces)]
        return chart.points[list(dict.fromkeys([*columns, *own]))]
    traces = chart.traces if isinstance(chart, Chart) else from_plotly(chart).traces
    parts = [
        pd.DataFrame({"series": trace.get("name", ""), "x": trace["x"], "y": trace["y"]})
        for trace in traces
        if len(trace.get("x", ())) and len(trace.get("x", ())) == len(trace.get("y", ()))
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=["series", "x", "y"])


def from_plotly(figure: Any) -> Chart:
    """Make a chart of a plotly figure, which says its finding in its layout."""
    plain = figure if isinstance(figure, dict) else figure.to_plotly_json()
    layout = dict(plain.get("layout", {}))
    meta = layout.pop("meta", None) or {}
    if not meta.get("title"):
        raise ValueError("a plotly figure says its finding in layout.meta['title']")
    return Chart(
        title=meta["title"],
        subtitle=meta.get("subtitle", ""),
        traces=list(plain["data"]),
        layout=layout,
        source=Source(meta.get("run", ""), meta.get("edition", "")),
        alt=meta.get("alt", ""),
    )
