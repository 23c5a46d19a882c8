"""Claims of the page on hardware."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.sources import runs
from analysis.drawing.number_format import count, percent, short, significant
from analysis.pages.claims import Claim, unknown
from analysis.pages.hardware import cpu_claims, device_claims, software_claims
from analysis.pages.hardware.roles import number_formats, pairs_of
from analysis.pages.hardware.speedup_words import NEAR_TIE, beyond_noise
from analysis.pages.hardware.study import study
from analysis.runs.devices import device_label, labels, lead_run


def claims() -> list[Claim]:
    """Compute the claims about hardware."""
    return [
        *_ranks(),
        *_order(),
        *_ranges(),
        *device_claims.claims(),
        *software_claims.claims(),
        *_noise(),
        *_threshold(),
        *cpu_claims.claims(),
        *_frontiers(),
    ]


def _span(numbers: pd.Series, scale: float = 1, decimals: int = 0) -> str:
    ends = (f"{scale * float(end):.{decimals}f}" for end in (numbers.min(), numbers.max()))
    return " to ".join(dict.fromkeys(ends))


def _ranks() -> list[Claim]:
    rho = study().ranks
    infer = runs().query("task == 'infer'").set_index("run")["device_label"]
    known = infer[infer.index.isin(rho.index)]
    gpus, cpus = (known.index[known.isin(labels(kind))] for kind in ("gpu", "cpu"))
    square = rho.loc[gpus, gpus].to_numpy()
    among = pd.Series(square[~np.eye(len(gpus), dtype=bool)]).dropna()
    across = pd.Series(rho.loc[gpus, cpus].to_numpy().ravel()).dropna()
    if among.empty and across.empty:
        return unknown(
            "rank-correlation", because="no run of a GPU shares enough models with another run"
        )
    parts = []
    if len(among):
        parts.append(f"{_span(among, decimals=2)} between runs on GPUs")
    if len(across):
        parts.append(f"{_span(across, decimals=2)} between a GPU's and a CPU's")
    body = f"The rank correlation of speeds (1: the same order) is {' and '.join(parts)}."
    return [
        Claim(
            "rank-correlation",
            "**A model that is fast on one GPU is fast on another, a little less so on a CPU.** "
            f"{body}",
            "two GPUs and a CPU; every correlation among GPU runs is above 0.9, and their median "
            "above the highest between GPU and CPU",
            bool(
                len(set(known[gpus])) > 1
                and len(across)
                and among.median() > across.max()
                and among.min() > 0.9
            ),
            body,
        )
    ]


def _order() -> list[Claim]:
    order, lead = study().order, device_label(lead_run())
    near = order[order["apart"].eq("up to 1.1")].set_index("device")["kept"]
    far = order[order["apart"].eq("over 3")].set_index("device")["kept"]
    if near.empty:
        because = "no other device shares enough models whose speeds differ on the leading one"
        return unknown("order-kept", "title-order", because=because)
    by_kind = {
        words: near[near.index.isin(labels(kind))]
        for kind, words in (("gpu", "GPU"), ("cpu", "CPU"), ("unknown", "device not described"))
    }
    parts = [
        f"on {'another' if lead in labels(word.lower()) else 'a'} {word} in {_span(kept, 100)}"
        for word, kept in by_kind.items()
        if len(kept)
    ]
    kept = (
        f"Of two models within a tenth of each other on the {lead}, the faster one is also the "
        f"faster {', '.join(parts)} of 100 cases"
    )
    apart = (
        "Where they differ more than threefold, the order holds in at least "
        f"{100 * far.min():.0f} of 100 cases on every device."
        if len(far)
        else ""
    )
    gpu_near, cpu_near = by_kind["GPU"], by_kind["CPU"]
    title = (
        f"Near ties on the {lead} keep their order in {100 * near.min():.0f} of 100 cases on the "
        f"{near.idxmin()}"
    )
    return [
        Claim(
            "order-kept",
            f"**But near ties do not carry over.** {kept}: on a CPU hardly better than a coin. "
            f"{apart}",
            "near ties: CPUs below 58 of 100 and below every GPU; differences over 3: all above 95",
            bool(cpu_near.max() < 0.58 and cpu_near.max() < gpu_near.min() and far.min() > 0.95),
            f"{kept}. {apart}".strip(),
        ),
        Claim(
            "title-order",
            title,
            "the order of near ties holds least on a CPU, less than on every GPU",
            near.idxmin() in cpu_near and len(gpu_near) > 0,
            title,
        ),
    ]


def _ranges() -> list[Claim]:
    infer = runs().query("task == 'infer'")["run"]
    speeds = study().speeds
    by_run = speeds[speeds["run"].isin(infer)].groupby("run")["samples_per_sec"]
    ranges = by_run.max() / by_run.min()
    if ranges.empty:
        return unknown("speed-range", because="no inference run has a speed")
    ends = dict.fromkeys(significant(end, 2) for end in (ranges.min(), ranges.max()))
    return [
        Claim(
            "speed-range",
            f"A rank correlation over models that differ {'- to '.join(ends)}-fold in speed, by "
            "run, is bound to be high.",
            "in every inference run the fastest model is over a thousand times the slowest",
            bool(ranges.min() > 1000),
            f"Within a run the fastest model is {' to '.join(ends)} times as fast as the slowest.",
        )
    ]


def _noise() -> list[Claim]:
    found = study().noise
    if found.empty:
        because = "no run measured the same architecture and image size more than once"
        return unknown("noise", "title-noise", because=because)
    repeats = found["spread"]
    half, most, largest = (100 * (float(repeats.quantile(share)) - 1) for share in (0.5, 0.95, 1.0))
    same = found.groupby(["architecture", "img_size"])
    known = runs().set_index("run").loc[found["run"].unique()]
    devices = known["device_label"].unique()
    where = f"{count(len(known))} run{'s' if len(known) > 1 else ''} of the {'/'.join(devices)}"
    often = "Once" if len(repeats) == 1 else f"{count(len(repeats))} times"
    again = f"{often}, in {where}, the same architecture and image size was measured more than once"
    title = f"19 of 20 repeats agree within {short(most)} %"
    return [
        Claim(
            "noise",
            "**Within one run a speed mostly repeats to within a percent**: 19 of 20 repeats agree "
            f"within {short(most)} %, all within {short(largest)} %. They are "
            f"{count(len(repeats))} repeats, all on the {'/'.join(devices)}, of the same "
            f"{count(same.ngroups)} settings again and again, and not a random sample.",
            "the median is below 0.5 %, the 95th percentile below 1 %, the largest below 5 %; all "
            "on one device; the settings are fewer than a fifth of the repeats",
            half < 0.5
            and most < 1
            and largest < 5
            and len(devices) == 1
            and same.ngroups < len(repeats) / 5,
            f"{again}: 19 of 20 agree within {short(most)} %, all within {short(largest)} %.",
        ),
        Claim(
            "title-noise",
            title,
            "the 95th percentile of the repeats is below 1 %",
            most < 1,
            title,
        ),
    ]


def _threshold() -> list[Claim]:
    one, _ = number_formats()
    if one is None:
        return unknown("threshold", because="no device was measured alike in two formats of AMP")
    formats = pairs_of(one)
    agree = 1 - len(beyond_noise(formats)) / len(formats)
    names = [run.number_format for run in (one.first, one.second)]
    tie = percent(100 * NEAR_TIE, 0)
    share = percent(100 * agree, 0)
    return [
        Claim(
            "threshold",
            f"The nearest thing to it is the comparison of {' with '.join(names)} above: two "
            "separate runs of arithmetic of the same width, in which "
            f"{share} of models differ by no more than {tie}. So this page takes a smaller "
            "difference between runs as none.",
            "at least 95 of 100 models differ by no more than the threshold",
            agree >= 0.95,
            f"Between {' and '.join(names)}, two separate runs, {share} of models differ by no "
            f"more than {tie}. This page takes a smaller difference between runs as none.",
        )
    ]


def _frontiers() -> list[Claim]:
    table = study().frontiers
    devices = [
        column for column in table if column in {*labels("gpu"), *labels("cpu"), *labels("unknown")}
    ]
    if len(devices) < 2 or table.empty:
        because = "no two devices with enough models have any in common"
        return unknown("frontier-of-all", because=because)
    every = table[table["devices"].eq(len(devices))]
    single = table[table["only"].ne("")]
    cpus = [device for device in devices if device in labels("cpu")]
    on_cpu = int(single["only"].isin(cpus).sum())
    rows = {0: "No model is", 1: "1 model is"}.get(len(every), f"{count(len(every))} models are")
    whole = f"**{rows} on the frontier of all {count(len(devices))} devices**"
    ends = dict.fromkeys(percent(end) for end in (every["top1"].min(), every["top1"].max()))
    accuracies = f", from {' to '.join(ends)} top-1" if len(every) > 1 else ""
    one = {0: "None is", 1: "1 is"}.get(len(single), f"{count(len(single))} are")
    alone = f"{one} on the frontier of one device only"
    alone += f", {count(on_cpu)} of them of a CPU." if cpus and len(single) else "."
    body = f"{whole}{accuracies}, among the models that all devices measured. {alone}"
    return [
        Claim(
            "frontier-of-all",
            body,
            "at least five on all; most of those on one only are on a CPU's",
            bool(len(every) >= 5 and on_cpu > len(single) / 2),
            body,
        )
    ]
