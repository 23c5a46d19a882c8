"""Claims of the training page."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import runs
from analysis.drawing.number_format import count, percent, short
from analysis.pages.claims import Claim
from analysis.pages.training.study import epoch_hours, study
from analysis.runs.contenders import SWIN, contenders
from analysis.runs.devices import lead_run


def claims() -> list[Claim]:
    """Compute the training page's claims."""
    found = study()
    table, ratio, families = found.table, found.ratio, found.families
    all_rows = contenders(lead_run())
    known = runs()
    training = known[known["task"].eq("train")]
    torch = training.set_index("run")["torch"].get(lead_run("train"), "")
    share = len(table) / len(all_rows)
    edge = table[table["on_frontier"]]
    levit = edge[edge["family"].eq("levit")]
    swin = table[table["family"].isin(SWIN) & table["on_frontier"]]
    dear, cheap = families.iloc[0], families.iloc[-1]
    below = int((families["median"] < 3).sum())
    smaller = int((ratio["batch_size_train"] < ratio["batch_size_infer"]).sum())
    fastest, slowest = edge.iloc[0], edge.iloc[-1]
    resnet = table[table["architecture"].eq("resnet50") & table["img_size"].eq(224)].iloc[0]
    quick, usual, long = epoch_hours(pd.DataFrame([fastest, resnet, slowest])["samples_per_sec"])
    return [
        Claim(
            "old-and-partial",
            f"**Read this page with its age in mind.** All {count(len(training))} training runs "
            f"are of one RTX 3090 with PyTorch {' and '.join(sorted(training['torch'].unique()))}; "
            f"the newest covers {count(len(table))} of today's {count(len(all_rows))} rows "
            f"({percent(100 * share, 0)}).",
            "training was measured on one device, PyTorch below 2, for less than 60 % of rows",
            len(set(training["device"])) == 1 and torch.startswith("1.") and share < 0.6,
        ),
        Claim(
            "levit-trains-fast",
            f"**LeViT was cheap to train per image, too**: {count(len(levit))} of the "
            f"{count(len(edge))} frontier models are LeViTs, "
            f"from {percent(levit['top1'].min())} to {percent(levit['top1'].max())}. All are "
            "distilled; the teacher's passes and the number of epochs are "
            "not in the data.",
            "at least three LeViTs are on the training frontier, all of them distilled",
            len(levit) >= 3 and bool(levit["distilled"].all()),
        ),
        Claim(
            "swin-absent",
            "Swin is on this frontier at no point: "
            + f"ConvNeXt, BEiT and DeiT III hold its range ({count(len(edge))} models in all).",
            "no Swin is on the training frontier, and the three families are",
            swin.empty and {"convnext", "beit", "deit3"} <= set(edge["family"]),
        ),
        Claim(
            "ratio",
            f"**Training on an image costs {short(ratio['ratio'].median())} times classifying it** "
            f"(median of {count(len(ratio))} architectures and sizes on the same "
            f"RTX 3090 and PyTorch {torch}). Dearest to train is {dear['family_label']} with a "
            f"median of {short(dear['median'])} times, cheapest {cheap['family_label']} with "
            f"{short(cheap['median'])}.",
            "the median ratio lies between 2.5 and 4.5, and the dearest family's is over 5",
            bool(2.5 <= ratio["ratio"].median() <= 4.5 and dear["median"] > 5),
        ),
        Claim(
            "ratio-caveat",
            "The backward pass multiplies about twice as often as the forward pass, so arithmetic "
            f"alone would make the ratio about three. {count(below)} of {count(len(families))} "
            f"families are below that, and batch sizes differ, too: in {count(smaller)} of "
            f"{count(len(ratio))} pairs training had the smaller one. What part of a ratio comes "
            "from the batch, and what from layers with a slow backward pass, these data do not "
            "tell.",
            "training's batch was the smaller one in over nine tenths of the pairs; at least one "
            "family's median ratio is below three",
            smaller > 0.9 * len(ratio) and below > 0,
        ),
        Claim(
            "title-ratio",
            f"By family, training on an image costs {cheap['median']:.1f} "
            f"({cheap['family_label']}) to {dear['median']:.1f} ({dear['family_label']}) times "
            "classifying it",
            "the lowest median ratio is above 2, the highest over twice the lowest",
            bool(cheap["median"] > 2 and dear["median"] > 2 * cheap["median"]),
        ),
        Claim(
            "epoch",
            f"One pass over ImageNet's training set takes {_time(quick)} with the fastest frontier "
            f"model, {_time(usual)} with ResNet-50 at 224 px and {_time(long)} with the most "
            "accurate one, if nothing but the GPU limits it.",
            "a ResNet-50 epoch takes less than an hour, the most accurate model's more than a day",
            usual < 1 and long > 24,
        ),
    ]


def _time(hours: float) -> str:
    return f"{short(hours)} hours" if hours >= 1 else f"{round(60 * hours)} minutes"
