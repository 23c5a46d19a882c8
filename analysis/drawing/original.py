"""The original page's charts, as they were, and what its join left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.data.sources import runs
from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace, needs
from analysis.drawing.marks import (
    accuracy_against_time,
    accuracy_axis,
    bubbles,
    by_kind,
    family_traces,
    time_axis,
    weights_points,
)
from analysis.drawing.number_format import count
from analysis.naming.featured import FEATURED
from analysis.naming.names import KIND_LABELS, describe
from analysis.runs.join import Joined, Source, run_table
from analysis.runs.original import EDITION, RUNS


@needs(1, "models of the original's edition and run")
def original_chart(table: pd.DataFrame, task: str) -> Chart:
    """Draw the original page's chart.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.original.original_table` gives it.
    task : {'infer', 'train'}
    """
    points = weights_points(_original_points(table, task))
    families = points["family"].value_counts().index.tolist()
    chart = _chart(
        points,
        f"The original page showed {count(len(points))} models of {len(families)} families",
        Source(RUNS[task], EDITION),
        "; families by the original's rule",
    )
    return replace(chart, traces=_cycled_families(points, families), code=(original_chart,))


@needs(1, "sets of weights that the original left out")
def left_out_chart(missing: Joined) -> Chart:
    """Draw what the original page's join left out, in the same way."""
    points = weights_points(missing.table)
    known = set(points["family"])
    chart = _chart(points, f"{count(len(points))} more were in the same two files", missing, "")
    present = [family for family in FEATURED if family in known]
    return replace(
        chart, traces=family_traces(points, present), code=(left_out_chart,), finder=True
    )


def original_caption(table: pd.DataFrame, task: str) -> str:
    """Say what `original_chart` shows, up to the rule of its families."""
    what = f"models of the original's {'training' if task == 'train' else 'inference'} chart"
    if table.empty:
        return f"The {what}"
    run = runs().set_index("run").loc[RUNS[task]]
    return (
        f"The {count(len(table))} {what}, edition {EDITION}, {run['device_label']}, "
        f"PyTorch {run['torch']}"
    )


def left_out_caption(missing: Joined) -> str:
    """Say what `left_out_chart` shows: weights whose speed and accuracy the original had."""
    number = f"{count(len(missing.table))} " if len(missing.table) else ""
    return f"The {number}sets of weights whose speed and accuracy were in the same files"


def _chart(points: pd.DataFrame, title: str, source: Source, rule: str) -> Chart:
    whole = run_table(source.run, source.edition).contenders  # both charts have the same axes
    return Chart(
        title=title,
        subtitle=(
            f"{accuracy_against_time(source)}; the area of a bubble is the square of the image "
            f"size{rule}."
        ),
        traces=[],
        layout={
            "xaxis": time_axis(whole["secs"], source),
            "yaxis": accuracy_axis(whole["top1"], source),
        },
        points=points,
        source=source,
        size_key=(224, 384),
    )


def _original_points(table: pd.DataFrame, task: str) -> pd.DataFrame:
    facts = describe(table["model"])
    return pd.DataFrame(
        {
            "weights": table["model"].to_numpy(),
            "img_size": table["img_size"].to_numpy(),
            "top1": table["top1"].to_numpy(),
            "samples_per_sec": table[f"{task}_samples_per_sec"].to_numpy(),
            "secs": table["secs"].to_numpy(),
            "param_count_m": table["param_count_y"].to_numpy(),
            "family": table["family"].to_numpy(),
            "family_label": table["family"].to_numpy(),
            "kind": facts["kind"].to_numpy(),
            "pretraining": facts["pretraining"].to_numpy(),
        }
    )


def _cycled_families(points: pd.DataFrame, families: Sequence[str]) -> list[Trace]:
    """Colour every family: the featured as ever, the others in the free shades of their kind."""
    traces = []
    kinds = points.drop_duplicates("family").set_index("family")["kind"]
    taken = {theme.FAMILY_TOKENS[family] for family in families if family in theme.FAMILY_TOKENS}
    free = {kind: _looks(kind, taken) for kind in KIND_LABELS}
    for family in families:
        looks = free[str(kinds[family])]
        if family in theme.FAMILY_TOKENS:
            token, outline = theme.FAMILY_TOKENS[family], theme.ring(family)
        else:
            token, outline = looks.pop(0) if looks else ("other", theme.RING)
        rows = np.flatnonzero(points["family"].eq(family).to_numpy())
        traces += [
            bubbles(part, family, family, theme.color(token), kind, outline=outline)
            for kind, part in by_kind(points, rows)
        ]
    return traces


def _looks(kind: str, taken: set[str]) -> list[tuple[str, float]]:
    shades = [
        token for token in theme.TOKENS if token.startswith(f"{kind}-") and token not in taken
    ]
    return [(token, outline) for outline in (0, theme.RING) for token in shades]
