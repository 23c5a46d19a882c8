"""The rows that two editions, or two files of speeds, have in common, and what differs in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.tolerance import within
from analysis.naming.renames import PARAM_TOLERANCE, bare, current_accuracy

ADDED, REMOVED, UNCLEAR, RENAMED = "added", "removed", "not followed", "renamed"
WEIGHTS_CHANGES = (ADDED, REMOVED, UNCLEAR, RENAMED)

WEIGHTS_COLUMNS = ["change", "before", "after", "img_size"]
FIGURE_COLUMNS = ["table", "name", "img_size", "column", "before", "after", "change", "relative"]

# Upstream prints accuracies with three decimals and rounds the percentages it takes them from.
ROUNDING = 0.0015


def followed(
    old: pd.DataFrame, new: pd.DataFrame, renames: pd.DataFrame, catalog: pd.Series
) -> pd.DataFrame:
    """Give the rows of an edition the names that their weights have in a newer one.

    Weights are the same if they have the same name, if timm's list of renames says so (see
    `naming.renames`), or if the old name is that of an architecture for which timm has one set of
    weights alone; where the names differ parameter counts must agree within 2 %. What fits none
    keeps its name: an old name of an architecture with several weights does not say which.

    Parameters
    ----------
    old, new : DataFrame
        Editions, as `analysis.data.reading.accuracy` gives them.
    renames : DataFrame
        ``old, new``.
    catalog : Series
        Names of all weights that timm has.

    Returns
    -------
    DataFrame
        The old edition with today's name as ``weights`` and its own as ``name``.
    """
    tagged = catalog[catalog.str.contains(".", regex=False)]
    alone = tagged[~bare(tagged).duplicated(keep=False)]
    only = pd.Series(alone.to_numpy(), index=bare(alone), dtype=object)
    current = current_accuracy(old, renames, new)["current"]
    exact = old["weights"].isin(new["weights"])
    today = current.where(~current.isin(only.index), current.map(only).astype(object))
    today = today.mask(exact, old["weights"])
    params = new.set_index(["weights", "img_size"])["param_count_m"]
    expected = params.reindex(pd.MultiIndex.from_arrays([today, old["img_size"]]))
    expected = pd.Series(expected.to_numpy(), old.index)
    equal = within(old["param_count_m"], expected, PARAM_TOLERANCE)
    rows = old.assign(name=old["weights"], weights=today.where(exact | equal, old["weights"]))
    first = rows.assign(exact=exact).sort_values("exact", ascending=False, kind="stable")
    taken = first.duplicated(["weights", "img_size"])
    return rows.assign(weights=rows["weights"].mask(taken, rows["name"]))


def pair(
    old: pd.DataFrame, new: pd.DataFrame, renames: pd.DataFrame, catalog: pd.Series
) -> pd.DataFrame:
    """Bring rows of two editions together under the newer one's names, as `followed` finds them."""
    return followed(old, new, renames, catalog).merge(
        new, on=["weights", "img_size"], how="outer", suffixes=("_before", "_after"), indicator=True
    )


def weights(pairs: pd.DataFrame) -> pd.DataFrame:
    """List the weights of `pair` that differ: `WEIGHTS_COLUMNS`.

    Each is added, removed, renamed, or not followed: its old name is that of an architecture, which
    does not say which of today's weights it was.
    """
    change = pairs["_merge"].astype(str).map({"left_only": REMOVED, "right_only": ADDED})
    today = pairs.loc[change.ne(REMOVED), ["weights", "img_size"]]
    kept = pd.MultiIndex.from_arrays([bare(today["weights"]), today["img_size"]])
    unclear = pd.MultiIndex.from_frame(pairs[["weights", "img_size"]]).isin(kept)
    change = change.mask(change.eq(REMOVED) & unclear, UNCLEAR)
    renamed = change.isna() & pairs["name"].ne(pairs["weights"])
    change = change.mask(renamed, RENAMED)
    rows = pairs.assign(
        change=change,
        before=pairs["name"].fillna(""),
        after=pairs["weights"].mask(change.isin([REMOVED, UNCLEAR]), ""),
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
