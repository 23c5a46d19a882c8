"""The glossary's entries as HTML, each with an anchor."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.markup import Html, link, tag, text
from analysis.pages.glossary.pictures import picture

PREFIXES = {"test_sets": "test-", "pretraining": "pretraining-", "families": "family-"}


def anchor(section: str, term: str) -> str:
    """Give the anchor of a term on the page."""
    return PREFIXES.get(section, "") + term


def definitions(terms: pd.DataFrame, section: str, families: pd.DataFrame | None = None) -> Html:
    """Write a section's terms, kinds with their pictures.

    Parameters
    ----------
    terms : DataFrame
        As `analysis.pages.glossary.study.Study` has them.
    section : str
        Which of them.
    families : DataFrame, optional
        Facts about the families, where the terms are families: kind, year and paper are added.
    """
    facts = {} if families is None else families.set_index("family").to_dict("index")
    parts = []
    for row in terms[terms["section"].eq(section)].to_dict("records"):
        drawn = picture(row["id"]) if section == "kinds" else ""
        more = _paper(facts[row["id"]]) if row["id"] in facts else ""
        name = tag("dt", text(row["label"]), id=anchor(section, row["id"]))
        parts.append(name + tag("dd", drawn + tag("span", text(row["text"]) + more)))
    return Html(tag("dl", "".join(parts), class_="terms"))


def _paper(facts: dict[object, object]) -> str:
    year = f" Year of the paper: {facts['year']}." if facts["year"] else ""
    arxiv = str(facts["arxiv"])
    paper = " " + link(f"arXiv {arxiv}", f"https://arxiv.org/abs/{arxiv}") + "." if arxiv else ""
    return text(year) + paper
