"""Claims of the page on hardware."""

from __future__ import annotations

import numpy as np

from analysis.data.sources import runs
from analysis.drawing.number_format import count, percent, short, significant, times
from analysis.pages.claims import Claim
from analysis.pages.hardware import speedup_claims
from analysis.pages.hardware.speedup_claims import NEAR_TIE, beyond_noise
from analysis.pages.hardware.study import study
from analysis.runs.comparisons import of_comparison
from analysis.runs.devices import device_runs, labels


def claims() -> list[Claim]:
    """Compute the claims about hardware."""
    return [*_carry_over(), *speedup_claims.claims(), *_noise(), *_cpu(), *_frontiers()]


def _carry_over() -> list[Claim]:
    found = study()
    rho, order = found.ranks, found.order
    infer = runs().query("task == 'infer'").set_index("run")["device_label"]
    gpus, cpus = (infer.index[infer.isin(labels(kind))] for kind in ("gpu", "cpu"))
    among = rho.loc[gpus, gpus].to_numpy()[~np.eye(len(gpus), dtype=bool)]
    across = rho.loc[gpus, cpus].to_numpy().ravel()
    near = order[order["apart"].eq("up to 1.1")].set_index("device")["kept"]
    gpu_near, cpu_near = (near[near.index.isin(labels(kind))] for kind in ("gpu", "cpu"))
    far = order[order["apart"].eq("over 3")]["kept"].min()
    speeds = found.speeds.groupby("run")["samples_per_sec"]
    ranges = (speeds.max() / speeds.min())[infer.index]
    return [
        Claim(
            "rank-correlation",
            f"**The order carries over from GPU to GPU, a little less to a CPU.** Spearman's rank "
            f"correlation of speeds is {among.min():.2f} to {among.max():.2f} between the "
            f"{count(len(gpus))} GPU inference runs (median {np.median(among):.2f}), and "
            f"{across.min():.2f} to {across.max():.2f} between a GPU's and a CPU's (median "
            f"{np.median(across):.2f}).",
            "every correlation among GPU runs is above 0.9, and their median above the highest "
            "between GPU and CPU",
            bool(np.median(among) > across.max() and among.min() > 0.9),
        ),
        Claim(
            "order-kept",
            f"**But a correlation that high hides what a choice turns on.** Of two models whose "
            f"speeds on the RTX 5090 differ by less than a tenth, the faster one is also the "
            f"faster on another GPU in {100 * gpu_near.min():.0f} to {100 * gpu_near.max():.0f} of "
            f"100 cases, on a CPU in {100 * cpu_near.min():.0f} to {100 * cpu_near.max():.0f}: "
            "hardly better than a coin. Where they differ more than threefold, the order holds in "
            f"at least {100 * far:.0f} of 100 cases on every device.",
            "near ties: CPUs below 58 of 100 and below every GPU; differences over 3: all above 95",
            bool(cpu_near.max() < min(0.58, gpu_near.min()) and far > 0.95),
        ),
        Claim(
            "title-order",
            f"Of two models within a tenth of each other on the RTX 5090, the "
            f"faster one stays ahead in {100 * near.min():.0f} of 100 cases on the "
            f"{near.idxmin()}, {100 * near.max():.0f} on the {near.idxmax()}",
            "the order of near ties holds least on a CPU, most on a GPU",
            near.idxmin() in cpu_near and near.idxmax() in gpu_near,
        ),
        Claim(
            "speed-range",
            "A rank correlation over models that differ "
            f"{significant(ranges.min(), 2)}- to {significant(ranges.max(), 2)}-fold in speed, by "
            "run, is bound to be high.",
            "in every inference run the fastest model is over a thousand times the slowest",
            bool(ranges.min() > 1000),
        ),
    ]


