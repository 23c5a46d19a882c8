"""Does a ranking carry over: speed-ups, noise, order kept, CPU against GPU."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.data.sources import runs
from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.number_format import count
from analysis.naming.names import KIND_LABELS
from analysis.pages.hardware.study import cpu_against_gpu
from analysis.runs.pairs import noise, order_kept, order_table


@needs(1, "things that a run measured more than once")
def noise_chart(repeats: pd.DataFrame, title: str) -> Chart:
    """Draw how far repeated measurements of the same thing lie apart, as shares that stay below.

    Parameters
    ----------
    repeats : DataFrame
        As `analysis.runs.pairs.noise` gives it.
    title : str
        The finding.
    """
    tasks = repeats["run"].map(runs().set_index("run")["task"])
    styles = {
        "infer": ("inference", theme.color("convolution"), "solid"),
        "train": ("training", theme.color("attention"), "dash"),
    }
    traces = []
    for task, (label, color, dash) in styles.items():
        percent = 100 * (np.sort(repeats.loc[tasks.eq(task), "spread"].to_numpy(dtype=float)) - 1)
        if not len(percent):
            continue
        traces.append(
            {
                "x": [0.0, *percent],
                "y": [0.0, *(100 * np.arange(1, len(percent) + 1) / len(percent))],
                "mode": "lines",
                "name": f"{label} ({count(len(percent))})",
                "legendgroup": task,
                "line": {"shape": "hv", "color": color, "dash": dash, "width": 2},
                "hovertemplate": "%{y:.0f} % within %{x:.2f} %<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            "Share of repeated measurements (up the axis) whose fastest and slowest differ by no "
            "more than so many percent (along the axis)."
        ),
        traces=traces,
        layout={
            "xaxis": {
                "range": [0, _room(repeats["spread"])],
                "ticksuffix": " %",
                "title": {"text": "Fastest over slowest, less one"},
            },
            "yaxis": {"range": [0, 102], "ticksuffix": " %", "title": {"text": "Share of repeats"}},
        },
        code=(noise_chart, noise),
    )


@needs(1, "shares of pairs in the same order on another device")
def order_chart(kept: pd.DataFrame, lead: str, title: str) -> Chart:
    """Draw how often two devices put two models in the same order.

    Parameters
    ----------
    kept : DataFrame
        As `order_table` gives it.
    lead : str
        Label of the device that the others are compared with.
    title : str
        The finding.
    """
    styles = _device_styles(kept["device"].unique().tolist())
    traces = [
        {
            "x": part["apart"].tolist(),
            "y": (100 * part["kept"]).tolist(),
            "mode": "lines+markers",
            "name": str(device),
            "legendgroup": str(device),
            "line": {"color": styles[str(device)][0], "width": 2},
            "marker": {
                "color": styles[str(device)][0],
                "symbol": styles[str(device)][1],
                "size": 8,
            },
            "hovertemplate": f"{device}: %{{y:.0f}} % in the same order<extra></extra>",
        }
        for device, part in kept.groupby("device", sort=False)
    ]
    return Chart(
        title=title,
        subtitle=(
            "Share of pairs of models that keep their order on another device, by how far apart "
            f"they are on the {lead}. Half would be a coin's toss."
        ),
        traces=traces,
        layout={
            "xaxis": {
                "type": "category",
                "title": {"text": f"How many times faster on the {lead}"},
            },
            "yaxis": {
                "range": [min(45, 100 * float(kept["kept"].min()) - 5), 102],
                "ticksuffix": " %",
                "title": {"text": "Same order"},
            },
            "shapes": [
                {**vertical(0, theme.color("muted")), "x0": 0, "x1": 1, "xref": "paper"}
                | {"y0": 50, "y1": 50, "yref": "y"}
            ],
        },
        code=(order_chart, order_table, order_kept),
    )


@needs(1, "effects of kinds of architecture on a CPU")
def cpu_chart(effects: pd.DataFrame, moved: str, title: str) -> Chart:
    """Draw how much more than convolutions a kind loses on a CPU, with its interval.

    Parameters
    ----------
    effects : DataFrame
        `analysis.pages.hardware.study.cpu_against_gpu` for several CPUs, with ``device``.
    moved : str
        From which GPU to which CPU, in which settings.
    title : str
        The finding.
    """
    rows = effects.assign(
        label=effects["device"]
        + ", "
        + effects["term"].map(KIND_LABELS).str.lower()
        + ", "
        + effects["adjustment"],
        group=effects["term"],
        x=effects["estimate"],
        low=effects["conf_low"],
        high=effects["conf_high"],
        note=[
            f"{count(row['n'])} models of {count(row['clusters'])} families"
            for row in effects.to_dict("records")
        ],
    )
    marks = [
        Mark(kind, KIND_LABELS[kind], theme.kind_color(kind), theme.kind_symbol(kind))
        for kind in dict.fromkeys(effects["term"])
    ]
    axis = {
        "range": [rows["low"].min() - 0.05, rows["high"].max() + 0.05],
        "title": {"text": "Times the slowdown of convolutions"},
    }
    return Chart(
        title=title,
        subtitle=(
            f"How many times more than convolutions a kind slows down {moved}; line: 95\u202f% "
            "interval, robust to families. Right of 1 does worse on the CPU."
        ),
        traces=forest(rows, marks, "%{x:.2f} times"),
        layout={**forest_layout(rows, axis), "shapes": [vertical(1, theme.color("muted"))]},
        code=(cpu_chart, cpu_against_gpu),
    )


def _room(spread: pd.Series) -> float:
    """Give the end of an axis of percents that holds all, with some room."""
    return math.ceil(10 * 1.08 * 100 * (float(spread.max()) - 1)) / 10 or 1.0


def _device_styles(devices: list[str]) -> dict[str, tuple[str, str]]:
    tokens = ("convolution", "attention", "hybrid", "mlp", "state-space", "other")
    symbols = ("circle", "diamond", "square", "triangle-up", "triangle-down", "x")
    rounds = [divmod(place, len(tokens)) for place in range(len(devices))]
    return {
        device: (theme.color(tokens[own]), symbols[(own + passed) % len(symbols)])
        for device, (passed, own) in zip(devices, rounds, strict=True)
    }
