"""Claims of the page on hardware."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.claims import Claim
from analysis.claims.boards import device_boards
from analysis.drawing.sheets import times
from analysis.format import count, percent, short
from analysis.sources import runs
from analysis.studies.costs import by_family
from analysis.studies.hardware import Comparison, comparison, memberships, oddities, study
from analysis.studies.pairs import COSTS, rank_correlations, spread

NEAR_TIE = 0.03
"""Two speeds of one run closer than this share are called the same by the page."""


@cache
def frontiers() -> pd.DataFrame:
    """Give `analysis.studies.hardware.memberships` of all devices' boards."""
    return memberships(device_boards())


@cache
def correlations() -> pd.DataFrame:
    """Give `analysis.studies.pairs.rank_correlations` of all runs."""
    return rank_correlations(study().speeds)


def claims() -> list[Claim]:
    """Compute the claims about hardware."""
    return [*_carry_over(), *_devices(), *_software(), _noise(), *_cpu(), *_frontiers()]


def _carry_over() -> list[Claim]:
    rho = correlations()
    known = runs().set_index("run")
    infer = known.index[known["task"].eq("infer")]
    cpus = [run for run in infer if str(known.loc[run, "device_label"]).startswith("Core")]
    gpus = [run for run in infer if run not in cpus]
    among = rho.loc[gpus, gpus].to_numpy()[~np.eye(len(gpus), dtype=bool)]
    across = rho.loc[gpus, cpus].to_numpy().ravel()
    order = study().order
    near = order[order["apart"].eq("up to 1.1")].set_index("device")["kept"]
    cpu_near = near[near.index.str.startswith("Core")]
    gpu_near = near[~near.index.str.startswith("Core")]
    far = order[order["apart"].eq("over 3")]["kept"].min()
    return [
        Claim(
            "rank-correlation",
            f"**The order carries over from GPU to GPU, less so to a CPU.** Spearman's rank "
            f"correlation of speeds is {among.min():.2f} to {among.max():.2f} between the "
            f"{count(len(gpus))} GPU inference runs, and {across.min():.2f} to {across.max():.2f} "
            "between a GPU's and a CPU's.",
            "the median correlation among GPU runs is above the highest between GPU and CPU",
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
    ]


def _devices() -> list[Claim]:
    pairs = study().pairs
    newer = pairs["rtx5090-over-rtx4090"]
    kinds = spread(newer, "kind").set_index("kind")["q50"]
    chain = {name: pairs[name]["speedup"] for name in ("rtx4090-over-rtx3090", newer_name())}
    pro = pairs["pro6000-over-rtx5090"]["speedup"]
    tight = pairs["pro6000-over-rtx5090"].query("same_batch")["speedup"]
    return [
        Claim(
            "newer-gpu",
            "**A newer GPU is faster for every model, but not by one factor.** From the RTX 3090 "
            f"to the 4090 the median is {times(chain['rtx4090-over-rtx3090'].median())}, from "
            f"{times(chain['rtx4090-over-rtx3090'].min())} to "
            f"{times(chain['rtx4090-over-rtx3090'].max())}; from the 4090 to the 5090, compiled, "
            f"{times(newer['speedup'].median())}, from {times(newer['speedup'].min())} to "
            f"{times(newer['speedup'].max())}: {times(kinds['convolution'])} for convolutions, "
            f"{times(kinds['attention'])} for attention.",
            "every pair gains, and convolutions gain more than attention from 4090 to 5090",
            bool(
                min(part.min() for part in chain.values()) > 1
                and kinds["convolution"] > kinds["attention"]
            ),
        ),
        Claim(
            "pro6000",
            "The RTX PRO 6000 Max-Q, of the 5090's generation, is about as fast: median "
            f"{times(float(pro.median()))}, nine tenths of models between "
            f"{times(float(pro.quantile(0.05)))} and {times(float(pro.quantile(0.95)))}. Batches "
            f"were larger on it; for the {count(len(tight))} pairs with equal batches the median "
            f"is {times(float(tight.median()))}.",
            "the median is between 0.9 and 1.1",
            bool(0.9 < pro.median() < 1.1),
        ),
    ]


def newer_name() -> str:
    """Name the comparison of the leading device with its predecessor."""
    return "rtx5090-over-rtx4090"


def _software() -> list[Claim]:
    pairs = study().pairs
    compiled = pairs["compiled-5090"]
    slower = compiled[compiled["speedup"] < 1 - NEAR_TIE]
    odd = oddities(compiled)
    broken = odd[odd["speedup"] > 1]
    families = broken["family_label"].unique().tolist()
    eager, repaired = (
        _times_expected(comparison("compiled-5090"), side, families) for side in ("before", "after")
    )
    losses = [
        pairs[name].iloc[-1] for name in ("compiled-5090", "compiled-4090", "compiled-pro6000")
    ]
    torch = pairs["pt240-over-pt111-nchw"]
    torch_nhwc = pairs["pt240-over-pt111"]
    layout = pairs["nhwc-3090"]
    kinds = spread(layout, "kind").set_index("kind")["q50"]
    half = pairs["amp-bf16"]["speedup"]
    pure = pairs["pure-bf16"]["speedup"]
    return [
        Claim(
            "compiling",
            f"**Compiling is worth more than a GPU generation.** `torch.compile` speeds up the "
            f"median model {times(compiled['speedup'].median())} on the RTX 5090, the 5090 over "
            f"the 4090 {times(pairs[newer_name()]['speedup'].median())}. (How long compiling takes "
            "is not in the data.) "
            f"{count(len(slower))} of {count(len(compiled))} models lose more than "
            f"{percent(100 * NEAR_TIE, 0)} by it.",
            "the median of compiling is above the median of the newer GPU; less than 1 % lose",
            bool(
                compiled["speedup"].median() > pairs[newer_name()]["speedup"].median()
                and len(slower) < 0.01 * len(compiled)
            ),
        ),
        Claim(
            "broken-paths",
            f"**Extremes are oddities, not merits.** The {count(len(broken))} models that gain "
            f"{times(broken['speedup'].min())} to {times(broken['speedup'].max())} are all "
            f"{families[0]}: eager, they take {short(eager)} times as long as their costs suggest, "
            f"compiled {short(repaired)} times. Their eager path is broken, and compiling repairs "
            f"it. At the other end ConvMixer falls to {times(compiled['speedup'].min())} on the "
            f"RTX 5090, and below one half on all {count(len(losses))} GPUs.",
            "gains beyond four medians are of one family, five times too slow when eager and less "
            "than 2.5 times when compiled; the largest loss on each GPU is ConvMixer's, below 0.5",
            bool(
                len(families) == 1
                and eager > 5
                and repaired < 2.5
                and all(loss["family_label"] == "ConvMixer" for loss in losses)
                and max(loss["speedup"] for loss in losses) < 0.5
            ),
        ),
        Claim(
            "pytorch",
            "**Newer PyTorch brought a tenth to a fifth**: from 1.11 to 2.4 (CUDA 11.3 to 12.4) on "
            f"the same RTX 3090 the median is {times(torch['speedup'].median())} in NCHW "
            f"({count(len(torch))} pairs) and {times(torch_nhwc['speedup'].median())} in NHWC "
            f"({count(len(torch_nhwc))}), attention more "
            f"({times(spread(torch, 'kind').set_index('kind')['q50']['attention'])} in NCHW). "
            f"From 2.4 to 2.9.1 on the RTX 4090, eager, nothing moved for the median model "
            f"({times(pairs['pt291-over-pt240']['speedup'].median())}).",
            "both medians lie between 1.1 and 1.25, and 2.9.1 over 2.4 between 0.97 and 1.03",
            bool(
                1.1 < torch["speedup"].median() < 1.25
                and 1.1 < torch_nhwc["speedup"].median() < 1.25
                and abs(pairs["pt291-over-pt240"]["speedup"].median() - 1) < 0.03
            ),
        ),
        Claim(
            "layout",
            f"**NHWC helps convolutions** (median {times(kinds['convolution'])} on the RTX 3090) "
            f"and does little for attention ({times(kinds['attention'])}). But "
            f"{percent(100 * (layout['speedup'] < 1 - NEAR_TIE).mean(), 0)} of models lose more "
            f"than {percent(100 * NEAR_TIE, 0)}, those with group normalisation up to half of "
            "their speed: test it on your model.",
            "convolutions gain over 5 % in the median, attention less than 5 %; some lose half",
            bool(
                kinds["convolution"] > 1.05
                and abs(kinds["attention"] - 1) < 0.05
                and layout["speedup"].min() < 0.55
            ),
        ),
        Claim(
            "precision",
            f"**fp16 or bf16 makes no difference to speed** (AMP, compiled, RTX PRO 6000): median "
            f"{half.median():.3f}, nine tenths of models between {half.quantile(0.05):.2f} and "
            f"{half.quantile(0.95):.2f}. Casting the whole model to bf16 instead of AMP changes "
            f"the median no more ({pure.median():.3f}), but spreads wider: "
            f"{pure.quantile(0.05):.2f} to {pure.quantile(0.95):.2f}.",
            "both medians within 2 % of 1; pure bf16 spreads wider than AMP bf16",
            bool(
                abs(half.median() - 1) < 0.02
                and abs(pure.median() - 1) < 0.02
                and pure.quantile(0.05) < half.quantile(0.05)
            ),
        ),
    ]


def _times_expected(one: Comparison, side: str, families: list[str]) -> float:
    """Median of measured over expected time, from all three costs, of some families in a run."""
    run = one.before if side == "before" else one.after
    factors = by_family(study().speeds, run, COSTS, least=1)
    return float(factors.loc[factors["family_label"].isin(families), "factor"].median())


def _noise() -> Claim:
    repeats = study().repeats["spread"]
    half, most, largest = (100 * (float(repeats.quantile(share)) - 1) for share in (0.5, 0.95, 1.0))
    runs_with = study().repeats["run"].nunique()
    return Claim(
        "noise",
        f"**Within one run a speed repeats to within a percent.** {count(len(repeats))} "
        f"times, in {count(runs_with)} runs of the RTX 3090, the same architecture and image size "
        f"was measured more than once, under an old and a new name: half of them agree within "
        f"{short(half)} %, 19 of 20 within {short(most)} %, all within {short(largest)} %.",
        "the median is below 0.5 %, the 95th percentile below 1 %, the largest below 5 %",
        half < 0.5 and most < 1 and largest < 5,
    )


def _cpu() -> list[Claim]:
    effects = study().effects
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
    ]


def _frontiers() -> list[Claim]:
    table = frontiers()
    devices = len(device_boards())
    every = table[table["devices"].eq(devices)]
    single = table[table["only"].ne("")]
    on_cpu = single["only"].str.startswith("Core").sum()
    return [
        Claim(
            "frontier-of-all",
            f"**{count(len(every))} weights are on the frontier of all {count(devices)} devices**, "
            f"from {percent(every['top1'].min())} to {percent(every['top1'].max())} top-1, among "
            f"the weights that all devices measured. {count(len(single))} are on the frontier of "
            f"one device only, {count(on_cpu)} of them of a CPU.",
            "at least five on all; most of those on one only are on a CPU's",
            bool(len(every) >= 5 and on_cpu > len(single) / 2),
        ),
    ]
