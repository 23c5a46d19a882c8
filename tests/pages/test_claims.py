"""Every claim of the pages' prose holds on the data that the site is built from."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.pages.claims import PAGES, overview
from analysis.pages.index import claims
from tools.setup import ROOT

CLAIMS = overview()


@pytest.mark.parametrize(
    "claim", list(CLAIMS.itertuples()), ids=[f"{c.page}-{c.claim}" for c in CLAIMS.itertuples()]
)
def test_claim_holds(claim: pd.Series) -> None:
    assert claim.holds, f"{claim.page}.qmd says: {claim.sentence} - true only if {claim.condition}"


def test_where_no_model_is_unbeaten_everywhere_the_claim_is_false_and_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claims, "on_every_frontier", lambda boards: next(iter(boards.values()))[:0])
    [claim] = [claim for claim in claims.claims() if claim.id == "everywhere"]
    assert not claim.holds
    assert claim.sentence.startswith("**0** of the unbeaten")
    assert "nan" not in claim.sentence


@pytest.mark.parametrize("page", PAGES)
def test_page_prints_its_claims_and_no_other(page: str) -> None:
    printed = re.findall(r'say\["([a-z0-9-]+)"\]', (ROOT / f"{page}.qmd").read_text("utf-8"))
    known = CLAIMS.loc[CLAIMS["page"].eq(page), "claim"]
    assert sorted(set(printed)) == sorted(known)
    assert known.is_unique
