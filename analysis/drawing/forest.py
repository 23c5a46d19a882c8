"""Estimates with their ranges, one line each, named beside it, or above it where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.drawing.chart import Trace
from analysis.drawing.number_format import plain

COLUMNS = ["label", "group", "x", "low", "high"]


@dataclass(frozen=True)
class Mark:
    """How a group's estimates are drawn, and what the legend calls them."""

    group: str
    label: str
    color: str
    symbol: str = "circle"


def forest(rows: pd.DataFrame, marks: Sequence[Mark], hover: str = "") -> list[Trace]:
    """Draw each row as a mark with a thin line from low to high, a thick one in between.

    Parameters
    ----------
    rows : DataFrame
        `COLUMNS`, top row first; each label once in a group. Optional: ``inner_low``,
        ``inner_high`` (the thick line's ends) and ``note`` (shown on hovering). Missing ranges are
        not drawn.
    marks : sequence of Mark
        One for each group in the rows.
    hover : str
        Plotly template for x, e.g. ``"%{x:.2f} times"``.
    """
    traces: list[Trace] = []
    for mark in marks:
        mine = rows[rows["group"].eq(mark.group)]
        if mine.empty:
            continue
        names = [plain(label) for label in mine["label"]]
        if "inner_low" in mine:
            traces.append(_thick(mine, names, mark))
        notes = mine["note"].tolist() if "note" in mine else [""] * len(mine)
        traces.append(
            {
                "x": mine["x"].tolist(),
                "y": names,
                "error_x": _range(mine, "low", "high", mark.color, 1.5),
                "mode": "markers",
                "name": mark.label,
                "legendgroup": mark.group,
                "marker": {"color": mark.color, "symbol": mark.symbol, "size": 9},
                "customdata": notes,
                "hovertemplate": f"%{{y}}: {hover or '%{x}'}<br>%{{customdata}}<extra></extra>",
            }
        )
    return traces


def forest_layout(rows: pd.DataFrame, xaxis: dict[str, Any]) -> dict[str, Any]:
    """Give the layout of a forest: its rows in order, each with its name (``assets/chart``)."""
    names = list(dict.fromkeys(plain(label) for label in rows["label"]))
    return {
        "xaxis": xaxis,
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names[::-1],
            "range": [-0.6, len(names) - 0.3],
            "showticklabels": False,
            "showgrid": False,
            "fixedrange": True,
        },
        "margin": {"l": 10, "t": 8},
        "annotations": [{"name": "row", "y": name, "text": name} for name in names],
    }


def vertical(x: float, color: str) -> dict[str, Any]:
    """Draw a line from bottom to top where nothing changes."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": color, "width": 1},
        "layer": "below",
    }


def _thick(rows: pd.DataFrame, names: list[str], mark: Mark) -> Trace:
    return {
        "x": rows["x"].tolist(),
        "y": names,
        "error_x": _range(rows, "inner_low", "inner_high", mark.color, 5),
        "mode": "markers",
        "legendgroup": mark.group,
        "name": mark.label,
        "marker": {"color": mark.color, "size": 1, "symbol": mark.symbol},
        "hoverinfo": "skip",
    }


def _range(rows: pd.DataFrame, low: str, high: str, color: str, width: float) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": (rows[high] - rows["x"]).fillna(0).tolist(),
        "arrayminus": (rows["x"] - rows[low]).fillna(0).tolist(),
        "color": color,
        "thickness": width,
        "width": 0,
    }
