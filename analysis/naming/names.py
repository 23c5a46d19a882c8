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
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache
from operator import attrgetter

import pandas as pd

from analysis.naming.rules import Family, Rules, first, rules

__all__ = [
    "KIND_LABELS",
    "PRETRAINING_LABELS",
    "Name",
    "describe",
    "families",
    "in1k_alone",
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
    known = rules()
    architecture, _, tag = weights.partition(".")
    prefix = known.prefixes.match(architecture)
    stem = architecture[prefix.end() :] if prefix else architecture
    family = known.family_of(stem)
    family_id = family.family if family else _leading_letters(stem)
    namesake = known.families.get(family_id)
    distilled = known.distilled.search(weights) is not None
    return Name(
        weights=weights,
        architecture=architecture,
        tag=tag,
        family=family_id,
        family_label=namesake.label if namesake else family_id,
        kind=_kind(family, stem, known) if family else "unknown",
        pretraining=_pretraining(family, weights, known),
        distilled=distilled,
        taught_by=first(known.taught_by, weights) or ("unknown" if distilled else ""),
        is_test=architecture.startswith("test_"),
        known=family is not None,
    )


def _leading_letters(stem: str) -> str:
    letters = re.match("[a-z]+", stem.lower())
    return letters.group() if letters else "unknown"


def _kind(family: Family, stem: str, known: Rules) -> str:
    for kind, pattern in known.kinds[family.family]:
        if pattern.match(stem):
            return kind
    return family.kind


def _pretraining(family: Family | None, weights: str, known: Rules) -> str:
    untagged = family.untagged if family and "." not in weights else "unknown"
    return first(known.pretraining, weights) or untagged


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
    table = pd.DataFrame([asdict(f) for f in rules().families.values()], columns=columns)
    return table.fillna({"arxiv": ""})
