"""Claims of the training page."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import runs
from analysis.drawing.number_format import count, percent, short
from analysis.drawing.phrases import all_of, are, capital, listing, none_or, out_of, some
from analysis.pages.claims import Claim, unknown
from analysis.pages.training.study import epoch_hours, study
from analysis.runs.contenders import SWIN, contenders
from analysis.runs.devices import device_kind, device_label, lead_run
from analysis.runs.settings import version

RIVALS = ("ConvNeXt", "BEiT", "DeiT III")
"""Families by their labels that hold Swin's range of the training frontier."""


def claims() -> list[Claim]:
    """Compute the training page's claims."""
    if study().table.empty:
        ids = ("old-and-partial", "levit-trains-fast", "swin-absent", "epoch")
        return [*unknown(*ids, because="no weights have a training speed"), *_ratio()]
    return [_old_and_partial(), *_families(), *_ratio(), _epoch()]


def _old_and_partial() -> Claim:
    table, known = study().table, runs()
    every = len(contenders(lead_run()))
    training = known[known["task"].eq("train")]
    lead = device_label(lead_run("train"))
    versions = listing(sorted({v for v in training["torch"] if v}, key=version))
    torch = f"PyTorch {versions or 'of unknown version'}"
    share = len(table) / every if every else float("nan")
    covers = (
        f"covers {count(len(table))} of today's {some(every, 'model')} ({percent(100 * share, 0)})."
    )
    number = len(training)
    all_runs = "The one training run" if number == 1 else capital(all_of(number, "training runs"))
    on = listing(dict.fromkeys(training["device_label"]))
    return Claim(
        "old-and-partial",
        f"**Read this page with its age in mind.** {all_runs} "
        f"are of one {lead} with {torch}; the newest {covers}",
        "training was measured on one device, PyTorch below 2, for less than 60 % of models",
        len(set(training["device"])) == 1
        and number > 1
        and bool(training["torch"].str.startswith("1.").all())
        and share < 0.6,
        f"{all_runs} {are(number)} of the {on} with {torch}; the one shown first "
        + (covers if every else f"has {some(len(table), 'model')}."),
    )


def _families() -> list[Claim]:
    edge = study().frontier
    levit = edge[edge["family"].eq("levit")]
    swin = int(edge["family"].isin(SWIN).sum())
    distilled = int(levit["distilled"].sum())
    reach = f"from {percent(levit['top1'].min())} to {percent(levit['top1'].max())}"
    several = f", {reach}; {none_or(distilled)} of them {are(distilled)} distilled"
    return [
        Claim(
            "levit-trains-fast",
            f"**LeViT is cheap to train per image, too**: {count(len(levit))} of the "
            f"{count(len(edge))} models on the frontier are LeViTs. All are distilled; the "
            "teacher's passes and the number of epochs are not in the data.",
            "at least three LeViTs are on the training frontier, all of them distilled",
            len(levit) >= 3 and distilled == len(levit),
            f"{capital(out_of(len(levit), len(edge), 'model'))} on the frontier "
            f"{are(len(levit))} of LeViT{several if len(levit) > 1 else ''}.",
        ),
        Claim(
            "swin-absent",
            f"Swin is nowhere on it: {listing(RIVALS)} hold its range.",
            "no Swin is on the training frontier, and the three families are",
            swin == 0 and {"convnext", "beit", "deit3"} <= set(edge["family"]),
            f"{capital(out_of(swin, len(edge), 'model'))} on this frontier {are(swin)} of Swin.",
        ),
    ]


