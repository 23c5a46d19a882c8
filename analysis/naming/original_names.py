"""How the original page read names."""

from __future__ import annotations

import re

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
