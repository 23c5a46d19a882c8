"""Claims of the inference page."""

from __future__ import annotations

from analysis.data import reading
from analysis.data.sources import devices
from analysis.drawing.number_format import count, percent, signed
from analysis.drawing.phrases import all_of, are, capital, listing, none_or, some
from analysis.naming.names import in1k_alone
from analysis.pages.claims import Claim, unknown
from analysis.pages.inference.families import levit_and_swin
from analysis.pages.inference.study import study
from analysis.runs.devices import device_kind, device_label, device_runs, labels, lead_run
from analysis.runs.original import EDITION, RUNS, joined, known, original_table

LIGHT = 83.0
HEAVY = 88.0


def claims() -> list[Claim]:
    """Compute the inference page's claims."""
    if study().table.empty:
        ids = ("fast-end", "accurate-end", "pretraining-limit", "pretraining-buys", "levit-holds")
        others = ("swin-passed", "own-hardware", "advice", "everywhere")
        lacking = unknown(
            *ids, *others, because="no weights have both a speed of inference and an accuracy"
        )
        return [*lacking, _left_out()]
    return [
        *(_fast_end(), _accurate_end(), _pretraining_limit(), _pretraining()),
        *levit_and_swin(),
        *_elsewhere(),
        _everywhere(),
        _left_out(),
    ]


def _fast_end() -> Claim:
    table = study().table
    light_all = table[table["top1"] < LIGHT]
    light = light_all[light_all["on_frontier"]]
    hybrids = light[light["kind"].eq("hybrid")]
    usual = float(light_all["kind"].eq("hybrid").mean())
    named = hybrids["family_label"].value_counts()
    which = ", ".join(f"{family} {n}" for family, n in named.items())
    against = f"against {percent(100 * usual, 0)} of all {count(len(light_all))} rows."
    every = f"against {percent(100 * usual, 0)} of {some(len(light_all), 'row')} in all."
    held = f"{none_or(len(hybrids))} of {some(len(light), 'row')} on the frontier"
    return Claim(
        "fast-end",
        f"**Below {percent(LIGHT, 0)}, hybrids hold more of the frontier than of the field**: "
        f"{count(len(hybrids))} of its {count(len(light))} rows there ({which}), {against}",
        f"hybrids' share of the frontier below {LIGHT:g} % is over three times that of all rows "
        "there",
        len(light) > 1 and len(hybrids) > 3 * usual * len(light),
        f"Below {percent(LIGHT, 0)}, hybrids hold {held}{f' ({which})' if which else ''}, {every}"
        if len(light)
        else f"The frontier has no row below {percent(LIGHT, 0)}.",
    )


def _accurate_end() -> Claim:
    table = study().table
    heavy_all = table[table["top1"] >= HEAVY]
    heavy = heavy_all[heavy_all["on_frontier"]]
    transformers = heavy_all["kind"].eq("attention")
    among = int((transformers & heavy_all["on_frontier"]).sum())
    alone = int(in1k_alone(heavy_all).sum())
    which = listing(heavy["family_label"].drop_duplicates())
    return Claim(
        "accurate-end",
        f"**From {percent(HEAVY, 0)} up, only transformers are on the frontier**: "
        f"all {count(len(heavy))} rows there ({which}), "
        f"against {count(transformers.sum())} of all {count(len(heavy_all))}. None of the "
        f"{count(len(heavy_all))} saw ImageNet-1k alone.",
        f"every frontier row from {HEAVY:g} % up is attention, not every row is; no row there "
        "saw ImageNet-1k alone",
        bool(1 < len(heavy) == among and not transformers.all() and alone == 0),
        f"From {percent(HEAVY, 0)} up, transformers hold {none_or(among)} of "
        f"{some(len(heavy), 'row')} on the frontier ({which}) and {none_or(transformers.sum())} of "
        f"{some(len(heavy_all), 'row')} in all; {none_or(alone)} of these saw ImageNet-1k alone."
        if len(heavy)
        else f"No row reaches {percent(HEAVY, 0)}.",
    )


def _pretraining_limit() -> Claim:
    table = study().table
    edge = table[table["on_frontier"]]
    small = edge[in1k_alone(edge)]
    if small.empty:
        plain = "No row of the frontier saw ImageNet-1k alone."
        return Claim(
            "pretraining-limit", "", "some row of the frontier did", holds=False, plain=plain
        )
    best = small.iloc[-1]
    above = edge[edge["top1"] > best["top1"]]
    beaten = table[in1k_alone(table) & (table["top1"] > best["top1"])]
    limit = (
        "On the frontier, the most accurate model that saw ImageNet-1k alone has "
        f"{percent(best['top1'])} (`{best['weights']}`)"
    )
    higher = f"{some(len(above), 'row')} on the frontier {are(len(above))} above it."
    return Claim(
        "pretraining-limit",
        f"{limit}; the {count(len(above))} rows above it learned from more images first. Off the "
        f"frontier {count(len(beaten))} rows that saw ImageNet-1k alone are more accurate, up to "
        f"{percent(beaten['top1'].max())}, but each is matched or beaten in both by a row on it.",
        "over a third of the frontier lies above its last row with ImageNet-1k alone, and rows "
        "with ImageNet-1k alone off the frontier are more accurate than that one",
        len(above) > max(1, len(edge) / 3)
        and len(beaten) > 1
        and above["pretraining"].ne("unknown").all(),
        f"{limit}; {higher}",
    )


