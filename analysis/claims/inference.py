"""Claims of the inference page."""

from __future__ import annotations

import pandas as pd

from analysis import store
from analysis.claims import Claim
from analysis.claims.boards import SWIN, board, device_boards, on_every_frontier
from analysis.format import count, percent, rate, short
from analysis.names import KIND_LABELS, families
from analysis.original import EDITION, RUNS, joined, original_table
from analysis.sources import LEAD_RUN

LIGHT = 83.0
HEAVY = 88.0


def claims() -> list[Claim]:
    """Compute the inference page's claims."""
    table = board(LEAD_RUN)
    edge = table[table["on_frontier"]]
    return [*_today(edge), *_levit_and_swin(table), *_elsewhere(), _left_out()]


def _today(edge: pd.DataFrame) -> list[Claim]:
    light = edge[edge["top1"] < LIGHT]
    small = light["kind"].isin(["hybrid", "convolution"])
    heavy = edge[edge["top1"] >= HEAVY]
    transformers = heavy["kind"].eq("attention") & heavy["pretraining"].ne("in1k")
    plain = edge[edge["pretraining"].eq("in1k")].iloc[-1]
    above = edge[edge["top1"] > plain["top1"]]
    families = heavy["family_label"].drop_duplicates().tolist()
    return [
        Claim(
            "fast-end",
            f"**Below {percent(LIGHT, 0)}, small convolutional and hybrid networks lead**: "
            f"{count(small.sum())} of the {count(len(light))} frontier models there.",
            f"at least 2/3 of the frontier below {LIGHT:g} % are convolutional or hybrid",
            bool(small.mean() >= 2 / 3),
        ),
        Claim(
            "accurate-end",
            f"**From {percent(HEAVY, 0)} up, transformers with large pre-training are alone**: "
            f"all {count(len(heavy))} frontier models there "
            f"({', '.join(families[:-1])} and {families[-1]}).",
            f"every frontier row from {HEAVY:g} % up is attention with more than ImageNet-1k",
            bool(len(heavy) > 1 and transformers.all()),
        ),
        Claim(
            "pretraining-limit",
            f"The most accurate frontier model that saw ImageNet-1k alone stops at "
            f"{percent(plain['top1'])} (`{plain['weights']}`); all {count(len(above))} above it "
            "learned from more images first.",
            "some frontier rows are more accurate than the best one trained on ImageNet-1k alone",
            len(above) > 0 and bool(above["pretraining"].ne("in1k").all()),
        ),
    ]


def _levit_and_swin(table: pd.DataFrame) -> list[Claim]:
    levit = table[table["family"].eq("levit")]
    unbeaten = levit[levit["on_frontier"]]
    swin = table[table["family"].isin(SWIN)]
    years = families().set_index("family")["year"]
    year = int(years["levit"])
    boards = device_boards()
    levit_devices = sum(
        bool((one["family"].eq("levit") & one["on_frontier"]).any()) for one in boards.values()
    )
    swin_devices = sum(
        bool((one["family"].isin(SWIN) & one["on_frontier"]).any()) for one in boards.values()
    )
    closest = min(
        one.loc[one["family"].isin(SWIN), "times_slower"].min() for one in boards.values()
    )
    return [
        Claim(
            "levit-holds",
            f"**LeViT ({year}) still holds its stretch**: {count(len(unbeaten))} of its "
            f"{count(len(levit))} rows are on the RTX 5090's frontier, from "
            f"{percent(unbeaten['top1'].min())} at {rate(unbeaten['samples_per_sec'].max())} to "
            f"{percent(unbeaten['top1'].max())} at {rate(unbeaten['samples_per_sec'].min())}, and "
            f"some are on the frontier of {count(levit_devices)} of {count(len(boards))} devices.",
            "LeViT has at least three rows on the leading frontier and one on every device's",
            len(unbeaten) >= 3 and levit_devices == len(boards),
        ),
        Claim(
            "swin-passed",
            f"**Swin has been passed**: none of the {count(len(swin))} rows of Swin, Swin V2 "
            f"and Swin S3 is on the frontier of any of the {count(len(boards))} devices. For each "
            f"there is a model at least as accurate and at least {short(closest)} times as fast; "
            f"half of them are {short(swin['times_slower'].median())} times slower or worse on the "
            "RTX 5090.",
            "no Swin row is on any device's frontier, and each is at least 1.5 times slower",
            swin_devices == 0 and bool(closest >= 1.5),
        ),
    ]


def _elsewhere() -> list[Claim]:
    boards = device_boards()
    first, *others = boards.items()
    fast = first[1].set_index(["weights", "img_size"])["samples_per_sec"]
    ranks = {
        label: fast.corr(
            one.set_index(["weights", "img_size"])["samples_per_sec"], method="spearman"
        )
        for label, one in others
    }
    nearest, farthest = max(ranks, key=ranks.__getitem__), min(ranks, key=ranks.__getitem__)
    everywhere = on_every_frontier(boards)
    kinds = [KIND_LABELS[kind] for kind in everywhere["kind"].drop_duplicates()]
    return [
        Claim(
            "own-hardware",
            f"**The order of speeds carries over from GPU to GPU, less so to a CPU**: its rank "
            f"correlation with the RTX 5090 is {ranks[nearest]:.3f} on the {nearest} and "
            f"{ranks[farthest]:.3f} on the {farthest}.",
            "the highest rank correlation with the leading device is a GPU's, the lowest a CPU's",
            nearest.startswith("RTX") and farthest.startswith("Core"),
        ),
        Claim(
            "everywhere",
            f"{count(len(everywhere))} weights are on the frontier of all {count(len(boards))} "
            f"devices; they are of {count(len(kinds))} kinds.",
            "at least five rows are on every frontier, of more than one kind",
            len(everywhere) >= 5 and len(kinds) > 1,
        ),
    ]


def _left_out() -> Claim:
    measured = len(store.speed(RUNS["infer"]))
    found, shown = len(joined("infer")), len(original_table("infer"))
    return Claim(
        "original-left-out",
        f"Of {count(measured)} models measured, equal names found an accuracy for {count(found)}, "
        f"and the page showed {count(shown)}: ConvNeXt, BEiT, EfficientNet and plain ViT had been "
        f"renamed by the edition of {EDITION}, and vanished.",
        "the original shows less than a fifth of the models, and none of four known families",
        shown < measured / 5
        and not original_table("infer")["family"]
        .str.contains("convnext|beit|efficientnet|^vit")
        .any(),
    )
