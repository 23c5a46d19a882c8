"""Claims of the page on parameter counts."""

from __future__ import annotations

from analysis.claims import Claim, costs
from analysis.claims.boards import board
from analysis.format import count, duration, short
from analysis.sources import LEAD_RUN
from analysis.studies.spread import TYPICAL_M, WITHIN, architectures, spread_at


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    table = architectures(board(LEAD_RUN))
    near = spread_at(table, TYPICAL_M)
    measures = table[["secs", "param_count_m", "gmacs", "activations_m"]]
    ranks = measures.corr(method="spearman")["secs"]
    resnet = table[table["architecture"].eq("resnet50") & table["img_size"].eq(224)].iloc[0]
    smaller = table[table["param_count_m"] < resnet["param_count_m"]]
    slower = smaller[smaller["secs"] > resnet["secs"]]
    return [
        Claim(
            "spread",
            f"**Models of {TYPICAL_M:g} M parameters, ResNet-50's size, differ "
            f"{short(near['ratio'])}-fold in speed.** {count(near['rows'])} architectures and "
            f"image sizes lie within {100 * WITHIN:.0f} % of that count; they take "
            f"{duration(1 / near['fastest'])} to {duration(1 / near['slowest'])} per image, and "
            f"the middle eight tenths still differ {short(near['middle'])}-fold.",
            "at ResNet-50's parameter count the fastest is over ten times the slowest",
            bool(near["ratio"] > 10 and near["middle"] > 2),
        ),
        Claim(
            "fewer-yet-slower",
            f"**Fewer parameters do not mean faster**: of the {count(len(smaller))} with fewer "
            f"parameters than ResNet-50, {count(len(slower))} are slower than it at 224 px.",
            "at least a third of the smaller models are slower than ResNet-50 at 224 px",
            len(slower) >= len(smaller) / 3,
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
        *costs.claims(),
    ]