def _pretraining() -> Claim:
    gains = study().pretraining
    if gains.empty:
        because = "no family has trend lines with and without more images to compare"
        return unknown("pretraining-buys", because=because)[0]
    clear = int((gains["conf_low"] > 0).sum())
    higher = int((gains["gain"] > 0).sum())
    where = f"On the {device_label(lead_run())}"
    middle = "in the middle of the times that both cover"
    lines = f"{none_or(higher)} of {some(len(gains), 'line')} with more images"
    low, high = (signed(gains["gain"].agg(end)) for end in ("min", "max"))
    caveat = (
        "It takes rows as independent, which weights of one architecture are not, and recipes "
        "differ, too."
    )
    return Claim(
        "pretraining-buys",
        f"{where}, {count(higher)} of the {count(len(gains))} lines with more images lie above "
        f"their family's line with ImageNet-1k alone, {middle}, by {gains['gain'].min():.1f} to "
        f"{gains['gain'].max():.1f} points; for {count(clear)} the 95 % interval is above 0. "
        f"{caveat}",
        "every difference is above 0, but fewer than two thirds of the intervals are",
        len(gains) > 1 and higher == len(gains) and 0 < clear < 2 / 3 * len(gains),
        f"{where}, {lines} {'lies' if higher < 2 else 'lie'} above the family's line with "
        f"ImageNet-1k alone, {middle}; the difference is "
        f"{f'{low} to {high}' if low != high else low} points. For {none_or(clear)} the 95 % "
        f"interval is above 0. {caveat}",
    )


def _elsewhere() -> list[Claim]:
    ranks = study().ranks
    gpus, cpus = (ranks[ranks.index.isin(labels(kind))] for kind in ("gpu", "cpu"))
    lead = device_label(lead_run())
    listed = listing(f"{rank:.3f} on the {label}" for label, rank in ranks.items())
    condition = "the rank correlation with the leading device, a GPU, is higher on every GPU than "
    differs = device_kind(lead_run()) == "gpu" and bool(gpus.min() > cpus.max())
    batches = study().batches
    single = differs and bool((batches["cpu"].eq(1).all()) and batches["gpu"].gt(1).all())
    own = "measure the two or three models that remain on your own machine, at your own batch size"
    return [
        Claim(
            "own-hardware",
            "**The order of speeds carries over from GPU to GPU, less so to a CPU**: over "
            f"architectures and sizes, its rank correlation with the {lead} is {listed}.",
            f"{condition}on any CPU",
            differs,
            f"Over architectures and sizes, the rank correlation of speeds with the {lead} is "
            f"{listed}."
            if listed
            else f"No other device shares enough measurements with the {lead} to compare the order "
            "of speeds.",
        ),
        Claim(
            "advice",
            "So: on a GPU of the last generations, take the frontier of the nearest device above. "
            "On a CPU, switch to a CPU's run, for the order differs; and "
            f"{own}, for these runs use large batches on GPUs and single images on CPUs.",
            f"{condition}on any CPU; the median batch size is 1 on every CPU and more on GPUs",
            single,
            f"So: take the frontier of the device above that is nearest to yours, and {own}.",
        ),
    ]


def _everywhere() -> Claim:
    everywhere, measured = study().everywhere, len(device_runs())
    found, kinds = len(everywhere), everywhere["kind"].nunique()
    of_kinds = f"they are of {some(kinds, 'kind')}"
    several = (
        f"{capital(some(found, 'row'))} {are(found)} on the frontier of "
        f"{all_of(measured, 'devices')} with runs of inference"
        f"{f'; {of_kinds}' if found > 1 else ''}."
    )
    return Claim(
        "everywhere",
        f"{count(found)} rows are on the frontier of all {count(measured)} devices; {of_kinds}.",
        "at least five rows are on every frontier, of more than one kind; every device has a run "
        "of inference",
        found >= 5 and kinds > 1 and 2 < measured == len(devices()),
        several if measured > 1 else "No second device has runs of inference.",
    )


def _left_out() -> Claim:
    if not known("infer"):
        because = f"the original's edition, {EDITION}, or its run, {RUNS['infer']}, is not here"
        return unknown("original-left-out", because=because)[0]
    measured = len(reading.speed(RUNS["infer"]))
    original = original_table("infer")
    found, shown = len(joined("infer")), len(original)
    counted = (
        f"Of {count(measured)} models measured, equal names found an accuracy for {count(found)}, "
        f"and the page showed {count(shown)}"
    )
    return Claim(
        "original-left-out",
        f"{counted}: ConvNeXt, BEiT, EfficientNet and plain ViT had been "
        f"renamed by the edition of {EDITION}, and vanished.",
        "the original shows less than a fifth of the models, and none of four known families",
        shown < measured / 5
        and not original["family"].str.contains("convnext|beit|efficientnet|^vit").any(),
        f"{counted}.",
    )
