"""What the page says where its claims do not hold."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.pages.inference import claims, families
from analysis.pages.inference.study import Study, study


def said(monkeypatch: pytest.MonkeyPatch, found: Study) -> dict[str, str]:
    """Give what the page prints of other findings."""
    for module in (claims, families):
        monkeypatch.setattr(module, "study", lambda: found)
    return {claim.id: claim.printed for claim in claims.claims()}


def test_without_a_row_every_claim_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = study()
    printed = said(monkeypatch, replace(found, table=found.table[:0]))
    printed.pop("original-left-out")
    assert set(printed.values()) == {
        "Not enough data to say: no weights have both a speed of inference and an accuracy."
    }


def test_of_families_that_were_not_measured_nothing_else_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = study()
    table = found.table[found.table["family"].eq("resnet")]
    printed = said(monkeypatch, replace(found, table=table, by_device={"X": table}))
    assert printed["levit-holds"].startswith("No LeViT was measured on the ")
    assert printed["swin-passed"].startswith("No Swin was measured on the ")
    assert printed["accurate-end"].startswith("No model reaches 88")


def test_correlations_that_do_not_split_by_kind_are_listed_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ranks = pd.Series({"Core i9": 0.99, "RTX 4090": 0.5})
    printed = said(monkeypatch, replace(study(), ranks=ranks))
    assert printed["own-hardware"].endswith(" is 0.990 on the Core i9 and 0.500 on the RTX 4090.")
    assert "carries over" not in printed["own-hardware"]
    assert "for the order differs" not in printed["advice"]
    none = said(monkeypatch, replace(study(), ranks=ranks[:0]))
    assert none["own-hardware"].startswith("No other device shares enough measurements")