def _noise() -> list[Claim]:
    found = study().noise
    repeats = found["spread"]
    half, most, largest = (100 * (float(repeats.quantile(share)) - 1) for share in (0.5, 0.95, 1.0))
    same = found.groupby(["architecture", "img_size"])
    known = runs().set_index("run").loc[found["run"].unique()]
    devices = set(known["device_label"])
    formats = of_comparison(study().pairs, "amp-bf16")
    agree = 1 - len(beyond_noise(formats)) / len(formats)
    return [
        Claim(
            "noise",
            f"**Within one run a speed mostly repeats to within a percent.** {count(len(repeats))} "
            f"times, in {count(len(known))} runs of the {'/'.join(devices)}, the same architecture "
            "and image size was measured more than once, under an old and a new name: half of them "
            f"agree within {short(half)} %, 19 of 20 within {short(most)} %, all within "
            f"{short(largest)} %. They are {count(same.ngroups)} settings of "
            f"{count(found['architecture'].nunique())} architectures, the same ones in run after "
            "run, and not a random sample.",
            "the median is below 0.5 %, the 95th percentile below 1 %, the largest below 5 %; all "
            "on one device; the settings are fewer than a fifth of the repeats",
            half < 0.5
            and most < 1
            and largest < 5
            and len(devices) == 1
            and same.ngroups < len(repeats) / 5,
        ),
        Claim(
            "threshold",
            "The nearest thing to it is the comparison of AMP fp16 with AMP bf16 above: two "
            "separate runs of arithmetic of the same width, in which "
            f"{percent(100 * agree, 0)} of models differ by no more than "
            f"{percent(100 * NEAR_TIE, 0)}. So this page takes a smaller difference between runs "
            "as none.",
            "at least 95 of 100 models differ by no more than the threshold",
            agree >= 0.95,
        ),
        Claim(
            "title-noise",
            f"19 of 20 repeats agree within {short(most)} %",
            "the 95th percentile of the repeats is below 1 %",
            most < 1,
        ),
    ]


def _cpu() -> list[Claim]:
    effects = study().cpu
    raw = effects[effects["adjustment"].eq("as they come") & effects["term"].eq("attention")]
    i7, i9 = (raw[raw["device"].eq(device)].iloc[0] for device in ("Core i7", "Core i9"))
    equal = effects[effects["adjustment"].eq("at equal costs")]
    adjusted = equal[equal["term"].eq("attention")].set_index("device")
    return [
        Claim(
            "transformers-on-cpus",
            "**On one of the two CPUs here transformers do relatively worse.** From "
            "the RTX 4090 to the Core i7, attention models slow down "
            f"{times(i7['estimate'])} as much as convolutions (95 % interval "
            f"{times(i7['conf_low'])} to {times(i7['conf_high'])}); to the Core i9, "
            f"{times(i9['estimate'])} ({times(i9['conf_low'])} to {times(i9['conf_high'])}), which "
            "is compatible with no difference.",
            "the i7's interval is above 1, the i9's holds 1",
            bool(i7["conf_low"] > 1 and i9["conf_low"] < 1 < i9["conf_high"]),
        ),
        Claim(
            "transformers-at-equal-cost",
            "At equal multiply-accumulates, activations and parameters, attention loses on both: "
            + " and ".join(
                f"{times(row['estimate'])} ({times(row['conf_low'])} to "
                f"{times(row['conf_high'])}) on the {device}"
                for device, row in adjusted.iterrows()
            )
            + ".",
            "both intervals at equal costs are above 1",
            bool((adjusted["conf_low"] > 1).all()),
        ),
        Claim(
            "title-cpu",
            "Attention loses more than convolutions on the Core i7; on the Core i9 that is not "
            "certain",
            "as they come, the i7's interval is above 1, the i9's holds 1",
            bool(i7["conf_low"] > 1 and i9["conf_low"] < 1 < i9["conf_high"]),
        ),
    ]


def _frontiers() -> list[Claim]:
    table = study().frontiers
    devices = len(device_runs())
    every = table[table["devices"].eq(devices)]
    single = table[table["only"].ne("")]
    on_cpu = single["only"].isin(labels("cpu")).sum()
    return [
        Claim(
            "frontier-of-all",
            f"**{count(len(every))} rows are on the frontier of all {count(devices)} devices**, "
            f"from {percent(every['top1'].min())} to {percent(every['top1'].max())} top-1, among "
            f"the weights and sizes that all devices measured. {count(len(single))} are on the "
            f"frontier of one device only, {count(on_cpu)} of them of a CPU.",
            "at least five on all; most of those on one only are on a CPU's",
            bool(len(every) >= 5 and on_cpu > len(single) / 2),
        ),
    ]
