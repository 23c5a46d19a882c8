"""Changes as Markdown: the body of a pull request, and what `refresh` and `diff` print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.runs.change_causes import causes, with_causes
from analysis.runs.edition_changes import CHANGED, Changes
from analysis.runs.edition_pairs import ADDED, REMOVED, RENAMED, WEIGHTS_CHANGES

LONGEST = 20


def markdown(changes: Changes, warnings: Sequence[str] = (), longest: int = LONGEST) -> str:
    """Write a change report.

    Parameters
    ----------
    changes : Changes
        What differs.
    warnings : sequence of str
        What a person should look at.
    longest : int
        Rows of a list before the rest is only counted.

    Returns
    -------
    str
        Markdown, whatever the names in it.
    """
    same = changes.before == changes.after
    title = f"edition {changes.after}" if same else f"{changes.before} → {changes.after}"
    parts = [f"# Changes of the data: {title}", ""]
    if changes.nothing:
        parts += ["No weights, no figure and no run differs.", ""]
    parts += _claims(changes.claims)
    if warnings:
        parts += ["## For a person to look at", ""]
        parts += [f"- {_code(warning, table=False)}" for warning in warnings] + [""]
    parts += _tables(changes.tables)
    parts += _weights(changes.weights, longest)
    parts += _runs(changes.runs)
    explained = with_causes(changes.figures, changes.weights, changes.runs)
    parts += _causes(causes(explained), longest)
    parts += _figures(explained, longest)
    parts += _coverage(changes.coverage)
    return "\n".join(parts).rstrip() + "\n"


def counts(changes: Changes) -> str:
    """Say in one line how much differs."""
    weights = changes.weights["change"].value_counts()
    runs = changes.runs["change"].value_counts()
    said = [f"{weights.get(change, 0):,} models {change}" for change in WEIGHTS_CHANGES]
    said.append(f"{len(changes.figures):,} figures changed")
    said += [f"{runs.get(change, 0)} runs {change}" for change in (ADDED, CHANGED, REMOVED)]
    said.append(f"{len(changes.tables)} other tables added or changed")
    return ", ".join(part for part in said if not part.startswith("0 ")) or "nothing changed"


def _claims(claims: pd.DataFrame) -> list[str]:
    if claims.empty:
        return []
    rows = [
        [
            _code(f"{row.page}/{row.claim}"),
            str(row.before),
            str(row.after),
            _code(str(row.sentence).replace("**", "")),
        ]
        for row in claims.itertuples()
    ]
    return [
        f"**{len(claims)} of the pages' claims flip: read them before this is merged.**",
        "",
        f"## Claims that flip ({len(claims)})",
        "",
        *_table(["claim", "before", "after", "now the page would say"], rows),
        "",
    ]


def _weights(weights: pd.DataFrame, longest: int) -> list[str]:
    parts: list[str] = []
    for change in WEIGHTS_CHANGES:
        rows = weights[weights["change"].eq(change)]
        if rows.empty:
            continue
        shown = rows.head(longest)
        if change == RENAMED:
            lines = [
                f"- {_code(before)} → {_code(after)} at {size} px"
                for before, after, size in zip(
                    shown["before"], shown["after"], shown["img_size"], strict=True
                )
            ]
        else:
            column = "after" if change == ADDED else "before"
            lines = [
                f"- {_code(name)} at {size} px"
                for name, size in zip(shown[column], shown["img_size"], strict=True)
            ]
        parts += [f"## Models {change} ({len(rows):,})", "", *lines]
        parts += [*_rest(len(rows), longest), ""]
    return parts


def _runs(runs: pd.DataFrame) -> list[str]:
    if runs.empty:
        return []
    rows = [
        [_code(row.run), str(row.change), _count(row.rows_before), _count(row.rows_after)]
        for row in runs.itertuples()
    ]
    header = ["run", "change", "rows before", "rows after"]
    return [f"## Benchmark runs ({len(runs)})", "", *_table(header, rows), ""]


def _tables(tables: pd.DataFrame) -> list[str]:
    if tables.empty:
        return []
    rows = [
        [_code(row.table), str(row.change), _count(row.rows_before), _count(row.rows_after)]
        for row in tables.itertuples()
    ]
    header = ["table", "change", "rows before", "rows after"]
    return [f"## Other tables ({len(tables)})", "", *_table(header, rows), ""]


def _causes(found: pd.DataFrame, longest: int) -> list[str]:
    if found.empty:
        return []
    rows = [
        [
            f"{row.cause} {_code(row.what)}" if row.what else str(row.cause),
            f"{row.rows:,}",
            f"{row.figures:,}",
            f"{_code(row.example)} at {row.img_size} px",
            f"{_value(row.before)} → {_value(row.after)}",
        ]
        for row in found.head(longest).astype(object).itertuples(index=False)
    ]
    title = f"## What explains {found['figures'].sum():,} figures ({len(found):,} causes)"
    header = ["cause", "rows", "figures", "the largest change", "from → to"]
    return [title, "", *_table(header, rows), *_rest(len(found), longest), ""]


def _figures(explained: pd.DataFrame, longest: int) -> list[str]:
    figures = explained[explained["cause"].eq("")]
    if figures.empty:
        return []
    rows = [
        [
            _code(row.name),
            str(row.img_size),
            _code(str(row.table).removesuffix(".csv")),
            _code(row.column),
            _value(row.before),
            _value(row.after),
            _step(row.change),
        ]
        for row in figures.head(longest).astype(object).itertuples(index=False)
    ]
    header = ["name", "px", "table", "column", "before", "after", "change"]
    rest = "" if len(figures) == len(explained) else " and without such a cause"
    title = f"## Figures changed beyond rounding{rest} ({len(figures):,}), largest first"
    return [title, "", *_table(header, rows), *_rest(len(figures), longest), ""]


def _coverage(coverage: pd.DataFrame) -> list[str]:
    moved = coverage[coverage["before"].ne(coverage["after"]).fillna(True)]
    if moved.empty:
        return []
    rows = [[_code(row.run), _count(row.before), _count(row.after)] for row in moved.itertuples()]
    header = ["run", "matched before", "matched after"]
    title = "## Coverage: models that find their speed"
    return [title, "", *_table(header, rows), ""]


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _rest(rows: int, longest: int) -> list[str]:
    return ["", f"… and {rows - longest:,} more."] if rows > longest else []


def _count(number: Any) -> str:
    missing = bool(pd.isna(number))
    return "–" if missing else f"{number:,}"


def _value(value: Any) -> str:
    missing = bool(pd.isna(value))
    return "none" if missing else _code(value) if isinstance(value, str) else str(value)


def _step(change: Any) -> str:
    missing = bool(pd.isna(change))
    return "" if missing else f"{change:+.6g}"


def _code(text: object, *, table: bool = True) -> str:
    """Set what others wrote as code, where it cannot become a link, a picture or a mention."""
    plain = "".join(sign if sign.isprintable() else " " for sign in str(text))
    plain = plain.replace("`", "'")
    return "`" + (plain.replace("|", "\\|") if table else plain) + "`"
