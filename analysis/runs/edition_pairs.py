"""The rows that two editions, or two files of speeds, have in common, and what differs in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.naming.renames import PARAM_TOLERANCE, bare, current_accuracy

ADDED, REMOVED, RENAMED = "added", "removed", "renamed"

WEIGHTS_COLUMNS = ["change", "before", "after", "img_size"]
FIGURE_COLUMNS = ["table", "name", "img_size", "column", "before", "after", "change", "relative"]

# Upstream prints accuracies with three decimals and rounds the percentages it takes them from.
ROUNDING = 0.0015
# Weights that got a tag were sometimes evaluated again on other hardware.
SAME_WEIGHTS = 0.1


def pair(old: pd.DataFrame, new: pd.DataFrame, renames: pd.DataFrame) -> pd.DataFrame:
    """Bring rows of two editions together under the newer one's names.

    A name without a tag is taken for the one of its architecture's weights that has the same image
    size and parameter count and nearly the same top-1.
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


def weights(pairs: pd.DataFrame) -> pd.DataFrame:
    """List the weights of `pair` that were added, removed or renamed: `WEIGHTS_COLUMNS`."""
    change = pairs["_merge"].astype(str).map({"left_only": REMOVED, "right_only": ADDED})
    renamed = change.isna() & pairs["name"].ne(pairs["weights"])
    change = change.mask(renamed, RENAMED)
    rows = pairs.assign(
        change=change,
        before=pairs["name"].fillna(""),
        after=pairs["weights"].mask(change.eq(REMOVED), ""),
    )
    rows = rows[change.notna()].sort_values(["change", "after", "before", "img_size"])
    return rows[WEIGHTS_COLUMNS].reset_index(drop=True)


def speed_figures(run: str, old: Path, new: Path) -> pd.DataFrame:
    """Give the `figures` of a run that two snapshots have."""
    pairs = reading.speed(run, old).merge(
        reading.speed(run, new),
        on=["model", "img_size"],
        how="outer",
        suffixes=("_before", "_after"),
        indicator=True,
    )
    return figures(f"speed/{run}.csv", pairs, "model")


def figures(table: str, pairs: pd.DataFrame, name: str = "weights") -> pd.DataFrame:
    """List the cells that differ beyond rounding, of rows that both sides have."""
    both = pairs[pairs["_merge"].eq("both")]
    parts = []
    for column in (str(c).removesuffix("_before") for c in both.columns if "_before" in str(c)):
        was, now = both[f"{column}_before"], both[f"{column}_after"]
        if pd.api.types.is_numeric_dtype(was) and pd.api.types.is_numeric_dtype(now):
            step = (now - was).round(6)
            differs = (step.abs() > (ROUNDING if _is_score(column) else 0)) | (
                was.isna() != now.isna()
            )
            relative = (step / was).where(was != 0)
        else:
            differs = was.fillna("").astype(str) != now.fillna("").astype(str)
            step = relative = pd.Series(np.nan, index=both.index)
        parts.append(
            pd.DataFrame(
                {
                    "table": table,
                    "name": both[name],
                    "img_size": both["img_size"],
                    "column": column,
                    "before": was.astype(object),
                    "after": now.astype(object),
                    "change": step,
                    "relative": relative,
                }
            )[differs]
        )
    filled = [part for part in parts if not part.empty]
    return pd.concat(filled) if filled else pd.DataFrame(columns=FIGURE_COLUMNS)


def _is_score(column: str) -> bool:
    return column.endswith(("_top1", "_top5"))


def largest_first(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Join tables of `figures`: accuracies by their change, then others by their relative one."""
    filled = [part for part in parts if not part.empty]
    if not filled:
        return pd.DataFrame(columns=FIGURE_COLUMNS)
    rows = pd.concat(filled, ignore_index=True)
    score = rows["column"].map(_is_score)
    size = rows["change"].where(score, rows["relative"]).astype(float).abs().fillna(np.inf)
    rows = rows.assign(_score=~score, _size=-size)
    rows = rows.sort_values(["_score", "_size", "table", "name", "img_size", "column"])
    return rows[FIGURE_COLUMNS].reset_index(drop=True)
