"""Short tables of results as HTML: few columns, aligned figures, units in the header, shading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.drawing.markup import Html, tag, text
from analysis.drawing.number_format import MISSING, count, half_up, short

TIGHT = "padding:0.2rem 0.35rem"
SHADE = 38
"""Most share of the accent colour behind a number, in percent: text stays readable on it."""


@dataclass(frozen=True)
class Sheet(Html):
    """A table as HTML, and the rows that it was made of."""

    rows: pd.DataFrame


@dataclass(frozen=True)
class Show:
    """A column of a table: its header, unit and how its values are written.

    ``row`` writes a cell as HTML from its whole row, where its own value does not say enough;
    ``style`` is the class of its cells, figures to the right by default.
    """

    column: str
    label: str
    unit: str = ""
    write: Callable[..., str] = str
    numeric: bool = True
    row: Callable[[dict[Any, Any]], str] | None = None
    style: str = ""

    @property
    def looks(self) -> str | None:
        """The class of its cells."""
        return self.style or ("num" if self.numeric else None)


def words(column: str, label: str) -> Show:
    """Show a column of text."""
    return Show(column, label, numeric=False)


def names(column: str, label: str, row: Callable[[dict[Any, Any]], str] | None = None) -> Show:
    """Show a column of long names, which wrap behind their underscores and dots."""
    return Show(column, label, numeric=False, row=row or _broken(column), style="name")


def breakable(name: object) -> str:
    """Write a name that may wrap behind its underscores and dots."""
    return text(name).replace("_", "_<wbr>").replace(".", ".<wbr>")


def _broken(column: str) -> Callable[[dict[Any, Any]], str]:
    return lambda row: breakable(row[column])


def counts(column: str, label: str, unit: str = "") -> Show:
    """Show a column of whole numbers."""
    return Show(column, label, unit, count)


def shorts(column: str, label: str, unit: str = "") -> Show:
    """Show a column of numbers with three digits that count."""
    return Show(column, label, unit, short)


def fixed(column: str, label: str, decimals: int, unit: str = "") -> Show:
    """Show a column of numbers with so many decimals."""
    return Show(column, label, unit, lambda x: f"{half_up(x, decimals):.{decimals}f}")


def ranged(
    low: str, high: str, label: str, write: Callable[[float], str] = short, unit: str = ""
) -> Show:
    """Show two columns as one, ``low to high``."""

    def both(row: dict[Any, Any]) -> str:
        return text(f"{write(row[low])} to {write(row[high])}") if known(row[high]) else MISSING

    return Show(low, label, unit, row=both)


def known(value: Any) -> bool:
    """Tell a value from a missing one."""
    return not (pd.api.types.is_scalar(value) and pd.isna(value))


def sheet(rows: pd.DataFrame, columns: Sequence[Show], name: str) -> Sheet:
    """Write a table that a reader can sort; the first column names its rows.

    Parameters
    ----------
    rows : DataFrame
        In the order shown.
    columns : sequence of Show
        In the order shown.
    name : str
        What the table holds, for a screen reader that meets it while it scrolls.

    Raises
    ------
    KeyError
        A column is not in the table.
    """
    for show in columns:
        if show.column not in rows:
            has = ", ".join(map(str, rows.columns))
            raise KeyError(f"the table has no column {show.column!r}; it has {has}")
    head = "".join(
        tag("th", _header(show), scope="col", class_="num" if show.numeric else None)
        for show in columns
    )
    body = "\n".join(
        tag("tr", "".join(_cell(show, row, first=show is columns[0]) for show in columns))
        for row in rows.to_dict("records")
    )
    return Sheet(_scroll(head, body, name, "sortable"), rows)


def matrix(
    values: pd.DataFrame,
    name: str,
    write: Callable[[float], str],
    span: tuple[float, float],
    labels: Mapping[str, str] | None = None,
    titles: pd.DataFrame | None = None,
) -> Sheet:
    """Write a table of numbers, each shaded by its size; its columns are numbered as its rows are.

    Parameters
    ----------
    values : DataFrame
        Rows and columns are named by its index and columns.
    name : str
        As for `sheet`.
    write : callable
        Number -> text.
    span : tuple of float
        The values without shade and with the deepest.
    labels : mapping, optional
        What rows and columns are called where not by their own names.
    titles : DataFrame, optional
        Texts of the same shape, shown beside the mouse.
    """
    names = labels or {}
    low, high = span
    head = tag("td", "") + "".join(
        tag("th", str(i), scope="col", class_="num", style=TIGHT, title=names.get(str(column)))
        for i, column in enumerate(values.columns, 1)
    )
    lines = []
    for place, row in enumerate(values.index):
        name_of_row = f"{place + 1}\u2002{names.get(str(row), str(row))}"
        cells = [tag("th", text(name_of_row), scope="row", style=TIGHT)]
        for column, number in enumerate(values.iloc[place].astype(float)):
            title = None if titles is None else titles.iloc[place, column]
            if number != number:
                cells.append(tag("td", MISSING, class_="num", title=title, style=TIGHT))
                continue
            share = min(max((number - low) / (high - low), 0), 1) * SHADE
            shade = f"color-mix(in srgb,var(--chart-accent) {share:.0f}%,transparent)"
            style = f"{TIGHT};background:{shade}"
            cells.append(tag("td", text(write(number)), class_="num", style=style, title=title))
        lines.append(tag("tr", "".join(cells)))
    return Sheet(_scroll(head, "".join(lines), name), values.reset_index())


def _header(show: Show) -> str:
    return text(show.label) + (
        tag("span", f" {text(show.unit)}", class_="unit") if show.unit else ""
    )


def _cell(show: Show, row: dict[Any, Any], *, first: bool) -> str:
    value = row[show.column]
    content = MISSING
    if known(value):
        content = show.row(row) if show.row else text(show.write(value))
    sort_by = (value if known(value) else "") if show.numeric else None
    if first:
        return tag("th", content, scope="row", class_=show.looks, data_value=sort_by)
    return tag("td", content, class_=show.looks, data_value=sort_by)


def _scroll(head: str, body: str, name: str, kind: str | None = None) -> str:
    table = tag(
        "table",
        tag("thead", tag("tr", head)) + tag("tbody", body),
        class_=kind,
        data_quarto_disable_processing="true",
    )
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=name)
