"""Charts as compact JSON: each row of weights once per page, numbers rounded to what can be seen.

``assets/chart/expand.js`` is the other half: it makes plotly's figure of what this module writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.chart import Chart, references
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS

# Facts of a row of weights that no benchmark run changes.
FACTS = (
    "weights",
    "img_size",
    "param_count_m",
    "family",
    "family_label",
    "kind",
    "pretraining",
    "license",
    "hub_id",
)
DERIVED = ("secs", "top1_low", "top1_high")
LABELS = {"kind": KIND_LABELS, "pretraining": PRETRAINING_LABELS}
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&`\u2028\u2029"}


class Pool:
    """The rows of weights, and the measures of them, that a page has embedded so far."""

    def __init__(self) -> None:
        self._position: dict[tuple[Any, ...], int] = {}
        self._measured: dict[str, set[int]] = {}

    def __len__(self) -> int:
        return len(self._position)

    def fork(self) -> Pool:
        """Give a copy that grows on its own, for data that another file holds."""
        copy = Pool()
        copy._position = dict(self._position)
        copy._measured = {name: set(rows) for name, rows in self._measured.items()}
        return copy

    def add(
        self, points: pd.DataFrame, measures: dict[str, str]
    ) -> tuple[npt.NDArray[np.int64], dict[str, Any]]:
        """Take up the rows of a table.

        Parameters
        ----------
        points : DataFrame
            Rows with a column ``weights``, and those of `FACTS` that are known.
        measures : dict
            Column of the table -> the name under which the page knows the measure.

        Returns
        -------
        positions : ndarray
            Where the rows of the table are in the pool.
        chunk : dict
            What the page lacked and must now embed.
        """
        facts = [name for name in FACTS if name in points.columns]
        columns = [_plain_values(points[name]) for name in facts]
        start = len(self)
        fresh: list[int] = []
        positions = np.empty(len(points), dtype=np.int64)
        for i, key in enumerate(zip(*columns, strict=True)):
            position = self._position.get(key)
            if position is None:
                position = self._position[key] = start + len(fresh)
                fresh.append(i)
            positions[i] = position
        chunk: dict[str, Any] = {"start": start}
        if fresh:
            chunk["facts"] = {
                name: _encode(name, [values[i] for i in fresh])
                for name, values in zip(facts, columns, strict=True)
                if name not in ("weights", "hub_id")
            }
            names = [columns[facts.index("weights")][i] for i in fresh]
            chunk["facts"]["weights"] = front_code(names)
            if "hub_id" in facts:
                hubs = [columns[facts.index("hub_id")][i] for i in fresh]
                chunk["facts"]["hub_id"] = {
                    str(i): hub
                    for i, (name, hub) in enumerate(zip(names, hubs, strict=True))
                    if hub != f"timm/{name}"
                }
        chunk["measures"] = {}
        for column, measure in measures.items():
            known = self._measured.setdefault(measure, set())
            new = [i for i, position in enumerate(positions.tolist()) if position not in known]
            if new:
                known.update(positions[new].tolist())
                chunk["measures"][measure] = {
                    "rows": deltas(positions[new]),
                    "values": visible(points[column].to_numpy(dtype=float)[new], column),
                }
        return positions, chunk


def figure(chart: Chart, pool: Pool) -> dict[str, Any]:
    """Write a chart as plain data for the page's script.

    Parameters
    ----------
    chart : Chart
    pool : Pool
        What the page has embedded; it grows by what the chart adds.

    Returns
    -------
    dict
        To be written with `dumps`.
    """
    result: dict[str, Any] = {
        "title": chart.title,
        "subtitle": chart.subtitle,
        "traces": [_trace(trace) for trace in chart.traces],
        "layout": rounded(chart.layout),
    }
    if chart.source.run:
        result["run"] = chart.source.run
    if len(chart.points):
        result.update(_points(chart, pool))
    return result


def dumps(data: Any) -> str:
    """Write JSON that can stand in a script element or a raw Markdown block, whatever it says."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def deltas(positions: Iterable[int] | npt.NDArray[np.int64]) -> list[int]:
    """Write positions as differences, which compress well."""
    numbers = np.asarray(positions, dtype=np.int64)
    result: list[int] = np.diff(numbers, prepend=0).tolist()
    return result


def front_code(names: Sequence[str]) -> list[str]:
    """Write names as (length shared with the name before) + (the rest).

    The length is one character, ``0`` to ``9`` and then ``a`` to ``z``: at most 35.
    """
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    coded, before = [], ""
    for name in names:
        shared = _shared(name, before, len(digits) - 1)
        coded.append(digits[shared] + name[shared:])
        before = name
    return coded


