"""Claims about the batch that fits in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.drawing.number_format import count, percent, short, significant
from analysis.pages.claims import Claim, unknown
from analysis.pages.params.study import study
from analysis.runs.devices import device_label, lead_run
from analysis.runs.memory import Fitted, Memory, below_cap, half_width

NEAR = 1.5
MEMBERS = 5


def claims() -> list[Claim]:
    """Compute what the batches of training, and of inference, say of memory."""
    training = study().training
    if training.memory is None:
        because = "too few batches of a training run were limited by a memory of known size"
        ids = ("batch-explained", "batch-bytes", "batch-families", "batch-inference")
        return unknown(*ids, "title-batches", because=because)
    return [
        *_explained(training),
        *_bytes(training, training.memory),
        *_families(training.tested),
        *_inference(),
    ]


def near(tested: pd.DataFrame) -> float:
    """Give the share of brackets within a factor of `NEAR` of the estimate from other families."""
    off = below_cap(tested)["off"]
    return float((np.abs(np.log(off)) < np.log(NEAR)).mean())


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _explained(training: Fitted) -> list[Claim]:
    rows = training.tested
    ranks = rows[["fits", "activations_m", "param_count_m"]].rank().corr()["fits"]
    activations, parameters = ranks["activations_m"], ranks["param_count_m"]
    told, where = _signed(activations), f"{training.card_gb:g} GB"
    body = (
        f"he order of the largest training batches in {where} matches the order of activations "
        f"with a rank correlation of {told}, that of parameters with {_signed(parameters)} (−1: "
        "the more, the smaller)."
    )
    title = f"Activations tell which training batch fits in {where}: rank correlation {told}"
    return [
        Claim(
            "batch-explained",
            f"**Activations decide which training batch fits, more than parameters do.** T{body}",
            "both correlations are negative; that of activations by more than 0.2 stronger",
            bool(activations < parameters - 0.2 and parameters < 0),
            f"T{body}",
        ),
        Claim(
            "title-batches",
            title,
            "the correlation with activations is below -0.8",
            bool(activations < -0.8),
            f"Largest training batch in {where} of {count(len(rows))} models",
        ),
    ]


def _bytes(training: Fitted, memory: Memory) -> list[Claim]:
    share = near(training.tested)
    body = (
        f"training step took about {short(memory.per_activation)} bytes for each activation of "
        f"each image, and {significant(memory.per_param, 2)} for each parameter."
    )
    tested = (
        f"Estimated so from other families, {percent(100 * share, 0)} of the batches lie within a "
        f"factor of {NEAR:g}, and 95\u202f% within {short(half_width(training.tested))}."
    )
    return [
        Claim(
            "batch-bytes",
            f"**A {body}** {tested}",
            "at least nine of ten batches are estimated within the factor",
            share >= 0.9,
            f"A {body} {tested}",
        )
    ]


def _families(tested: pd.DataFrame) -> list[Claim]:
    below = below_cap(tested)
    found = np.log(below["off"]).groupby(below["family_label"]).agg(["mean", "size"])
    sizes = np.exp(-found.loc[found["size"].ge(MEMBERS), "mean"]).sort_values()
    if sizes.empty:
        because = f"no family has {MEMBERS} models whose batch was limited by memory"
        return unknown("batch-families", because=because)
    body = (
        f"{sizes.index[0]} fits batches {significant(sizes.iloc[0], 2)} times as large as that "
        f"sum suggests, {sizes.index[-1]} {significant(sizes.iloc[-1], 2)} times."
    )
    return [
        Claim(
            "batch-families",
            f"**Some families keep more than they count**: {body}",
            "one family fits less than 0.75 times the estimate",
            bool(sizes.iloc[0] < 0.75),
            body,
        )
    ]


def _inference() -> list[Claim]:
    inference = study().inference
    if inference.memory is None:
        because = "too few batches of inference were limited by memory"
        return unknown("batch-inference", because=because)
    share, device = near(inference.tested), device_label(lead_run("train"))
    body = (
        f"or inference the sum says little: on the {device} {percent(100 * share, 0)} of the "
        f"batches that memory limited are within a factor of {NEAR:g} of it."
    )
    why = " Inference keeps only what the next layers need, so this site estimates none."
    return [
        Claim(
            "batch-inference",
            f"F{body}{why}",
            "fewer than two thirds of the batches are within the factor",
            share < 2 / 3,
            body.replace("or inference the sum says little: on", "On", 1),
        )
    ]
