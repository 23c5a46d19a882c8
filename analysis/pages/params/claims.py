"""Claims of the page on parameter counts."""

from __future__ import annotations

from analysis.data.sources import LEAD_RUN
from analysis.drawing.number_format import count, duration, percent, short
from analysis.pages.claims import Claim
from analysis.pages.params import predictor_claims
from analysis.pages.params.equal_size import TYPICAL_M, TYPICAL_PX, WITHIN, architectures, spread_at
from analysis.runs.contenders import board


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    table = architectures(board(LEAD_RUN))
    near, mixed = spread_at(table, TYPICAL_M), spread_at(table, TYPICAL_M, None)
    measures = table[["secs", "param_count_m", "gmacs", "activations_m"]]
    ranks = measures.corr(method="spearman")["secs"]
    alike = table[table["img_size"].eq(TYPICAL_PX)]
    resnet = alike[alike["architecture"].eq("resnet50")].iloc[0]
    smaller = alike[alike["param_count_m"] < resnet["param_count_m"]]
    slower = smaller[smaller["secs"] > resnet["secs"]]
    return [
        Claim(
            "spread",
            f"**At {TYPICAL_PX} px, models of {TYPICAL_M:g} M parameters, ResNet-50's size, differ "
            f"{short(near['ratio'])}-fold in speed.** {count(near['rows'])} architectures lie "
            f"within {100 * WITHIN:.0f} % of that count; they take "
            f"{duration(1 / near['fastest'])} to {duration(1 / near['slowest'])} per image. Most "
            f"are closer: the middle eight tenths differ {short(near['middle'])}-fold. Over all "
            f"image sizes it is {short(mixed['ratio'])}-fold and {short(mixed['middle'])}-fold.",
            "at ResNet-50's parameter count and image size the fastest is over ten times the "
            "slowest, the middle eight tenths are within three, and less than over all sizes",
            bool(near["ratio"] > 10 and near["middle"] < min(3, mixed["middle"])),
        ),
        Claim(
            "fewer-yet-slower",
            f"**Fewer parameters do not always mean faster**: of the {count(len(smaller))} "
            f"architectures with fewer than ResNet-50, {count(len(slower))} "
            f"({percent(100 * len(slower) / len(smaller), 0)}) are slower than it, all at "
            f"{TYPICAL_PX} px.",
            "between a fifth and two fifths of those with fewer parameters are slower",
            0.2 < len(slower) / len(smaller) < 0.4,
        ),
        Claim(
            "poor-proxy",
            f"**As a proxy it is the poorest of the three at hand**: ranked by time per image, the "
            f"rank correlation is {ranks['param_count_m']:.2f} with parameters, "
            f"{ranks['gmacs']:.2f} with multiply-accumulates and {ranks['activations_m']:.2f} "
            "with activations.",
            "activations rank time best, parameters worst, on the leading run",
            bool(ranks["activations_m"] > ranks["gmacs"] > ranks["param_count_m"]),
        ),
        *predictor_claims.claims(),
    ]
