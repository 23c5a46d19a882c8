"""Table -> chart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import theme
from analysis.chart import Chart, Trace
from analysis.format import plain
from analysis.frontier import frontier, on_frontier
from analysis.markup import bubble_diameter
from analysis.metrics import TEST_SETS
from analysis.names import KIND_LABELS

Rows = npt.NDArray[np.int64]


def speed_accuracy(
    table: pd.DataFrame,
    *,
    run: str,
    edition: str,
    test_set: str = "imagenet",
    families: Sequence[str] = tuple(theme.FAMILIES),
    title: str = "",
) -> Chart:
    """Draw accuracy against time per image for every weights, with the frontier.

    Parameters
    ----------
    table : DataFrame
        As `analysis.tables.run_table` gives it.
    run, edition, test_set : str
        What the table was made of.
    families : sequence of str
        Families that have a colour of their own; all others are grey.
    title : str
        The finding; one about the frontier's ends by default.

    Returns
    -------
    Chart
        x: seconds, log; y: top-1; bubble area: square of the image size.
    """
    points = weights_points(table)
    best = frontier(points)
    seconds, top1 = points["secs"], points["top1"]
    return Chart(
        title=title or _frontier_finding(points, best),
        subtitle=(
            f"{TEST_SETS[test_set].label} top-1 accuracy against {_time_words(run)}. "
            f"{len(points):,} trained weights; the bubble's area is the square of the image size."
        ),
        traces=[*family_traces(points, families), frontier_trace(points)],
        layout={
            "xaxis": time_axis(seconds, run),
            "yaxis": accuracy_axis(top1, test_set),
            "annotations": knee_labels(best),
        },
        points=points,
        run=run,
        edition=edition,
        test_set=test_set,
        size_key=(224, 384, 512),
        code=(speed_accuracy,),
    )


def weights_points(table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that a chart of weights shows, without timm's test fixtures, by name."""
    rows = table[~table["is_test"]] if "is_test" in table else table
    return rows.sort_values(["weights", "img_size"], kind="stable").reset_index(drop=True)


def family_traces(points: pd.DataFrame, families: Sequence[str]) -> list[Trace]:
    """Make the bubbles: grey for all but some families, one shape per kind of architecture."""
    family = points["family"].to_numpy()
    rest = np.flatnonzero(~np.isin(family, list(families)))
    traces = [
        _bubbles(rows, "other", "all other families", theme.color("other"), kind)
        for kind, rows in _by_kind(points, rest)
    ]
    labels = points.drop_duplicates("family").set_index("family")["family_label"]
    for name in families:
        members = np.flatnonzero(family == name)
        for kind, rows in _by_kind(points, members):
            traces.append(_bubbles(rows, name, str(labels[name]), theme.family_color(name), kind))
    return traces


def frontier_trace(points: pd.DataFrame) -> Trace:
    """Make the line through the rows that no other row beats, fastest first."""
    rows = np.flatnonzero(on_frontier(points).to_numpy())
    order = np.argsort(points["secs"].to_numpy()[rows], kind="stable")
    return {
        "rows": rows[order],
        "x": "@secs",
        "y": "@top1",
        "mode": "lines",
        "name": "frontier",
        "legendgroup": "frontier",
        "line": {"color": theme.color("frontier"), "width": 2.5, "shape": "hv"},
        "hoverinfo": "skip",
    }


def knee_labels(best: pd.DataFrame, knees: int = 4) -> list[dict[str, Any]]:
    """Name the two ends of a frontier and its knees, in the empty room above it.

    The knees are found one after the other: each time the row farthest from the line so far
    (Douglas and Peucker's rule), on a log axis of time.
    """
    if best.empty:
        return []
    x = np.log10(best["secs"].to_numpy())
    y = best["top1"].to_numpy()
    chosen = _corners(x, y, knees)
    names = best["architecture"].to_numpy()
    return [
        {
            "x": float(x[i]),
            "y": float(y[i]),
            "text": plain(str(names[i])),
            "xanchor": "right" if i else "left",
            "yanchor": "bottom",
            "xshift": -6 if i else 0,
            "yshift": 2 if i else 8,
            "name": f"label {rank}",
        }
        for rank, i in enumerate(chosen)
    ]


def time_axis(seconds: pd.Series, run: str = "") -> dict[str, Any]:
    """Make the axis of times: log, ticks in µs, ms or s."""
    return {
        "type": "log",
        "unit": "s",
        "range": log_range(seconds),
        "title": {"text": _time_words(run).capitalize()},
    }


def accuracy_axis(top1: pd.Series, test_set: str = "imagenet") -> dict[str, Any]:
    """Make the axis of accuracies in percent."""
    low, high = float(top1.min()), float(top1.max())
    room = 0.06 * (high - low or 1)
    return {
        "range": [round(low - room, 1), round(min(high + 1.6 * room, 100), 1)],
        "ticksuffix": "\u202f%",
        "title": {"text": f"Top-1 accuracy, {TEST_SETS[test_set].label}"},
    }


def log_range(values: pd.Series, room: float = 0.04) -> list[float]:
    """Give the range of a log axis (exponents of ten) with some room at both ends."""
    low, high = math.log10(values.min()), math.log10(values.max())
    spare = room * (high - low or 1)
    return [round(low - spare, 3), round(high + spare, 3)]


def _bubbles(rows: Rows, group: str, name: str, color: str, kind: str) -> Trace:
    ring = group in theme.ORIGINAL_FAMILIES
    marker: dict[str, Any] = {
        "symbol": theme.kind_symbol(kind),
        "color": color,
        "size": "@img_size^2",
        "sizemode": "area",
        # plotly's diameter is sqrt(size / sizeref) pixels
        "sizeref": round(1 / bubble_diameter(1) ** 2),
        "opacity": 1,
        "line": {"color": theme.color("bg"), "width": 0.7},
    }
    if ring:
        marker["color"] = theme.color("bg")
        marker["line"] = {"color": color, "width": 2}
    return {
        "rows": rows,
        "x": "@secs",
        "y": "@top1",
        "mode": "markers",
        "name": name,
        "legendgroup": group,
        "marker": marker,
    }


def _by_kind(points: pd.DataFrame, rows: Rows) -> Iterator[tuple[str, Rows]]:
    kinds = points["kind"].to_numpy()[rows]
    for kind in (*KIND_LABELS,):
        part = rows[kinds == kind]
        if len(part):
            yield kind, part


def _corners(x: npt.NDArray[Any], y: npt.NDArray[Any], knees: int) -> list[int]:
    flat = (x - x.min()) / (np.ptp(x) or 1)
    tall = (y - y.min()) / (np.ptp(y) or 1)
    chosen = list(dict.fromkeys([len(x) - 1, 0]))
    for _ in range(min(knees, len(x) - len(chosen))):
        line = np.interp(flat, *(axis[sorted(chosen)] for axis in (flat, tall)))
        chosen.append(int(np.argmax(np.abs(tall - line))))
    return list(dict.fromkeys(chosen))


def _frontier_finding(points: pd.DataFrame, best: pd.DataFrame) -> str:
    return (
        f"{len(best)} of {len(points):,} trained weights are beaten by none "
        "in both speed and accuracy"
    )


def _time_words(run: str) -> str:
    return "training time per image" if run.startswith("train") else "time per image"
