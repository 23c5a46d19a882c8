"""Claims of the page on progress; recipes, editions and others have files of their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, counted, percent, short, signed
from analysis.pages.claims import Claim, if_known, unknown
from analysis.pages.progress import edition_claims, fixed_speed_claims, newest_claims, recipe_claims
from analysis.pages.progress.frontier_history import FAST, MIDDLE, height, largest, rises
from analysis.pages.progress.study import DESIGNS, KNOWN, UNTAUGHT, study, words
from analysis.stats.intervals import tied, variance

MIDDLES = (MIDDLE, (300, 30_000), (500, 40_000), (1_000, 20_000), (1_000, 40_000), (2_000, 30_000))
FASTS = (FAST, (40_000, 100_000), (50_000, 150_000))

OF_FRONTIERS = (
    "flat",
    "title-frontier",
    "title-gained",
    "known-then",
    "most-accurate",
    "not-distilled",
    "error",
    "title-height",
    "data-and-architecture",
    "frontier-years",
    "unseen",
)
NO_TABLE = "no models with an accuracy and a speed are of a family whose year is known"


def claims() -> list[Claim]:
    """Compute the claims about progress."""
    if study().table.empty:
        frontiers = unknown(*OF_FRONTIERS, because=NO_TABLE)
    else:
        frontiers = [*_frontier(), _known_then(), _most_accurate(), _untaught(), _error()]
        frontiers += [*_history(), *newest_claims.claims()]
    return [
        *frontiers,
        *fixed_speed_claims.claims(),
        *recipe_claims.claims(),
        *edition_claims.claims(),
    ]


def _rises(name: str, windows: tuple[tuple[float, float], ...]) -> pd.Series:
    return rises({name: study().compared[name]}, windows)["rise"]


def _frontier() -> list[Claim]:
    found = study()
    since = found.since
    calm = pd.concat([_rises(name, MIDDLES) for name in (DESIGNS, KNOWN)])
    lively = pd.concat([_rises(name, FASTS) for name in (DESIGNS, KNOWN)])
    mean = _rises(DESIGNS, (MIDDLE, FAST))
    end = found.gained[found.gained["data"].eq(DESIGNS)]
    jump = largest(end, "rise", FAST[1], FAST[1])
    rose = bool(calm.max() < 0.6 and lively.min() > 1 and jump > 5)
    every = rose and bool(pd.concat([calm, lively]).notna().all())
    highest = largest(end, "rise", FAST[0] + 1, np.inf)
    most = largest(end, "rise", *MIDDLE)
    return [
        Claim(
            "flat",
            f"**Since {since} fast models became much better, others hardly.** At "
            f"{count(FAST[1])} images/s the best accuracy rose by {jump:.1f} points; from "
            f"{count(MIDDLE[0])} to {count(MIDDLE[1])} images/s by {short(mean[0])} on average.",
            "by newer designs, and with newer weights too, the mean over each of six middle ranges "
            "of speed rises by under 0.6 points, over each of three fast ranges by over one; at "
            "100,000 images/s by over five",
            every,
            if_known(
                (*mean,),
                f"Newer designs than of {since} raise the best accuracy by {signed(mean[0])} "
                f"points over {words(MIDDLE)}, by {signed(mean[1])} over {words(FAST)} (means).",
                f"no frontier of families up to {since} reaches over {words(MIDDLE)} and over "
                f"{words(FAST)}",
            ),
        ),
        Claim(
            "title-frontier",
            f"Since {since}: {signed(jump)} points at {count(FAST[1])} images/s, "
            f"{signed(mean[0])} on average from {count(MIDDLE[0])} to {count(MIDDLE[1])}",
            "as the first sentence's",
            every,
            f"{counted(len(found.edge), 'model')} on the frontier of today's families",
        ),
        Claim(
            "title-gained",
            f"Since {since} up to {highest:.1f} points more beyond {count(FAST[0])} images/s, at "
            f"most {most:.1f} from {count(MIDDLE[0])} on",
            "at no speed of the middle by over 1.5 points, at some faster one by over five; every "
            "speed is looked at",
            most < 1.5 and highest > 5,
            f"Rise of the best accuracy at each speed since {since}",
        ),
    ]


def _known_then() -> Claim:
    found = study()
    designs, known = (_rises(name, (MIDDLE,))[0] for name in (DESIGNS, KNOWN))
    body = (
        f"With the accuracies of the edition {found.before} as before, which lacks today's newer "
        f"weights of old designs, the mean over {words(MIDDLE)} rose by {short(known)} points "
        f"instead of {short(designs)}."
    )
    return Claim(
        "known-then",
        f"**New weights of old designs did more than new designs.** {body}",
        "the rise with the accuracies that were known then is over twice the one by newer designs",
        bool(known > 2 * designs > 0),
        if_known(
            (designs, known),
            body,
            f"what was known in {found.since} over {words(MIDDLE)}, since no older edition says",
        ),
    )


def _most_accurate() -> Claim:
    found = study()
    best = found.table.nlargest(1, "top1").iloc[0]
    before = found.table.loc[found.table["year"] <= found.since, "top1"].max()
    images = TEST_SETS["imagenet"].images
    squares = variance(best["top1"], images), variance(before, images)
    alike = bool(tied(best["top1"], squares[0], before, squares[1]))
    sentence = (
        f"The most accurate model of families up to {found.since} has {percent(before)}, the most "
        f"accurate of all {percent(best['top1'])}"
    )
    return Claim(
        "most-accurate",
        f"{sentence}: within the error of the test set.",
        "the two are tied",
        alike,
        if_known((before,), f"{sentence}.", f"a family up to {found.since}, there is none"),
    )


def _error() -> Claim:
    images = TEST_SETS["imagenet"].images
    top1 = study().edge["top1"]
    above = (top1 + 0.1).clip(upper=100)
    alike = tied(top1, variance(top1, images), above, variance(above, images))
    return Claim(
        "error",
        f"Steps of a tenth of a percent are within the error of ImageNet's {count(images)} images.",
        "each model of the frontier is tied with one a tenth of a point above it",
        bool(np.all(alike)),
        f"On ImageNet's {count(images)} images {count(int(np.sum(alike)))} of the frontier's "
        f"{counted(len(top1), 'model')} would be tied with one a tenth of a percent above.",
    )


def _untaught() -> Claim:
    found = study()
    fast, calm = _rises(UNTAUGHT, FASTS), _rises(UNTAUGHT, MIDDLES)
    return Claim(
        "not-distilled",
        "Among models that saw ImageNet-1k alone and had no teacher, the fast end rose more, by "
        f"{short(fast[0])} points over {words(FAST)}.",
        "in each of the three fast ranges more than with any models, and by over three points; "
        "in each of the six middle ranges by under 0.3",
        bool(
            (fast > _rises(DESIGNS, FASTS)).all()
            and fast.min() > 3
            and calm.max() < 0.3
            and calm.notna().all()
        ),
        if_known(
            (fast[0], calm[0]),
            "Among models that saw ImageNet-1k alone and had no teacher, the best rose by "
            f"{short(fast[0])} points over {words(FAST)}, by {short(calm[0])} over "
            f"{words(MIDDLE)}.",
            f"without teachers and more data no frontier of families up to {found.since} reaches "
            f"over {words(FAST)} and over {words(MIDDLE)}",
        ),
    )


def _history() -> list[Claim]:
    found = study()
    every, own, _ = (heights.dropna() for _, heights in found.heights.items())
    if every.empty or own.empty:
        because = f"the frontiers of {NO_TABLE.partition(' are')[0]} over {words(MIDDLE)}"
        return unknown("title-height", "data-and-architecture", because=because)
    newest, first = int(every.index.max()), int(max(every.index.min(), own.index.min()))
    untaught = height(found.own[~found.own["distilled"]], *MIDDLE).reindex(every.index)
    whole, alone = every[newest] - every[first], own[newest] - own[first]
    without = untaught[newest] - untaught[first]
    course = (
        f"{count(MIDDLE[0])} to {count(MIDDLE[1])} images/s: {percent(every[first])} up to "
        f"{first}, {percent(every[newest])} today"
    )
    body = (
        f"Over {words(MIDDLE)} models that saw ImageNet-1k alone rose by {short(alone)} points "
        f"since {first}, those with any pre-training by {short(whole)}."
    )
    return [
        Claim(
            "title-height",
            f"Mean best accuracy, {course}",
            "it rose",
            bool(whole > 0),
            f"Mean best accuracy, {course}",
        ),
        Claim(
            "data-and-architecture",
            f"**Most of the rise does without more data.** {body}",
            "ImageNet-1k alone, also without distilled models, rises by more than half of the "
            "whole rise and by more than twice of what pre-training adds today",
            bool(min(alone, without) > max(whole / 2, 2 * (every[newest] - own[newest]))),
            body,
        ),
    ]
