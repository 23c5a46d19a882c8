"""Claims of the page on parameter counts."""

from __future__ import annotations

from analysis.drawing.number_format import count, duration, percent, short
from analysis.pages.claims import Claim, unknown
from analysis.pages.params import predictor_claims
from analysis.pages.params.equal_size import ENOUGH, TYPICAL_M, TYPICAL_PX, WITHIN, spread_at
from analysis.pages.params.study import study

REFERENCE, REFERENCE_LABEL = "resnet50", "ResNet-50"


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    return [*_spread(), *_fewer_yet_slower(), *_poor_proxy(), *predictor_claims.claims()]


def _spread() -> list[Claim]:
    table = study().table
    near, mixed = spread_at(table, TYPICAL_M), spread_at(table, TYPICAL_M, None)
    if near["rows"] < ENOUGH:
        because = f"fewer than {ENOUGH} architectures of about {TYPICAL_M:g} M parameters"
        return unknown(
            "spread", because=f"{because} at {TYPICAL_PX} px have a speed and an accuracy"
        )
    lie = (
        f"{count(near['rows'])} architectures lie within {100 * WITHIN:.0f} % of that count; they "
        f"take {duration(1 / near['fastest'])} to {duration(1 / near['slowest'])} per image."
    )
    return [
        Claim(
            "spread",
            f"**At {TYPICAL_PX} px, models of {TYPICAL_M:g} M parameters, {REFERENCE_LABEL}'s "
            f"size, differ {short(near['ratio'])}-fold in speed.** {lie} Most are closer: the "
            f"middle eight tenths differ {short(near['middle'])}-fold. Over all image sizes it is "
            f"{short(mixed['ratio'])}-fold and {short(mixed['middle'])}-fold.",
            "at ResNet-50's parameter count and image size the fastest is over ten times the "
            "slowest, the middle eight tenths are within three, and less than over all sizes",
            bool(near["ratio"] > 10 and near["middle"] < min(3, mixed["middle"])),
            f"At {TYPICAL_PX} px, the fastest model of about {TYPICAL_M:g} M parameters is "
            f"{short(near['ratio'])} times as fast as the slowest. {lie} The middle eight tenths "
            f"lie within {short(near['middle'])} times. Over all image sizes it is "
            f"{short(mixed['ratio'])} and {short(mixed['middle'])} times.",
        )
    ]


def _fewer_yet_slower() -> list[Claim]:
    table = study().table
    alike = table[table["img_size"].eq(TYPICAL_PX)]
    reference = alike[alike["architecture"].eq(REFERENCE)]
    own, own_secs = reference["param_count_m"].max(), reference["secs"].max()
    smaller = alike[alike["param_count_m"] < own]
    if smaller.empty:
        because = f"no speeds of {REFERENCE_LABEL} and of smaller models at {TYPICAL_PX} px"
        return unknown("fewer-yet-slower", because=because)
    share = float((smaller["secs"] > own_secs).mean())
    body = (
        f"f the {count(len(smaller))} architectures with fewer parameters than {REFERENCE_LABEL}, "
        f"{count(share * len(smaller))} ({percent(100 * share, 0)}) are slower than it, all at "
        f"{TYPICAL_PX} px."
    )
    return [
        Claim(
            "fewer-yet-slower",
            f"**Fewer parameters do not always mean faster**: o"
            f"{body.replace('fewer parameters than', 'fewer than')}",
            "between a fifth and two fifths of those with fewer parameters are slower",
            0.2 < share < 0.4,
            f"O{body}",
        )
    ]


def _poor_proxy() -> list[Claim]:
    measures = study().table[["secs", "param_count_m", "gmacs", "activations_m"]]
    ranks = measures.corr(method="spearman", min_periods=ENOUGH)["secs"]
    if ranks.isna().any():
        because = "too few models of the leading run have speeds that differ and all three costs"
        return unknown("poor-proxy", because=because)
    body = (
        f"anked by time per image, the rank correlation is {ranks['param_count_m']:.2f} with "
        f"parameters, {ranks['gmacs']:.2f} with multiply-accumulates and "
        f"{ranks['activations_m']:.2f} with activations."
    )
    return [
        Claim(
            "poor-proxy",
            f"**As a proxy it is the poorest of the three at hand**: r{body}",
            "activations rank time best, parameters worst, on the leading run",
            bool(ranks["activations_m"] > ranks["gmacs"] > ranks["param_count_m"]),
            f"R{body}",
        )
    ]
