"""The original page's charts, as they were, and what its join left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.drawing import theme
from analysis.drawing.chart import Chart, Trace
from analysis.drawing.marks import (
    accuracy_axis,
    bubbles,
    by_kind,
    family_traces,
    time_axis,
    time_words,
    weights_points,
)
from analysis.drawing.number_format import count
from analysis.naming.names import KIND_LABELS, describe
from analysis.runs.join import run_table
from analysis.runs.original import EDITION, RUNS


def original_chart(table: pd.DataFrame, task: str) -> Chart:
    """Draw the original page's chart, or what its join left out, in the same way.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.original.original_table` or `left_out` gives it.
    task : {'infer', 'train'}
    """
    as_it_was = "model" in table
    points = weights_points(_original_points(table, task) if as_it_was else table)
    families = list(points["family"].value_counts().index) if as_it_was else list(theme.FAMILIES)
    present = [family for family in families if points["family"].eq(family).any()]
    run = RUNS[task]
    whole = run_table(run, EDITION).contenders  # both charts have the same axes
    return Chart(
        title=(
            f"The original page showed {count(len(points))} models of {len(families)} families"
            if as_it_was
            else f"{count(len(points))} more were in the same two files"
        ),
        subtitle=(
            f"Top-1 accuracy on ImageNet val against {time_words(run)}; the area of a bubble is "
            "the square of the image size"
            + ("; families by the original's rule." if as_it_was else ".")
        ),
        traces=(
            _cycled_families(points, families) if as_it_was else family_traces(points, present)
        ),
        layout={
            "xaxis": time_axis(whole["secs"], run),
            "yaxis": accuracy_axis(whole["top1"]),
        },
        points=points,
        run=run,
        edition=EDITION,
        size_key=(224, 384),
        code=(original_chart,),
        finder=not as_it_was,
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
    taken = {theme.FAMILIES[family] for family in families if family in theme.FAMILIES}
    free = {kind: _looks(kind, taken) for kind in KIND_LABELS}
    for family in families:
        looks = free[str(kinds[family])]
        if family in theme.FAMILIES:
            token, outline = theme.FAMILIES[family], theme.ring(family)
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
