"""Claims of the start page."""

from __future__ import annotations

import re

from analysis.data.sources import devices
from analysis.data.test_sets import TEST_SETS
from analysis.drawing.number_format import count, interval, percent
from analysis.drawing.phrases import all_of, are, capital, listing, none_or, some, with_article
from analysis.drawing.run_labels import kinds_of_devices, maker
from analysis.pages.claims import Claim, unknown
from analysis.pages.index.study import study
from analysis.runs.devices import device_label, device_runs, lead_run
from analysis.runs.pairs import speed_noise
from analysis.stats.intervals import tied, variance

POPULAR = ("A100", "H100", "H200", "L4", "T4")
OTHERS = {
    "laptop GPU": {"LAPTOP"},
    "Apple chip": {"APPLE"},
    "AMD chip": {"AMD", "RADEON"},
    "phone": {"SNAPDRAGON", "PIXEL", "IPHONE"},
}


def claims() -> list[Claim]:
    """Compute the start page's claims."""
    if study().table.empty:
        ids = ("few-unbeaten", "best-is-shared", "unbeaten-within-error", "everywhere")
        return [
            *unknown(*ids, because="no model has both a speed of inference and an accuracy"),
            missing_devices(),
        ]
    return [*_of_the_frontier(), _everywhere(), missing_devices()]


def _of_the_frontier() -> list[Claim]:
    table = study().table
    edge = table[table["on_frontier"]]
    best = table.sort_values("top1").iloc[-1]
    images = TEST_SETS["imagenet"].images
    own = variance(best["top1"], images)
    rivals = int(tied(table["top1"], variance(table["top1"], images), best["top1"], own).sum()) - 1
    contested = int(study().shortlist["tied_with"].ne("").sum())
    scored = interval(best["top1"], best["top1_low"], best["top1_high"])
    few = (
        f"Of {some(len(table), 'model')} measured on {with_article(device_label(lead_run()))} "
        f"**{count(len(edge))} {are(len(edge))} matched by no other in both speed and accuracy.**"
    )
    shared = f"The highest top-1, {scored} %, is `{best['weights']}`'s; " + (
        "no other can claim as much on this test set."
        if rivals == 0
        else f"{some(rivals, 'other')} cannot be told apart from it on this test set."
    )
    noise = speed_noise()
    repeats = (
        f"repeats of a speed (19 of 20 differ by less than {percent(100 * noise)})"
        if noise
        else "equal speeds, for want of repeats"
    )
    ties = (
        f"{capital(none_or(contested))} of the {count(len(edge))} {are(contested)} *tied*: another "
        f"model is at least as accurate and as fast, as far as the test set and {repeats} can tell."
    )
    return [
        Claim(
            "few-unbeaten",
            few,
            "at most one model in twenty is on the leading run's frontier",
            1 < len(edge) <= 0.05 * len(table),
            few,
        ),
        Claim(
            "best-is-shared",
            shared,
            "the best weights have fewer than ten others tied with them",
            rivals < 10,
            shared,
        ),
        Claim(
            "unbeaten-within-error",
            ties,
            "some, but fewer than two thirds of the frontier's models are tied",
            1 < contested < 2 / 3 * len(edge),
            ties,
        ),
    ]


def _everywhere() -> Claim:
    everywhere, measured = study().everywhere, device_runs()
    found = len(everywhere)
    low, high = everywhere["top1"].min(), everywhere["top1"].max()
    reach = f", from {percent(low)} to {percent(high)} top-1" if found > 1 else ""
    several = (
        f"{capital(none_or(found))} of them {are(found)} on the frontier of "
        f"{all_of(len(measured), 'devices')} with runs of inference, {kinds_of_devices()}{reach}."
    )
    one = "One device alone has runs of inference, so what holds on others is not known."
    return Claim(
        "everywhere",
        f"**{count(found)}** of them are on the frontier of all {count(len(measured))} devices, "
        f"{kinds_of_devices()}{reach}. Other hardware was not measured.",
        "at least five models are on the frontier of every device; all devices are described, and "
        "have runs of inference",
        found >= 5 and len(measured) == len(devices()) > 2 and _all_described(),
        several if len(measured) > 1 else one,
    )


def _all_described() -> bool:
    known = devices()
    return all(maker(name, label) for name, label in known[["name", "label"]].to_numpy())


def missing_devices() -> Claim:
    """Say which popular devices the data lacks; the claim is that it lacks the others, too."""
    measured = " ".join([*devices()["name"], *devices()["device"]]).upper()
    words = set(re.findall(r"[A-Z0-9]+", measured))
    popular = [name for name in POPULAR if name not in words]
    others = [name for name, marks in OTHERS.items() if not words & marks]
    return Claim(
        "missing-devices",
        f"There is no {listing([*popular, *OTHERS], 'or')} among the devices.",
        "every device is described, and none by a word of these",
        len(others) == len(OTHERS) and _all_described(),
        f"As far as their names tell, there is no {listing([*popular, *others], 'or')} among the "
        "devices."
        if popular or others
        else "Devices that are not listed were not measured.",
    )
