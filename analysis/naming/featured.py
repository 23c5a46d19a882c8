"""The families that have a colour of their own and a trend line."""

from __future__ import annotations

ORIGINAL = ("levit", "resnet", "resnetd", "regnety", "vgg", "swin")
"""Those that the original study drew."""

FEATURED = (
    *("convnext", "convnextv2", "hgnetv2", "mobilenetv4", "vit", "vit_clip", "caformer"),
    *("levit", "swin", "resnet", "resnetd", "regnety", "vgg"),
)
"""The original study's six, and the seven with most weights within two points of the frontier on
the leading run; a test recomputes the rule."""
