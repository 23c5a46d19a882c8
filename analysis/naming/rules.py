"""The rules on names, read from ``families.yml``, whose comments explain them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("families.yml")


@dataclass(frozen=True)
class Family:
    """One entry of ``families.yml``, whose comment explains the fields."""

    family: str
    label: str
    kind: str
    arxiv: str | None
    year: int
    match: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    untagged: str = "unknown"
    doubtful: bool = False
    note: str = ""
    unmeasured: str = ""


@dataclass(frozen=True)
class Rules:
    """The patterns of ``families.yml``."""

    families: dict[str, Family]
    prefixes: re.Pattern[str]
    match: re.Pattern[str]
    kinds: dict[str, list[tuple[str, re.Pattern[str]]]]
    pretraining: list[tuple[str, re.Pattern[str]]]
    distilled: re.Pattern[str]
    taught_by: list[tuple[str, re.Pattern[str]]]

    def family_of(self, stem: str) -> Family | None:
        """First family in the order of the file whose pattern fits the start of `stem`."""
        found = self.match.match(stem)
        return None if found is None else self.families[str(found.lastgroup)]


@cache
def raw() -> dict[str, Any]:
    """Read ``families.yml``."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    text = FILE.read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    return data


@cache
def rules() -> Rules:
    """Compile the patterns of ``families.yml``."""
    data = raw()
    by_id = {family: Family(family, **entry) for family, entry in data["families"].items()}
    return Rules(
        families=by_id,
        prefixes=re.compile(data["prefixes"]),
        # the group that names the family stands last: a literal start makes the search fast
        match=re.compile("|".join(f"(?:{f.match})(?P<{f.family}>)" for f in by_id.values())),
        kinds={
            f.family: [(kind, re.compile(pattern)) for kind, pattern in f.kinds.items()]
            for f in by_id.values()
        },
        pretraining=[(k, any_of(patterns)) for k, patterns in data["pretraining"].items()],
        distilled=any_of(data["distilled"]),
        taught_by=[(k, any_of(patterns)) for k, patterns in data["taught_by"].items()],
    )


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Match what any of some patterns matches."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def first(rules: Iterable[tuple[str, re.Pattern[str]]], weights: str) -> str:
    """Name the first rule whose pattern is found in a name; empty if none is."""
    return next((name for name, pattern in rules if pattern.search(weights)), "")
