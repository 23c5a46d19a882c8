"""The pages print a claim where its condition holds, and its plain form elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.pages.claims import PAGES, Claims, of_page, overview
from analysis.pages.index import claims
from analysis.pages.index.study import study
from tools.setup import ROOT


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return overview()


@pytest.mark.edition("2026-01-06")
def test_every_claim_holds(known: pd.DataFrame) -> None:
    false = [
        f"{claim.page}.qmd says: {claim.sentence} - true only if {claim.condition}"
        for claim in known[~known["holds"]].itertuples()
    ]
    assert not false


def test_every_claim_has_a_plain_form_which_is_printed_where_it_does_not_hold() -> None:
    for page in PAGES:
        for claim in of_page(page).items:
            assert claim.plain, f"{page}: {claim.id}"
            printed = Claims(page, (replace(claim, holds=False),))[claim.id]
            assert printed == claim.plain


def test_where_no_model_is_unbeaten_everywhere_the_claim_is_false_and_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = study()
    monkeypatch.setattr(claims, "study", lambda: replace(found, everywhere=found.everywhere[:0]))
    [claim] = [claim for claim in claims.claims() if claim.id == "everywhere"]
    assert not claim.holds
    assert claim.sentence.startswith("**0** of them")
    assert "nan" not in claim.sentence


def test_titles_fit_on_a_line(known: pd.DataFrame) -> None:
    titles = known.loc[known["claim"].str.startswith("title-"), "sentence"]
    assert titles[titles.str.len() > 90].tolist() == []


@pytest.mark.parametrize("page", PAGES)
def test_page_prints_its_claims_and_no_other(page: str, known: pd.DataFrame) -> None:
    printed = re.findall(r'say\["([a-z0-9-]+)"\]', (ROOT / f"{page}.qmd").read_text("utf-8"))
    own = known.loc[known["page"].eq(page), "claim"]
    assert sorted(set(printed)) == sorted(own)
    assert own.is_unique
