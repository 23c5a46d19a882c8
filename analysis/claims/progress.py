"""Claims of the page on progress."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.claims import Claim
from analysis.claims.boards import board
from analysis.drawing.sheets import signed, times
from analysis.format import count, percent, rate, short
from analysis.metrics import TEST_SETS
from analysis.names import describe, families
from analysis.sources import LEAD_RUN
from analysis.store import SNAPSHOT, speed
from analysis.store import names as stored
from analysis.studies.hardware import comparison
from analysis.studies.pairs import paired, speeds
from analysis.studies.progress import (
    OLD_EDITION,
    best_accuracy,
    best_speed,
    changes,
    data_gains,
    dated,
    frontiers,
    height,
    recipes,
    same_weights,
)
from analysis.studies.robustness import ALL_SETS

RECENT = 2023
SPEED = 5_000
ACCURACY = 82


@dataclass(frozen=True)
class Study:
    """What the page on progress looks at, computed once."""

    edition: str
    table: pd.DataFrame
    heights: dict[str, pd.Series]
    edge: pd.DataFrame
    accuracy: pd.DataFrame
    speed: pd.DataFrame
    recipes: pd.DataFrame
    data: pd.DataFrame
    same: pd.DataFrame
    changes: pd.DataFrame


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    table = dated(board(LEAD_RUN))
    own = table[table["pretraining"].eq("in1k")]
    same = same_weights()
    return Study(
        edition=stored(SNAPSHOT, "accuracy")[-1],
        table=table,
        heights={"any pre-training": height(table), "ImageNet-1k alone": height(own)},
        edge=frontiers(table, [int(table["year"].max())]),
        accuracy=best_accuracy(table),
        speed=best_speed(table),
        recipes=recipes(table),
        data=data_gains(table),
        same=same,
        changes=changes(same, ALL_SETS),
    )


def claims() -> list[Claim]:
    """Compute the claims about progress."""
    return [*_frontier(), *_fixed(), *_parts(), *_editions(), _software()]


def _frontier() -> list[Claim]:
    found = study()
    every, own = found.heights.values()
    newest, first = int(every.index.max()), int(every.dropna().index.min())
    rises = every.diff()
    years = found.edge["year"]
    top = years.value_counts()
    recent = int((years >= RECENT).sum())
    doubtful = int(found.edge["doubtful"].sum())
    known = families().set_index("family")["year"]
    measured = describe(speed(LEAD_RUN)["model"])
    measured = measured[~measured["is_test"]]
    since = {str(name) for name in measured["family"] if known.get(name, 0) >= RECENT}
    scored = since & set(found.table["family"])
    return [
        Claim(
            "flat",
            f"**The frontier rose until 2022 and has hardly moved since.** Averaged over speeds, "
            f"the best accuracy of families up to {first} is {percent(every[first])}, up to 2019 "
            f"{percent(every[2019])}, up to 2022 {percent(every[2022])} and up to {newest} "
            f"{percent(every[newest])}. The largest steps are {rises.idxmax()}'s "
            f"({signed(rises.max())} points) and {rises.nlargest(2).index[1]}'s "
            f"({signed(rises.nlargest(2).iloc[1])}).",
            "the height rises over 2 points from 2019 to 2022, and under 0.3 points since",
            bool(every[2022] - every[2019] > 2 and every[newest] - every[2022] < 0.3),
        ),
        Claim(
            "title-frontier",
            f"Families of {first} to 2022 raised the frontier by "
            f"{short(float(every[2022] - every[first]))} points, those since by "
            f"{short(float(every[newest] - every[2022]))}",
            "the families since 2022 raised it by less than a fifth of what those before did",
            bool(every[newest] - every[2022] < (every[2022] - every[first]) / 5),
        ),
        Claim(
            "title-height",
            f"The frontier's mean height: {percent(every[first])} with families up to {first}, "
            f"{percent(every[newest])} today, {percent(own[newest])} of it with ImageNet-1k alone",
            "the height with any data is above the one with ImageNet-1k alone",
            bool(every[newest] > own[newest]),
        ),
        Claim(
            "data-and-architecture",
            f"**Most of the rise does without more data.** With ImageNet-1k alone it goes from "
            f"{percent(own[first])} to {percent(own[newest])}, "
            f"{signed(own[newest] - own[first])} points; larger pre-training adds "
            f"{signed(every[newest] - own[newest])} on top today, and "
            f"{signed(every[first] - own[first])} for the families up to {first}.",
            "ImageNet-1k alone rises by more than twice of what pre-training adds today",
            bool(own[newest] - own[first] > 2 * (every[newest] - own[newest])),
        ),
        Claim(
            "frontier-years",
            f"Of today's {count(len(years))} frontier rows, {count(top.iloc[0])} are of families "
            f"of {top.index[0]}, and {count(recent)} of families since {RECENT}: they take places "
            f"on the frontier more than they raise it. {_doubtful(doubtful)}",
            f"at least a third of the frontier is of families since {RECENT}",
            recent >= len(years) / 3,
        ),
        Claim(
            "unseen",
            f"**The newest work is half invisible here.** Of {count(len(since))} families since "
            f"{RECENT} whose speed was measured, {count(len(scored))} have weights with an "
            "ImageNet classifier, and so an accuracy. The others, such as DINOv3, come without "
            "one.",
            "less than three quarters have an accuracy, and DINOv3 is among those that do not",
            len(scored) < 0.75 * len(since) and "dinov3" in since - scored,
        ),
    ]


def _doubtful(number: int) -> str:
    if number == 0:
        return "None of their years is marked doubtful."
    return f"The years of {count(number)} of them are marked doubtful."


def _fixed() -> list[Claim]:
    found = study()
    accurate = found.accuracy[found.accuracy["at_least"].eq(SPEED)].set_index("year")
    fast = found.speed[found.speed["at_least"].eq(ACCURACY)].set_index("year")
    old, new = (accurate.iloc[place] for place in (0, -1))
    slow, quick = (fast.iloc[place] for place in (0, -1))
    gain = float(quick["samples_per_sec"] / slow["samples_per_sec"])
    since = _rises(found.accuracy, "top1", 2021)
    faster = _rises(found.speed.assign(log=np.log(found.speed["samples_per_sec"])), "log", 2021)
    return [
        Claim(
            "title-at-speed",
            f"Since 2021 the best accuracy at a speed rose by {short(max(since))} points at most, "
            f"by {short(float(np.median(np.array(since))))} at the median speed",
            "the median rise is under a third of a point, the largest under two",
            bool(np.median(since) < 1 / 3 and max(since) < 2),
        ),
        Claim(
            "title-at-accuracy",
            f"Since 2021 the highest speed at an accuracy rose {times(math.exp(max(faster)))} "
            "at most",
            "no speed at an accuracy doubled since 2021",
            math.exp(max(faster)) < 2,
        ),
        Claim(
            "at-speed",
            f"At {rate(SPEED)} or faster the best accuracy went from {percent(old['top1'])} "
            f"(`{old['weights']}`, family of {old.name}) to {percent(new['top1'])} "
            f"(`{new['weights']}`).",
            "it rose by over five points",
            bool(new["top1"] - old["top1"] > 5),
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


def _rises(best: pd.DataFrame, value: str, year: int) -> list[float]:
    """How far the best value rose since a year, for each limit that was reached by then."""
    wide = best.set_index(["year", "at_least"])[value].unstack()  # noqa: PD010
    rises = (wide.iloc[-1] - wide.loc[year]).dropna()
    return rises.astype(float).tolist()


@cache
def software() -> dict[str, pd.DataFrame]:
    """Give the pairs of PyTorch 1.11 and the newest on the same RTX 3090, by comparison."""
    chosen = [comparison(name) for name in ("pt240-over-pt111", "pt240-over-pt111-nchw")]
    table = speeds([run for one in chosen for run in (one.before, one.after)])
    return {one.id: paired(table, one.before, one.after) for one in chosen}


def _parts() -> list[Claim]:
    found = study()
    recipe, data = found.recipes["gain"], found.data["gain"]
    resnet = found.recipes[
        found.recipes["architecture"].eq("resnet50") & found.recipes["img_size"].eq(224)
    ].iloc[0]
    lost = int((data < 0).sum())
    return [
        Claim(
            "recipes",
            f"**A recipe is worth as much as data.** For {count(len(recipe))} pairs of "
            "architecture and image size with several weights from ImageNet-1k alone, none "
            f"distilled, the best of {count(found.recipes['weights_count'].min())} to "
            f"{count(found.recipes['weights_count'].max())} are a median "
            f"{short(recipe.median())} points above the worst: "
            f"the same network, the same speed, the same images. ResNet-50 at 224 px goes from "
            f"{percent(resnet['worst_top1'])} (`{resnet['worst']}`) to "
            f"{percent(resnet['best_top1'])} (`{resnet['best']}`).",
            "the two medians are within half a point; ResNet-50 gains over four",
            bool(abs(recipe.median() - data.median()) < 0.5 and resnet["gain"] > 4),
        ),
        Claim(
            "data",
            f"More pre-training data, on the same architecture and size, adds a median "
            f"{short(data.median())} points ({count(len(data))} pairs; nine tenths between "
            f"{signed(float(data.quantile(0.05)))} and {signed(float(data.quantile(0.95)))}; "
            f"{count(lost)} lose). Recipes differ there, too.",
            "the median is between one and three points",
            1 < float(data.median()) < 3,
        ),
        Claim(
            "title-gains",
            f"On the same architecture, a better recipe adds {short(recipe.median())} points of "
            f"top-1, more data {short(data.median())}",
            "both medians are positive",
            bool(recipe.median() > 0 and data.median() > 0),
        ),
    ]


def _editions() -> list[Claim]:
    found = study()
    table = found.changes.set_index("test_set")
    own = table.loc["imagenet"].to_dict()
    settings = found.same
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
            f"{count(found.same.attrs['rows_old'])} rows of the edition {OLD_EDITION}, "
            f"{count(len(found.same))} can be followed to {found.edition}. "
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
            + f". {count(moved)} of the {count(len(found.same))} were measured with another crop "
            "or interpolation; the rest of the moves has no cause in the data.",
            "between one and thirty rows of each of at least three other test sets move",
            len(apart) >= 3 and max(apart.values()) <= 30,
        ),
    ]


def _software() -> Claim:
    medians = [float(pairs["speedup"].median()) for pairs in software().values()]
    return Claim(
        "title-pytorch",
        f"On the same RTX 3090 the median model runs {times(min(medians))} to "
        f"{times(max(medians))} as fast with PyTorch 2.4 as with 1.11",
        "both medians are above 1.05",
        min(medians) > 1.05,
    )
