"""Claims of the start page."""

from __future__ import annotations

import re

from analysis.data.sources import devices
from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, interval, percent
from analysis.pages.claims import Claim
from analysis.pages.index.study import study
from analysis.runs.devices import labels
from analysis.stats.intervals import tied, variance

POPULAR = ("A100", "H100", "H200", "L4", "T4")
OTHERS = ("laptop GPU", "Apple chip", "AMD chip", "phone")
OTHER_MARKS = frozenset({"LAPTOP", "APPLE", "AMD", "RADEON", "SNAPDRAGON", "PIXEL", "IPHONE"})


def claims() -> list[Claim]:
    """Compute the start page's claims."""
    found = study()
    table, everywhere = found.table, found.everywhere
    edge = table[table["on_frontier"]]
    best = table.sort_values("top1").iloc[-1]
    images = TEST_SETS["imagenet"].images
    own = variance(best["top1"], images)
    rivals = int(tied(table["top1"], variance(table["top1"], images), best["top1"], own).sum()) - 1
    share = len(edge) / len(table)
    gpus, cpus = labels("gpu"), labels("cpu")
    known = devices()["name"].str.fullmatch("NVIDIA .*RTX .*|Intel Core .*")
    low, high = everywhere["top1"].min(), everywhere["top1"].max()
    reach = f", from {percent(low)} to {percent(high)} top-1" if len(everywhere) else ""
    uncertain = int(found.uncertain.sum())
    scored = interval(best["top1"], best["top1_low"], best["top1_high"])
    return [
        Claim(
            "few-unbeaten",
            f"Of {count(len(table))} rows measured on an RTX 5090 "
            f"({count(table['weights'].nunique())} sets of weights at one or more image sizes, of "
            f"{count(table['architecture'].nunique())} architectures), **{count(len(edge))} are "
            "unbeaten**: every other one is matched or bettered in both speed and accuracy by one "
            "of them.",
            "at most one row in twenty is on the leading run's frontier",
            0 < share <= 0.05,
        ),
        Claim(
            "best-is-shared",
            f"The highest top-1, {scored} %, is `{best['weights']}`'s; "
            + (
                "no other can claim as much on this test set."
                if rivals == 0
                else f"{count(rivals)} other{'s' if rivals > 1 else ''} cannot be told apart from "
                "it on this test set."
            ),
            "the best weights have fewer than ten others tied with them",
            rivals < 10,
        ),
        Claim(
            "unbeaten-within-error",
            f"{count(uncertain)} of the {count(len(edge))} are so by less than the error: they "
            "cannot be told apart in accuracy from another row at least as fast.",
            "some, but fewer than two thirds of the frontier's rows are tied with a row at least "
            "as fast",
            0 < uncertain < 2 / 3 * len(edge),
        ),
        Claim(
            "everywhere",
            f"**{count(len(everywhere))}** of the unbeaten are unbeaten on all "
            f"{count(len(gpus) + len(cpus))} devices, {count(len(gpus))} GPUs of NVIDIA and "
            f"{count(len(cpus))} CPUs of Intel{reach}. Other hardware was not measured.",
            "at least five rows are on the frontier of every device; the devices are RTX and Core",
            len(everywhere) >= 5 and bool(known.all()),
        ),
        missing_devices(),
    ]


def missing_devices() -> Claim:
    """Say which popular devices the data lacks; the claim is that it lacks the others, too."""
    measured = " ".join([*devices()["name"], *devices()["device"]]).upper()
    words = set(re.findall(r"[A-Z0-9]+", measured))
    lacking = [name for name in POPULAR if name not in words]
    listed = ", ".join([*lacking, *OTHERS[:-1]])
    return Claim(
        "missing-devices",
        f"There is no {listed} or {OTHERS[-1]} among the devices.",
        "no device's name says one of these",
        not words & OTHER_MARKS,
    )
