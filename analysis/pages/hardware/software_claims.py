"""Claims of the page on hardware about what newer software, layout and number format bring."""

from __future__ import annotations

from analysis.drawing.number_format import times
from analysis.pages.claims import Claim, unknown
from analysis.pages.hardware.roles import (
    asking,
    from_oldest,
    medians,
    number_formats,
    pairs_of,
    to_newest,
)
from analysis.pages.hardware.speedup_words import (
    NEAR_TIE,
    beyond_noise,
    changed_words,
    losing_words,
    middle,
    slower,
)
from analysis.runs.settings import setting


def claims() -> list[Claim]:
    """Compute the claims about software, layout and number format."""
    return [*_pytorch(), *_layout(), *_precision()]


def _pytorch() -> list[Claim]:
    first, late = from_oldest(), to_newest()
    if not first:
        return unknown(
            "pytorch", because="no device was measured alike with two versions of PyTorch"
        )
    old, new = first[0].first, first[0].second
    parts = {one.first.layout_words: pairs_of(one) for one in first}
    attention = medians(first[:1]).iloc[0].get("attention", float("nan"))
    middles = [middle(pairs) for pairs in parts.values()]
    layouts = [f"{times(middle(pairs))} in {layout}" for layout, pairs in parts.items()]
    start = (
        f"rom PyTorch {old.version} to {new.version} the median model on the same {old.label} "
        f"({old.mode}) gains {' and '.join(layouts)}"
    )
    known = attention == attention
    of_attention = f" Attention gains {times(attention)} in {old.layout_words}." if known else ""
    caution = (
        " CUDA and timm's own code changed with PyTorch, so the data cannot say which of them did "
        "it."
    )
    more, less, still = "", "", True
    if late is not None:
        pairs = pairs_of(late)
        where = (
            f" From {late.first.version} to {late.second.version} on the {late.first.label}, "
            f"{late.first.mode}, "
        )
        more = f"{where}the median model stayed as fast ({times(middle(pairs))})."
        less = f"{where}the median is {times(middle(pairs))}."
        still = abs(middle(pairs) - 1) < NEAR_TIE
    return [
        Claim(
            "pytorch",
            "**Newer software brought a tenth to a fifth**: "
            f"f{start}.{of_attention}{more}{caution}",
            "the medians from the oldest PyTorch lie between 1.1 and 1.25, attention's above them, "
            "and that of the newest step between 0.97 and 1.03",
            bool(
                all(1.1 < centre < 1.25 for centre in middles) and attention > middles[0] and still
            ),
            f"F{start}.{of_attention}{less}{caution}",
        )
    ]


def _layout() -> list[Claim]:
    found = asking("layout")
    if not found:
        return unknown("layout", because="no device was measured alike in NCHW and NHWC")
    one, pairs = found[0], pairs_of(found[0])
    kinds = medians((one,)).iloc[0].to_dict()
    convolution, attention = (
        kinds.get(kind, float("nan")) for kind in ("convolution", "attention")
    )
    losing = slower(pairs)
    half = losing[losing["speedup"] < 0.55]
    named = ", ".join(f"`{name}`" for name in sorted(set(half["architecture"])))
    where = f"on the {one.first.label}, {setting([one.first], ('mode', 'torch_words'))}"
    told = ", ".join(
        f"{kind} {times(kinds[kind])}" for kind in ("convolution", "attention") if kind in kinds
    )
    return [
        Claim(
            "layout",
            f"**NHWC helps convolutions** (median {times(convolution)} {where}) "
            f"and does little for attention ({times(attention)}). But {losing_words(pairs)}: test "
            f"it on your model. The worst lose about half of their speed: {named}.",
            "convolutions gain over 5 % in the median, attention less than 5 %; one to five pairs "
            "fall below 0.55, none below 0.45",
            bool(
                convolution > 1.05
                and abs(attention - 1) < 0.05
                and 1 <= len(half) <= 5
                and pairs["speedup"].min() > 0.45
            ),
            f"From NCHW to NHWC {where}, the median is {times(middle(pairs))}"
            f"{f' ({told})' if told else ''}. {losing_words(pairs)}.",
        )
    ]


def _precision() -> list[Claim]:
    every = asking("precision")
    if not every:
        return unknown("precision", because="no device was measured alike in two number formats")
    plain = " ".join(
        f"{one.changed}: the median is {middle(pairs_of(one)):.3f}×, and "
        f"{changed_words(pairs_of(one), 'differ')}."
        for one in every
    )
    condition = (
        "two formats of AMP, and one of them alone, were measured; both medians within 2 % of 1; "
        "beyond 3 % are fewer than one in twenty by the format, more than one in four by casting; "
        "the farthest by the format is slower"
    )
    two, alone = number_formats()
    if two is None or alone is None:
        return [Claim("precision", "", condition, False, plain)]
    half, pure = pairs_of(two), pairs_of(alone)
    farthest = half.iloc[-1]
    centres = [middle(part) for part in (half, pure)]
    formats = [one.number_format.removeprefix("AMP ") for one in (two.first, two.second)]
    return [
        Claim(
            "precision",
            f"**For the median model {' or '.join(formats)} makes no difference to speed** (AMP, "
            f"{two.first.mode}, {two.first.label}). {changed_words(half, 'differ')}, "
            f"`{farthest['architecture']}` most ({times(farthest['speedup'])}). Casting the whole "
            f"model to {alone.second.number_format.removeprefix('pure ')} instead of AMP does not "
            f"move the median either, but {changed_words(pure, 'differ')}.",
            condition,
            bool(
                max(abs(number - 1) for number in centres) < 0.02
                and len(beyond_noise(half)) < len(half) / 20
                and len(beyond_noise(pure)) > len(pure) / 4
                and farthest["speedup"] * half["speedup"].max() < 1
            ),
            plain,
        )
    ]
