"""How good the estimate is: on devices left out, and on a machine that nothing was fitted on."""

from __future__ import annotations

import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace, needs
from analysis.drawing.marks import log_axis
from analysis.drawing.number_format import significant
from analysis.estimate.sets import points
from analysis.estimate.tables import backtest
from analysis.naming.names import KIND_LABELS

STYLES = {
    "gpu": ("GPU", "convolution", "circle"),
    "cpu": ("CPU", "attention", "diamond"),
    "unknown": ("other device", "hybrid", "square"),
}


@needs(1, "devices that could be left out")
def backtest_chart(rows: pd.DataFrame, title: str) -> Chart:
    """Draw the median error of every setting left out, by the number of timings.

    Parameters
    ----------
    rows : DataFrame
        As `analysis.estimate.tables.backtest`, of the reference models, with ``setting``.
    title : str
        The finding.
    """
    traces: list[Trace] = []
    for setting, mine in rows.groupby("setting", sort=False):
        label, color, symbol = STYLES.get(str(mine["kind"].iloc[0]), STYLES["unknown"])
        traces.append(
            {
                "x": mine["timings"].astype(str).tolist(),
                "y": (100 * mine["median_error"]).tolist(),
                "mode": "lines+markers",
                "name": label,
                "legendgroup": label,
                "line": {"color": theme.color(color), "width": 1.5},
                "marker": {"color": theme.color(color), "symbol": symbol, "size": 7},
                "hovertemplate": f"{setting}: %{{y:.1f}} % from %{{x}} timings<extra></extra>",
            }
        )
    for kind, mine in rows.groupby("kind", sort=False):
        label, color, _ = STYLES.get(str(kind), STYLES["unknown"])
        usual = 100 * mine.groupby("timings")["nearest_error"].median()
        traces.append(
            {
                "x": usual.index.astype(str).tolist(),
                "y": usual.tolist(),
                "mode": "lines",
                "name": f"{label}s, nearest known run scaled (median)",
                "legendgroup": f"{label} scaled",
                "line": {"color": theme.color(color), "width": 2, "dash": "dash"},
                "hovertemplate": f"{label}s, scaled: %{{y:.1f}} %<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            "Median error of the estimates (up the axis) by the number of timings. A line is one "
            "setting of a device whose runs were all left out."
        ),
        traces=traces,
        layout={
            "xaxis": {"type": "category", "title": {"text": "Timings"}},
            "yaxis": {"rangemode": "tozero", "ticksuffix": " %", "title": {"text": "Median error"}},
        },
        code=(backtest_chart, backtest),
    )


@needs(1, "estimates of a set of timings")
def trial_chart(estimated: pd.DataFrame, title: str) -> Chart:
    """Draw estimated over measured times of a set, with their intervals.

    Parameters
    ----------
    estimated : DataFrame
        As `analysis.estimate.sets.points`, of one set.
    title : str
        The finding.
    """
    traces: list[Trace] = []
    for kind, label in KIND_LABELS.items():
        mine = estimated[estimated["kind"].eq(kind)]
        if mine.empty:
            continue
        ratio, low, high = (
            (mine[column] / mine["measured_ms"]).to_numpy()
            for column in ("estimated_ms", "low_ms", "high_ms")
        )
        color = theme.color(kind)
        told = [
            f"{name}: {significant(measured)} ms, estimated {significant(guess)} ms"
            for name, measured, guess in zip(
                mine["architecture"], mine["measured_ms"], mine["estimated_ms"], strict=True
            )
        ]
        traces.append(
            {
                "x": (mine["measured_ms"] / 1000).tolist(),
                "y": ratio.tolist(),
                "text": told,
                "mode": "markers",
                "name": label,
                "legendgroup": kind,
                "marker": {"color": color, "symbol": theme.KIND_SYMBOLS[kind], "size": 8},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": (high - ratio).tolist(),
                    "arrayminus": (ratio - low).tolist(),
                    "color": color,
                    "thickness": 1,
                    "width": 0,
                },
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    ratios = pd.concat(
        [estimated[c] / estimated["measured_ms"] for c in ("low_ms", "high_ms", "estimated_ms")]
    )
    level = {"x0": 0, "x1": 1, "xref": "paper", "y0": 1, "y1": 1, "type": "line", "layer": "below"}
    return Chart(
        title=title,
        subtitle=(
            "Estimated over measured time (up the axis; 1: right) with its 95 % interval, by the "
            "measured time of one image."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(estimated["measured_ms"] / 1000, "s", "Measured time"),
            "yaxis": log_axis(ratios, "", "Estimated over measured"),
            "shapes": [{**level, "line": {"color": theme.color("muted"), "width": 1}}],
        },
        code=(trial_chart, points),
    )
