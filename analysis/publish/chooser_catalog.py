"""What timm's catalogue says of the chooser's models: what they are called, where they plug in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.drawing.embed import deltas
from analysis.naming.resolve import default_weights, only_known, torchvision_names


def names_file(accuracy: pd.DataFrame, folder: Path = reading.SNAPSHOT) -> dict[str, Any]:
    """Give what ``assets/chart/resolve.js`` needs beside the models' own names.

    Parameters
    ----------
    accuracy : DataFrame
        The models, with ``weights`` and ``current``.
    folder : Path
        The snapshot.

    Returns
    -------
    dict
        ``defaults``, the places of the first model of each architecture's default weights;
        ``renames``, deprecated names to today's; ``torchvision``, its names to weights.
    """
    usual = accuracy["current"].isin(list(default_weights(folder).values()))
    renames = reading.catalog("renames", folder)
    return {
        "defaults": deltas(accuracy.index[usual & ~accuracy["weights"].duplicated()]),
        "renames": dict(zip(renames["old"], renames["new"], strict=True)),
        "torchvision": only_known(torchvision_names(), accuracy["weights"]),
    }


def backbones(accuracy: pd.DataFrame, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Give what each model gives as a backbone.

    Parameters
    ----------
    accuracy : DataFrame
        The models, with ``architecture``.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        On the models' index: ``maps``, strides and channels of the feature maps of
        ``features_only=True``, as ``4 8 16 32/96 192 384 768``, empty where not known;
        ``any_size``, whether the architecture takes other image sizes without being told.
    """
    listed = reading.catalog("architectures", folder).set_index("architecture")
    known = listed.reindex(accuracy["architecture"]).set_index(accuracy.index)
    strides, channels = known["feature_strides"].fillna(""), known["feature_channels"].fillna("")
    maps = (strides + "/" + channels).where(strides.ne("") & channels.ne(""), "")
    return pd.DataFrame({"maps": maps, "any_size": known["fixed_input_size"].eq("false")})
