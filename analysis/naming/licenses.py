"""What a licence of weights allows, in four classes. Not legal advice.

The licence is the one that timm's configuration states for the weights. It speaks of the weights
alone: the images they were trained on have terms of their own. The classes, and what was read:

permissive
    Use, change and redistribution for any purpose, with attribution at most. Apache-2.0, MIT and
    BSD-3-Clause are approved by the Open Source Initiative. CC BY 4.0 allows commercial use
    (section 2 a 1 grants without regard to purpose) and asks for attribution.
non-commercial
    The text limits the use to what is not commercial, or to research. CC BY-NC 4.0, section 1 i.
    SEER licence (facebookresearch/vissl, projects/SEER/MODEL_LICENSE.md), section 1 a: "solely for
    your non-commercial research purposes". FAIR Noncommercial Research License: by its name. Apple
    Machine Learning Research Model licence (apple-amlr): research purposes only.
custom
    Terms of the publisher's own, without a general ban on commercial use, but not a standard
    licence: read them. The licences of CVNets, FastViT and MobileOne (the LICENSE files of
    apple/ml-cvnets, apple/ml-fastvit, apple/ml-mobileone) and the Apple sample code licence grant
    use and redistribution, but expressly no patent rights. DINOv3, Gemma, NVIDIA Open Model, Qwen
    Community and Sapiens2 have rules about acceptable use, attribution or size of business.
unknown
    timm states none, or the name is not in the table here. That is not a permission.
"""

from __future__ import annotations

LICENSE_CLASSES: dict[str, str] = {
    "apache-2.0": "permissive",
    "mit": "permissive",
    "bsd-3-clause": "permissive",
    "cc-by-4.0": "permissive",
    "cc-by-nc-4.0": "non-commercial",
    "fair-noncommercial-research-license": "non-commercial",
    "seer-license": "non-commercial",
    "apple-amlr": "non-commercial",
    "apple-ascl": "custom",
    "cvnets-license": "custom",
    "fastvit-license": "custom",
    "mobileone-license": "custom",
    "dinov3-license": "custom",
    "gemma": "custom",
    "nvidia-open-model-license": "custom",
    "qwen-community-1.0": "custom",
    "sapiens2-license": "custom",
}

CLASS_LABELS: dict[str, str] = {
    "permissive": "permissive",
    "non-commercial": "non-commercial",
    "custom": "own terms",
    "unknown": "unknown",
}


def license_class(license_id: str) -> str:
    """Give the class of a licence, a key of `CLASS_LABELS`."""
    return LICENSE_CLASSES.get(license_id, "unknown")
