"""The largest batch that fits, against what a model computes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, needs
from analysis.drawing.marks import by_kind, dots, log_axis
from analysis.drawing.number_format import short
from analysis.naming.names import KIND_LABELS
from analysis.runs.batches import brackets
from analysis.runs.join import Source
from analysis.runs.memory import Fitted, fitted, largest_batch
from analysis.runs.time_predictors import COST_LABELS

COLUMNS = ["img_size", "param_count_m", "family", "family_label", "kind", "activations_m"]


@needs(1, "models whose batch was measured")
def batches_chart(table: pd.DataFrame, run: str, cost: str, title: str, found: Fitted) -> Chart:
    """Draw the largest training batch of each model against one of its costs, both log.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.memory.backtest` gives it.
    run : str
        The run of the batches.
    cost : str
        ``activations_m`` or ``param_count_m``.
    title : str
        The finding.
    found : Fitted
        As `analysis.runs.memory.fitted` gives it.
    """
    table = table.sort_values(["architecture", "img_size"])
    points = (
        table[[*dict.fromkeys([*COLUMNS, cost]), "fits", "estimated"]]
        .assign(weights=table["architecture"], fails=table["fails"].replace(np.inf, np.nan))
        .reset_index(drop=True)
    )
    points["estimated"] = points["estimated"].clip(lower=1).map(lambda x: float(f"{x:.3g}"))
    traces = []
    for kind, rows in by_kind(points, np.arange(len(points))):
        mark = dots(
            rows, kind, KIND_LABELS[kind], theme.kind_color(kind), theme.kind_symbol(kind), 5
        )
        traces.append(mark | {"x": f"@{cost}", "y": "@fits"})
    if cost == "activations_m" and found.memory is not None:
        x = np.geomspace(points[cost].min(), points[cost].max(), 40)
        middle = points["param_count_m"].median()
        line = pd.DataFrame({cost: x, "param_count_m": middle})
        traces.append(
            {
                "x": x,
                "y": largest_batch(found.memory, line, found.card_gb),
                "mode": "lines",
                "name": f"estimate at {short(middle)} M parameters",
                "legendgroup": "fit",
                "line": {"color": theme.color("frontier"), "width": 2},
                "hoverinfo": "skip",
            }
        )
    label = COST_LABELS[cost].capitalize()
    return Chart(
        title=title,
        subtitle=(
            f"Largest batch of a training step in AMP that fitted in {found.card_gb:g} GB, against "
            f"{COST_LABELS[cost]}, both logarithmic; the next larger size of the benchmark did not "
            "fit. Colour and shape: kind."
        ),
        traces=traces,
        layout={
            "xaxis": log_axis(points[cost], "M", f"{label} of one image, M"),
            "yaxis": log_axis(points["fits"], "", "Images in the batch"),
        },
        points=points,
        source=Source(run),
        labels={
            "activations_m": "Activations (M)",
            "fits": "Batch that fitted",
            "fails": "Batch that did not",
            "estimated": "Estimated from other families",
        },
        code=(batches_chart, brackets, fitted),
        finder=True,
    )
