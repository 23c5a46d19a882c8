"""Claims of the page on progress about the same weights, or the same models, measured twice."""

from __future__ import annotations

import numpy as np

from analysis.data.sources import runs
from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, counted, times
from analysis.pages.claims import Claim, unknown
from analysis.pages.progress.study import newer_pytorch, study


def claims() -> list[Claim]:
    """Compute the claims about the same weights, and the same models, measured twice."""
    return [*_editions(), *_newer_pytorch()]


def _editions() -> list[Claim]:
    found = study()
    same, before, edition = found.editions, found.before, found.edition
    if not before or same["imagenet_old"].mul(same["imagenet_new"]).isna().all():
        because = f"no weights of {edition} have an accuracy in an older edition on record"
        return unknown("editions", "followed", "editions-elsewhere", because=because)
    followed = (
        f"Of {counted(same.attrs['rows_old'], 'model')} of the edition {before}, "
        f"{count(len(same))} can be followed to {edition}."
    )
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
    sizes = (
        f"Half of the changes on ImageNet are under {own['median']:.3f} points, the largest is "
        f"{own['largest']:.2f}."
    )
    settings = f"{counted(moved, 'was', 'were')} measured with another crop or interpolation."
    return [
        Claim(
            "editions",
            f"**Nearly every accuracy was measured anew, and hardly any moved.** {sizes}",
            "over 90 % differ on each test set, the median change is below 0.05 points, and no "
            "pair is told apart on ImageNet",
            bool(shares.min() > 0.9 and own["median"] < 0.05 and own["told_apart"] == 0),
            f"{sizes} {counted(own['told_apart'], 'model moves', 'models move')} by as much as it "
            "takes to tell two models apart on this test set.",
        ),
        Claim("followed", followed, "it is a count", True, followed),
        Claim(
            "editions-elsewhere",
            "On the other test sets a few models move by as much as it takes to tell two models "
            f"apart: {', '.join(f'{count(n)} on {label}' for label, n in apart.items())}. "
            f"{settings} The rest of the moves has no cause in the data.",
            "between one and thirty models of each of at least three other test sets move",
            len(apart) >= 3 and max(apart.values()) <= 30,
            "On the other test sets "
            f"{counted(sum(apart.values()), 'model moves', 'models move')} by as much as it takes "
            f"to tell two models apart. {settings}",
        ),
    ]


def _newer_pytorch() -> list[Claim]:
    medians = study().software["q50"]
    if medians.empty:
        because = "no two runs differ in their PyTorch alone"
        return unknown("title-pytorch", because=because)
    one, facts = newer_pytorch()[0], runs().set_index("run")
    device = facts["device_label"][one.before]
    older, newer = (facts["torch"][run].removesuffix(".0") for run in (one.before, one.after))
    reach = " to ".join(dict.fromkeys([times(medians.min()), times(medians.max())]))
    sentence = (
        f"{device}: the median model runs {reach} as fast with PyTorch {newer} as with {older}"
    )
    return [
        Claim(
            "title-pytorch",
            sentence,
            "both medians are above 1.05",
            bool(medians.min() > 1.05),
            sentence,
        )
    ]