def _ratio() -> list[Claim]:
    ratio, families = study().ratio, study().families
    ids = ("ratio", "ratio-caveat", "title-ratio")
    if ratio.empty:
        because = (
            "the two runs have no architecture and size in common"
            if study().twin
            else "no run of inference differs from the leading run of training in its task alone"
        )
        return unknown(*ids, because=because)
    usual, pairs = ratio["ratio"].median(), len(ratio)
    smaller = int((ratio["batch_size_train"] < ratio["batch_size_infer"]).sum())
    known = runs().set_index("run").loc[lead_run("train")]
    on = f"{known['device_label']} and PyTorch {known['torch']}"
    costs = f"Training on an image costs {short(usual)} times classifying it"
    alone = (
        "The backward pass multiplies about twice as often as the forward pass, so arithmetic "
        "alone would make the ratio about three."
    )
    untold = (
        "What part of a ratio comes from the batch, and what from layers with a slow backward "
        "pass, these data do not tell."
    )
    batch = f"in {out_of(smaller, pairs, 'pair')} training had the smaller batch."
    if len(families) < 2:
        median = f"(median of {some(pairs, 'pair')} on the same {on})"
        return [
            _plain("ratio", f"{costs} {median}."),
            _plain("ratio-caveat", f"{alone} {capital(batch)} {untold}"),
            _plain("title-ratio", f"{costs}"),
        ]
    dear, cheap = families.iloc[0], families.iloc[-1]
    below = int((families["median"] < 3).sum())
    of_pairs = f"(the median on the same {known['device_label']}):"
    ends = (
        f"{short(cheap['median'])} times for {cheap['family_label']}, "
        f"{short(dear['median'])} for {dear['family_label']}."
    )
    title = (
        f"Training costs {cheap['median']:.1f} ({cheap['family_label']}) to {dear['median']:.1f} "
        f"({dear['family_label']}) times as much as inference"
    )
    return [
        Claim(
            "ratio",
            f"**{costs}** {of_pairs} {ends}",
            "the median ratio lies between 2.5 and 4.5, and the dearest family's is over 5",
            bool(2.5 <= usual <= 4.5 and dear["median"] > 5),
            f"{costs} {of_pairs} {ends}",
        ),
        Claim(
            "ratio-caveat",
            f"{alone} {count(below)} of {count(len(families))} families are below that. Batch "
            f"sizes differ, too: in {count(smaller)} of {count(pairs)} pairs training had the "
            f"smaller one. {untold}",
            "training's batch was the smaller one in over nine tenths of the pairs; more than one "
            "family's median ratio is below three",
            smaller > 0.9 * pairs and below > 1,
            f"{alone} {capital(none_or(below))} of {count(len(families))} families {are(below)} "
            f"below that; {batch} {untold}",
        ),
        Claim(
            "title-ratio",
            title,
            "the lowest median ratio is above 2, the highest over twice the lowest",
            bool(cheap["median"] > 2 and dear["median"] > 2 * cheap["median"]),
            title,
        ),
    ]


def _plain(claim: str, plain: str) -> Claim:
    return Claim(claim, "", "there are at least two families to compare", holds=False, plain=plain)


def _epoch() -> Claim:
    table = study().table
    edge = table[table["on_frontier"]]
    resnet = table[table["architecture"].eq("resnet50") & table["img_size"].eq(224)].head(1)
    rows = pd.concat([edge.head(1), resnet, edge.tail(1)])
    quick, *usual, long = epoch_hours(rows["samples_per_sec"])
    middle = [f"{_time(hours)} with ResNet-50 at 224 px" for hours in usual]
    ends = [f"{_time(quick)} with the fastest frontier model", f"{_time(long)} with the most "]
    taken = listing([ends[0], *middle, f"{ends[1]}accurate one"])
    gpu = device_kind(lead_run("train")) == "gpu"
    one = listing([f"{_time(quick)} with the one frontier model", *middle])
    return Claim(
        "epoch",
        f"One pass over ImageNet's training set takes {taken}, if nothing but the GPU limits it.",
        "a ResNet-50 epoch takes less than an hour, the most accurate model's more than a day; the "
        "device is a GPU",
        gpu and len(usual) == 1 and usual[0] < 1 and long > 24,
        f"One pass over ImageNet's training set takes {taken if len(edge) > 1 else one}, if "
        "nothing but the device limits it.",
    )


def _time(hours: float) -> str:
    if hours >= 1:
        return f"{short(hours)} hours"
    return f"{round(60 * hours)} minutes" if hours > 1 / 40 else f"{short(3600 * hours)} seconds"
