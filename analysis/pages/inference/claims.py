"""Claims of the inference page."""

from __future__ import annotations

from analysis.data import reading
from analysis.data.sources import devices
from analysis.drawing.number_format import count, percent, signed
from analysis.drawing.phrases import all_of, are, capital, listing, none_or, out_of, some
from analysis.naming.names import in1k_alone
from analysis.pages.claims import Claim, unknown
from analysis.pages.inference.families import levit_and_swin
from analysis.pages.inference.study import study
from analysis.runs.devices import device_kind, device_label, device_runs, labels, lead_run
from analysis.runs.family_lines import LEAST_ARCHITECTURES
from analysis.runs.original import EDITION, RUNS, joined, known, original_table

LIGHT = 83.0
HEAVY = 88.0


def claims() -> list[Claim]:
    """Compute the inference page's claims."""
    if study().table.empty:
        ids = ("fast-end", "accurate-end", "pretraining-limit", "pretraining-buys", "levit-holds")
        also = ("pretraining-sure",)
        others = ("swin-passed", "own-hardware", "advice", "everywhere")
        lacking = unknown(
            *ids,
            *also,
            *others,
            because="no weights have both a speed of inference and an accuracy",
        )
        return [*lacking, _left_out()]
    return [
        *(_fast_end(), _accurate_end(), _pretraining_limit()),
        *_pretraining(),
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
    against = f"against {percent(100 * usual, 0)} of all {count(len(light_all))} models."
    every = f"against {percent(100 * usual, 0)} of {some(len(light_all), 'model')} in all."
    held = f"{out_of(len(hybrids), len(light), 'model')} on the frontier"
    return Claim(
        "fast-end",
        f"**Below {percent(LIGHT, 0)}, hybrids hold more of the frontier than of the field**: "
        f"{count(len(hybrids))} of its {count(len(light))} models there ({which}), {against}",
        f"hybrids' share of the frontier below {LIGHT:g} % is over three times that of all "
        "models there",
        len(light) > 1 and len(hybrids) > 3 * usual * len(light),
        f"Below {percent(LIGHT, 0)}, hybrids hold {held}{f' ({which})' if which else ''}, {every}"
        if len(light)
        else f"The frontier has no model below {percent(LIGHT, 0)}.",
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
        f"**From {percent(HEAVY, 0)} up, only transformers are on the frontier** ({which}). None "
        f"of the {count(len(heavy_all))} models there saw ImageNet-1k alone.",
        f"every frontier model from {HEAVY:g} % up is attention, not every one is; none there "
        "saw ImageNet-1k alone",
        bool(1 < len(heavy) == among and not transformers.all() and alone == 0),
        f"From {percent(HEAVY, 0)} up, transformers hold "
        f"{out_of(among, len(heavy), 'model')} on the frontier ({which}) and "
        f"{out_of(int(transformers.sum()), len(heavy_all), 'model')} in all; "
        f"{none_or(alone)} of these saw ImageNet-1k alone."
        if len(heavy)
        else f"No model reaches {percent(HEAVY, 0)}.",
    )


def _pretraining_limit() -> Claim:
    table = study().table
    edge = table[table["on_frontier"]]
    small = edge[in1k_alone(edge)]
    if small.empty:
        plain = "No model of the frontier saw ImageNet-1k alone."
        return Claim(
            "pretraining-limit", "", "some model of the frontier did", holds=False, plain=plain
        )
    best = small.iloc[-1]
    above = edge[edge["top1"] > best["top1"]]
    beaten = table[in1k_alone(table) & (table["top1"] > best["top1"])]
    limit = (
        "n the frontier the most accurate model that saw ImageNet-1k alone has "
        f"{percent(best['top1'])} (`{best['weights']}`)."
    )
    higher = f"{capital(some(len(above), 'model'))} on the frontier {are(len(above))} above it."
    return Claim(
        "pretraining-limit",
        f"**More accuracy takes more images**: o{limit} None of the {count(len(above))} above it "
        "is known to have seen so little. Off the frontier ImageNet-1k alone reaches "
        f"{percent(beaten['top1'].max())}, but slower than a model on it.",
        "over a third of the frontier lies above its last model with ImageNet-1k alone, and models "
        "with ImageNet-1k alone off the frontier are more accurate than that one",
        len(above) > max(1, len(edge) / 3) and len(beaten) > 1,
        f"O{limit} {higher}",
    )


def _pretraining() -> list[Claim]:
    gains = study().pretraining
    if gains.empty:
        because = "no architecture of these families has both"
        return unknown("pretraining-buys", "pretraining-sure", because=because)
    higher = int((gains["gain"] > 0).sum())
    low, high = (signed(gains["gain"].agg(end)) for end in ("min", "max"))
    span = f"{low} to {high}" if low != high else low
    measured = gains["conf_low"].notna()
    clear = int((gains["conf_low"] > 0).sum())
    enough = (
        f"{capital(none_or(int(measured.sum())))} of the {some(len(gains), 'comparison')} "
        f"{'rests' if measured.sum() <= 1 else 'rest'} on {LEAST_ARCHITECTURES} architectures or "
        f"more; of these {none_or(clear)} {'has' if clear <= 1 else 'have'} a 95 % interval above "
        "0."
    )
    return [
        Claim(
            "pretraining-buys",
            "**More pre-training images help**: on the same architecture and image size they add "
            f"{span} points of top-1 on average, by family and set.",
            "every mean gain is above 0, of more than one comparison",
            len(gains) > 1 and higher == len(gains),
            f"On the same architecture and image size more images change top-1 by {span} points on "
            "average, by family and set.",
        ),
        Claim(
            "pretraining-sure",
            f"{enough} For the others there is no interval. Recipes differ, too.",
            "some comparisons have an interval, some do not",
            0 < int(measured.sum()) < len(gains),
            f"{enough} Recipes differ, too.",
        ),
    ]


def _elsewhere() -> list[Claim]:
    ranks = study().ranks
    gpus, cpus = (ranks[ranks.index.isin(labels(kind))] for kind in ("gpu", "cpu"))
    lead = device_label(lead_run())
    ends = ranks.iloc[[0, -1]] if len(ranks) > 1 else ranks
    listed = listing(f"{rank:.3f} on the {label}" for label, rank in ends.items())
    condition = "the rank correlation with the leading device, a GPU, is higher on every GPU than "
    differs = device_kind(lead_run()) == "gpu" and bool(gpus.min() > cpus.max())
    batches = study().batches
    single = differs and bool((batches["cpu"].eq(1).all()) and batches["gpu"].gt(1).all())
    own = "measure the two or three models that remain on your own machine, at your own batch size"
    return [
        Claim(
            "own-hardware",
            "**The order of speeds carries over from GPU to GPU, less so to a CPU**: its rank "
            f"correlation with the {lead} (1: the same order) is {listed}.",
            f"{condition}on any CPU",
            differs,
            f"The rank correlation of speeds with the {lead} (1: the same order) is {listed}."
            if listed
            else f"No other device shares enough measurements with the {lead} to compare the order "
            "of speeds.",
        ),
        Claim(
            "advice",
            "So on a GPU of the last generations take the frontier of the nearest device; on a CPU "
            "switch to a CPU's run, for the order differs. Then "
            f"{own}: these runs use large batches on GPUs and single images on CPUs.",
            f"{condition}on any CPU; the median batch size is 1 on every CPU and more on GPUs",
            single,
            f"So take the frontier of the device that is nearest to yours, and {own}.",
        ),
    ]


def _everywhere() -> Claim:
    everywhere, measured = study().everywhere, len(device_runs())
    found, kinds = len(everywhere), everywhere["kind"].nunique()
    of_kinds = f"they are of {some(kinds, 'kind')}"
    several = (
        f"{capital(some(found, 'model'))} {are(found)} on the frontier of "
        f"{all_of(measured, 'devices')} with runs of inference"
        f"{f'; {of_kinds}' if found > 1 else ''}."
    )
    return Claim(
        "everywhere",
        f"{count(found)} models are on the frontier of all {count(measured)} devices; {of_kinds}.",
        "at least five models are on every frontier, of more than one kind; every device has a run "
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
