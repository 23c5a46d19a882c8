"""A chart: a plotly figure whose points are rows of a table.

Traces speak of columns (``"x": "@secs"``) and of rows of ``points`` instead of copying values, so
that a page can embed each row once for all its charts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from analysis.runs.join import Source

P = ParamSpec("P")
T = TypeVar("T")
Trace = dict[str, Any]
# Heights of a plot in pixels: as far as it grows, as far as a low window may press it, on a phone;
# and of each line of a forest, beside the room for its axis.
HEIGHTS = (560, 352, 480)
LINE_HEIGHTS, AXIS_HEIGHT = (22, 18, 36), 64

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
    pair : tuple of str
        Two families, in whose place the reader may pick others; their traces are of the legend's
        groups ``a`` and ``b``, all others' of ``other``.
    height, phone_height : int, optional
        Of the plot, in pixels; by default what `heights` says.
    """

    title: str
    subtitle: str
    traces: list[Trace]
    layout: dict[str, Any]
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    source: Source = field(default_factory=Source)
    size_key: tuple[int, ...] = ()
    code: tuple[Callable[..., Any], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    finder: bool = False
    pair: tuple[str, ...] = ()
    height: int | None = None
    phone_height: int | None = None

    @property
    def heights(self) -> tuple[int, int, int]:
        """Heights of the plot in pixels: the most, the least in a low window, on a phone.

        A forest has what its lines need, any other chart the same.
        """
        lines = len(self.layout.get("yaxis", {}).get("categoryarray", ()))
        needed = tuple(AXIS_HEIGHT + lines * line for line in LINE_HEIGHTS) if lines else HEIGHTS
        most = self.height or needed[0]
        return most, min(most, needed[1]), self.phone_height or needed[2]


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


@dataclass(frozen=True)
class NotEnough:
    """What stands in place of a chart or table that the data does not suffice for: the reason."""

    because: str


def needs(least: int = 1, what: str = "rows") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function give `NotEnough` where its first argument has fewer rows than it needs.

    Parameters
    ----------
    least : int
        Rows of a table, of the contenders of a joined table, or of the largest of several tables.
    what : str
        What the rows are, for the reader.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            found = _rows(args[0] if args else next(iter(kwargs.values())))
            if found >= least:
                return function(*args, **kwargs)
            more = f", where at least {least} are needed" if least > 1 else ""
            return cast(T, NotEnough(f"{found or 'no'} {what}{more}"))

        return checked

    return decorate


def _rows(data: Any) -> int:
    if isinstance(data, Mapping):
        return max(map(_rows, data.values()), default=0)
    return len(getattr(data, "contenders", data))
