"""The sentences of the pages that claim something, each with the condition under which it is true.

A page prints such a sentence only through this package, so that sentence and condition cannot
drift apart; where new data makes the condition false, the page prints the plain form instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pandas as pd

from analysis.data.kept import kept
from analysis.drawing.number_format import Sentence

PAGES = sorted(path.parent.name for path in Path(__file__).parent.glob("*/claims.py"))


@dataclass(frozen=True)
class Claim:
    """A sentence in Markdown, its condition in words, and whether the data meets it.

    ``plain`` is made of the same values and true whatever they are; it is printed where the
    condition does not hold.
    """

    id: str
    sentence: str
    condition: str
    holds: bool
    plain: str = ""

    @property
    def printed(self) -> str:
        """The sentence where its condition holds, else the plain form."""
        return self.sentence if self.holds or not self.plain else self.plain


@dataclass(frozen=True)
class Claims:
    """The claims of one page; ``claims["id"]`` gives a sentence to print."""

    page: str
    items: tuple[Claim, ...]

    def __getitem__(self, claim: str) -> Sentence:
        for item in self.items:
            if item.id == claim:
                return Sentence(item.printed)
        raise KeyError(f"the page {self.page!r} has no claim {claim!r}")


def if_known(values: Iterable[float], plain: str, because: str) -> str:
    """Give a plain form where all its values are known, else say why they are not."""
    known = all(math.isfinite(value) for value in values)
    return plain if known else f"Not enough data to say: {because}."


def unknown(*claims: str, because: str) -> list[Claim]:
    """Give claims that cannot be made for want of data, all with the reason as their plain form."""
    plain = f"Not enough data to say: {because}."
    return [Claim(claim, "", "there is enough data", False, plain) for claim in claims]


@kept
def of_page(page: str) -> Claims:
    """Compute the claims of a page from the snapshot.

    Parameters
    ----------
    page : str
        One of `PAGES`; the module ``analysis.pages.<page>.claims`` has a function ``claims()`` that
        gives a list of `Claim`.
    """
    make: Callable[[], list[Claim]] = import_module(f"analysis.pages.{page}.claims").claims
    return Claims(page, tuple(make()))


def overview() -> pd.DataFrame:
    """List the claims of all pages: ``page, claim, holds, sentence`` (printed), ``condition``."""
    rows = [
        (page, item.id, item.holds, item.printed, item.condition)
        for page in PAGES
        for item in of_page(page).items
    ]
    return pd.DataFrame(rows, columns=["page", "claim", "holds", "sentence", "condition"])
