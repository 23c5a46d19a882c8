"""What the site may cost, and how what it does cost is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Budget:
    """The most that one figure may be.

    Parameters
    ----------
    label : str
        What is measured, in words.
    most : float
        The largest value that keeps the budget.
    unit : str
        What it is measured in; empty for a ratio.
    """

    label: str
    most: float
    unit: str

    def kept(self, value: float | None) -> bool:
        """Tell whether a value keeps the budget; one that could not be measured does not."""
        return value is not None and value <= self.most


PAGE = {
    "cold_kb": Budget("over the wire, cold", 600, "kB"),
    "requests": Budget("requests, cold", 12, "files"),
    "warm_kb": Budget("the same as next page, warm", 80, "kB"),
    "first_paint_s": Budget("first paint", 0.7, "s"),
    "charts_s": Budget("visible charts drawn", 1.4, "s"),
    "shift": Budget("layout shift", 0.02, ""),
}
EXPLORE = {**PAGE, "cold_kb": Budget("over the wire, cold", 650, "kB")}
CHOOSER = {
    "answer_ms": Budget("chooser, answer after an interaction", 50, "ms"),
    "chart_ms": Budget("chooser, chart after an interaction", 100, "ms"),
}
GROWN_CHOOSER = {
    "answer_ms": Budget("chooser, answer, ten times the rows", 150, "ms"),
    "chart_ms": Budget("chooser, chart, ten times the rows", 300, "ms"),
}
BUILD = {
    "quarto": Budget("build over that of trivial pages", 1.3, "times"),
    "pandoc": Budget("build without Quarto", 30, "s"),
}


def write(value: float | None, unit: str = "") -> str:
    """Write a figure with its unit; a dash where there is none."""
    if value is None:
        return "–"
    digits = 3 if unit == "" else 2 if unit in ("s", "times") else 0
    return f"{value:,.{digits}f} {unit}".rstrip()


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a table in Markdown, in columns that line up."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def page_table(
    pages: dict[str, dict[str, float | None]], original: dict[str, float | None] | None
) -> str:
    """Write what each page costs, beneath the budgets and beside the original's."""
    head = ["page", *(budget.label for budget in PAGE.values()), "long tasks"]
    rows = [["budget", *(write(budget.most, budget.unit) for budget in PAGE.values()), ""]]
    measured = dict(pages)
    if original:
        measured["the original"] = original
    for name, values in measured.items():
        marked = [
            write(values[key], budget.unit) + ("" if budget.kept(values[key]) else " (over)")
            for key, budget in (EXPLORE if name == "explore.html" else PAGE).items()
        ]
        rows.append([name, *marked, write(values["long_tasks_ms"], "ms")])
    return table(head, rows)


def verdicts(values: dict[Budget, float | None]) -> str:
    """Write figures beside their budgets."""
    rows = [
        (
            budget.label,
            write(value, budget.unit),
            write(budget.most, budget.unit),
            "not measured" if value is None else "kept" if budget.kept(value) else "over",
        )
        for budget, value in values.items()
    ]
    return table(["what", "measured", "budget", ""], rows)
