"""Counts and lists in words."""

from __future__ import annotations

import pytest

from analysis.drawing.phrases import all_of, are_of, listing, out_of, some, with_article


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_a_list_ends_with_and(items: list[str], words: str) -> None:
    assert listing(items) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no row"), (1, "1 row"), (2, "2 rows"), (1556, "1,556 rows")]
)
def test_a_count_agrees_with_its_noun(number: int, words: str) -> None:
    assert some(number, "row") == words


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [
        (0, 0, "no row"),
        (0, 1, "0 of 1 row"),
        (1, 1, "1 of 1 row"),
        (0, 2, "none of 2 rows"),
        (1556, 1557, "1,556 of 1,557 rows"),
    ],
)
def test_none_is_said_of_more_than_one(number: int, total: int, words: str) -> None:
    assert out_of(number, total, "row") == words


def test_all_of_two_are_both() -> None:
    assert (all_of(2, "devices"), all_of(6, "devices")) == ("both devices", "all 6 devices")


def test_one_of_a_class_is_one_of_them() -> None:
    assert (are_of(1, "the old"), are_of(3, "the old")) == ("is one of the old", "are the old")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RTX 5090", "an RTX 5090"),
        ("Core i9", "a Core i9"),
        ("H100", "an H100"),
        ("T4", "a T4"),
        ("unknown device", "an unknown device"),
        ("6090", "a 6090"),
    ],
)
def test_an_article_goes_by_the_sound(name: str, words: str) -> None:
    assert with_article(name) == words
