"""Deprecated names -> today's, where the parameter counts agree."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.naming.renames import bare, current_accuracy, reference_params, resolve

RENAMES = pd.DataFrame(
    [
        ("convnext_base_in22ft1k", "convnext_base.fb_in22k_ft_in1k"),
        ("beit_base", "beit_base.in22k"),
        ("odd", "ghost.x"),
    ],
    columns=["old", "new"],
)
TODAY = pd.DataFrame(
    [
        ("convnext_base.fb_in22k_ft_in1k", 224, 100.0),
        ("convnext_base.fb_in1k", 224, 100.0),
        ("convnext_base.fb_in1k", 288, 100.0),
        ("beit_base.in22k", 224, 86.0),
    ],
    columns=["weights", "img_size", "param_count_m"],
)


def outcome(model: str, size: int, params: float) -> tuple[str, str, bool, bool]:
    rows = pd.DataFrame({"model": [model], "img_size": [size], "param_count_m": [params]})
    [row] = resolve(rows, RENAMES, reference_params(TODAY)).itertuples(index=False, name=None)
    current, architecture, renamed, refused = row
    return str(current), str(architecture), bool(renamed), bool(refused)


@pytest.mark.parametrize("params", [98.0, 99.5, 100.0, 102.0])
def test_a_rename_is_accepted_within_two_percent_of_the_parameters(params: float) -> None:
    assert outcome("convnext_base_in22ft1k", 224, params) == (
        "convnext_base.fb_in22k_ft_in1k",
        "convnext_base",
        True,
        False,
    )


@pytest.mark.parametrize("params", [1.0, 97.9, 102.1, 1000.0])
def test_a_rename_is_refused_beyond_two_percent_and_the_old_name_stays(params: float) -> None:
    name = "convnext_base_in22ft1k"
    assert outcome(name, 224, params) == (name, name, False, True)


@pytest.mark.parametrize(("model", "size"), [("convnext_base_in22ft1k", 384), ("odd", 224)])
def test_a_rename_without_a_count_to_compare_is_neither_accepted_nor_refused(
    model: str, size: int
) -> None:
    assert outcome(model, size, 100.0) == (model, model, False, False)


def test_a_name_that_only_gained_a_tag_is_not_called_renamed() -> None:
    assert outcome("beit_base", 224, 86.0) == ("beit_base.in22k", "beit_base", False, False)


def test_a_name_of_today_stays() -> None:
    assert outcome("convnext_base", 224, 1.0) == ("convnext_base", "convnext_base", False, False)


def test_the_architecture_is_the_name_before_the_first_dot() -> None:
    assert bare(pd.Series(["a.b.c", "a", ""])).tolist() == ["a", "a", ""]


def test_rows_keep_their_index() -> None:
    rows = TODAY.rename(columns={"weights": "model"}).set_axis([7, 3, 5, 1])
    assert resolve(rows, RENAMES, reference_params(TODAY)).index.tolist() == [7, 3, 5, 1]


def test_the_reference_is_the_median_count_of_an_architecture_at_a_size() -> None:
    table = pd.DataFrame(
        {
            "weights": ["a.x", "a.y", "a.z", "a.x"],
            "img_size": [224, 224, 224, 288],
            "param_count_m": [10.0, 11.0, 99.0, 12.0],
        }
    )
    assert reference_params(table).to_dict() == {("a", 224): 11.0, ("a", 288): 12.0}


def test_an_old_edition_is_brought_to_todays_names_and_keeps_its_own() -> None:
    old = pd.DataFrame(
        {
            "weights": ["convnext_base_in22ft1k", "beit_base", "lost"],
            "img_size": [224, 224, 224],
            "param_count_m": [99.9, 50.0, 1.0],
        }
    )
    table = current_accuracy(old, RENAMES, TODAY)
    assert table["weights"].tolist() == old["weights"].tolist()
    assert table["current"].tolist() == ["convnext_base.fb_in22k_ft_in1k", "beit_base", "lost"]
    assert table["architecture"].tolist() == ["convnext_base", "beit_base", "lost"]
