"""Claims of the page on progress; those on recipes and on editions have files of their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, counted, percent, short, signed
from analysis.pages.claims import Claim, if_known, unknown
from analysis.pages.progress import edition_claims, fixed_speed_claims, newest_claims, recipe_claims
from analysis.pages.progress.frontier_history import BANDS, FAST, MIDDLE, height, largest, rises
from analysis.pages.progress.study import ANY, SINCE, UNTAUGHT, study, words
from analysis.stats.intervals import tied, variance

MIDDLES = (MIDDLE, (300, 30_000), (500, 40_000), (1_000, 20_000), (1_000, 40_000), (2_000, 30_000))
FASTS = (FAST, (40_000, 100_000), (50_000, 150_000))
SLOW = BANDS[0]

OF_FRONTIERS = (
    "flat",
    "title-frontier",
    "title-gained",
    "since",
    "slow-end",
    "not-distilled",
    "error",
    "title-height",
    "data-and-architecture",
    "frontier-years",
    "unseen",
)
NO_TABLE = "no weights with an accuracy and a speed are of a family whose year is known"


def claims() -> list[Claim]:
    """Compute the claims about progress."""
    if study().table.empty:
        frontiers = unknown(*OF_FRONTIERS, because=NO_TABLE)
    else:
        frontiers = [*_frontier(), *_history(), *newest_claims.claims()]
    return [
        *frontiers,
        *fixed_speed_claims.claims(),
        *recipe_claims.claims(),
        *edition_claims.claims(),
    ]


def _first(heights: pd.Series) -> int:
    """Find the first year whose height is known, else the first of all."""
    known = heights.dropna()
    return int((known if len(known) else heights).index.min())


def _course(heights: pd.Series, years: list[int]) -> str:
    """List the heights that are known, by year."""
    known = [year for year in sorted({*years}) if np.isfinite(heights.get(year, np.nan))]
    return ", ".join(f"{percent(heights[year])} up to {year}" for year in known)


def _frontier() -> list[Claim]:
    found = study()
    newest, first = int(found.heights.index.max()), _first(found.heights.iloc[:, 0])
    years = sorted({first, 2019, SINCE, *found.heights.index})
    middle, _, fast = (heights for _, heights in found.heights.reindex(years).items())
    end = found.accuracy[found.accuracy["at_least"].eq(FAST[1])].set_index("year")["top1"]
    end = end.astype(float).reindex(years)
    since, jump = middle[newest] - middle[SINCE], end[newest] - end[SINCE]
    courses = {
        f"over {words(MIDDLE)}": _course(middle, [first, 2019, SINCE, newest]),
        f"over {words(FAST)}": _course(fast, [first, SINCE, newest]),
    }
    course = "; ".join(f"{where} {heights}" for where, heights in courses.items() if heights)
    calm = rises({ANY: found.table}, MIDDLES, SINCE)["rise"]
    until = found.table[found.table["year"] <= SINCE]
    lively = rises({ANY: found.table}, FASTS, SINCE)["rise"]
    grew = rises({ANY: until}, MIDDLES, 2019)["rise"]
    known = bool(pd.concat([calm, grew, lively]).notna().all())
    risen = bool(calm.max() < 0.3 and grew.min() > 1.5 and lively.min() > 1 and jump > 5)
    every = known and risen
    yearly = middle.diff()
    steps = found.gained[found.gained["data"].eq(ANY)]
    highest = largest(steps, "rise", FAST[0] + 1, np.inf)
    most = largest(steps, "rise", *MIDDLE)
    return [
        Claim(
            "flat",
            f"**In its middle the frontier has hardly moved since {SINCE}, at its fast end it "
            f"rose.** Averaged over {words(MIDDLE)}, the best accuracy of families up to {first} "
            f"is {percent(middle[first])}, up to 2019 {percent(middle[2019])}, up to {SINCE} "
            f"{percent(middle[SINCE])} and up to {newest} {percent(middle[newest])}. Over "
            f"{words(FAST)} it went from {percent(fast[SINCE])} in {SINCE} to "
            f"{percent(fast[newest])}, at {count(FAST[1])} from {percent(end[SINCE])} to "
            f"{percent(end[newest])}.",
            f"since {SINCE} the mean over each of six middle ranges of speed rises by under 0.3 "
            "points, after over 1.5 from 2019 on; over each of three fast ranges by over one, at "
            "100,000 images/s by over five",
            every,
            f"The mean of the best accuracy by the year of the families: {course}."
            if course
            else f"No frontier here reaches over {words(MIDDLE)} or over {words(FAST)}.",
        ),
        Claim(
            "title-frontier",
            f"Since {SINCE}: {signed(jump)} points at {count(FAST[1])} images/s (10 µs), "
            f"{signed(since)} on average from {count(MIDDLE[0])} to {count(MIDDLE[1])}",
            "as the first sentence's",
            every,
            f"{counted(len(found.edge), 'row')} on the frontier of the families up to {newest}",
        ),
        Claim(
            "title-gained",
            f"Since {SINCE} the best accuracy rose by up to {highest:.1f} points beyond "
            f"{count(FAST[0])} images/s, by at most {most:.1f} from {count(MIDDLE[0])} to "
            f"{count(MIDDLE[1])}",
            "at no speed of the middle by over 1.5 points, at some faster one by over five; every "
            "speed is looked at",
            most < 1.5 and highest > 5,
            f"Since {SINCE} the best accuracy rose by up to {highest:.1f} points beyond "
            f"{count(FAST[0])} images/s, by up to {most:.1f} from {count(MIDDLE[0])} to "
            f"{count(MIDDLE[1])}"
            if np.isfinite([highest, most]).all()
            else f"Rise of the best accuracy at each speed since {SINCE}",
        ),
        Claim(
            "since",
            f"**{SINCE}** was chosen after seeing the data: it is the last year in which the mean "
            f"over {words(MIDDLE)} rose by over 0.2 points ({signed(yearly[SINCE])}). The first "
            f"sentence holds over {count(len(MIDDLES))} middle ranges of speed and "
            f"{count(len(FASTS))} fast ones.",
            "that year's rise is over 0.2 points, every later one under; the first sentence's",
            every and bool(yearly[SINCE] > 0.2 and yearly.loc[SINCE + 1 :].max() < 0.2),
            if_known(
                (yearly[SINCE], yearly.loc[SINCE + 1 :].max()),
                f"**{SINCE}** was chosen after seeing the data. In that year the mean over "
                f"{words(MIDDLE)} rises by {signed(yearly[SINCE])} points here, in a later one by "
                f"at most {signed(yearly.loc[SINCE + 1 :].max())}.",
                f"why years are split at {SINCE} does not show in these runs",
            ),
        ),
        _slow(),
        _untaught(),
        _error(),
    ]


def _slow() -> Claim:
    found = study()
    rise = found.bands.set_index(["data", "slow"])["rise"][ANY][SLOW[0]]
    best = found.table.nlargest(1, "top1").iloc[0]
    before = found.table.loc[found.table["year"] <= SINCE, "top1"].max()
    images = TEST_SETS["imagenet"].images
    squares = variance(best["top1"], images), variance(before, images)
    alike = bool(tied(best["top1"], squares[0], before, squares[1]))
    return Claim(
        "slow-end",
        f"Over {words(SLOW)}, where the most accurate weights are, the best rose by "
        f"{short(rise)} points on average since {SINCE}; the most accurate of all by "
        f"{short(best['top1'] - before)}, within the error of the test set.",
        "the mean rises by 0.3 to one point; the best weights are in that range and tied with the "
        "best of before",
        bool(0.3 < rise < 1 and SLOW[0] <= best["samples_per_sec"] <= SLOW[1] and alike),
        if_known(
            (rise, before),
            f"Over {words(SLOW)} the best rose by {short(rise)} points on average since {SINCE}; "
            f"the most accurate of all went from {percent(before)} to {percent(best['top1'])}.",
            f"no frontier of families up to {SINCE} reaches over {words(SLOW)}",
        ),
    )


def _error() -> Claim:
    images = TEST_SETS["imagenet"].images
    top1 = study().edge["top1"]
    above = (top1 + 0.1).clip(upper=100)
    alike = tied(top1, variance(top1, images), above, variance(above, images))
    return Claim(
        "error",
        f"Steps of a tenth of a percent are within the error of ImageNet's {count(images)} images.",
        "each row of the frontier is tied with one a tenth of a point above it",
        bool(np.all(alike)),
        f"On ImageNet's {count(images)} images {count(int(np.sum(alike)))} of the frontier's "
        f"{counted(len(top1), 'row')} would be tied with one a tenth of a percent above.",
    )


def _untaught() -> Claim:
    found = study()
    part = {UNTAUGHT: found.parts[UNTAUGHT]}
    fast = rises(part, FASTS, SINCE)["rise"]
    calm = rises(part, MIDDLES, SINCE)["rise"]
    own = rises({ANY: found.table}, FASTS, SINCE)["rise"]
    return Claim(
        "not-distilled",
        "Among weights that saw ImageNet-1k alone and learned from no teacher, the fast end rose "
        f"more, by {short(fast[0])} points over {words(FAST)}, and the middle as little "
        f"({short(calm[0])}).",
        "in each of the three fast ranges more than with any weights, and by over three points; "
        "in each of the six middle ranges by under 0.3",
        bool((fast > own).all() and fast.min() > 3 and calm.max() < 0.3 and calm.notna().all()),
        if_known(
            (fast[0], calm[0]),
            "Among weights that saw ImageNet-1k alone and learned from no teacher, the best rose "
            f"by {short(fast[0])} points over {words(FAST)}, by {short(calm[0])} over "
            f"{words(MIDDLE)}.",
            f"without teachers and more data no frontier of families up to {SINCE} reaches over "
            f"{words(FAST)} and over {words(MIDDLE)}",
        ),
    )


def _history() -> list[Claim]:
    found = study()
    every, own, _ = (heights for _, heights in found.heights.items())
    newest, first = int(every.index.max()), _first(every)
    untaught = height(found.parts[UNTAUGHT], *MIDDLE).reindex(every.index)
    whole, alone = every[newest] - every[first], own[newest] - own[first]
    without = untaught[newest] - untaught[first]
    return [
        Claim(
            "title-height",
            f"Mean height from {count(MIDDLE[0])} to {count(MIDDLE[1])} images/s: "
            f"{percent(every[first])} with families up to {first}, {percent(every[newest])} today, "
            f"{percent(own[newest])} with ImageNet-1k alone",
            "the height with any data is above the one with ImageNet-1k alone",
            bool(every[newest] > own[newest] and np.isfinite(every[first])),
            f"Mean height from {count(MIDDLE[0])} to {count(MIDDLE[1])} images/s by year: "
            f"{_course(every, [first, newest])}"
            if _course(every, [newest])
            else "Mean height of the frontier by year",
        ),
        Claim(
            "data-and-architecture",
            f"**Most of the rise in the middle does without more data.** Over {words(MIDDLE)}, "
            f"ImageNet-1k alone goes from {percent(own[first])} to {percent(own[newest])}, "
            f"{signed(alone)} points, {signed(without)} without distilled weights; larger "
            f"pre-training adds {signed(every[newest] - own[newest])} on top today, and "
            f"{signed(every[first] - own[first])} for the families up to {first}.",
            "ImageNet-1k alone, also without distilled weights, rises by more than half of the "
            "whole rise and by more than twice of what pre-training adds today",
            bool(min(alone, without) > max(whole / 2, 2 * (every[newest] - own[newest])))
            and bool(np.isfinite([alone, without, whole]).all()),
            if_known(
                (alone, without, whole),
                f"Over {words(MIDDLE)}, ImageNet-1k alone goes from {percent(own[first])} "
                f"({first}) to {percent(own[newest])} ({newest}), {signed(alone)} points, "
                f"{signed(without)} without distilled weights; any pre-training from "
                f"{percent(every[first])} to {percent(every[newest])}.",
                f"no frontier of weights that saw ImageNet-1k alone reaches over {words(MIDDLE)} "
                f"from {first} on",
            ),
        ),
    ]
