"""Claims of the page on progress; those on recipes and on editions have files of their own."""

from __future__ import annotations

import numpy as np

from analysis.data.reading import catalog, speed
from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, percent, short, signed
from analysis.naming.names import describe, families
from analysis.pages.claims import Claim
from analysis.pages.progress import edition_claims, fixed_speed_claims, recipe_claims
from analysis.pages.progress.frontier_history import BANDS, FAST, MIDDLE, height, largest, rises
from analysis.pages.progress.study import ANY, SINCE, UNTAUGHT, study, words
from analysis.runs.devices import lead_run
from analysis.stats.intervals import tied, variance

MIDDLES = (MIDDLE, (300, 30_000), (500, 40_000), (1_000, 20_000), (1_000, 40_000), (2_000, 30_000))
FASTS = (FAST, (40_000, 100_000), (50_000, 150_000))
SLOW = BANDS[0]


def claims() -> list[Claim]:
    """Compute the claims about progress."""
    return [
        *_frontier(),
        *_history(),
        *_newest(),
        *fixed_speed_claims.claims(),
        *recipe_claims.claims(),
        *edition_claims.claims(),
    ]


def _frontier() -> list[Claim]:
    found = study()
    middle, _, fast = (heights for _, heights in found.heights.items())
    newest, first = int(middle.index.max()), int(middle.dropna().index.min())
    end = found.accuracy[found.accuracy["at_least"].eq(FAST[1])].set_index("year")["top1"]
    since, jump = middle[newest] - middle[SINCE], end[newest] - end[SINCE]
    calm = rises({ANY: found.table}, MIDDLES, SINCE)["rise"]
    until = found.table[found.table["year"] <= SINCE]
    lively = rises({ANY: found.table}, FASTS, SINCE)["rise"]
    grew = rises({ANY: until}, MIDDLES, 2019)["rise"]
    every = bool(calm.max() < 0.3 and grew.min() > 1.5 and lively.min() > 1 and jump > 5)
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
        ),
        Claim(
            "title-frontier",
            f"Since {SINCE}: {signed(jump)} points at {count(FAST[1])} images/s (10 µs), "
            f"{signed(since)} on average from {count(MIDDLE[0])} to {count(MIDDLE[1])}",
            "as the first sentence's",
            every,
        ),
        Claim(
            "title-gained",
            f"Since {SINCE} the best accuracy rose by up to {highest:.1f} points beyond "
            f"{count(FAST[0])} images/s, by at most {most:.1f} from {count(MIDDLE[0])} to "
            f"{count(MIDDLE[1])}",
            "at no speed of the middle by over 1.5 points, at some faster one by over five; every "
            "speed is looked at",
            most < 1.5 and highest > 5,
        ),
        Claim(
            "since",
            f"**{SINCE}** was chosen after seeing the data: it is the last year in which the mean "
            f"over {words(MIDDLE)} rose by over 0.2 points ({signed(yearly[SINCE])}). The first "
            f"sentence holds over {count(len(MIDDLES))} middle ranges of speed and "
            f"{count(len(FASTS))} fast ones.",
            "that year's rise is over 0.2 points, every later one under; the first sentence's",
            every and bool(yearly[SINCE] > 0.2 and yearly.loc[SINCE + 1 :].max() < 0.2),
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
    )


def _error() -> Claim:
    images = TEST_SETS["imagenet"].images
    top1 = study().edge["top1"]
    alike = tied(top1, variance(top1, images), top1 + 0.1, variance(top1 + 0.1, images))
    return Claim(
        "error",
        f"Steps of a tenth of a percent are within the error of ImageNet's {count(images)} images.",
        "each row of the frontier is tied with one a tenth of a point above it",
        bool(np.all(alike)),
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
        bool((fast > own).all() and fast.min() > 3 and calm.max() < 0.3),
    )


def _history() -> list[Claim]:
    found = study()
    every, own, _ = (heights for _, heights in found.heights.items())
    newest, first = int(every.index.max()), int(every.dropna().index.min())
    untaught = height(found.parts[UNTAUGHT], *MIDDLE)
    whole, alone = every[newest] - every[first], own[newest] - own[first]
    without = untaught[newest] - untaught[first]
    return [
        Claim(
            "title-height",
            f"Mean height from {count(MIDDLE[0])} to {count(MIDDLE[1])} images/s: "
            f"{percent(every[first])} with families up to {first}, {percent(every[newest])} today, "
            f"{percent(own[newest])} with ImageNet-1k alone",
            "the height with any data is above the one with ImageNet-1k alone",
            bool(every[newest] > own[newest]),
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
            bool(min(alone, without) > max(whole / 2, 2 * (every[newest] - own[newest]))),
        ),
    ]


def _newest() -> list[Claim]:
    found = study()
    years = found.edge["year"]
    top = years.value_counts()
    recent = found.edge.loc[years > SINCE, "samples_per_sec"]
    outside = int((~recent.between(*MIDDLE)).sum())
    known = families().set_index("family")
    measured = describe(speed(lead_run())["model"])
    measured = measured[~measured["is_test"]]
    since = {str(name) for name in measured["family"] if known["year"].get(name, 0) > SINCE}
    unseen = since - set(found.table["family"])
    listed = describe(catalog("weights")["weights"])
    tagged = listed["tag"].str.contains("in1k", regex=False) & listed["family"].isin(unseen)
    awaited = sorted(set(listed.loc[tagged, "family"]))
    labels = ", ".join(str(known["label"][name]) for name in awaited)
    return [
        Claim(
            "frontier-years",
            f"Of today's {count(len(years))} frontier rows, {count(top.iloc[0])} are of families "
            f"of {top.index[0]}, and {count(len(recent))} of families since {SINCE + 1}; "
            f"{count(outside)} of those lie outside {words(MIDDLE)}. "
            f"{_doubtful(int(found.edge['doubtful'].sum()))}",
            f"at least a third of the frontier is of families since {SINCE + 1}, at least half of "
            "those outside the middle",
            len(recent) >= len(years) / 3 and outside >= len(recent) / 2,
        ),
        Claim(
            "unseen",
            f"**{count(len(unseen))} of {count(len(since))} families since {SINCE + 1} whose speed "
            f"was measured have no accuracy here.** timm lists weights tagged with ImageNet-1k for "
            f"{count(len(awaited))} of them ({labels}), not in this edition; for the others, such "
            "as DINOv3, none.",
            "at least a quarter have no accuracy; at least one of them has such weights, and "
            "DINOv3 is among those that have none",
            len(unseen) >= len(since) / 4 and "dinov3" in unseen - set(awaited) and bool(awaited),
        ),
    ]


def _doubtful(number: int) -> str:
    if number == 0:
        return "None of their years is marked doubtful."
    return f"The years of {count(number)} of them are marked doubtful."
