"""Claims of the page on progress about the same weights, or the same models, measured twice."""

from __future__ import annotations

import numpy as np

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, percent, times
from analysis.pages.claims import Claim
from analysis.pages.progress.study import study
from analysis.runs.same_weights import OLD_EDITION


def claims() -> list[Claim]:
    """Compute the claims about the same weights, and the same models, measured twice."""
    return [*_editions(), _newer_pytorch()]


def _editions() -> list[Claim]:
    found = study()
    same, edition = found.editions, found.edition
    table = found.changes.set_index("test_set")
    own = table.loc["imagenet"].to_dict()
    moved = (
        same["crop_pct_old"].ne(same["crop_pct_new"])
        | same["interpolation_old"].ne(same["interpolation_new"])
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


def _newer_pytorch() -> Claim:
    medians = study().software["q50"]
    return Claim(
        "title-pytorch",
        f"On the same RTX 3090 the median model runs {times(medians.min())} to "
        f"{times(medians.max())} as fast with PyTorch 2.4 as with 1.11",
        "both medians are above 1.05",
        bool(medians.min() > 1.05),
    )
