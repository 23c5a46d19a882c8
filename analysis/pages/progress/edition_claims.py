"""Claims of the page on progress about the same weights, or the same models, measured twice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, percent, times
from analysis.pages.claims import Claim
from analysis.runs.comparisons import comparison
from analysis.runs.pairs import paired, speeds
from analysis.runs.same_weights import OLD_EDITION


def editions(same: pd.DataFrame, changed: pd.DataFrame, edition: str) -> list[Claim]:
    """Compute the claims about the same weights in two editions.

    Parameters
    ----------
    same, changed : DataFrame
        As `analysis.runs.same_weights.same_weights` and `changes` give them.
    edition : str
        The newer one.
    """
    table = changed.set_index("test_set")
    own = table.loc["imagenet"].to_dict()
    settings = same
    moved = (
        settings["crop_pct_old"].ne(settings["crop_pct_new"])
        | settings["interpolation_old"].ne(settings["interpolation_new"])
    ).sum()
    apart = {
        TEST_SETS[str(name)].label: int(number)
        for name, number in table["told_apart"].items()
        if number and name != "imagenet"
    }
    shares = np.asarray(table["changed"], dtype=float)
    return [
        Claim(
            "editions",
            f"**Nearly every accuracy was measured anew, and hardly any moved.** Of "
            f"{count(same.attrs['rows_old'])} rows of the edition {OLD_EDITION}, "
            f"{count(len(same))} can be followed to {edition}. "
            f"{percent(100 * own['changed'], 0)} of their ImageNet accuracies differ in some "
            f"digit, by a median of {own['median']:.3f} points; 19 of 20 by less than "
            f"{own['q95']:.2f}, the largest by {own['largest']:.2f}. None moves by as much as it "
            "takes to tell two models apart on this test set.",
            "over 90 % differ on each test set, the median change is below 0.05 points, and no "
            "pair is told apart on ImageNet",
            bool(shares.min() > 0.9 and own["median"] < 0.05 and own["told_apart"] == 0),
        ),
        Claim(
            "editions-elsewhere",
            "On the other test sets a few rows do move by more than that: "
            + ", ".join(f"{count(number)} on {label}" for label, number in apart.items())
            + f". {count(moved)} of the {count(len(same))} were measured with another crop "
            "or interpolation; the rest of the moves has no cause in the data.",
            "between one and thirty rows of each of at least three other test sets move",
            len(apart) >= 3 and max(apart.values()) <= 30,
        ),
    ]


@cache
def software() -> dict[str, pd.DataFrame]:
    """Give the pairs of PyTorch 1.11 and the newest on the same RTX 3090, by comparison."""
    chosen = [comparison(name) for name in ("pt240-over-pt111", "pt240-over-pt111-nchw")]
    table = speeds([run for one in chosen for run in (one.before, one.after)])
    return {one.id: paired(table, one.before, one.after) for one in chosen}


def newer_pytorch() -> Claim:
    """Compute the claim about PyTorch versions on one device."""
    medians = [float(pairs["speedup"].median()) for pairs in software().values()]
    return Claim(
        "title-pytorch",
        f"On the same RTX 3090 the median model runs {times(min(medians))} to "
        f"{times(max(medians))} as fast with PyTorch 2.4 as with 1.11",
        "both medians are above 1.05",
        min(medians) > 1.05,
    )
