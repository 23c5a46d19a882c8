"""Claims of the page on progress about fixed speeds and fixed accuracies."""

from __future__ import annotations

import math

from analysis.drawing.number_format import count, percent, rate, signed, times
from analysis.pages.claims import Claim, unknown
from analysis.pages.progress.frontier_history import largest
from analysis.pages.progress.study import study

SPEED = 10_000
FASTEST = 100_000
ACCURACY = 82
ACCURACIES = (75, 89)


def claims() -> list[Claim]:
    """Compute the claims about the best at fixed speeds and at fixed accuracies."""
    return [*_rises(), _highest(), *_at_speed(), *_at_accuracy()]


def _rises() -> list[Claim]:
    start = study().since
    wide = study().accuracy.set_index(["year", "at_least"])["top1"].unstack()
    if start not in wide.index:
        because = f"the families that reach a speed are all older, or all newer, than {start}"
        return unknown("title-at-speed", because=because)
    since = (wide.iloc[-1] - wide.loc[start]).astype(float).dropna().sort_values()
    rises = dict(zip(since.index, since, strict=True))
    listed = ", ".join(f"{signed(rise)} at {rate(speed)}" for speed, rise in rises.items())
    most, at, next_most = (
        (since.iloc[-1], since.index[-1], since.iloc[-2]) if len(since) > 1 else [math.nan] * 3
    )
    claim = Claim(
        "title-at-speed",
        f"Since {start}: {signed(most)} points at {rate(at)}, "
        f"{signed(next_most)} at most at the other {count(len(since) - 1)} speeds",
        "the largest rise is at 100,000 images/s and over five points, all others are under "
        "half a point",
        bool(at == FASTEST and most > 5 and next_most < 0.5),
        f"Rise of the best accuracy since {start}: {listed} points",
    )
    return [claim]


def _highest() -> Claim:
    sped = study().sped
    within = largest(sped, "times", *ACCURACIES)
    above = largest(sped, "times", ACCURACIES[1] + 0.1, 100)
    known = {
        f"from {ACCURACIES[0]} to {ACCURACIES[1]} %": within,
        f"above {ACCURACIES[1]} %": above,
    }
    reached = [f"to {times(n)} {where}" for where, n in known.items() if math.isfinite(n)]
    return Claim(
        "title-at-accuracy",
        f"Since {study().since} at most {times(within)} as fast at {ACCURACIES[0]} to "
        f"{ACCURACIES[1]} %, up to {times(above)} above",
        "no speed at an accuracy in the range doubled, one above did; every accuracy is looked at",
        within < 2 < above,
        f"Highest speed at an accuracy since {study().since}: {', '.join(reached)}"
        if reached
        else "Highest speed at fixed accuracies, by year",
    )


def _at_speed() -> list[Claim]:
    accuracy = study().accuracy
    accurate = accuracy[accuracy["at_least"].eq(SPEED)].set_index("year")
    if accurate.empty:
        return unknown("at-speed", because=f"no weights reach {rate(SPEED)} here")
    old, new = (accurate.iloc[place] for place in (0, -1))
    body = (
        f"{percent(old['top1'])} with families up to {old.name} to {percent(new['top1'])} "
        f"(`{new['weights']}`)."
    )
    sentence = f"At {rate(SPEED)} or faster the best accuracy rose from {body}"
    plain = f"At {rate(SPEED)} or faster the best accuracy goes from {body}"
    rose = bool(new["top1"] - old["top1"] > 1)
    return [Claim("at-speed", sentence, "it rose by over a point", rose, plain)]


def _at_accuracy() -> list[Claim]:
    speed = study().speed
    quickest = speed[speed["at_least"].eq(ACCURACY)].set_index("year")
    wanted = percent(ACCURACY, 0)
    if quickest.empty:
        return unknown("at-accuracy", because=f"no weights with a speed have {wanted} or better")
    slow, quick = (quickest.iloc[place] for place in (0, -1))
    gain = float(quick["samples_per_sec"] / slow["samples_per_sec"])
    body = (
        f"{rate(slow['samples_per_sec'])} with families up to {slow.name} to "
        f"{rate(quick['samples_per_sec'])} (`{quick['weights']}`): {times(gain)}."
    )
    sentence = f"With {wanted} or better the highest speed rose from {body}"
    plain = f"With {wanted} or better the highest speed goes from {body}"
    return [Claim("at-accuracy", sentence, "it more than doubled", gain > 2, plain)]
