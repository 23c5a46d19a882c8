"""The tables of the page on progress."""

from __future__ import annotations

from typing import cast

import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.chart import NotEnough, needs
from analysis.drawing.html_tables import Sheet, Show, counts, fixed, names, sheet, words
from analysis.drawing.number_format import count, signed


def bands_table(bands: pd.DataFrame, since: int) -> Sheet:
    """Show by how much the frontier rose in ranges of speed, by what counts as before."""
    wide = bands.pivot_table("rise", ["slow", "fast"], "compared", sort=False)
    every = bands[bands["compared"].eq(bands["compared"].iloc[0])].dropna(subset=["now"])
    if wide.empty or every.empty:
        return cast(Sheet, NotEnough("no range of speed that earlier families cover"))
    rows = every[["slow", "fast", "before", "now"]].merge(
        wide.reset_index(), on=["slow", "fast"], how="left"
    )
    rows["range"] = [
        f"{count(slow)} to {count(fast)}"
        for slow, fast in zip(rows["slow"], rows["fast"], strict=True)
    ]
    return sheet(
        rows,
        [
            Show("range", "Speed", "images/s", numeric=False),
            fixed("before", f"Up to {since}", 1, "%"),
            fixed("now", "Today", 1, "%"),
            *(
                Show(name, f"Rise, {name}", "points", lambda x: signed(x, 2))
                for name in map(str, wide)
            ),
        ],
        "Rise of the frontier by range of speed",
    )


@needs(2, "families that have both gains")
def families_table(families: pd.DataFrame) -> Sheet:
    """Show the gains by recipe and by data of each family, and of all the others."""
    return sheet(
        families,
        [
            words("family_label", "Family"),
            counts("networks", "Networks"),
            fixed("recipe", "Best recipe over worst", 2, "points"),
            fixed("data", "More data", 2, "points"),
            fixed("recipe_without", "Recipe, the others", 2, "points"),
            fixed("data_without", "Data, the others", 2, "points"),
        ],
        "Recipe and data by family",
    )


@needs(1, "networks with several such weights")
def gains_table(gains: pd.DataFrame, each: int = 8) -> Sheet:
    """Show the largest gains on one architecture and image size."""
    return sheet(
        gains.head(each),
        [
            names("worst", "From"),
            names("best", "to"),
            counts("img_size", "Image", "px"),
            fixed("worst_top1", "Top-1 from", 1, "%"),
            fixed("best_top1", "to", 1, "%"),
            Show("gain", "Points", "", signed),
        ],
        "Largest gains on one architecture",
    )


def changes_table(changes: pd.DataFrame) -> Sheet:
    """Show by how much accuracies changed between editions, for each test set."""
    changes = changes[changes["n"] > 0]
    if changes.empty:
        return cast(Sheet, NotEnough("no weights that two editions have in common"))
    rows = changes.assign(
        label=changes["test_set"].map(lambda name: TEST_SETS[name].label),
        share=100 * changes["changed"],
    )
    return sheet(
        rows,
        [
            words("label", "Test set"),
            counts("n", "Models"),
            fixed("share", "Changed", 0, "%"),
            fixed("median", "Median change", 3, "points"),
            fixed("q95", "95th percentile", 2, "points"),
            fixed("largest", "Largest", 2, "points"),
            Show("mean", "Mean, signed", "points", lambda x: signed(x, 3)),
            counts("told_apart", "Told apart"),
        ],
        "Changes between editions",
    )


@needs(1, "weights that two editions have in common")
def movers_table(same: pd.DataFrame, test_set: str, each: int = 8) -> Sheet:
    """Show the weights whose accuracy changed most between editions."""
    change = same[f"{test_set}_new"] - same[f"{test_set}_old"]
    rows = same.assign(change=change).sort_values("change", key=abs, ascending=False).head(each)
    return sheet(
        rows,
        [
            names("weights", "Weights"),
            names("weights_old", "Name then"),
            counts("img_size", "Image", "px"),
            fixed(f"{test_set}_old", "Then", 2, "%"),
            fixed(f"{test_set}_new", "Now", 2, "%"),
            Show("change", "Points", "", lambda x: signed(x, 2)),
            fixed("crop_pct_old", "Crop then", 3),
            fixed("crop_pct_new", "now", 3),
        ],
        f"Largest changes on {TEST_SETS[test_set].label}",
    )
