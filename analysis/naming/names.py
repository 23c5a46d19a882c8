"""What a timm name says: architecture, tag, family, kind, pre-training, distillation.

A timm name is ``architecture.tag``, or an architecture alone: in benchmark files, and in
accuracy files of before 2023, when one name stood for one set of weights. The rules are data,
in ``families.yml``; a name that they do not know gets a family made from its leading letters,
the kind ``unknown`` and ``known=False``, so that a refresh can ask for an entry.

Pre-training is the largest set of images that the weights have seen, in the order of
`PRETRAINING_LABELS`: ``in21k`` holds ImageNet-21k, also called 22k, and parts of it other than
the 12k one; ``web`` holds what is neither (LAION, JFT, Instagram, WebLI, YFCC, merged sets that
contain such, and so on), labelled or not. What only a teacher, a tokenizer or a target network
has seen does not count. An architecture alone says nothing of weights (``unknown``), except
that a name of before 2023 stands for the weights it had then.

Distilled means that another, trained network's predictions were targets of the training, as the
name says (``dist``, ``distilled``, ``ssld``, and ``usi``, a recipe of distillation) or as is
documented: FlexiViT, GhostNetV3, TinyCLIP, MobileCLIP, C-RADIO, EUPE, and the DINOv2 and DINOv3
models other than the largest; among names of before tags CaiT, LeViT, EfficientFormer and two
EdgeNeXts. Not counted: self-training, where a teacher labels further images (noisy student
``ns``, ``ssl``, ``swsl``); self-distillation (DINO); masked-image modelling with another
network's features as targets (BEiT v2, EVA); token labelling (VOLO); being a teacher.

``taught_by`` is wider: the largest set that any network saw whose outputs were targets of the
training, a tokenizer's or a labeller's among them; empty where there was none, as far as is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

__all__ = [
    "KIND_LABELS",
    "PRETRAINING_LABELS",
    "Name",
    "describe",
    "families",
    "in1k_alone",
    "original_family",
    "original_keep",
    "parse",
]

KIND_LABELS: dict[str, str] = {
    "convolution": "Convolution",
    "attention": "Attention",
    "hybrid": "Hybrid",
    "mlp": "MLP",
    "state-space": "Recurrent or state space",
    "unknown": "Unknown",
}

PRETRAINING_LABELS: dict[str, str] = {
    "in1k": "ImageNet-1k only",
    "in12k": "ImageNet-12k",
    "in21k": "ImageNet-21k",
    "web": "Web-scale",
    "unknown": "Unknown",
}

_RULES_FILE = Path(__file__).with_name("families.yml")


@dataclass(frozen=True, slots=True)
class Name:
    """What one timm name says.

    Attributes
    ----------
    weights, architecture, tag : str
        The name, and its parts before and after the first dot; no dot, empty tag.
    family, family_label : str
        Id and display name of the family.
    kind : str
        A key of `KIND_LABELS`.
    pretraining : str
        A key of `PRETRAINING_LABELS`.
    distilled : bool
        As the module's docstring says.
    taught_by : str
        A key of `PRETRAINING_LABELS`, or empty.
    is_test : bool
        Whether the name is one of timm's own test fixtures.
    known : bool
        False if no family in ``families.yml`` fits.
    """

    weights: str
    architecture: str
    tag: str
    family: str
    family_label: str
    kind: str
    pretraining: str
    distilled: bool
    taught_by: str
    is_test: bool
    known: bool


@dataclass(frozen=True)
class _Family:
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
class _Rules:
    families: dict[str, _Family]
    prefixes: re.Pattern[str]
    match: re.Pattern[str]
    kinds: dict[str, list[tuple[str, re.Pattern[str]]]]
    pretraining: list[tuple[str, re.Pattern[str]]]
    distilled: re.Pattern[str]
    taught_by: list[tuple[str, re.Pattern[str]]]

    def family_of(self, stem: str) -> _Family | None:
        """First family in the order of the file whose pattern fits the start of `stem`."""
        found = self.match.match(stem)
        return None if found is None else self.families[str(found.lastgroup)]


@cache
def _rules() -> _Rules:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    text = _RULES_FILE.read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    by_id = {family: _Family(family, **entry) for family, entry in raw["families"].items()}
    return _Rules(
        families=by_id,
        prefixes=re.compile(raw["prefixes"]),
        # the group that names the family stands last: a literal start makes the search fast
        match=re.compile("|".join(f"(?:{f.match})(?P<{f.family}>)" for f in by_id.values())),
        kinds={
            f.family: [(kind, re.compile(pattern)) for kind, pattern in f.kinds.items()]
            for f in by_id.values()
        },
        pretraining=[(k, _any_of(patterns)) for k, patterns in raw["pretraining"].items()],
        distilled=_any_of(raw["distilled"]),
        taught_by=[(k, _any_of(patterns)) for k, patterns in raw["taught_by"].items()],
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def parse(weights: str) -> Name:
    """Say what a timm name says.

    Parameters
    ----------
    weights : str
        ``architecture.tag``, or an architecture alone.

    Returns
    -------
    Name

    Examples
    --------
    >>> name = parse("tf_efficientnet_b7.ns_jft_in1k")
    >>> name.architecture, name.tag, name.family, name.pretraining
    ('tf_efficientnet_b7', 'ns_jft_in1k', 'efficientnet', 'web')
    """
    rules = _rules()
    architecture, _, tag = weights.partition(".")
    prefix = rules.prefixes.match(architecture)
    stem = architecture[prefix.end() :] if prefix else architecture
    family = rules.family_of(stem)
    family_id = family.family if family else _leading_letters(stem)
    namesake = rules.families.get(family_id)
    distilled = rules.distilled.search(weights) is not None
    return Name(
        weights=weights,
        architecture=architecture,
        tag=tag,
        family=family_id,
        family_label=namesake.label if namesake else family_id,
        kind=_kind(family, stem, rules) if family else "unknown",
        pretraining=_pretraining(family, weights, rules),
        distilled=distilled,
        taught_by=_first(rules.taught_by, weights) or ("unknown" if distilled else ""),
        is_test=architecture.startswith("test_"),
        known=family is not None,
    )


def _leading_letters(stem: str) -> str:
    letters = re.match("[a-z]+", stem.lower())
    return letters.group() if letters else "unknown"


def _kind(family: _Family, stem: str, rules: _Rules) -> str:
    for kind, pattern in rules.kinds[family.family]:
        if pattern.match(stem):
            return kind
    return family.kind


def _pretraining(family: _Family | None, weights: str, rules: _Rules) -> str:
    untagged = family.untagged if family and "." not in weights else "unknown"
    return _first(rules.pretraining, weights) or untagged


def _first(rules: Iterable[tuple[str, re.Pattern[str]]], weights: str) -> str:
    return next((name for name, pattern in rules if pattern.search(weights)), "")


def describe(weights: Iterable[str]) -> pd.DataFrame:
    """Parse many names.

    Parameters
    ----------
    weights : iterable of str
        timm names, repeated or not.

    Returns
    -------
    pandas.DataFrame
        One row per name in the order given, index 0, 1, 2, ...; the fields of `Name` as columns.
    """
    columns = [item.name for item in fields(Name)]
    rows = map(attrgetter(*columns), map(parse, weights))
    return pd.DataFrame(rows, columns=columns)


def in1k_alone(facts: pd.DataFrame) -> pd.Series:
    """Say which weights saw ImageNet-1k alone, and had no teacher that is known to have seen more.

    Parameters
    ----------
    facts : DataFrame
        With ``pretraining`` and ``taught_by``, as `describe` gives them.

    Returns
    -------
    Series of bool
        No where what a teacher saw is not known.
    """
    alone: pd.Series = facts["pretraining"].eq("in1k") & facts["taught_by"].isin(["", "in1k"])
    return alone


def families() -> pd.DataFrame:
    """Facts about the families.

    Returns
    -------
    pandas.DataFrame
        One row per family in the order of ``families.yml``: family, label, kind, year, arxiv,
        doubtful, note, unmeasured. `kind` is the kind of most members; `arxiv`, `note` and
        `unmeasured` are empty where there is nothing to say.
    """
    columns = ["family", "label", "kind", "year", "arxiv", "doubtful", "note", "unmeasured"]
    table = pd.DataFrame([asdict(f) for f in _rules().families.values()], columns=columns)
    return table.fillna({"arxiv": ""})


_ORIGINAL_FAMILY = re.compile(r"([a-z]+?(?:v2)?)(?:\d|_|$)")
_ORIGINAL_KEPT = re.compile(r"^(?:resnet|regnet)d?|beit|convnext|levit|efficient|vit|vgg|swin")


def original_family(model: str) -> str:
    """Family of a name by the rule of the original page.

    The leading lower-case letters up to the first digit, underscore or end, with a ``v2``
    directly after them; then ``_in22`` if the name contains ``in22``, and ``d`` if it contains
    ``resnet`` and later a ``d``. Empty if the name does not begin so.

    Examples
    --------
    >>> original_family("resnetv2_50d_gn"), original_family("convnext_base_in22k")
    ('resnetv2d', 'convnext_in22')
    """
    found = _ORIGINAL_FAMILY.match(model)
    if found is None:
        return ""
    in22 = "_in22" if "in22" in model else ""
    d = "d" if re.search("resnet.*d", model) else ""
    return f"{found.group(1)}{in22}{d}"


def original_keep(model: str) -> bool:
    """Whether the original page shows a name, in a table of names joined before.

    Names that end in ``gn`` are left out; kept are those whose `original_family` starts with
    ``resnet`` or ``regnet``, or contains ``beit``, ``convnext``, ``levit``, ``efficient``,
    ``vit``, ``vgg`` or ``swin``.
    """
    return not model.endswith("gn") and _ORIGINAL_KEPT.search(original_family(model)) is not None
