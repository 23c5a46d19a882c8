"""The rows of two editions side by side, under the newer one's names."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.naming.renames import PARAM_TOLERANCE, bare, current_accuracy

NO_RENAMES = pd.DataFrame({"old": [], "new": []}, dtype=str)
# Weights that got a tag were sometimes evaluated again on other hardware.
SAME_WEIGHTS = 0.1


def pair(old: pd.DataFrame, new: pd.DataFrame, renames: pd.DataFrame) -> pd.DataFrame:
    """Bring rows of two editions together under the newer one's names.

    A name without a tag is taken for the one of its architecture's weights that has the same image
    size and parameter count and nearly the same top-1.

    Parameters
    ----------
    old, new : DataFrame
        Accuracies, as `analysis.data.reading.accuracy` gives them.
    renames : DataFrame
        timm's list: ``old, new``.

    Returns
    -------
    DataFrame
        One row per weights and image size of either: ``weights, img_size``, ``name`` (the older
        edition's), all other columns with ``_before`` and ``_after``, and pandas' ``_merge``.
    """
    resolved = current_accuracy(old, renames, new).assign(name=old["weights"])
    same = resolved["name"].isin(new["weights"])
    resolved["weights"] = resolved["current"].where(~same, resolved["name"])
    tagged = _tagged(resolved, new)
    resolved["weights"] = tagged.reindex(resolved.index).fillna(resolved["weights"])
    resolved["exact"] = resolved["weights"].eq(resolved["name"])
    resolved = resolved.sort_values("exact", ascending=False, kind="stable")
    resolved = resolved.drop_duplicates(["weights", "img_size"])
    resolved = resolved.drop(columns=["current", "architecture", "exact"])
    return resolved.merge(
        new, on=["weights", "img_size"], how="outer", suffixes=("_before", "_after"), indicator=True
    )


def _tagged(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Find today's tagged names of weights that have none, on the index of the old rows."""
    keys = set(zip(new["weights"], new["img_size"], strict=True))
    lost = [key not in keys for key in zip(old["weights"], old["img_size"], strict=True)]
    bare_rows = old[np.array(lost) & ~old["weights"].str.contains(".", regex=False)]
    candidates = bare_rows.assign(architecture=bare_rows["weights"]).reset_index()
    candidates = candidates.merge(
        new.assign(architecture=bare(new["weights"])),
        on=["architecture", "img_size"],
        suffixes=("", "_new"),
    )
    distance = (candidates["imagenet_top1"] - candidates["imagenet_top1_new"]).abs()
    params = (candidates["param_count_m"] / candidates["param_count_m_new"] - 1).abs()
    near = candidates.assign(distance=distance)[
        distance.le(SAME_WEIGHTS) & params.le(PARAM_TOLERANCE)
    ]
    near = near.sort_values("distance", kind="stable").drop_duplicates("index")
    near = near.drop_duplicates(["weights_new", "img_size"])
    return near.set_index("index")["weights_new"]
