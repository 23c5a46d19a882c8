"""Claims of the page on hardware about what another device or compiling brings."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, short, times
from analysis.pages.claims import Claim, unknown
from analysis.pages.hardware.roles import (
    asking,
    chief,
    compiling,
    generations,
    medians,
    pairs_of,
    same_year,
)
from analysis.pages.hardware.speedup_words import (
    from_to,
    losing_words,
    middle,
    named_model,
    slower,
)
from analysis.pages.hardware.study import oddities, study
from analysis.runs.comparisons import Comparison
from analysis.runs.pairs import COSTS
from analysis.runs.settings import setting
from analysis.runs.time_predictors import by_family

KINDS = ("convolution", "hybrid", "attention")


def claims() -> list[Claim]:
    """Compute the claims about devices and compiling."""
    return [*_newer_gpu(), *_same_year(), *_compiling(), *_broken_paths(), *_title()]


def _newer_gpu() -> list[Claim]:
    found = generations()
    if not found:
        because = "no GPU and one of a later year were measured alike"
        return unknown("newer-gpu", "newer-gpu-kinds", because=because)
    main = chief(found)
    told = [
        f"From the {one.first.label} to the {one.second.brief} the median gain is "
        f"{times(middle(pairs_of(one)))} ({setting([one.first])})."
        for one in main
    ]
    every = study().generations
    moves = [(one.first.device, one.second.device) for one in main]
    pairs = every[pd.MultiIndex.from_frame(every[["before", "after"]]).isin(moves)]
    pairs = pairs.sort_values("speedup", ascending=False, kind="stable")
    body = f"{' '.join(told)} {_losers(pairs)}"
    return [
        Claim(
            "newer-gpu",
            f"**A newer GPU is faster for nearly every model, but not by one factor.** {body}",
            "every median gains; of all pairs in all settings fewer than one in fifty loses",
            bool(
                all(middle(pairs_of(one)) > 1 for one in main)
                and len(slower(pairs)) < len(pairs) / 50
            ),
            body,
        ),
        *_kinds_of_newer(main[-1]),
    ]


def _losers(pairs: pd.DataFrame) -> str:
    """Say how many of the pairs in all settings lose, and which most."""
    losing, last = slower(pairs), pairs.iloc[-1]
    settings = len(pairs[["before", "after", "setting"]].drop_duplicates())
    where = f"In all settings that were measured alike ({count(settings)})"
    if losing.empty:
        return f"{where} none of {count(len(pairs))} comparisons of a model is slower."
    return (
        f"{where} {losing_words(pairs)}, most of all {named_model(last)} "
        f"({times(last['speedup'])}, {last['setting']})."
    )


def _kinds_of_newer(one: Comparison) -> list[Claim]:
    kinds = medians((one,)).iloc[0].to_dict()
    if not {"convolution", "attention"} <= set(kinds):
        return unknown("newer-gpu-kinds", because="too few convolutions or attention models")
    body = (
        f"rom the {one.first.label} to the {one.second.brief} ({setting([one.first])}) "
        f"convolutions gain {times(kinds['convolution'])}, attention {times(kinds['attention'])}."
    )
    return [
        Claim(
            "newer-gpu-kinds",
            f"**Convolutions gain more than transformers**: f{body}",
            "the median of convolutions is above that of attention",
            bool(kinds["convolution"] > kinds["attention"]),
            f"F{body}",
        )
    ]


def _same_year() -> list[Claim]:
    one = same_year()
    if one is None:
        return unknown("same-year", because="no two GPUs of one year were measured alike")
    pairs = pairs_of(one)
    tight = pairs[pairs["same_batch"]]
    more = (
        f" With equal batches ({count(len(tight))} of {count(len(pairs))} pairs) it is "
        f"{times(middle(tight))}."
        if len(tight)
        else ""
    )
    body = f"the median model runs at {times(middle(pairs))} its speed ({setting([one.first])})."
    return [
        Claim(
            "same-year",
            f"The {one.second.label}, of the {one.first.brief}'s year, is about as fast: "
            f"{body}{more}",
            "the median is between 0.9 and 1.1",
            bool(0.9 < pairs["speedup"].median() < 1.1),
            f"From the {one.first.label} to the {one.second.label}, of the same year, {body}{more}",
        )
    ]


def _compiling() -> list[Claim]:
    found, newer, lead = asking("compiling", "gpu"), generations(), compiling()
    if not found or lead is None:
        because = "no GPU was measured eager and compiled alike"
        return unknown("compiling", "compiling-losers", because=because)
    compiled, generation = medians(found), medians(newer)
    own = pairs_of(lead)
    told = set(KINDS) <= set(compiled) & set(generation)
    losers = (
        f"{losing_words(own)} by compiling on the {lead.first.label}. How long compiling takes is "
        "not in the data."
    )
    return [
        Claim(
            "compiling",
            "**Compiling brings convolutional and hybrid networks more than a newer GPU does; "
            "transformers not always.**",
            "convolution and hybrid: on every GPU the median of compiling is above that of every "
            "generation; attention: below the largest",
            bool(
                told
                and all(compiled[kind].min() > generation[kind].max() for kind in KINDS[:2])
                and compiled["attention"].max() < generation["attention"].max()
            ),
            f"By compiling on the {lead.first.label} the median model's speed becomes "
            f"{times(middle(own))} what it was.",
        ),
        Claim("compiling-losers", losers, "the data have the comparison", True, losers),
    ]


def _broken_paths() -> list[Claim]:
    one = compiling()
    if one is None:
        return unknown("broken-paths", because="no device was measured eager and compiled alike")
    pairs = pairs_of(one)
    odd = oddities(pairs)
    broken = odd[odd["speedup"] > 1]
    families = broken["family_label"].unique().tolist()
    eager, repaired = (_times_expected(run, families) for run in (one.before, one.after))
    measured = asking("compiling", "gpu")
    losses = pd.DataFrame([pairs_of(other).iloc[-1] for other in measured], columns=pairs.columns)
    first, last = pairs.iloc[0], pairs.iloc[-1]
    return [
        Claim(
            "broken-paths",
            f"**Extremes are oddities, not merits.** The {count(len(broken))} models that gain "
            f"{from_to(broken['speedup'])} are all {''.join(families[:1])}. Eager, they take "
            f"{short(eager)} times as long as their costs suggest; compiled, {short(repaired)} "
            f"times. At the other end {last['family_label']} falls to {times(last['speedup'])} on "
            f"the {one.first.label}, and below one half on every GPU.",
            "gains beyond four medians are of one family, five times too slow when eager and less "
            "than 2.5 times when compiled; the largest loss on each GPU is of one family, below "
            "0.5",
            bool(
                len(families) == 1
                and eager > 5
                and repaired < 2.5
                and losses["family_label"].eq(last["family_label"]).all()
                and losses["speedup"].max() < 0.5
            ),
            f"By compiling on the {one.first.label} ({one.first.layout_words}, "
            f"{one.first.torch_words}) a model's speed becomes at most "
            f"{times(first['speedup'])} what it was ({named_model(first)}) and at least "
            f"{times(last['speedup'])} ({named_model(last)}).",
        )
    ]


def _times_expected(run: str, families: list[str]) -> float:
    """Median of measured over expected time, from all three costs, of some families in a run."""
    factors = by_family(study().speeds, run, COSTS, least=1)
    return float(factors.loc[factors["family_label"].isin(families), "factor"].median())


def _title() -> list[Claim]:
    lead, newer = compiling(), chief(generations())[-1:]
    table = study().speedups
    if table.empty:
        return unknown("title-speedups", because="no two runs differ in one thing alone")
    title, holds = "", False
    if lead is not None and newer:
        (one,) = newer
        compiled, gained = middle(pairs_of(lead)), middle(pairs_of(one))
        title = (
            f"Compiling gains the median model {times(compiled)} on the {lead.first.label}, a "
            f"newer GPU {times(gained)}"
        )
        holds = compiled > gained > 1
    return [
        Claim(
            "title-speedups",
            title,
            "the median of compiling on the leading device is above that of the newest generation",
            holds,
            f"Median speed-ups by comparison: {from_to(table['q50'])}",
        )
    ]