def _shared(name: str, other: str, most: int) -> int:
    for i, (mine, theirs) in enumerate(zip(name, other, strict=False)):
        if mine != theirs or i == most:
            return i
    return min(len(name), len(other), most)


def visible(values: npt.NDArray[np.float64], column: str = "") -> list[Any]:
    """Round numbers to what a chart and its hover text can show.

    Accuracies and image sizes stay as they are. Speeds keep four digits, and more where fewer would
    change the three that hovering shows of the speed or of the time per image.
    """
    numbers = np.asarray(values, dtype=float)
    if column == "samples_per_sec":
        rounded = _significant(numbers, 4)
        for digits in (5, 7):
            with np.errstate(divide="ignore"):
                moved = (_significant(rounded, 3) != _significant(numbers, 3)) | (
                    _significant(1 / rounded, 3) != _significant(1 / numbers, 3)
                )
            rounded = np.where(moved, _significant(numbers, digits), rounded)
        return _json_numbers(rounded)
    if column.startswith(("top1", "top5", "param_count", "img_size")):
        return _json_numbers(numbers)
    return _json_numbers(_significant(numbers, 5))


def _points(chart: Chart, pool: Pool) -> dict[str, Any]:
    points, source = chart.points, chart.source
    measures = dict(chart.shared)
    if "top1" in points:
        measures["top1"] = f"top1 {source.edition} {source.test_set}"
    if "samples_per_sec" in points:
        measures["samples_per_sec"] = f"speed {source.run} {source.edition}"
    positions, chunk = pool.add(points, measures)
    result: dict[str, Any] = {
        "pool": chunk,
        "rows": deltas(positions),
        "measures": measures,
        "images": TEST_SETS[source.test_set].images if source.test_set in TEST_SETS else 0,
    }
    named = dict.fromkeys([*references(chart.traces), *chart.labels])
    for name in named:
        if name not in points:
            has = ", ".join(points.columns)
            raise KeyError(f"no column {name!r} among the chart's points: {has}")
    own = [name for name in named if name not in (*FACTS, *DERIVED, *measures)]
    if chart.labels:
        result["labels"] = chart.labels
    if own:
        result["columns"] = {
            name: visible(points[name].to_numpy(dtype=float), name) for name in own
        }
    return result


def _trace(trace: dict[str, Any]) -> dict[str, Any]:
    result = {
        key: rounded(value)
        for key, value in trace.items()
        if key != "rows" and not (key == "type" and value == "scatter")
    }
    if "rows" in trace:
        result["rows"] = deltas(trace["rows"])
    elif _counts(trace.get("x")):
        result["x0"] = result.pop("x")[0]  # plotly counts on by itself
    return result


def _counts(x: Any) -> bool:
    return (
        isinstance(x, np.ndarray)
        and x.dtype.kind == "i"
        and x.size > 0
        and bool((np.diff(x) == 1).all())
    )


def rounded(value: Any) -> Any:
    """Give plain data without arrays, its numbers rounded to what can be seen."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | pd.Series):
        array = np.asarray(value)
        return visible(array) if array.dtype.kind in "fiu" else rounded(array.tolist())
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    if isinstance(value, float | np.floating):
        return visible(np.array([value]))[0]
    return value.item() if isinstance(value, np.generic) else value


def _encode(name: str, values: list[Any]) -> Any:
    if name in ("img_size", "param_count_m"):
        return _json_numbers(np.array([np.nan if v is None else v for v in values], dtype=float))
    words = list(dict.fromkeys(values))
    place = {word: i for i, word in enumerate(words)}
    labels = LABELS.get(name, {})
    return {
        "words": [labels.get(word, word) for word in words],
        "index": [place[value] for value in values],
    }


def _plain_values(column: pd.Series) -> list[Any]:
    plain = column.astype(object)
    return plain.where(column.notna(), None).tolist()


def _significant(numbers: npt.NDArray[np.float64], digits: int) -> npt.NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        places = digits - 1 - np.floor(np.log10(np.abs(numbers)))
    places = np.where(np.isfinite(places), np.clip(places, -300, 300), 0)
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
    rounded: npt.NDArray[np.float64] = np.floor(numbers * up / down + 0.5) / up * down
    return rounded


def _json_numbers(numbers: npt.NDArray[np.float64]) -> list[Any]:
    return [
        None if value != value else int(value) if value.is_integer() else value
        for value in numbers.tolist()
    ]
