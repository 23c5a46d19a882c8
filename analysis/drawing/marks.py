"""Parts of charts: points, bubbles, lines, labels and axes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.sources import runs
from analysis.data.test_sets import TEST_SETS
from analysis.drawing import theme
from analysis.drawing.chart import Trace
from analysis.drawing.markup import bubble_diameter
from analysis.drawing.number_format import plain
from analysis.naming.names import KIND_LABELS
from analysis.runs.devices import in_batches
from analysis.runs.join import Source
from analysis.stats.frontier import on_frontier

Rows = npt.NDArray[np.int64]

TINY = 5.0  # diameter of a mark that is context, in pixels


def weights_points(table: pd.DataFrame) -> pd.DataFrame:
    """Put the rows that a chart shows in the order of their names."""
    return table.sort_values(["weights", "img_size"], kind="stable").reset_index(drop=True)


def bubbles(
    rows: Rows, group: str, name: str, color: str, kind: str, outline: float = 0, **other: Any
) -> Trace:
    """Make bubbles of rows of weights: time against accuracy, area the square of the image size.

    Parameters
    ----------
    rows : ndarray of int
        Positions in the chart's points.
    group, name : str
        What the legend hides and shows together, and its label.
    color : str
        As `analysis.drawing.theme.color` gives it.
    kind : str
        The kind of architecture, which the shape stands for.
    outline : float
        Width of the outline of marks that are not filled; 0 for filled ones.
    **other
        More of plotly's keys.
    """
    size = {
        "size": "@img_size^2",
        "sizemode": "area",
        # plotly's diameter is sqrt(size / sizeref) pixels
        "sizeref": round(1 / bubble_diameter(1) ** 2),
    }
    marker = {**size, **_paint(theme.kind_symbol(kind), color, outline)}
    return {**_markers(rows, group, name, marker), **other}


def dots(
    rows: Rows, group: str, name: str, color: str, symbol: str, size: float, outline: float = 0
) -> Trace:
    """Make marks of one size, in pixels, at time and accuracy."""
    return _markers(rows, group, name, {"size": size, **_paint(symbol, color, outline)})


def _markers(rows: Rows, group: str, name: str, marker: dict[str, Any]) -> Trace:
    return {
        "rows": rows,
        "x": "@secs",
        "y": "@top1",
        "mode": "markers",
        "name": name,
        "legendgroup": group,
        "marker": marker,
    }


def family_traces(points: pd.DataFrame, families: Sequence[str], rest: bool = True) -> list[Trace]:
    """Make the bubbles of families: grey outlines for all but some, a shape per kind.

    Parameters
    ----------
    points : DataFrame
        The chart's points.
    families : sequence of str
        Families with a colour of their own; those of the original study are rings.
    rest : bool
        Whether the others are drawn.
    """
    family = points["family"].to_numpy()
    traces = []
    if rest:
        others = np.flatnonzero(~np.isin(family, list(families)))
        traces = [
            bubbles(rows, "other", "all other families", theme.color("other"), kind, outline=1)
            for kind, rows in by_kind(points, others)
        ]
    labels = points.drop_duplicates("family").set_index("family")["family_label"]
    for name in families:
        color, outline = theme.family_color(name), theme.ring(name)
        traces += [
            bubbles(rows, name, str(labels[name]), color, kind, outline=outline)
            for kind, rows in by_kind(points, np.flatnonzero(family == name))
        ]
    return traces


def by_kind(points: pd.DataFrame, rows: Rows) -> Iterator[tuple[str, Rows]]:
    """Split rows by kind of architecture, in the order of the kinds."""
    kinds = points["kind"].to_numpy()[rows]
    for kind in KIND_LABELS:
        part = rows[kinds == kind]
        if len(part):
            yield kind, part


def frontier_trace(points: pd.DataFrame, group: str = "frontier", **other: Any) -> Trace:
    """Make the line through the rows that no other row beats, fastest first."""
    rows = np.flatnonzero(on_frontier(points).to_numpy())
    order = np.argsort(points["secs"].to_numpy()[rows], kind="stable")
    return {
        "rows": rows[order],
        "x": "@secs",
        "y": "@top1",
        "mode": "lines",
        "name": "frontier",
        "legendgroup": group,
        "line": {"color": theme.color("frontier"), "width": 2.5, "shape": "hv"},
        "hoverinfo": "skip",
        **other,
    }


def band_traces(line: pd.DataFrame, group: str, name: str, color: str, family: str) -> list[Trace]:
    """Make a fitted line with its 95 % band.

    Parameters
    ----------
    line : DataFrame
        ``x`` (log10 of seconds), ``fit, conf_low, conf_high``, of `analysis.stats.regression.band`.
    group, name, color : str
        As for `bubbles`.
    family : str
        Whose line it is.
    """
    seconds = 10 ** line["x"].to_numpy()
    common = {"legendgroup": group, "name": name, "hoverinfo": "skip", "family": family}
    return [
        {
            **common,
            "x": np.concatenate([seconds, seconds[::-1]]),
            "y": np.concatenate([line["conf_high"], line["conf_low"].iloc[::-1]]),
            "mode": "lines",
            "fill": "toself",
            "fillcolor": color,
            "opacity": 0.13,
            "line": {"width": 0},
        },
        {
            **common,
            "x": seconds[[0, -1]],
            "y": line["fit"].to_numpy()[[0, -1]],
            "mode": "lines",
            "line": {"color": color, "width": 2.5},
        },
    ]


def label(
    text: str, ends: Sequence[tuple[float, float, tuple[int, int]]], rank: int = 0, **other: Any
) -> dict[str, Any]:
    """Write a name at a place of the chart, clear of marks, lines and other names.

    The page finds its room (``assets/chart/labels.js``), with a leader where it stands apart, and
    leaves out what has none.

    Parameters
    ----------
    text : str
        From the data: it is escaped.
    ends : sequence of tuple
        Where it may stand, the best first: x and y in the axes' units (log10 on a log axis), and
        whether it had best be to the right (1) or left (-1), up (1) or down (-1) from there.
    rank : int
        The lower, the sooner the label gets its room.
    **other
        Plotly's keys of an annotation.
    """
    return {"text": plain(text), "ends": list(ends), "name": f"label {rank}", **other}


def knee_labels(best: pd.DataFrame, knees: int = 4) -> list[dict[str, Any]]:
    """Name the two ends of a frontier and its knees, in the empty room above it.

    The knees are found one after the other: each time the row farthest from the line so far
    (Douglas and Peucker's rule), on a log axis of time.
    """
    if best.empty:
        return []
    x = np.log10(best["secs"].to_numpy())
    y = best["top1"].to_numpy()
    names = best["architecture"].to_numpy()
    return [
        label(str(names[i]), [(float(x[i]), float(y[i]), (-1, 1))], rank)
        for rank, i in enumerate(_corners(x, y, knees))
    ]


def accuracy_against_time(source: Source) -> str:
    """Say what a chart of a joined table shows."""
    label = TEST_SETS[source.test_set].label
    return f"Top-1 accuracy on {label} against {time_words(source.run)}"


def time_axis(seconds: pd.Series, source: Source) -> dict[str, Any]:
    """Make the axis of times: log, ticks in µs, ms or s."""
    return log_axis(seconds, "s", time_words(source.run).capitalize())


def log_axis(values: pd.Series, unit: str, title: str) -> dict[str, Any]:
    """Make a log axis with some room at both ends and ticks in a unit."""
    low, high = math.log10(values.min()), math.log10(values.max())
    spare = 0.04 * (high - low or 1)
    return {
        "type": "log",
        "unit": unit,
        "range": [round(low - spare, 3), round(high + spare, 3)],
        "title": {"text": title},
    }


def accuracy_axis(top1: pd.Series, source: Source) -> dict[str, Any]:
    """Make the axis of accuracies in percent, with room for labels at the top."""
    low, high = float(top1.min()), float(top1.max())
    room = 0.06 * (high - low or 1)
    return {
        "range": [round(low - room, 1), round(min(high + 1.6 * room, 100), 1)],
        "ticksuffix": "\u202f%",
        "title": {"text": f"Top-1 accuracy, {TEST_SETS[source.test_set].label}"},
    }


@cache
def time_words(run: str) -> str:
    """Say which time a run measures: that of one image alone, or an image's share of a batch's."""
    training = runs().query("task == 'train'")["run"].tolist()
    if run in training:
        return "training time per image"
    return "time per image in a batch" if in_batches(run) else "time per image"


def _paint(symbol: str, color: str, outline: float) -> dict[str, Any]:
    fill, edge, width = (
        (theme.NOTHING, color, outline) if outline else (color, theme.color("bg"), 0.7)
    )
    return {"symbol": symbol, "color": fill, "opacity": 1, "line": {"color": edge, "width": width}}


def _corners(x: npt.NDArray[Any], y: npt.NDArray[Any], knees: int) -> list[int]:
    flat = (x - x.min()) / (np.ptp(x) or 1)
    tall = (y - y.min()) / (np.ptp(y) or 1)
    chosen = list(dict.fromkeys([len(x) - 1, 0]))
    for _ in range(knees):
        line = np.interp(flat, *(axis[sorted(chosen)] for axis in (flat, tall)))
        # Two labels need a line's height between them, or the width of a name.
        near = np.abs(tall[:, None] - tall[chosen]) < 0.08
        near &= np.abs(flat[:, None] - flat[chosen]) < 0.3
        distance = np.where(near.any(axis=1), 0, np.abs(tall - line))
        if distance.max() <= 0:
            break
        chosen.append(int(np.argmax(distance)))
    return chosen
