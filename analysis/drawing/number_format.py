"""Numbers as people say them.

``assets/chart/format.js`` holds the same rules for the browser; a test compares the two.
"""

from __future__ import annotations

import math
import re

NARROW_SPACE = "\u202f"
MISSING = "–"
MOST_DECIMALS = 12
MARKUP = re.compile(r"(\*\*|`[\w.@/+-]+`|\[[^][<>`{}\\]+\]\([a-z]+\.(?:qmd|html)(?:#[\w-]+)?\))")
SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~^$@!]|:(?=:)")


class Sentence(str):
    """What an inline value of a page prints: text, with three kinds of Markdown.

    These are ``**bold**``, names in `` `code` `` and links to pages of the site. All else is text
    as it stands, whoever wrote it: sentences hold labels from the data and from hand-kept files.
    """

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        parts = MARKUP.split(" ".join(self.splitlines()))
        parts[::2] = [SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2]]
        return "".join(parts)


def significant(number: float, digits: int = 3) -> str:
    """Write a positive number with so many digits that count, no exponent, at most 12 decimals.

    Examples
    --------
    >>> significant(2364.2), significant(0.04231), significant(88.64)
    ('2,360', '0.0423', '88.6')
    """
    if not math.isfinite(number):
        return MISSING
    if number == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(number)))
    decimals = min(digits - 1 - magnitude, MOST_DECIMALS)
    rounded = half_up(number, decimals)
    if abs(rounded) >= 10 ** (magnitude + 1):
        decimals -= 1
    return f"{rounded:,.{max(decimals, 0)}f}"


def half_up(number: float, decimals: int) -> float:
    """Round half away from zero at a decimal place, as the browser's code does."""
    scale = 10.0**decimals
    return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)


def percent(number: float, decimals: int = 1) -> str:
    """Write an accuracy: ``85.3 %``."""
    if not math.isfinite(number):
        return MISSING
    return f"{half_up(number, decimals):.{decimals}f}{NARROW_SPACE}%"


def interval(number: float, low: float, high: float, decimals: int = 1) -> str:
    """Write an accuracy with its 95 % interval: ``85.3 (85.0 to 85.6)``."""
    middle, lower, upper = (
        f"{half_up(part, decimals):.{decimals}f}" for part in (number, low, high)
    )
    return f"{middle} ({lower} to {upper})"


def rate(per_second: float) -> str:
    """Write a throughput: ``2,360 images/s``."""
    return f"{significant(per_second)}{NARROW_SPACE}images/s"


def duration(seconds: float) -> str:
    """Write a time in the unit that suits it: ``46.5 µs``, ``0.42 ms``, ``1.2 s``.

    At most three digits that count and two decimals; microseconds only below 0.1 ms.
    """
    if not math.isfinite(seconds):
        return MISSING
    scale, unit = _time_unit(seconds)
    return f"{short(seconds / scale)}{NARROW_SPACE}{unit}"


def short(number: float) -> str:
    """Write a number with three digits that count, but at most two decimals.

    Examples
    --------
    >>> short(0.423), short(5.482), short(88.64), short(1014.45)
    ('0.42', '5.48', '88.6', '1,014')
    """
    if not math.isfinite(number):
        return MISSING
    size = abs(number)
    decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    return f"{half_up(number, decimals):,.{decimals}f}"


def count(number: float) -> str:
    """Write a whole number with thousands apart: ``1,556``."""
    return f"{round(number):,}" if math.isfinite(number) else MISSING


def counted(number: float, one: str, many: str = "") -> str:
    """Write a number of things: ``no rows``, ``1 row``, ``1,556 rows``.

    Parameters
    ----------
    number : float
        How many.
    one, many : str
        The things' name for one of them, and for several; by default with an s.
    """
    words = one if number == 1 else many or f"{one}s"
    return f"{count(number) if number else 'no'} {words}"


def times(factor: float) -> str:
    """Write a factor: ``1.69×``, below a tenth with two digits that count."""
    return f"{short(factor)}×" if factor >= 0.1 else f"{factor:.2g}×"


def signed(points: float, decimals: int = 1) -> str:
    """Write a difference with its sign: ``+0.4``, ``−1.2``."""
    if not math.isfinite(points):
        return MISSING
    rounded = half_up(points, decimals)
    return f"{'−' if rounded < 0 else '+'}{abs(rounded):.{decimals}f}"


def plain(text: str) -> str:
    """Make a text from the data safe for plotly, which reads some HTML in its texts.

    Parameters
    ----------
    text : str
        Any name, hostile or not.

    Returns
    -------
    str
        A text that plotly shows as the given one, letter for letter.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time_unit(seconds: float) -> tuple[float, str]:
    if seconds >= 1:
        return 1.0, "s"
    return (1e-3, "ms") if seconds >= 1e-4 else (1e-6, "µs")
