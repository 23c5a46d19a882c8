"""A pair of families in words and as a table; ``assets/families/words.js`` does the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from analysis.drawing.chart import NotEnough
from analysis.drawing.html_tables import Sheet, sheet, words
from analysis.drawing.markup import Html, tag, text
from analysis.stats.intervals import tied

LIMITS = {"speeds": "Best at {} or faster", "accuracies": "Fastest at {} or better"}


def pair_words(data: Mapping[str, Any], run: str, a: str, b: str) -> list[str]:
    """Say how two families compare on a device.

    Parameters
    ----------
    data : mapping
        As `analysis.pages.families.study.for_the_browser` gives it.
    run : str
        The device's run.
    a, b : str
        Ids of two families.
    """
    say, facts = data["sentences"], data["facts"]
    device, mine = data["runs"][run]["label"], data["runs"][run]["families"]
    names = {"a": facts[a]["label"], "b": facts[b]["label"], "device": device}
    robust = [facts[family]["robust"] for family in (a, b)]
    on_drawings = (
        say["robust"].format(**names, x=robust[0], y=robust[1])
        if all(robust)
        else say["robust_none"]
    )
    if a not in mine or b not in mine:
        return [say["missing"].format(**names), on_drawings]
    one, other = mine[a], mine[b]
    at = middle(one["speeds"], other["speeds"])
    fast = say["speed_none"].format(**names)
    if at is not None:
        (x, _, *first), (y, _, *second) = one["speeds"][at], other["speeds"][at]
        verdict = say["tied" if tied(*first, *second) else "apart"]
        fast = say["speed"].format(**names, at=data["speeds"][at], x=x, y=y, verdict=verdict)
    at = middle(one["accuracies"], other["accuracies"])
    accurate = say["accuracy_none"]
    if at is not None:
        x, y = one["accuracies"][at][0], other["accuracies"][at][0]
        accurate = say["accuracy"].format(**names, at=data["accuracies"][at], x=x, y=y)
    frontier = say["frontier"].format(
        **names, n=data["runs"][run]["frontier"], x=one["frontier"], y=other["frontier"]
    )
    return [fast, accurate, on_drawings, frontier]


def pair_rows(data: Mapping[str, Any], run: str, a: str, b: str) -> list[tuple[str, str, str]]:
    """List what is known of two families: what it is, and each family's."""
    facts = [data["facts"][family]["rows"] for family in (a, b)]
    rows = [(name, facts[0][name], facts[1][name]) for name in facts[0]]
    mine = data["runs"][run]["families"]
    if a not in mine or b not in mine:
        return rows
    for limits, what in LIMITS.items():
        columns = [mine[family][limits] for family in (a, b)]
        for place in steps(*columns):
            x, y = (f"{column[place][0]} ({column[place][1]})" for column in columns)
            rows.append((what.format(data[limits][place]), x, y))
    return rows


def steps(one: list[Any], other: list[Any]) -> list[int]:
    """List the places where both have something, the last of those where neither changes."""
    pairs = list(zip(one, other, strict=True))
    later = [*pairs[1:], None]
    return [place for place, pair in enumerate(pairs) if all(pair) and pair != later[place]]


def middle(one: list[Any], other: list[Any]) -> int | None:
    """Give the middle of the `steps`; none where there is none."""
    both = steps(one, other)
    return both[len(both) // 2] if both else None


def comparison(data: Mapping[str, Any], run: str) -> Html:
    """Write the first pair in words, and where the reader picks others."""
    if len(data["first"]) < 2 or not run:
        return Html(tag("p", "Not enough data: no two families with models, or no device."))
    said = "".join(tag("li", text(sentence)) for sentence in pair_words(data, run, *data["first"]))
    parts = [
        tag("div", "", class_="pair-choice"),
        tag("p", "", class_="pair-problem", role="status"),
        tag("ul", said, class_="pair-words", aria_live="polite"),
        '<script type="module" src="assets/families/view.js"></script>',
    ]
    return Html(tag("section", "\n".join(parts), class_="pair", aria_label="Two families"))


def comparison_table(data: Mapping[str, Any], run: str) -> Sheet:
    """Show the first pair as a table, which the browser fills with others."""
    if len(data["first"]) < 2 or not run:
        return cast(Sheet, NotEnough("no two families with models, or no device"))
    a, b = data["first"]
    rows = pd.DataFrame(pair_rows(data, run, a, b), columns=["what", "a", "b"])
    labels = [data["facts"][family]["label"] for family in (a, b)]
    columns = [words("what", "What"), *map(words, ("a", "b"), labels)]
    return sheet(rows, columns, "Two families as a table")
