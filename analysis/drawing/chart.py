"""A chart: a plotly figure whose points are rows of a table.

Traces speak of columns (``"x": "@secs"``) and of rows of ``points`` instead of copying values, so
that a page can embed each row once for all its charts. `expand` gives the plain plotly figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.drawing.number_format import log_ticks
from analysis.runs.join import Source

if TYPE_CHECKING:
    import plotly.graph_objects as go

Trace = dict[str, Any]
OWN_KEYS = ("rows", "family")  # of traces and annotations, not plotly's
HEIGHT, PHONE_HEIGHT = 560, 480  # of a plot, in pixels

# What hovering tells about a point, in this order; also the columns of a figure's data table.
HOVER = (
    "weights",
    "img_size",
    "top1",
    "top1_low",
    "top1_high",
    "samples_per_sec",
    "secs",
    "param_count_m",
    "family_label",
    "kind",
    "pretraining",
    "license",
    "hub_id",
)


@dataclass(frozen=True)
class Chart:
    """A figure with the words around it.

    Parameters
    ----------
    title : str
        What the figure finds, as a sentence.
    subtitle : str
        What is drawn, in which unit.
    traces : list of dict
        Plotly traces. One with ``rows`` (positions in ``points``) may name columns as ``@column``,
        or ``@column^2`` for the square, in place of an array. A line or label with ``family`` goes
        when the reader picks another family.
    layout : dict
        Plotly's layout, without what every figure of the site shares. An axis may have a ``unit``
        (``"s"``, ``"M"``, …): its ticks are then written in it.
    points : DataFrame
        The rows that the figure shows.
    source : Source
        Where the points come from; a joined table is its own.
    alt : str
        The text alternative; the title where empty.
    size_key : tuple of int
        Image sizes whose bubbles the legend shows.
    code : tuple of callable
        The functions whose source explains the figure.
    labels : dict
        Column of ``points`` that only this chart has -> its name, for hovering and the data table.
    shared : dict
        Column of ``points`` -> a name under which several charts of the page have the same values
        of the same rows, so that they are embedded once.
    finder : bool
        Whether the reader may pick one family out of all.
    height, phone_height : int
        Of the plot, in pixels.
    """

    title: str
    subtitle: str
    traces: list[Trace]
    layout: dict[str, Any]
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    source: Source = field(default_factory=Source)
    alt: str = ""
    size_key: tuple[int, ...] = ()
    code: tuple[Callable[..., Any], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    finder: bool = False
    height: int = HEIGHT
    phone_height: int = PHONE_HEIGHT

    def titled(self, title: str, subtitle: str = "") -> Chart:
        """Give the same chart with other words above it."""
        return replace(self, title=title, subtitle=subtitle or self.subtitle)

    def to_plotly(self) -> go.Figure:
        """Give the figure as a plotly object, for a notebook or a picture."""
        import plotly.graph_objects as go  # only here: pages are built without it

        return go.Figure(expand(self))


def column(points: pd.DataFrame, reference: str) -> np.ndarray[Any, Any]:
    """Look up ``column`` or ``column^2`` in a table.

    Raises
    ------
    KeyError
        The table has no such column.
    """
    name, _, power = reference.partition("^")
    if name not in points.columns:
        raise KeyError(f"no column {name!r} among the chart's points: {', '.join(points.columns)}")
    values = points[name].to_numpy()
    return values ** int(power) if power else values


def expand(chart: Chart) -> dict[str, Any]:
    """Write a chart as a plain plotly figure.

    Returns
    -------
    dict
        ``data`` and ``layout``. Traces hold arrays; ``customdata`` holds the columns `HOVER` of
        each point; axes with a unit hold their ticks; ``layout.meta`` holds title, subtitle and
        source.
    """
    hover = [name for name in HOVER if name in chart.points.columns]
    data = []
    for trace in chart.traces:
        rows = trace.get("rows")
        if rows is None:
            data.append(_plotly(trace))
            continue
        part = chart.points.take(rows)
        full = _look_up(_plotly(trace), part)
        full["customdata"] = part[hover].to_numpy(dtype=object)
        data.append(full)
    layout = {key: _with_ticks(key, value) for key, value in chart.layout.items()}
    if "annotations" in layout:
        layout["annotations"] = [_plotly(note) for note in layout["annotations"]]
    layout["meta"] = {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "alt": chart.alt or chart.title,
        "run": chart.source.run,
        "edition": chart.source.edition,
        "test_set": chart.source.test_set,
        "columns": hover,
    }
    return {"data": data, "layout": layout}


def references(traces: Sequence[Trace]) -> list[str]:
    """List the columns that traces refer to, each once, in order."""
    found: dict[str, None] = {}

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            for part in value.values():
                visit(part)
        elif isinstance(value, str) and value.startswith("@"):
            found[value[1:].partition("^")[0]] = None

    for trace in traces:
        if "rows" in trace:
            visit(trace)
    return list(found)


def _plotly(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in OWN_KEYS}


def _look_up(value: Any, part: pd.DataFrame) -> Any:
    if isinstance(value, dict):
        return {key: _look_up(inner, part) for key, inner in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        return column(part, value[1:])
    return value


def _with_ticks(key: str, value: Any) -> Any:
    if not (isinstance(value, dict) and key.startswith(("xaxis", "yaxis")) and "unit" in value):
        return value
    axis = {name: part for name, part in value.items() if name != "unit"}
    if axis.get("type") == "log" and "range" in axis:
        low, high = (10.0**end for end in axis["range"])
        axis["tickvals"], axis["ticktext"] = log_ticks(low, high, value["unit"])
    return axis
