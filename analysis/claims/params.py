"""Claims of the page on parameter counts."""

from __future__ import annotations

from analysis.claims import Claim
from analysis.claims.boards import board
from analysis.format import count, duration, short
from analysis.sources import LEAD_RUN
from analysis.spread import WITHIN, architectures, spread_at

RESNET_50_M = 25.56


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    table = architectures(board(LEAD_RUN))
    near = spread_at(table, RESNET_50_M)
    measures = table[["secs", "param_count_m", "gmacs", "activations_m"]]
    ranks = measures.corr(method="spearman")["secs"]
    smaller = table[table["param_count_m"] < RESNET_50_M]
    resnet = table[table["architecture"].eq("resnet50") & table["img_size"].eq(224)].iloc[0]
    slower = smaller[smaller["secs"] > resnet["secs"]]
    return [
        Claim(
            "spread",
            f"**Models of about ResNet-50's size differ {short(near['ratio'])}-fold in speed.** "
            f"{count(near['rows'])} architectures and image sizes lie within "
            f"{100 * WITHIN:.0f} % of its {short(RESNET_50_M)} M parameters; they take "
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
    ]
