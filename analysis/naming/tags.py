"""What a tag says: the part of a timm name after the first dot, in words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("tag_parts.yml")
FINE_TUNED = "ft"


@cache
def _parts() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return raw


def known_parts() -> list[tuple[str, str]]:
    """List the parts that are known, with their words: images, then all else, then patterns."""
    raw = _parts()
    patterns = [(one["match"], one["how"]) for one in raw["patterns"]]
    return [*raw["sets"].items(), *raw["how"].items(), *patterns]


@cache
def decode(tag: str) -> tuple[tuple[str, str], ...]:
    """Cut a tag into its parts and say what each means.

    Parameters
    ----------
    tag : str
        The part of a timm name after the first dot.

    Returns
    -------
    tuple of (str, str)
        Part and words in the tag's order; empty words where the part is not known. Where several
        entries of ``tag_parts.yml`` fit, the one with most parts is taken.

    Examples
    --------
    >>> decode("sw_in12k_ft_in1k")[-1]
    ('in1k', 'ImageNet-1k')
    """
    pieces = tag.split("_") if tag else []
    found = []
    while pieces:
        words, used = next(
            (words, used)
            for used in range(len(pieces), 0, -1)
            if (words := _words("_".join(pieces[:used]))) is not None or used == 1
        )
        found.append(("_".join(pieces[:used]), words or ""))
        pieces = pieces[used:]
    return tuple(found)


def _words(part: str) -> str | None:
    raw = _parts()
    if part == FINE_TUNED:
        return "then fine-tuned on"
    known = raw["sets"].get(part) or raw["how"].get(part)
    if known:
        return str(known)
    fits = ((re.fullmatch(one["match"], part), one["how"]) for one in raw["patterns"])
    return next((how.replace("{}", fit[1]) for fit, how in fits if fit), None)


@cache
def sentence(tag: str) -> str:
    """Say in one sentence what was done; empty for no tag.

    Examples
    --------
    >>> sentence("ns_jft_in1k")[:24]
    'Trained on JFT-300M (Goo'
    """
    sets = _parts()["sets"]
    before: list[str] = []
    after: list[str] = []
    how: list[str] = []
    steps = before
    for part, words in decode(tag):
        if part == FINE_TUNED:
            steps = after
        elif part in sets:
            steps.append(words)
        else:
            how.append(words or f"what “{part}” means is not known")
    data = ", then on ".join(before)
    if steps is after:
        first = f"pre-trained on {data}" if data else "pre-trained"
        tuned = f", then fine-tuned on {', then on '.join(after)}" if after else ", then fine-tuned"
        how.insert(0, first + tuned)
    elif data:
        how.insert(0, f"trained on {data}")
    said = "; ".join(how)
    return said and said[0].upper() + said[1:] + "."
