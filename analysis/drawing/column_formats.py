"""How columns that several tables have are shown, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.drawing.html_tables import Show, breakable, counts, known, names, shorts, words
from analysis.drawing.markup import tag, text
from analysis.drawing.number_format import interval, percent, significant
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS

HUB = "https://huggingface.co"


def _weights(row: dict[Any, Any]) -> str:
    name, hub = breakable(row["weights"]), row.get("hub_id")
    return tag("a", name, href=f"{HUB}/{hub}", rel="noopener") if known(hub) and hub else name


def _top1(row: dict[Any, Any]) -> str:
    if "top1_low" in row:
        return text(interval(row["top1"], row["top1_low"], row["top1_high"]))
    return text(percent(row["top1"]).split("\u202f")[0])


def _significant(column: str, label: str, unit: str = "") -> Show:
    return Show(column, label, unit, significant)


def _labelled(column: str, label: str, labels: dict[str, str]) -> Show:
    return Show(column, label, write=lambda value: labels.get(value, str(value)), numeric=False)


COLUMNS = {
    show.column: show
    for show in (
        names("weights", "Weights", _weights),
        Show("top1", "Top-1", "%", row=_top1),
        names("tied_with", "Tied with"),
        _significant("samples_per_sec", "Throughput", "images/s"),
        Show("secs", "Time", "ms", lambda value: significant(1000 * value, 3)),
        shorts("param_count_m", "Parameters", "M"),
        counts("img_size", "Image", "px"),
        shorts("epoch_hours", "Epoch", "h"),
        words("family_label", "Family"),
        _labelled("kind", "Kind", KIND_LABELS),
        _labelled("pretraining", "Pre-training", PRETRAINING_LABELS),
        words("license", "Licence"),
        counts("rows", "Models"),
        _significant("fastest", "Fastest", "images/s"),
        _significant("slowest", "Slowest", "images/s"),
        words("first", "The fastest"),
        words("last", "The slowest"),
        _significant("ratio", "Fastest over slowest"),
        _significant("others", "Without the slowest"),
        _significant("middle", "90th over 10th percentile"),
        words("label", "Device"),
        words("name", "Full name"),
        words("year", "Year"),
        counts("runs", "Runs"),
        words("tasks", "Measured"),
        words("torch", "PyTorch"),
        words("precision", "Precision"),
        Show("compiled", "Compiled", write=lambda yes: "yes" if yes else "no", numeric=False),
    )
}

# Of a table of weights, these are shown where it has them, in this order.
OF_WEIGHTS = (
    "weights",
    "top1",
    "samples_per_sec",
    "epoch_hours",
    "param_count_m",
    "img_size",
    "pretraining",
    "license",
    "tied_with",
)


def default_columns(table: pd.DataFrame) -> list[str]:
    """Choose the columns to show: `OF_WEIGHTS` for a table of weights, else all that are known."""
    if "weights" in table:
        return [name for name in OF_WEIGHTS if name in table]
    return [name for name in table.columns if name in COLUMNS]


def shows(table: pd.DataFrame, columns: Iterable[str]) -> list[Show]:
    """Say how columns of a table are shown.

    Parameters
    ----------
    table : DataFrame
        Accuracies are shown with their interval where it has ``top1_low`` and ``top1_high``.
    columns : iterable of str
        Their names; one that is not in `COLUMNS` is shown under its own name.
    """
    return [_with_interval(COLUMNS.get(name) or _guess(table, name), table) for name in columns]


def _with_interval(show: Show, table: pd.DataFrame) -> Show:
    return replace(show, unit="% (95 %)") if show.row is _top1 and "top1_low" in table else show


def _guess(table: pd.DataFrame, name: str) -> Show:
    label = name.replace("_", " ")
    if name not in table or not pd.api.types.is_numeric_dtype(table[name].dtype):
        return words(name, label)
    return Show(name, label, write=significant if table[name].dtype.kind == "f" else str)
