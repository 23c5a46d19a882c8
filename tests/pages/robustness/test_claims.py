"""What the page on robustness says where test sets or groups are missing."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.pages.robustness import claims, ranking_claims
from analysis.pages.robustness.rankings import judging, rank_agreement
from analysis.pages.robustness.study import Study, study
from analysis.runs.effective_robustness import by_group, compared, robustness


def without(test_set: str, rows: int = 0) -> pd.DataFrame:
    """Leave a test set with so many rows."""
    table = study().table.copy()
    column = f"{test_set}_top1"
    table[column] = table[column].where(table[column].notna().cumsum().le(rows))
    return table


def put(monkeypatch: pytest.MonkeyPatch, found: Study) -> None:
    for module in (claims, ranking_claims):
        monkeypatch.setattr(module, "study", lambda: found)


@pytest.mark.parametrize("rows", [0, 4])
def test_a_test_set_of_few_rows_judges_nobody(rows: int) -> None:
    assert "sketch" not in judging(without("sketch", rows))
    assert judging(study().table)[0] == "imagenet"


def test_a_missing_test_set_is_in_no_mean_and_in_no_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = without("sketch")
    rows = robustness(compared(table))
    means = by_group(rows[~rows["beyond"]], "pretraining")
    assert "sketch" not in set(means["test_set"])
    chosen = judging(table)
    found = replace(
        study(),
        table=table,
        rows=rows,
        pretraining=means,
        extrapolated=by_group(rows, "pretraining"),
        sources=study().sources[study().sources["test_set"].ne("sketch")],
        judging=chosen,
        ranks=rank_agreement(table, chosen),
    )
    put(monkeypatch, found)
    said = {claim.id: claim for claim in claims.claims()}
    assert not said["more-data"].holds
    assert "no such weights" in said["more-data"].printed
    assert said["ranks"].printed.endswith("for want of accuracies of most models: Sketch.")
    assert said["elsewhere"].printed == study_said("elsewhere")


def study_said(claim: str) -> str:
    from analysis.pages.claims import of_page

    return str(of_page("robustness")[claim])


def test_one_family_has_a_mean_without_an_interval() -> None:
    row = {"estimate": 1.2, "conf_low": float("nan"), "conf_high": float("nan")}
    assert claims._estimate(row) == "+1.2 (one family, no interval)"
