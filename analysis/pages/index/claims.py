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
            *unknown(*ids, because="no weights have both a speed of inference and an accuracy"),
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
    uncertain = int(study().uncertain.sum())
    scored = interval(best["top1"], best["top1_low"], best["top1_high"])
    of_rows = (
        f"Of {some(len(table), 'row')} measured on {with_article(device_label(lead_run()))} "
        f"({some(table['weights'].nunique(), 'set')} of weights at one or more image sizes, of "
        f"{some(table['architecture'].nunique(), 'architecture')}), **{count(len(edge))} "
        f"{are(len(edge))} unbeaten**"
    )
    shared = f"The highest top-1, {scored} %, is `{best['weights']}`'s; " + (
        "no other can claim as much on this test set."
        if rivals == 0
        else f"{some(rivals, 'other')} cannot be told apart from it on this test set."
    )
    return [
        Claim(
            "few-unbeaten",
            f"{of_rows}: every other one is matched or bettered in both speed and accuracy by one "
            "of them.",
            "at most one row in twenty is on the leading run's frontier",
            1 < len(edge) <= 0.05 * len(table),
            f"{of_rows}: no other row is at least as fast and as accurate, and better in one.",
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
            f"{count(uncertain)} of the {count(len(edge))} are so by less than the error: they "
            "cannot be told apart in accuracy from another row at least as fast.",
            "some, but fewer than two thirds of the frontier's rows are tied with a row at least "
            "as fast",
            1 < uncertain < 2 / 3 * len(edge),
            f"{capital(none_or(uncertain))} of the unbeaten {are(uncertain)} tied in accuracy with "
            "another row at least as fast.",
        ),
    ]


def _everywhere() -> Claim:
    everywhere, measured = study().everywhere, device_runs()
    found = len(everywhere)
    low, high = everywhere["top1"].min(), everywhere["top1"].max()
    reach = f", from {percent(low)} to {percent(high)} top-1" if found > 1 else ""
    several = (
        f"{capital(none_or(found))} of the unbeaten {are(found)} unbeaten on "
        f"{all_of(len(measured), 'devices')} with runs of inference, {kinds_of_devices()}{reach}."
    )
    one = "One device alone has runs of inference, so what holds on others is not known."
    return Claim(
        "everywhere",
        f"**{count(found)}** of the unbeaten are unbeaten on all {count(len(measured))} devices, "
        f"{kinds_of_devices()}{reach}. Other hardware was not measured.",
        "at least five rows are on the frontier of every device; all devices are described, and "
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
