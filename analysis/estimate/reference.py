"""The models that a reader is asked to time: any beginning of the list is a good set.

Chosen one after the other for the least error over the known devices, each left out and estimated
from the chosen ones; the first five and the next five were then exchanged one by one for the same
end. Candidates were models of at most 8 billion multiply-accumulates at 224 pixels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.estimate.known import Known

MODELS = [
    "mobileone_s0",
    "mnasnet_small",
    "vit_small_patch16_224",
    "xcit_tiny_12_p8_224",
    "levit_conv_384",
    "poolformer_s12",
    "dla60",
    "xcit_small_12_p16_224",
    "deit3_small_patch16_224",
    "dpn68b",
    "mobilenetv2_100",
    "convnext_atto_ols",
    "convnext_tiny",
    "efficientnet_b0",
    "volo_d1_224",
    "coatnet_rmlp_nano_rw_224",
    "resnet101",
    "ecaresnet50d",
    "repvgg_a2",
    "mobilenetv3_large_100",
]
IMG_SIZE = 224


def reference(known: Known) -> pd.DataFrame:
    """List the reference models in order.

    Returns
    -------
    DataFrame
        ``place`` (from 1), ``architecture, img_size, kind, param_count_m, gmacs`` and ``layers``;
        those that the known runs lack are left out.
    """
    found = known.rows(pd.DataFrame({"architecture": MODELS, "img_size": IMG_SIZE}))
    table = known.models.iloc[found[found >= 0]]
    columns = ["architecture", "img_size", "kind", "param_count_m", "gmacs", "layers"]
    places = pd.Series(np.flatnonzero(found >= 0) + 1, index=table.index)
    return table[columns].assign(place=places)[["place", *columns]].reset_index(drop=True)


def first(known: Known, measured: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.int64]:
    """Place the first so many reference models that a run has among the known models."""
    found = known.rows(pd.DataFrame({"architecture": MODELS, "img_size": IMG_SIZE}))
    return found[(found >= 0) & measured[found]][:count]
