"""Claims of the page on hardware about what another device or compiling brings."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, percent, short, times
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
    NEAR_TIE,
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


def _gains(one: Comparison) -> str:
    """Say who gains from one GPU to the next."""
    pairs = pairs_of(one)
    gain, spread = int((pairs["speedup"] > 1).sum()), from_to(pairs["speedup"])
    whole = f"all {count(gain)}" if gain == len(pairs) else f"{count(gain)} of {count(len(pairs))}"
    return (
        f"From the {one.first.label} to the {one.second.brief} ({setting([one.first])}) {whole} "
        f"gain: median {times(middle(pairs))}{f', from {spread}' if ' to ' in spread else ''}"
    )


def _newer_gpu() -> list[Claim]:
    found = generations()
    if not found:
        return unknown("newer-gpu", because="no GPU and one of a later year were measured alike")
    main = chief(found)
    kinds = medians(main[-1:]).iloc[0].to_dict()
    named = {"convolution": "convolutions", "attention": "attention"}
    told = [f"{times(kinds[kind])} for {word}" for kind, word in named.items() if kind in kinds]
    body = f"{'. '.join(map(_gains, main))}{'; ' if told else ''}{', '.join(told)}."
    eager = [one for one in found if one not in main and _same_devices(one, main[-1])]
    few = True
    for one in eager:
        pairs = pairs_of(one)
        losing, last = slower(pairs), pairs.iloc[-1]
        most = f", {named_model(last)} most ({times(last['speedup'])})" if len(losing) else ""
        body += (
            f" {one.first.mode.capitalize()}, the median is {times(middle(pairs))}, "
            f"{'but' if len(losing) else 'and'} {losing_words(pairs)}{most}."
        )
        few = 0 < len(losing) < len(pairs) / 20
    return [
        Claim(
            "newer-gpu",
            f"**A newer GPU is faster for nearly every model, but not by one factor.** {body}",
            "from each of the last GPUs to the one of a later year every pair gains; in the other "
            "mode fewer than one in twenty lose; convolutions gain more than attention by the last",
            bool(
                all(pairs_of(one)["speedup"].min() > 1 for one in main)
                and few
                and len(told) == len(named)
                and kinds["convolution"] > kinds["attention"]
            ),
            body,
        )
    ]


def _same_devices(one: Comparison, other: Comparison) -> bool:
    return (one.first.device, one.second.device) == (other.first.device, other.second.device)


def _same_year() -> list[Claim]:
    one = same_year()
    if one is None:
        return unknown("same-year", because="no two GPUs of one year were measured alike")
    pairs = pairs_of(one)
    factors, tight = pairs["speedup"], pairs[pairs["same_batch"]]
    larger = int((pairs["batch_size_after"] > pairs["batch_size"]).sum())
    where = setting([one.first])
    most = (
        f"nine tenths of models between {times(float(factors.quantile(0.05)))} and "
        f"{times(float(factors.quantile(0.95)))}. Batches were larger on it for {count(larger)} of "
        f"{count(len(pairs))}"
    )
    most += (
        f"; for the {count(len(tight))} pairs with equal batches the median is "
        f"{times(middle(tight))}."
        if len(tight)
        else "."
    )
    typical = times(middle(pairs))
    return [
        Claim(
            "same-year",
            f"The {one.second.label}, of the {one.first.brief}'s year, is about as fast for the "
            f"median model ({where}): {typical}, {most}",
            "the median is between 0.9 and 1.1",
            bool(0.9 < factors.median() < 1.1),
            f"From the {one.first.label} to the {one.second.label} of the same year ({where}) the "
            f"median is {typical}, {most}",
        )
    ]


def _compiling() -> list[Claim]:
    found, newer, lead = asking("compiling", "gpu"), generations(), compiling()
    if not found or lead is None:
        return unknown("compiling", because="no GPU was measured eager and compiled alike")
    compiled, generation = medians(found), medians(newer)
    kinds = [kind for kind in KINDS if kind in compiled]
    words = [
        f"{kind} {from_to(compiled[kind])}"
        + (f" ({from_to(generation[kind])})" if kind in generation else "")
        for kind in kinds
    ]
    cards = [f"{one.first.label} to {one.second.brief}" for one in chief(newer)]
    brackets = f", and in brackets those of a newer generation ({', '.join(cards)})"
    own = pairs_of(lead)
    body = (
        f"Medians on {_gpus(len(found))} where both were measured "
        f"({setting([one.first for one in found], ('layout_words', 'torch_words'))})"
        f"{brackets if cards else ''}: {', '.join(words)}. "
        if words
        else ""
    )
    body += (
        f"{count(len(slower(own)))} of {count(len(own))} models lose more than "
        f"{percent(100 * NEAR_TIE, 0)} by compiling on the {lead.first.label}. How long compiling "
        "takes is not in the data."
    )
    told = set(KINDS) <= set(compiled) & set(generation)
    return [
        Claim(
            "compiling",
            "**Compiling brings convolutional and hybrid networks more than a GPU generation; "
            f"transformers not always.** {body}",
            "convolution and hybrid: on every GPU the median of compiling is above that of every "
            "generation; attention: below the largest; less than 1 % lose on the leading device",
            bool(
                told
                and all(compiled[kind].min() > generation[kind].max() for kind in KINDS[:2])
                and compiled["attention"].max() < generation["attention"].max()
                and len(slower(own)) < 0.01 * len(own)
            ),
            body,
        )
    ]


def _gpus(number: int) -> str:
    return "the GPU" if number == 1 else f"the {count(number)} GPUs"


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
            f"{from_to(broken['speedup'])} are all {''.join(families[:1])}: eager, they take "
            f"{short(eager)} times as long as their costs suggest, compiled {short(repaired)} "
            f"times. At the other end {last['family_label']} falls to {times(last['speedup'])} on "
            f"the {one.first.label}, and below one half on all {count(len(losses))} GPUs.",
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
            f"On the {lead.first.label} compiling brings the median model {times(compiled)}; the "
            f"{one.second.brief} over the {one.first.brief}, both {one.first.mode}, {times(gained)}"
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
