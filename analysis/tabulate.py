"""Short tables for pages: few columns, units in the header, figures to the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.format import MISSING, count, interval, percent, short, significant
from analysis.markup import tag, text
from analysis.names import KIND_LABELS, PRETRAINING_LABELS

Write = Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """How a column is shown: its label, its unit, and how a value is written."""

    label: str
    unit: str = ""
    write: Write = str
    numeric: bool = False


def _number(label: str, unit: str = "", write: Write = short) -> Column:
    return Column(label, unit, write, numeric=True)


def _yes(value: Any) -> str:
    return "yes" if value else "no"


COLUMNS = {
    "weights": Column("Weights"),
    "top1": _number("Top-1", "%", lambda value: percent(value).split("\u202f")[0]),
    "tied_with_faster": Column("Tie", "", lambda value: "tied" if value else ""),
    "samples_per_sec": _number("Throughput", "images/s", significant),
    "secs": _number("Time", "ms", lambda value: significant(1000 * value, 3)),
    "param_count_m": _number("Parameters", "M"),
    "img_size": _number("Image", "px", count),
    "epoch_hours": _number("Epoch", "h"),
    "family_label": Column("Family"),
    "kind": Column("Kind", "", lambda value: KIND_LABELS.get(value, str(value))),
    "pretraining": Column("Pre-training", "", lambda v: PRETRAINING_LABELS.get(v, str(v))),
    "license": Column("Licence"),
    "rows": _number("Rows", "", count),
    "fastest": _number("Fastest", "images/s", significant),
    "slowest": _number("Slowest", "images/s", significant),
    "ratio": _number("Fastest over slowest", "", significant),
    "middle": _number("90th over 10th percentile", "", significant),
    "label": Column("Device"),
    "name": Column("Full name"),
    "year": Column("Year"),
    "runs": _number("Runs", "", count),
    "tasks": Column("Measured"),
    "torch": Column("PyTorch"),
    "precision": Column("Precision"),
    "compiled": Column("Compiled", "", _yes),
}

# Of a table of weights, these are shown where it has them, in this order.
OF_WEIGHTS = (
    "weights",
    "top1",
    "tied_with_faster",
    "samples_per_sec",
    "epoch_hours",
    "param_count_m",
    "img_size",
    "pretraining",
    "license",
)


def default_columns(table: pd.DataFrame) -> list[str]:
    """Choose the columns to show: `OF_WEIGHTS` for a table of weights, else all that are known."""
    if "weights" in table:
        return [name for name in OF_WEIGHTS if name in table]
    return [name for name in table.columns if name in COLUMNS]


def html(table: pd.DataFrame, columns: Iterable[str] = (), label: str = "table") -> str:
    """Write a table as HTML that Quarto leaves alone and a small script makes sortable.

    Parameters
    ----------
    table : DataFrame
        Accuracies are shown with their interval where it has ``top1_low`` and ``top1_high``.
    columns : iterable of str
        Which to show, in this order; `default_columns` by default.
    label : str
        What a screen reader calls the scrolling region.

    Raises
    ------
    KeyError
        A column is not in the table.
    """
    names = list(columns) or default_columns(table)
    for name in names:
        if name not in table:
            raise KeyError(f"the table has no column {name!r}; it has {', '.join(table.columns)}")
    shown = {name: COLUMNS.get(name) or _guess(table, name) for name in names}
    head = "".join(_head(column, "top1_low" in table) for column in shown.values())
    body = "\n".join(
        tag("tr", "".join(_cell(row, name, shown[name], name == names[0]) for name in names))
        for row in table.to_dict("records")
    )
    whole = tag(
        "table",
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>",
        class_="sortable",
        data_quarto_disable_processing="true",
    )
    return tag("div", whole, class_="scroll", tabindex="0", role="region", aria_label=label)


def _guess(table: pd.DataFrame, name: str) -> Column:
    numeric = pd.api.types.is_numeric_dtype(table[name].dtype)
    write = significant if table[name].dtype.kind == "f" else str
    return Column(name.replace("_", " "), "", write, numeric)


def _breakable(name: str) -> str:
    """Write a name that may wrap behind its underscores and dots."""
    return text(name).replace("_", "_<wbr>").replace(".", ".<wbr>")


def _head(column: Column, intervals: bool) -> str:
    unit = column.unit
    if column.label == "Top-1" and intervals:
        unit += " (95 %)"
    content = text(column.label) + (f' <span class="unit">{text(unit)}</span>' if unit else "")
    return tag("th", content, scope="col", class_="num" if column.numeric else None)


def _cell(row: dict[Any, Any], name: str, column: Column, first: bool) -> str:
    value = row[name]
    if value is None or value != value:
        content, sort_by = MISSING, ""
    else:
        content, sort_by = text(column.write(value)), value
    if name == "top1" and "top1_low" in row and sort_by != "":
        content = text(interval(value, row["top1_low"], row["top1_high"]))
    if name == "weights":
        content = _breakable(str(value))
        if row.get("hub_id"):
            address = f"https://huggingface.co/{row['hub_id']}"
            content = tag("a", content, href=address, rel="noopener")
    if name == "tied_with_faster" and value:
        content = tag("span", content, class_="tied")
    sort = sort_by if column.numeric else None
    looks = "num" if column.numeric else "name" if name == "weights" else None
    if first:
        return tag("th", content, scope="row", class_=looks, data_value=sort)
    return tag("td", content, class_=looks, data_value=sort)
