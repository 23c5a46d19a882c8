"""What the page on progress says where a family, a year, a run or an edition is missing."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.pages.progress import (
    claims,
    edition_claims,
    fixed_speed_claims,
    newest_claims,
    recipe_claims,
)
from analysis.pages.progress.frontier_history import best_accuracy, best_speed, frontiers, height
from analysis.pages.progress.recipes_and_data import advantage, summary
from analysis.pages.progress.study import Study, study
from analysis.runs.same_weights import changes, same_weights

MODULES = (claims, edition_claims, fixed_speed_claims, newest_claims, recipe_claims)


def put(monkeypatch: pytest.MonkeyPatch, found: Study) -> None:
    for module in MODULES:
        monkeypatch.setattr(module, "study", lambda: found)


def test_without_an_older_edition_nothing_is_said_of_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    same = study().editions.iloc[:0]
    put(
        monkeypatch, replace(study(), before="", editions=same, changes=changes(same, ["imagenet"]))
    )
    first, _, second, _ = edition_claims.claims()
    assert not first.holds
    assert not second.holds
    assert "older edition" in first.printed


def test_the_old_edition_is_the_oldest_on_record() -> None:
    assert study().before == min(study().before, study().edition)
    assert len(same_weights(study().before)) == len(study().editions)


def test_one_doubtful_year_is_counted_as_one() -> None:
    assert newest_claims._doubtful(1) == "The year of 1 of them is marked doubtful."


def test_one_old_family_makes_no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    table = study().table
    table = table[table["year"].eq(2015)].nlargest(1, "samples_per_sec").reset_index(drop=True)
    edges = frontiers(table)
    heights = pd.DataFrame({str(i): height(table) for i in range(3)}).rename_axis("year")
    found = replace(
        study(),
        table=table,
        compared=dict.fromkeys(study().compared, (table, table)),
        own=table,
        frontiers=edges,
        edge=edges,
        heights=heights,
        gained=study().gained.iloc[:0],
        accuracy=best_accuracy(table),
        speed=best_speed(table),
    )
    put(monkeypatch, found)
    made = claims.claims()
    history = {*claims.OF_FRONTIERS, "title-at-speed", "at-speed", "at-accuracy"}
    sound = {"error", "unseen", "most-accurate"}
    assert {claim.id for claim in made if claim.holds} & history <= sound
    for claim in made:
        assert "nan" not in claim.printed.split(), claim.id
        assert claim.printed


def test_the_mean_of_no_networks_is_missing_and_described_by_no_row() -> None:
    none = study().shared.iloc[:0]
    assert pd.isna(list(advantage(none).values())).all()
    assert summary(study().recipes.iloc[:0], study().data.iloc[:0], none).empty
