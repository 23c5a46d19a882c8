"""Claims of the page on progress about fixed speeds and fixed accuracies."""

from __future__ import annotations

from analysis.drawing.number_format import count, percent, rate, signed, times
from analysis.pages.claims import Claim
from analysis.pages.progress.frontier_history import largest
from analysis.pages.progress.study import SINCE, study

SPEED = 10_000
FASTEST = 100_000
ACCURACY = 82
ACCURACIES = (75, 89)


def claims() -> list[Claim]:
    """Compute the claims about the best at fixed speeds and at fixed accuracies."""
    found = study()
    accuracy, speed, sped = found.accuracy, found.speed, found.sped
    accurate = accuracy[accuracy["at_least"].eq(SPEED)].set_index("year")
    quickest = speed[speed["at_least"].eq(ACCURACY)].set_index("year")
    old, new = (accurate.iloc[place] for place in (0, -1))
    slow, quick = (quickest.iloc[place] for place in (0, -1))
    gain = float(quick["samples_per_sec"] / slow["samples_per_sec"])
    wide = accuracy.set_index(["year", "at_least"])["top1"].unstack()
    since = (wide.iloc[-1] - wide.loc[SINCE]).astype(float).sort_values()
    within = largest(sped, "times", *ACCURACIES)
    above = largest(sped, "times", ACCURACIES[1] + 0.1, 100)
    return [
        Claim(
            "title-at-speed",
            f"Since {SINCE}: {signed(since.iloc[-1])} points at {rate(since.index[-1])}, "
            f"{signed(since.iloc[-2])} at most at the other {count(len(since) - 1)} speeds",
            "the largest rise is at 100,000 images/s and over five points, all others are under "
            "half a point",
            bool(since.index[-1] == FASTEST and since.iloc[-1] > 5 and since.iloc[-2] < 0.5),
        ),
        Claim(
            "title-at-accuracy",
            f"Since {SINCE} the highest speed at an accuracy rose to {times(within)} at most "
            f"from {ACCURACIES[0]} to {ACCURACIES[1]} %, to up to {times(above)} above",
            "no speed at an accuracy in the range doubled, one above did; every accuracy is looked "
            "at",
            within < 2 < above,
        ),
        Claim(
            "at-speed",
            f"At {rate(SPEED)} or faster the best accuracy went from {percent(old['top1'])} "
            f"(`{old['weights']}`, family of {old.name}) to {percent(new['top1'])} "
            f"(`{new['weights']}`).",
            "it rose by over two points",
            bool(new["top1"] - old["top1"] > 2),
        ),
        Claim(
            "at-accuracy",
            f"With {percent(ACCURACY, 0)} or better the highest speed went from "
            f"{rate(slow['samples_per_sec'])} (`{slow['weights']}`, {slow.name}) to "
            f"{rate(quick['samples_per_sec'])} (`{quick['weights']}`): {times(gain)}.",
            "it rose at least threefold",
            gain >= 3,
        ),
    ]
