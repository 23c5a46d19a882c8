"""The words of the site."""

from __future__ import annotations

import re

import pytest

from analysis.data.reading import newest_edition
from analysis.data.test_sets import TEST_SETS
from analysis.naming.featured import FEATURED
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS
from analysis.pages.glossary.definitions import anchor, definitions
from analysis.pages.glossary.pictures import picture
from analysis.pages.glossary.study import study
from tests.support.naive import read


def anchors_in(html: str) -> list[str]:
    return re.findall(' id="([^"]*)"', html)


@pytest.mark.parametrize(
    ("section", "terms"),
    [
        ("kinds", KIND_LABELS),
        ("pretraining", PRETRAINING_LABELS),
        ("test_sets", TEST_SETS),
        ("families", FEATURED),
    ],
)
def test_everything_that_a_chart_names_has_an_entry(section: str, terms: dict[str, str]) -> None:
    found = anchors_in(str(definitions(study().terms, section, study().families)))
    assert found == [anchor(section, term) for term in found_ids(section)]
    assert set(terms) <= set(found_ids(section))


def found_ids(section: str) -> list[str]:
    terms = study().terms
    return terms.loc[terms["section"].eq(section), "id"].tolist()


def test_no_anchor_stands_twice() -> None:
    terms = study().terms
    anchors = [anchor(*row) for row in terms[["section", "id"]].itertuples(index=False)]
    assert len(anchors) == len(set(anchors))


def test_kinds_have_pictures_that_differ() -> None:
    drawn = [picture(kind) for kind in KIND_LABELS if kind != "unknown"]
    assert len(set(drawn)) == len(drawn)
    assert all(one.count("<rect") == 25 for one in drawn)
    assert picture("unknown") == ""


def test_every_model_belongs_to_a_family_of_the_table() -> None:
    rows = read(f"accuracy/{newest_edition()}.csv")
    models = [row for row in rows if not row["weights"].startswith("test_")]
    assert study().families["models"].sum() == len(models)
