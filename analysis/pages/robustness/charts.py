"""Does ImageNet accuracy hold up: effective robustness, fits, and what a ranking can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing import theme
from analysis.drawing.chart import Chart, NotEnough, Trace, needs
from analysis.drawing.forest import Mark, forest, forest_layout, vertical
from analysis.drawing.marks import by_kind, dots
from analysis.drawing.number_format import counted
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS
from analysis.pages.robustness.rankings import neighbours
from analysis.pages.robustness.study import Study
from analysis.runs.effective_robustness import (
    by_group,
    compared,
    expit,
    lines,
    logit,
    robustness,
)
from analysis.runs.join import Source

SHORT = {
    "imagenet": "ImageNet",
    "imagenet-real": "ReaL",
    "imagenetv2": "V2",
    "sketch": "Sketch",
    "imagenet-a": "A",
    "imagenet-r": "R",
}


SHIFTED = ("sketch", "imagenet-r")
"""Test sets of other pictures than photographs."""

LINE = (
    "line: fit of the weights that saw ImageNet-1k alone, straight on the logit scale. In the "
    "title: mean and 95\u202f% interval within the line's range."
)
NO_LINE = "no line: too few weights that saw ImageNet-1k alone, or none that differ."


def judge_labels(judges: Iterable[str]) -> dict[str, str]:
    """Name test sets, and their mean, in few words."""
    number = sum(judge in SHORT for judge in judges)
    words = {2: "both", 3: "all three", 4: "all four", 5: "all five", 6: "all six"}
    return {**SHORT, "mean": f"mean of {words.get(number, 'all')}"}


@needs(1, "groups whose mean can be taken")
def sources_chart(sources: pd.DataFrame, title: str) -> Chart:
    """Draw the mean effective robustness of web-scale weights on Sketch and R, by their source.

    Parameters
    ----------
    sources : DataFrame
        As `analysis.runs.effective_robustness.by_group` gives it, by ``source``.
    title : str
        The finding.
    """
    rows = sources[sources["test_set"].isin(SHIFTED)].astype({"estimate": float})
    order = rows.groupby("source")["estimate"].mean().sort_values().index.tolist()
    rows = rows.assign(
        place=rows["source"].map({name: at for at, name in enumerate(order)}),
        label=rows["source"] + ", " + rows["test_set"].map(SHORT),
        group=rows["test_set"],
    ).sort_values(["place", "test_set"])
    marks = [
        Mark("sketch", SHORT["sketch"], theme.color("pretraining-web"), "circle"),
        Mark("imagenet-r", SHORT["imagenet-r"], theme.color("pretraining-in21k"), "square"),
    ]
    return _means_chart(rows, marks, title, (sources_chart, by_group, robustness))


@needs(1, "groups whose mean can be taken")
def groups_chart(means: pd.DataFrame, group: str, title: str) -> Chart:
    """Draw the mean effective robustness of groups on each test set, with intervals.

    Parameters
    ----------
    means : DataFrame
        As `analysis.runs.effective_robustness.by_group` gives it.
    group : str
        ``pretraining`` or ``kind``.
    title : str
        The finding.
    """
    labels = PRETRAINING_LABELS if group == "pretraining" else KIND_LABELS
    order = {name: place for place, name in enumerate(labels)}
    rows = means.assign(
        place=means["test_set"].map(list(SHORT).index), rank=means[group].map(order)
    ).sort_values(["place", "rank"])
    rows = rows.assign(
        label=rows["test_set"].map(SHORT) + ", " + rows[group].map(labels),
        group=rows[group],
    )
    marks = [Mark(name, labels[name], *_style(group, name)) for name in labels]
    return _means_chart(rows, marks, title, (groups_chart, by_group, robustness))


def _means_chart(
    rows: pd.DataFrame, marks: list[Mark], title: str, code: tuple[Callable[..., Any], ...]
) -> Chart:
    rows = rows.assign(
        x=rows["estimate"],
        low=rows["conf_low"],
        high=rows["conf_high"],
        note=[
            f"{counted(row['n'], 'model')} of {counted(row['clusters'], 'family', 'families')}"
            for row in rows.to_dict("records")
        ],
    )
    ends = pd.concat([rows["low"], rows["high"], rows["x"]]).astype(float)
    room = 0.05 * (ends.max() - ends.min()) or 1
    return Chart(
        title=title,
        subtitle=(
            "Effective robustness: mean accuracy in points above models that saw ImageNet-1k alone "
            "and are as accurate on clean images; 95\u202f% interval, robust to families."
        ),
        traces=forest(rows, marks, "%{x:.1f} points"),
        layout={
            **forest_layout(
                rows,
                {
                    "range": [ends.min() - room, ends.max() + room],
                    "title": {"text": "Percentage points above the line"},
                },
            ),
            "shapes": [vertical(0, theme.color("muted"))],
        },
        code=code,
    )


def accuracy_chart(found: Study, test_set: str, title: str) -> Chart:
    """Draw accuracy on a test set against its baseline, with the line of the reference.

    Parameters
    ----------
    found : Study
        The page's tables, with their edition.
    test_set : str
        Which test set.
    title : str
        The finding.
    """
    rows = found.rows
    mine = rows[rows["test_set"].eq(test_set)].sort_values(["weights", "img_size"])
    hard = TEST_SETS[test_set]
    clean = TEST_SETS[hard.clean or "imagenet"]
    if mine.empty:
        missing = NotEnough(f"no weights with an accuracy on {hard.label} and on {clean.label}")
        return cast(Chart, missing)
    points = mine.assign(top1=mine["accuracy"])[
        ["weights", "img_size", "family", "family_label", "kind", "pretraining", "top1", "clean"]
    ].reset_index(drop=True)
    line = _line(rows, test_set)
    pretraining = points["pretraining"].to_numpy()
    traces = []
    for name, label in PRETRAINING_LABELS.items():
        members = np.flatnonzero(pretraining == name)
        for kind, part in by_kind(points, members):
            color = theme.color(f"pretraining-{name}")
            small = name == "in1k"
            mark = dots(part, name, label, color, theme.kind_symbol(kind), 5 if small else 7)
            traces.append(mark | {"x": "@clean", "y": "@top1"})
    return Chart(
        title=title,
        subtitle=(
            f"Top-1 on {hard.label} against {clean.label}; {LINE if line else NO_LINE} "
            "Colour: pre-training; shape: kind."
        ),
        traces=[*traces, *line],
        layout={
            "xaxis": {"ticksuffix": "\u202f%", "title": {"text": clean.label}},
            "yaxis": {"ticksuffix": "\u202f%", "title": {"text": hard.label}},
        },
        points=points,
        source=Source(edition=found.edition, test_set=test_set),
        labels={"clean": f"On {clean.label}"},
        shared={"clean": f"top1 {found.edition} {clean.id}"},
        code=(accuracy_chart, robustness, lines, compared),
    )


@needs(2, "weights")
def ties_chart(table: pd.DataFrame, test_sets: tuple[str, ...], title: str) -> Chart:
    """Draw by rank how many others each test set cannot tell from a row.

    Parameters
    ----------
    table : DataFrame
        As `analysis.runs.effective_robustness.accuracies` gives it.
    test_sets : tuple of str
        The judges, at most four.
    title : str
        The finding.
    """
    tokens = ("convolution", "attention", "hybrid", "mlp")
    dashes = ("solid", "dash", "dot", "dashdot")
    traces = []
    for test_set, token, dash in zip(test_sets, tokens, dashes, strict=False):
        rows = neighbours(table, test_set)
        if rows.empty:
            continue
        traces.append(
            {
                "x": rows["rank"].to_numpy(),
                "y": rows["tied"].tolist(),
                "mode": "lines",
                "name": TEST_SETS[test_set].label,
                "legendgroup": test_set,
                "line": {"color": theme.color(token), "dash": dash, "width": 1.5},
                "hovertemplate": "rank %{x}: %{y} tied<extra></extra>",
            }
        )
    return Chart(
        title=title,
        subtitle=(
            "How many other models are tied with the one at each rank (z below 1.96, as if "
            "measured on different images, so that these are upper bounds)."
        ),
        traces=traces,
        layout={
            "xaxis": {"title": {"text": "Rank on the test set"}, "range": [0, len(table) + 10]},
            "yaxis": {"title": {"text": "Models that cannot be told apart"}, "rangemode": "tozero"},
        },
        code=(ties_chart, neighbours),
    )


def _style(group: str, name: str) -> tuple[str, str]:
    if group == "pretraining":
        return theme.color(f"pretraining-{name}"), theme.PRETRAINING_SYMBOLS[name]
    return theme.kind_color(name), theme.kind_symbol(name)


def _line(rows: pd.DataFrame, test_set: str) -> list[Trace]:
    """Draw the line of the reference weights; none where it cannot be fitted."""
    hard = TEST_SETS[test_set]
    images = TEST_SETS[hard.clean or "imagenet"].images
    tidy = lines(rows[rows["test_set"].eq(test_set)]).tidy.set_index("term")["estimate"]
    if tidy.empty:
        return []
    clean = rows.loc[rows["test_set"].eq(test_set), "clean"]
    along = np.linspace(clean.min(), clean.max(), 60)
    return [
        {
            "x": along,
            "y": expit(tidy["intercept"] + tidy["log_clean"] * logit(along, images)),
            "mode": "lines",
            "name": "fit of ImageNet-1k only",
            "legendgroup": "fit",
            "line": {"color": theme.color("frontier"), "width": 2},
            "hoverinfo": "skip",
        }
    ]
