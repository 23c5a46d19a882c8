"""Short tables of results as HTML: few columns, aligned figures, units in the header, shading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.format import MISSING, count, half_up, short
from analysis.markup import Html, tag, text

TIGHT = "padding:0.2rem 0.35rem"
SHADE = 38
"""Most share of the accent colour behind a number, in percent: text stays readable on it."""


@dataclass(frozen=True)
class Show:
    """A column of a table: its header, unit and how its values are written."""

    column: str
    label: str
    unit: str = ""
    write: Callable[..., str] = str
    numeric: bool = True


def words(column: str, label: str) -> Show:
    """Show a column of text."""
    return Show(column, label, numeric=False)


def counts(column: str, label: str, unit: str = "") -> Show:
    """Show a column of whole numbers."""
    return Show(column, label, unit, count)


def shorts(column: str, label: str, unit: str = "") -> Show:
    """Show a column of numbers with three digits that count."""
    return Show(column, label, unit, short)


def fixed(column: str, label: str, decimals: int, unit: str = "") -> Show:
    """Show a column of numbers with so many decimals."""
    return Show(column, label, unit, lambda x: f"{half_up(x, decimals):.{decimals}f}")


def times(factor: float) -> str:
    """Write a factor: ``1.69×``, below a tenth with two digits that count."""
    return f"{short(factor)}×" if factor >= 0.1 else f"{factor:.2g}×"


def signed(points: float, decimals: int = 1) -> str:
    """Write a difference with its sign: ``+0.4``, ``−1.2``."""
    rounded = half_up(points, decimals)
    return f"{'−' if rounded < 0 else '+'}{abs(rounded):.{decimals}f}"


def ranged(
    low: str, high: str, label: str, write: Callable[[float], str] = short, unit: str = ""
) -> Callable[[pd.DataFrame], tuple[Show, pd.Series]]:
    """Show two columns as one, ``low to high``; give it to `sheet` in place of a column."""

    def make(rows: pd.DataFrame) -> tuple[Show, pd.Series]:
        texts = [
            MISSING if pd.isna(a) or pd.isna(b) else f"{write(a)} to {write(b)}"
            for a, b in zip(rows[low], rows[high], strict=True)
        ]
        return Show(low, label, unit), pd.Series(texts, index=rows.index)

    return make


def sheet(
    rows: pd.DataFrame,
    columns: Sequence[Show | Callable[[pd.DataFrame], tuple[Show, pd.Series]]],
    name: str,
) -> Html:
    """Write a table; the first column names its rows.

    Parameters
    ----------
    rows : DataFrame
        In the order shown.
    columns : sequence
        `Show` for a column, or what `ranged` gives.
    name : str
        What the table holds, for a screen reader that meets it while it scrolls.
    """
    shown = [_cells(rows, column) for column in columns]
    sort_by = [rows[show.column].tolist() for show, _ in shown]
    head = "".join(
        tag("th", _header(show), scope="col", class_="num" if show.numeric else None)
        for show, _ in shown
    )
    body = "".join(
        tag(
            "tr",
            "".join(
                _cell(show, cells[r], sort_by[c][r], first=c == 0)
                for c, (show, cells) in enumerate(shown)
            ),
        )
        for r in range(len(rows))
    )
    return _scroll(head, body, name, "sortable")


def matrix(
    values: pd.DataFrame,
    name: str,
    write: Callable[[float], str],
    span: tuple[float, float],
    labels: Mapping[str, str] | None = None,
    titles: pd.DataFrame | None = None,
) -> Html:
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
    return _scroll(head, "".join(lines), name)


def _cells(
    rows: pd.DataFrame, column: Show | Callable[[pd.DataFrame], tuple[Show, pd.Series]]
) -> tuple[Show, list[str]]:
    if not isinstance(column, Show):
        show, texts = column(rows)
        return show, [text(cell) for cell in texts]
    return column, [
        MISSING if pd.isna(value) else text(column.write(value)) for value in rows[column.column]
    ]


def _header(show: Show) -> str:
    return text(show.label) + (
        tag("span", f" {text(show.unit)}", class_="unit") if show.unit else ""
    )


def _cell(show: Show, content: str, value: object, *, first: bool) -> str:
    sort_by = ("" if pd.isna(value) else value) if show.numeric else None  # type: ignore[call-overload]
    if first:
        return tag("th", content, scope="row", data_value=sort_by)
    return tag("td", content, class_="num" if show.numeric else None, data_value=sort_by)


def _scroll(head: str, body: str, name: str, kind: str | None = None) -> Html:
    table = tag(
        "table",
        tag("thead", tag("tr", head)) + tag("tbody", body),
        class_=kind,
        data_quarto_disable_processing="true",
    )
    return Html(tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=name))
