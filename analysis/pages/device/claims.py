"""Claims of the page on the reader's own device."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import devices
from analysis.drawing.number_format import count, percent
from analysis.drawing.phrases import listing, out_of, some
from analysis.drawing.run_labels import maker
from analysis.estimate.backtest import COUNTS
from analysis.pages.claims import Claim, if_known, unknown
from analysis.pages.device.study import TEN, middle, study

ERROR = 0.05
CPU_ERROR = 0.12
RANK, CPU_RANK = 0.99, 0.97
HELD = (0.92, 0.98)
FEW = "fewer than two devices have runs of inference, so none can be left out"
WORDS = {"gpu": "GPU", "cpu": "CPU"}


def claims() -> list[Claim]:
    """Compute the claims about the estimate."""
    return [*_errors(), *_checks(), *_trials(), *_small(), *_limits()]


def share(value: float, decimals: int = 1) -> str:
    """Write a share or a relative error: ``3.9 %``."""
    return percent(100 * value, decimals)


def _errors() -> list[Claim]:
    ten = study().ten
    gpu, cpu = (ten.loc[ten["kind"].eq(kind), "median_error"] for kind in ("gpu", "cpu"))
    if ten.empty:
        return unknown("estimate", "cpus", "more", "title-backtest", because=FEW)
    first, what = (gpu, "GPU") if len(gpu) else (ten["median_error"], "device")
    plain = (
        f"Time {TEN} models on your device, and the time of every model can be estimated: half of "
        f"the estimates for a {what} that was left out are within {share(middle(first))}."
    )
    few, many = (
        middle(_at(number).query("kind == 'gpu'")["median_error"]) for number in COUNTS[1:3]
    )
    return [
        Claim(
            "estimate",
            plain,
            "the estimate could be tried on a device that was left out",
            True,
            plain,
        ),
        Claim(
            "cpus",
            "**CPUs differ more from one another.** Half of the estimates for a CPU that was left "
            f"out are within {share(middle(cpu))}.",
            "the middle error on CPUs is above that on GPUs",
            bool(len(cpu) and len(gpu) and middle(cpu) > middle(gpu)),
            _kinds(ten),
        ),
        Claim(
            "more",
            f"**More timings help.** {COUNTS[2]} instead of {COUNTS[1]} lower the middle error on "
            f"a GPU from {share(few)} to {share(many)}.",
            "the middle error on GPUs is lower with the larger number",
            bool(many < few),
            f"With {COUNTS[2]} timings the middle error on a GPU is {share(many)}, with "
            f"{COUNTS[1]} it is {share(few)}.",
        ),
        Claim(
            "title-backtest",
            f"The middle error from {TEN} timings is {share(middle(gpu))} on GPUs and "
            f"{share(middle(cpu))} on CPUs",
            "there are GPUs and CPUs",
            bool(len(gpu) and len(cpu)),
            f"The middle error from {TEN} timings is {share(middle(ten['median_error']))}",
        ),
    ]


def _at(number: int) -> pd.DataFrame:
    first = study().reference
    return first[first["timings"].eq(number)]


def _kinds(ten: pd.DataFrame) -> str:
    parts = [
        f"{share(middle(mine['median_error']))} on {WORDS.get(str(kind), 'device')}s"
        for kind, mine in ten.groupby("kind")
    ]
    return f"Half of the estimates are within {listing(parts)}."


def _checks() -> list[Claim]:
    ten, first = study().ten, study().reference
    if ten.empty:
        return unknown("goals", "order", "intervals", "nearest", "choice", because=FEW)
    least = ten["kind"].map({"cpu": CPU_RANK}).fillna(RANK)
    bound = ten["kind"].map({"cpu": CPU_ERROR}).fillna(ERROR)
    met = int((ten["median_error"] <= bound).sum())
    held = ten["inside_95"]
    good = int(held.between(*HELD).sum())
    worse = first[first["median_error"] > first["nearest_error"]]
    gain = middle(ten["nearest_error"]) / middle(ten["median_error"])
    beyond = ten.iloc[int((ten["median_error"] / bound).argmax())]
    goal = (
        f"a middle error of at most {share(ERROR, 0)} on a GPU and {share(CPU_ERROR, 0)} on a CPU"
    )
    ends = f"{share(float(held.min()), 0)} to {share(float(held.max()), 0)}"
    aim = f"{share(HELD[0], 0)} to {share(HELD[1], 0)}"
    slower = (
        "The model that the estimate calls fastest at an accuracy is "
        f"{share(middle(ten['best_slower']))} slower than the one that truly is, in the middle of "
        "the settings."
    )
    lowest = float(ten["rank_correlation"].min())
    order = if_known(
        [lowest],
        f"The rank correlation of estimated and measured times is at least {lowest:.3f} (1: the "
        "same order).",
        "all speeds are equal",
    )
    goals = (
        f"At {TEN} timings {out_of(met, len(ten), 'setting')} meet the goal: {goal}. The nearest "
        f"to its bound, or farthest beyond, is at {share(float(beyond['median_error']))} "
        f"({beyond['setting']})."
    )
    held_by = (
        f"{ends} of the models of a setting that was left out; "
        f"{out_of(good, len(ten), 'setting')} lie within {aim}."
    )
    nearest = (
        f"Scaling the nearest known run instead would be off by "
        f"{share(middle(ten['nearest_error']))} in the middle. The estimate is no worse in "
        f"{out_of(len(first) - len(worse), len(first), 'case')}."
    )
    return [
        Claim(
            "goals",
            goals,
            "a device could be left out",
            True,
            goals,
        ),
        Claim(
            "order",
            f"**The order of models is nearly right everywhere.** {order}",
            f"every rank correlation is at least {RANK}, on CPUs {CPU_RANK}",
            bool((ten["rank_correlation"] >= least).all()),
            order,
        ),
        Claim(
            "intervals",
            f"**Its 95 % intervals hold about what they should**: {held_by}",
            "they hold 95 % in the middle of the settings, to two points, and 85 % in all",
            bool(abs(held.median() - 0.95) <= 0.02 and held.min() >= 0.85),
            f"Its 95 % intervals hold {held_by}",
        ),
        Claim(
            "nearest",
            f"**It is rarely worse than scaling a device that is known.** {nearest}",
            "it is no worse in eight of ten cases, and better in the middle",
            bool(len(worse) <= 0.2 * len(first) and gain > 1),
            nearest,
        ),
        Claim(
            "choice",
            f"**Who chooses by the estimate loses little.** {slower}",
            f"in the middle of the settings the loss is at most {share(ERROR, 0)}",
            bool(middle(ten["best_slower"]) <= ERROR),
            slower,
        ),
    ]


def _trials() -> list[Claim]:
    trials = study().trials
    if trials.empty:
        because = "no set of timings has the reference models and others to compare with"
        return unknown("trial", "title-trial", because=because)
    lead = trials.iloc[0]
    mode = "compiled" if lead["compiled"] == "yes" else "eager"
    warned = lead["warning"].partition(";")[0]
    body = (
        f"On a machine that nothing was fitted on ({lead['device']}, {mode}), half of the "
        f"estimates of {some(int(lead['tested']), 'model')} from "
        f"{some(int(lead['used']), 'timing')} are within {share(lead['median_error'])}; scaling "
        f"the nearest known run is off by {share(lead['nearest_error'])}."
    )
    plain = f"{body} The script warned of these timings: {warned}." if warned else body
    title = f"{lead['device']}: half of the estimates are within {share(lead['median_error'])}"
    return [
        Claim(
            "trial",
            f"**It holds on a machine of another kind.** {plain}",
            "there the estimate is better than scaling, and its middle error at most 15 %",
            bool(lead["median_error"] < min(lead["nearest_error"], 0.15)),
            plain,
        ),
        Claim("title-trial", title, "a set has the reference models and others", True, title),
    ]


def _small() -> list[Claim]:
    few = study().sets[~study().sets["set"].isin(study().trials["set"])]
    if few.empty:
        return unknown("small", because="the record has no small set of timings")
    low, high = (share(float(few["median_error"].agg(end)), 0) for end in ("min", "max"))
    plain = (
        f"On small devices with {int(few['models'].max())} timings or fewer, each estimated from "
        f"the others, the middle error is {low} to {high}."
    )
    kinds = study().points.query("set in @few['set']")["kind"].unique()
    return [
        Claim(
            "small",
            f"**Small devices are harder.** {plain} All of these timings are of convolutional "
            "networks, so every transformer on such a device is an extrapolation.",
            "the sets have convolutional networks alone, and most of them a larger error than the "
            "middle GPU at ten timings",
            bool(
                list(kinds) == ["convolution"]
                and few["median_error"].median()
                > middle(study().ten.query("kind == 'gpu'")["median_error"])
            ),
            plain,
        )
    ]


def _limits() -> list[Claim]:
    listed = devices()
    gpus = listed[listed["kind"].eq("gpu") & listed["tasks"].str.contains("infer")]
    makers = {maker(str(row["name"]), str(row["label"])) for row in gpus.to_dict("records")}
    whose = f"{some(len(gpus), 'GPU')} of {listing(sorted(makers - {''})) or 'unknown makers'}"
    layers = study().layers
    made = [
        Claim(
            "sisters",
            f"**The known GPUs are sisters**: {whose}. Expect larger errors on a card of another "
            "maker.",
            "there are GPUs, all of one maker",
            bool(len(gpus) and len(makers) == 1 and makers != {""}),
            f"The estimate knows {whose}." if len(gpus) else "The estimate knows no GPU.",
        )
    ]
    if layers.empty:
        plain = (
            "**One image at a time, a GPU may wait for launches**, so that the time follows the "
            "layers of a model more than its work. No set of such timings is large enough to say."
        )
        few = "no set of a GPU's timings of single images is large enough"
        return [*made, Claim("one-at-a-time", plain, few, True, plain)]
    best = layers.sort_values("models").iloc[-1]
    plain = (
        f"One image at a time on a GPU ({best['device']}, {count(best['models'])} models), the "
        f"time's rank correlation with the number of layers is {best['layers']:.2f}, with the "
        f"operations {best['gmacs']:.2f}."
    )
    return [
        *made,
        Claim(
            "one-at-a-time",
            f"**One image at a time, a GPU waits for launches.** {plain}",
            "the number of layers ranks the times better than the operations do",
            bool(best["layers"] > best["gmacs"]),
            plain,
        ),
    ]
