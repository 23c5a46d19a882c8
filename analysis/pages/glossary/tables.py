"""The tables of the glossary."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, counts, names, sheet, words
from analysis.naming.names import KIND_LABELS


@needs(1, "families")
def families_table(families: pd.DataFrame) -> Sheet:
    """Show all families of the newest edition."""
    rows = families.assign(
        kind=families["kind"].map(KIND_LABELS),
        year=families["year"].map(lambda year: str(year) if year else "not known"),
        paper=families["arxiv"].map(lambda arxiv: f"arXiv {arxiv}" if arxiv else ""),
    )
    return sheet(
        rows,
        [
            words("label", "Family"),
            words("kind", "Kind"),
            words("year", "Year"),
            words("paper", "Paper"),
            counts("models", "Models"),
        ],
        "Families",
    )


@needs(1, "tags")
def tags_table(tags: pd.DataFrame) -> Sheet:
    """Show every tag in words."""
    columns = [names("tag", "Tag"), words("words", "In words"), counts("weights", "Weights")]
    return sheet(tags, columns, "Tags")


def parts_table(parts: pd.DataFrame) -> Sheet:
    """Show every part of a tag that is known."""
    return sheet(parts, [names("part", "Part"), words("words", "Means")], "Parts of tags")
