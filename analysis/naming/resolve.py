"""What a name that people write stands for: weights of timm. Twin: ``assets/chart/resolve.js``.

A name may be an architecture alone, deprecated, a Hub address, one of torchvision's, or spelled in
another way; ``how`` says what it was taken for, one of `HOW` for each step.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import yaml

from analysis.data import reading

HOW: dict[str, str] = {
    "hub": "Hub address",
    "spelling": "other spelling",
    "renamed": "old name",
    "torchvision": "torchvision's name",
    "default": "timm's default weights",
}
MOST = 5
ALIKE = 0.5

_HUB = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/|hf[-_]hub:", re.IGNORECASE)
_OWNER_AND_NAME = re.compile(r"[^/?#]*(?:/[^/?#]*)?")
_TIMM = re.compile("timm/", re.IGNORECASE)
_TORCHVISION = re.compile(r"(?:torchvision\.)?models\.(?=\w+_Weights\.)", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """The names that there are.

    Attributes
    ----------
    weights : frozenset of str
        ``architecture.tag``.
    defaults : mapping
        Architecture -> the weights that it stands for.
    renames : mapping
        Deprecated name -> architecture or weights.
    hubs : mapping
        Lower-case id on the Hub -> weights, where the id is not ``timm/`` and their name.
    torchvision : mapping
        torchvision's name -> weights.
    """

    weights: frozenset[str]
    defaults: Mapping[str, str]
    renames: Mapping[str, str]
    hubs: Mapping[str, str]
    torchvision: Mapping[str, str]

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every name without what people write in several ways -> the name."""
        names = [*self.renames, *self.torchvision, *self.defaults, *self.weights]
        return {squashed(name): name for name in names}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name stands for.

    Attributes
    ----------
    weights : str
        ``architecture.tag``; empty where nothing fits.
    how : tuple of str
        Keys of `HOW`, in the order in which they were found; empty for a name as timm writes it.
    suggestions : tuple of str
        Where nothing fits, the weights of the most similar names, the most similar first.
    """

    weights: str
    how: tuple[str, ...]
    suggestions: tuple[str, ...] = ()


def resolve(name: str, known: Known) -> Resolved:
    """Say which weights a name stands for.

    Parameters
    ----------
    name : str
        As people write it; what follows an ``@``, an image size or a revision, counts for nothing.
    known : Known
        The names that there are.

    Returns
    -------
    Resolved
    """
    text = name.strip().strip("'\"`").strip()
    address = _HUB.match(text)
    if address:
        text = _OWNER_AND_NAME.match(text, address.end()).group()  # type: ignore[union-attr]
    text = text.partition("@")[0].strip()
    if text.lower() in known.hubs:
        return Resolved(known.hubs[text.lower()], ("hub",))
    owner = _TIMM.match(text)
    text = _TORCHVISION.sub("", text[owner.end() :] if owner else text, count=1)
    before = ("hub",) if address or owner else ()
    found = _meant(text, known)
    if found is None and (spelled := _spelled(text, known)):
        found, before = _meant(spelled, known), (*before, "spelling")
    if found is None:
        return Resolved("", (), _similar(text, known))
    return Resolved(found[0], before + found[1])


def _meant(text: str, known: Known, *, old: bool = True) -> tuple[str, tuple[str, ...]] | None:
    """Give the weights of a name that is spelled as it should be, and the steps to them."""
    if text in known.weights:
        return text, ()
    if text in known.defaults:
        return known.defaults[text], ("default",)
    if text in known.torchvision:
        return known.torchvision[text], ("torchvision",)
    new = _renamed(text, known)
    found = _meant(new, known, old=False) if old and new else None
    return found and (found[0], ("renamed", *found[1]))


def _renamed(text: str, known: Known) -> str:
    if text in known.renames:
        return known.renames[text]
    architecture, dot, tag = text.partition(".")
    new = known.renames.get(architecture, "").partition(".")[0]
    return f"{new}.{tag}" if dot and new else ""


def _spelled(text: str, known: Known) -> str:
    """Give a name as it should be spelled; the architecture alone may be known."""
    whole = known.spellings.get(squashed(text))
    if whole:
        return whole
    architecture, dot, tag = text.partition(".")
    own = known.spellings.get(squashed(architecture), "")
    return f"{own}.{tag.lower()}" if dot and own else ""


def _similar(text: str, known: Known) -> tuple[str, ...]:
    wanted = squashed(text)
    architecture = f"{wanted.partition('.')[0]}."
    names = known.spellings
    own = {key: name for key, name in names.items() if key.startswith(architecture)}
    alike = {key: likeness(wanted, key) for key in own or names}
    near = [key for key in alike if own or alike[key] >= ALIKE]
    ranked = sorted(near, key=lambda key: (-alike[key], key))
    meant = (_meant(names[key], known) for key in ranked)
    return tuple(dict.fromkeys(found[0] for found in meant if found))[:MOST]


def squashed(name: str) -> str:
    """Take out of a name what people write in several ways: case, ``-``, ``_`` and spaces.

    Between two digits they stay, as one sign: torchvision's 1_6GF is not its 16GF.
    """
    parted = re.sub(r"([0-9])[-_\s]+(?=[0-9])", r"\1:", name.lower())
    return re.sub(r"[-_\s]", "", parted)


def likeness(one: str, other: str) -> float:
    """Say how alike two texts are: Dice's coefficient of their pairs of letters, 0 to 1."""
    pairs = [Counter(pairwise(text)) for text in (one, other)]
    total = sum(pairs[0].values()) + sum(pairs[1].values())
    return 2 * (pairs[0] & pairs[1]).total() / total if total else 0.0


@cache
def torchvision_names() -> dict[str, str]:
    """Read torchvision's names of weights that timm has too."""
    text = Path(__file__).with_name("torchvision.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def only_known(names: Mapping[str, str], weights: Iterable[str]) -> dict[str, str]:
    """Keep the names whose weights there are."""
    there = set(weights)
    return {name: stands_for for name, stands_for in names.items() if stands_for in there}


def known(folder: Path = reading.SNAPSHOT) -> Known:
    """Give all names of a snapshot: those of timm's catalogue and those of the newest edition.

    Parameters
    ----------
    folder : Path
        The snapshot.

    Returns
    -------
    Known
    """
    catalog = reading.catalog("weights", folder)
    catalog = catalog[catalog["weights"].str.contains(r"\.(?!untrained$)")]
    weights = frozenset([*catalog["weights"], *reading.accuracy(folder=folder)["weights"]])
    renames = reading.catalog("renames", folder)
    hubs = zip(catalog["hub_id"].str.lower(), catalog["weights"], strict=True)
    elsewhere = [(hub, name) for hub, name in hubs if hub not in ("", f"timm/{name}")]
    return Known(
        weights=weights,
        defaults=only_known(default_weights(folder), weights),
        renames=dict(zip(renames["old"], renames["new"], strict=True)),
        hubs=dict(reversed(elsewhere)),
        torchvision=only_known(torchvision_names(), weights),
    )


def default_weights(folder: Path = reading.SNAPSHOT) -> dict[str, str]:
    """Give the weights that timm takes for an architecture alone, by architecture."""
    listed = reading.catalog("architectures", folder)
    listed = listed[listed["default_tag"].ne("")]
    names = listed["architecture"] + "." + listed["default_tag"]
    return dict(zip(listed["architecture"], names, strict=True))
