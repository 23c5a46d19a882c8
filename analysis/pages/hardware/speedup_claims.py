"""Claims of the page on hardware about what another device, software or number format brings."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, percent, short, times
from analysis.pages.claims import Claim
from analysis.pages.hardware.study import oddities, study
from analysis.runs.comparisons import Comparison, comparison, of_comparison
from analysis.runs.pairs import COSTS
from analysis.runs.time_predictors import by_family

NEAR_TIE = 0.03
"""Two speeds of separate runs closer than this share are called the same by the page."""

GENERATIONS = ("rtx4090-over-rtx3090", "rtx5090-over-rtx4090", "rtx5090-over-rtx4090-eager")
COMPILING = ("compiled-4090", "compiled-5090", "compiled-pro6000")


def claims() -> list[Claim]:
    """Compute the claims about speed-ups."""
    return [
        *_devices(),
        _compiling(),
        _broken_paths(),
        _pytorch(),
        _layout(),
        _precision(),
        _title(),
    ]


def slower(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs that lose more than `NEAR_TIE`."""
    return pairs[pairs["speedup"] < 1 - NEAR_TIE]


def beyond_noise(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs whose speeds differ by more than `NEAR_TIE`, either way."""
    return pairs[(pairs["speedup"] - 1).abs() > NEAR_TIE]


def medians(names: tuple[str, ...]) -> pd.DataFrame:
    """Give the median speed-up by comparison (rows) and kind (columns)."""
    found = study().kinds.pivot_table("q50", "comparison", "kind")
    return found.loc[list(names)]


def _pairs(name: str) -> pd.DataFrame:
    return of_comparison(study().pairs, name)


def _from_to(factors: pd.Series) -> str:
    return f"{times(float(factors.min()))} to {times(float(factors.max()))}"


def _model(row: pd.Series) -> str:
    return f"`{row['architecture']}` at {row['img_size']} px"


def _devices() -> list[Claim]:
    older, newer, eager = map(_pairs, GENERATIONS)
    kinds = medians(GENERATIONS).T["rtx5090-over-rtx4090"].to_dict()
    losing = slower(eager)
    middle = [float(part["speedup"].median()) for part in (older, newer, eager)]
    pro = _pairs("pro6000-over-rtx5090")["speedup"]
    tight = _pairs("pro6000-over-rtx5090").query("same_batch")["speedup"]
    return [
        Claim(
            "newer-gpu",
            "**A newer GPU is faster for nearly every model, but not by one factor.** From the "
            f"RTX 3090 to the 4090, eager, all {count(len(older))} gain: median "
            f"{times(middle[0])}, from {_from_to(older['speedup'])}. From the 4090 "
            f"to the 5090, compiled, all {count(len(newer))} gain: "
            f"{times(middle[1])}, from {_from_to(newer['speedup'])}; "
            f"{times(kinds['convolution'])} for convolutions, {times(kinds['attention'])} for "
            f"attention. Eager, the median is {times(middle[2])}, but "
            f"{count(len(losing))} of {count(len(eager))} lose more than "
            f"{percent(100 * NEAR_TIE, 0)}, {_model(eager.iloc[-1])} most "
            f"({times(float(eager['speedup'].min()))}).",
            "every pair gains from 3090 to 4090 and, compiled, from 4090 to 5090; eager fewer than "
            "one in twenty lose there; convolutions gain more than attention from 4090 to 5090",
            bool(
                min(older["speedup"].min(), newer["speedup"].min()) > 1
                and 0 < len(losing) < len(eager) / 20
                and kinds["convolution"] > kinds["attention"]
            ),
        ),
        Claim(
            "pro6000",
            "The RTX PRO 6000 Max-Q, of the 5090's generation, is about as fast for the median "
            f"model: {times(float(pro.median()))}, nine tenths of models between "
            f"{times(float(pro.quantile(0.05)))} and {times(float(pro.quantile(0.95)))}. Batches "
            f"were larger on it for many; for the {count(len(tight))} pairs with equal batches the "
            f"median is {times(float(tight.median()))}.",
            "the median is between 0.9 and 1.1",
            bool(0.9 < pro.median() < 1.1),
        ),
    ]


def _compiling() -> Claim:
    compiled, generation = medians(COMPILING), medians(GENERATIONS)
    lead = _pairs("compiled-5090")
    losing = slower(lead)
    words = {
        kind: f"{_from_to(compiled[kind])} ({_from_to(generation[kind])})"
        for kind in ("convolution", "hybrid", "attention")
    }
    clear = [compiled[kind].min() > generation[kind].max() for kind in ("convolution", "hybrid")]
    return Claim(
        "compiling",
        "**Compiling brings convolutional and hybrid networks more than a GPU generation; "
        "transformers not always.** Medians on the three GPUs where both were measured, and in "
        "brackets those of a newer generation (RTX 3090 to 4090, 4090 to 5090): "
        f"convolution {words['convolution']}, hybrid {words['hybrid']}, attention "
        f"{words['attention']}. {count(len(losing))} of {count(len(lead))} models lose more than "
        f"{percent(100 * NEAR_TIE, 0)} by compiling on the RTX 5090. How long compiling takes is "
        "not in the data.",
        "convolution and hybrid: on every GPU the median of compiling is above that of every "
        "generation; attention: below the largest; less than 1 % lose on the RTX 5090",
        bool(
            all(clear)
            and compiled["attention"].max() < generation["attention"].max()
            and len(losing) < 0.01 * len(lead)
        ),
    )


def _broken_paths() -> Claim:
    lead = _pairs("compiled-5090")
    odd = oddities(lead)
    broken = odd[odd["speedup"] > 1]
    families = broken["family_label"].unique().tolist()
    eager, repaired = (
        _times_expected(comparison("compiled-5090"), side, families) for side in ("before", "after")
    )
    losses = [_pairs(name).iloc[-1] for name in COMPILING]
    return Claim(
        "broken-paths",
        f"**Extremes are oddities, not merits.** The {count(len(broken))} models that gain "
        f"{_from_to(broken['speedup'])} are all "
        f"{families[0]}: eager, they take {short(eager)} times as long as their costs suggest, "
        f"compiled {short(repaired)} times. At the other end ConvMixer falls to "
        f"{times(lead['speedup'].min())} on the "
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
    )


def _times_expected(one: Comparison, side: str, families: list[str]) -> float:
    """Median of measured over expected time, from all three costs, of some families in a run."""
    run = one.before if side == "before" else one.after
    factors = by_family(study().speeds, run, COSTS, least=1)
    return float(factors.loc[factors["family_label"].isin(families), "factor"].median())


def _pytorch() -> Claim:
    nchw, nhwc = _pairs("pt240-over-pt111-nchw"), _pairs("pt240-over-pt111")
    newest = _pairs("pt291-over-pt240")
    kinds = medians(("pt240-over-pt111-nchw",)).iloc[0]
    return Claim(
        "pytorch",
        "**Newer software brought a tenth to a fifth**: from PyTorch 1.11 with CUDA 11.3 to 2.4 "
        "with 12.4, on the same RTX 3090, the median is "
        f"{times(nchw['speedup'].median())} in NCHW ({count(len(nchw))} pairs) and "
        f"{times(nhwc['speedup'].median())} in NHWC ({count(len(nhwc))}), for attention more "
        f"({times(kinds['attention'])} in NCHW). CUDA and timm's own code changed with PyTorch, so "
        "the data cannot say which of them did it. From 2.4 to 2.9.1 on the RTX 4090, eager, the "
        f"median model stayed as fast ({times(newest['speedup'].median())}); "
        f"{count(len(beyond_noise(newest)))} of {count(len(newest))} changed by more than "
        f"{percent(100 * NEAR_TIE, 0)}.",
        "both medians lie between 1.1 and 1.25, attention's above them, and 2.9.1 over 2.4 between "
        "0.97 and 1.03",
        bool(
            all(1.1 < part["speedup"].median() < 1.25 for part in (nchw, nhwc))
            and kinds["attention"] > nchw["speedup"].median()
            and abs(newest["speedup"].median() - 1) < NEAR_TIE
        ),
    )


def _layout() -> Claim:
    layout = _pairs("nhwc-3090")
    kinds = medians(("nhwc-3090",)).iloc[0]
    losing = slower(layout)
    half = losing[losing["speedup"] < 0.55]
    named = ", ".join(f"`{name}`" for name in sorted(set(half["architecture"])))
    return Claim(
        "layout",
        f"**NHWC helps convolutions** (median {times(kinds['convolution'])} on the RTX 3090) "
        f"and does little for attention ({times(kinds['attention'])}). But "
        f"{count(len(losing))} of {count(len(layout))} lose more than "
        f"{percent(100 * NEAR_TIE, 0)}, a few about half of their speed ({named}): test it on your "
        "model.",
        "convolutions gain over 5 % in the median, attention less than 5 %; one to five pairs fall "
        "below 0.55, none below 0.45",
        bool(
            kinds["convolution"] > 1.05
            and abs(kinds["attention"] - 1) < 0.05
            and 1 <= len(half) <= 5
            and layout["speedup"].min() > 0.45
        ),
    )


def _precision() -> Claim:
    half, pure = map(_pairs, ("amp-bf16", "pure-bf16"))
    off, wide = beyond_noise(half), beyond_noise(pure)
    farthest = half.iloc[-1]
    middle = [float(part["speedup"].median()) for part in (half, pure)]
    return Claim(
        "precision",
        "**For the median model fp16 or bf16 makes no difference to speed** (AMP, compiled, RTX "
        f"PRO 6000): {middle[0]:.3f}. {count(len(off))} of {count(len(half))} differ by more than "
        f"{percent(100 * NEAR_TIE, 0)}, `{farthest['architecture']}` most "
        f"({times(farthest['speedup'])}). Casting the whole model to bf16 instead of AMP does not "
        f"move the median either ({middle[1]:.3f}), but {count(len(wide))} of {count(len(pure))} "
        f"differ by more than {percent(100 * NEAR_TIE, 0)}, from {_from_to(pure['speedup'])}.",
        "both medians within 2 % of 1; beyond 3 % are fewer than one in twenty by the format, more "
        "than one in four by casting; the farthest by the format is slower",
        bool(
            max(abs(number - 1) for number in middle) < 0.02
            and len(off) < len(half) / 20
            and len(wide) > len(pure) / 4
            and farthest["speedup"] * half["speedup"].max() < 1
        ),
    )


def _title() -> Claim:
    names = ("compiled-5090", "rtx5090-over-rtx4090")
    compiled, newer = (float(_pairs(name)["speedup"].median()) for name in names)
    return Claim(
        "title-speedups",
        f"On the RTX 5090 compiling brings the median model {times(compiled)}; the 5090 over the "
        f"4090, both compiled, {times(newer)}",
        "the median of compiling on the RTX 5090 is above that of the 5090 over the 4090, compiled",
        compiled > newer > 1,
    )
