"""What a chart draws: its traces with values in place of the columns that they name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.drawing.chart import Chart


def drawn(chart: Chart) -> list[dict[str, Any]]:
    """Give the traces of a chart, names of columns (``@secs``, ``@img_size^2``) looked up."""
    return [
        look_up(trace, chart.points.take(trace["rows"])) if "rows" in trace else trace
        for trace in chart.traces
    ]


def look_up(value: Any, points: pd.DataFrame) -> Any:
    if isinstance(value, dict):
        return {key: look_up(part, points) for key, part in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        name, _, power = value[1:].partition("^")
        return points[name].to_numpy() ** int(power or 1)
    return value
