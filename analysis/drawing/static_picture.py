"""A chart as one picture that stands alone: its words, its legend and the look of the site.

``assets/chart/look.js`` holds the same look for the page; there, words and legend are HTML.
"""

from __future__ import annotations

import html
import math
import re
import textwrap
from typing import Any

from analysis.drawing.chart import Chart, expand
from analysis.drawing.labels import CHARACTER, fitting
from analysis.drawing.theme import color

WIDTH = 1200  # of every picture, in pixels
FONT = (
    '"Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, '
    "system-ui, sans-serif"
)
SIZE = 13
TITLE_SIZE, TITLE_LINE = 22, 28
SUBTITLE_LINE = 18
LEGEND_ROW = 30
EDGE = 20  # free space around everything
MARGIN = {"l": 52, "r": 16, "t": 26, "b": 48}
AXIS = {
    "gridcolor": color("grid"),
    "linecolor": color("axis"),
    "tickcolor": color("axis"),
    "tickfont": {"color": color("muted")},
    "zeroline": False,
    "showline": False,
    "ticks": "",
    "automargin": False,
}


def still(chart: Chart, origin: str = "") -> dict[str, Any]:
    """Give a chart as a plain plotly figure of fixed size that needs no page around it.

    Parameters
    ----------
    chart : Chart
    origin : str
        Where its figures come from; written beneath it.

    Returns
    -------
    dict
        ``data`` and ``layout``, colours as CSS variables: `analysis.drawing.theme.resolve` puts in
        those of a theme.
    """
    figure = expand(chart)
    layout = figure["layout"]
    del layout["meta"]
    traces = [_drawn(trace) for trace in _once_per_group(figure["data"])]
    head, above = _head(chart)
    below = _legend_rows(traces) * LEGEND_ROW
    own = MARGIN | layout.get("margin", {})
    margin = {
        "l": own["l"] + EDGE,
        "r": own["r"] + EDGE,
        "t": own["t"] + above,
        "b": own["b"] + below + SUBTITLE_LINE + EDGE,
    }
    height = chart.height + above + below + SUBTITLE_LINE + EDGE
    inner, tall = WIDTH - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    axes = {
        name: _axis(value, name)
        for name, value in ({"xaxis": {}, "yaxis": {}} | layout).items()
        if re.fullmatch(r"[xy]axis\d*", name)
    }
    notes = fitting(layout, inner, tall, SIZE, top=own["t"], right=own["r"])
    notes += _y_title(axes, margin["l"])
    if origin:
        notes.append(_note(origin, EDGE - margin["l"], EDGE - margin["b"], y=0, yanchor="bottom"))
    look = {
        "template": {},
        "paper_bgcolor": color("bg"),
        "plot_bgcolor": color("bg"),
        "font": {"family": FONT, "size": SIZE, "color": color("text")},
        "title": head,
        "showlegend": below > 0,
        "legend": {
            "orientation": "h",
            "xref": "container",
            "x": EDGE / WIDTH,
            "xanchor": "left",
            "yref": "container",
            "y": (below + SUBTITLE_LINE + EDGE) / height,
            "yanchor": "top",
            "itemsizing": "constant",
            "bgcolor": "rgba(0,0,0,0)",
        },
    }
    size = {"width": WIDTH, "height": height, "margin": margin, "annotations": notes}
    return {"data": traces, "layout": look | layout | axes | size}


def _once_per_group(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the legend show each group once, by its marks where it has any."""
    shown: dict[str, int] = {}
    for i, trace in enumerate(traces):
        group = trace.get("legendgroup")
        marks = "markers" in trace.get("mode", "markers")
        if group and (group not in shown or (marks and not _has_marks(traces[shown[group]]))):
            shown[group] = i
    return [trace | {"showlegend": i in shown.values()} for i, trace in enumerate(traces)]


def _has_marks(trace: dict[str, Any]) -> bool:
    return "markers" in trace.get("mode", "markers")


def _drawn(trace: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in trace.items() if key not in ("customdata", "hoverinfo")}
    if "name" in kept:
        kept["name"] = html.escape(str(kept["name"]), quote=False)
    return kept


def _legend_rows(traces: list[dict[str, Any]]) -> int:
    """Count the rows that plotly needs: every entry is as wide as the widest."""
    names = [str(trace.get("name", "")) for trace in traces if trace["showlegend"]]
    if not names:
        return 0
    widest = max(map(len, names)) * CHARACTER * SIZE + 45
    return math.ceil(len(names) / max(1, int((WIDTH - 2 * EDGE - MARGIN["l"]) / widest)))


def _head(chart: Chart) -> tuple[dict[str, Any], int]:
    """Give title and subtitle, and the height that they take."""
    room = WIDTH - 2 * EDGE
    title = textwrap.wrap(chart.title, int(room / (TITLE_SIZE * CHARACTER)))
    subtitle = textwrap.wrap(chart.subtitle, int(room / (SIZE * CHARACTER * 0.95)))
    height = EDGE + TITLE_LINE * len(title) + SUBTITLE_LINE * len(subtitle) + 10
    head = {
        "text": _lines(title),
        "font": {"size": TITLE_SIZE, "color": color("text"), "weight": 600},
        "subtitle": {
            "text": _lines(subtitle),
            "font": {"size": SIZE, "color": color("muted")},
        },
        "x": EDGE / WIDTH,
        "xanchor": "left",
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": EDGE - 4},
        "y": 1,
    }
    return head, height


def _lines(parts: list[str]) -> str:
    return "<br>".join(html.escape(part, quote=False) for part in parts)


def _axis(own: dict[str, Any], name: str) -> dict[str, Any]:
    kept = {key: value for key, value in own.items() if key not in ("title", "unit")}
    axis: dict[str, Any] = AXIS | kept
    title = own.get("title")
    text = title.get("text", "") if isinstance(title, dict) else title
    axis["title"] = {"text": text or "", "font": {"color": color("muted"), "size": SIZE}}
    if name.startswith("x"):
        axis["title"]["standoff"] = 10
        axis |= {"showline": True, "ticks": "outside", "ticklen": 4}
    return axis


def _y_title(axes: dict[str, dict[str, Any]], left: int) -> list[dict[str, Any]]:
    """Write the y axis's title above it, level, as the page does."""
    text = axes["yaxis"].pop("title")["text"]
    return [_note(text, EDGE - left, 4, y=1, yanchor="bottom")] if text else []


def _note(text: str, xshift: int, yshift: int, *, y: int, yanchor: str) -> dict[str, Any]:
    return {
        "text": text,
        "font": {"color": color("muted"), "size": SIZE},
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": xshift,
        "y": y,
        "yanchor": yanchor,
        "yshift": yshift,
    }
