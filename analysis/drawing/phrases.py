"""Counts and lists as people say them."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.drawing.number_format import count

_SPELLED_WITH_A_VOWEL = "AEFHILMNORSX"


def listing(items: Iterable[str], last: str = "and") -> str:
    """Write a list: ``a``, ``a and b``, ``a, b and c``."""
    *first, end = [*items] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def some(number: int, one: str, many: str = "") -> str:
    """Write a count of things: ``1 row``, ``1,556 rows``, ``no row``."""
    return f"{count(number) if number else 'no'} {one if number <= 1 else many or f'{one}s'}"


def none_or(number: int) -> str:
    """Write how many of something: ``none``, ``1``, ``12``."""
    return count(number) if number else "none"


def out_of(number: int, total: int, one: str) -> str:
    """Write how many of all: ``none of 3 models``, ``2 of 3 models``, ``0 of 1 model``."""
    few = str(number) if number <= total == 1 else none_or(number)
    return f"{few} of {some(total, one)}" if total else some(0, one)


def are(number: int) -> str:
    """Give the verb for so many of something."""
    return "is" if number <= 1 else "are"


def are_of(number: int, many: str) -> str:
    """Say that so many are of a class: ``is one of the old ones``, ``are the old ones``."""
    return f"{'is one of' if number <= 1 else 'are'} {many}"


def all_of(number: int, things: str) -> str:
    """Write all of two or more things: ``both devices``, ``all 6 devices``."""
    return f"both {things}" if number == 2 else f"all {count(number)} {things}"


def with_article(name: str) -> str:
    """Write a name behind ``a`` or ``an``, letter by letter where it is an abbreviation."""
    first, second = name[:1], name[1:2]
    abbreviated = not second.islower()
    vowel = first in _SPELLED_WITH_A_VOWEL if abbreviated else first.upper() in "AEIOU"
    return f"{'an' if vowel else 'a'} {name}"


def capital(sentence: str) -> str:
    """Write a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
