"""Claims of the inference page."""

from __future__ import annotations

from analysis.data import reading
from analysis.drawing.number_format import count, percent, rate, short
from analysis.naming.names import KIND_LABELS, families
from analysis.pages.claims import Claim
from analysis.pages.inference.study import study
from analysis.runs.contenders import SWIN
from analysis.runs.devices import device_runs, labels, lead_run
from analysis.runs.original import EDITION, RUNS, joined, original_table

LIGHT = 83.0
HEAVY = 88.0


def claims() -> list[Claim]:
    """Compute the inference page's claims."""
    return [*_today(), _pretraining(), *_levit_and_swin(), *_elsewhere(), _left_out()]


def _today() -> list[Claim]:
    table = study().table
    edge = table[table["on_frontier"]]
    light, light_all = (rows[rows["top1"] < LIGHT] for rows in (edge, table))
    hybrids = light[light["kind"].eq("hybrid")]
    usual = float(light_all["kind"].eq("hybrid").mean())
    named = hybrids["family_label"].value_counts()
    heavy, heavy_all = (rows[rows["top1"] >= HEAVY] for rows in (edge, table))
    transformers = heavy_all["kind"].eq("attention")
    families = heavy["family_label"].drop_duplicates().tolist()
    plain = edge[edge["pretraining"].eq("in1k")].iloc[-1]
    above = edge[edge["top1"] > plain["top1"]]
    beaten = table[table["pretraining"].eq("in1k") & (table["top1"] > plain["top1"])]
    return [
        Claim(
            "fast-end",
            f"**Below {percent(LIGHT, 0)}, hybrids hold more of the frontier than of the field**: "
            f"{count(len(hybrids))} of its {count(len(light))} rows there "
            f"({', '.join(f'{family} {n}' for family, n in named.items())}), against "
            f"{percent(100 * usual, 0)} of all {count(len(light_all))} rows.",
            f"hybrids' share of the frontier below {LIGHT:g} % is over three times that of all "
            "rows there",
            len(hybrids) > 3 * usual * len(light),
        ),
        Claim(
            "accurate-end",
            f"**From {percent(HEAVY, 0)} up, only transformers are on the frontier**: "
            f"all {count(len(heavy))} rows there ({', '.join(families[:-1])} and {families[-1]}), "
            f"against {count(transformers.sum())} of all {count(len(heavy_all))}. None of the "
            f"{count(len(heavy_all))} saw ImageNet-1k alone.",
            f"every frontier row from {HEAVY:g} % up is attention, not every row is; no row there "
            "saw ImageNet-1k alone",
            bool(
                len(heavy) > 1
                and heavy["kind"].eq("attention").all()
                and not transformers.all()
                and heavy_all["pretraining"].ne("in1k").all()
            ),
        ),
        Claim(
            "pretraining-limit",
            "On the frontier, the most accurate model that saw ImageNet-1k alone has "
            f"{percent(plain['top1'])} (`{plain['weights']}`); the {count(len(above))} rows above "
            f"it learned from more images first. Off the frontier {count(len(beaten))} rows that "
            f"saw ImageNet-1k alone are more accurate, up to {percent(beaten['top1'].max())}, but "
            "each is matched or beaten in both by a row on it.",
            "over a third of the frontier lies above its last row with ImageNet-1k alone, and rows "
            "with ImageNet-1k alone off the frontier are more accurate than that one",
            len(above) > len(edge) / 3 and len(beaten) > 0,
        ),
    ]


def _pretraining() -> Claim:
    gains = study().pretraining
    clear = gains[gains["conf_low"] > 0]
    return Claim(
        "pretraining-buys",
        f"On the RTX 5090, {count((gains['gain'] > 0).sum())} of the {count(len(gains))} lines "
        "with more images lie above their family's line with ImageNet-1k alone, in the middle of "
        f"the times that both cover, by {gains['gain'].min():.1f} to {gains['gain'].max():.1f} "
        f"points; for {count(len(clear))} the 95 % interval is above 0. It takes rows as "
        "independent, which weights of one architecture are not, and recipes differ, too.",
        "every difference is above 0, but fewer than two thirds of the intervals are",
        bool((gains["gain"] > 0).all() and 0 < len(clear) < 2 / 3 * len(gains)),
    )


def _levit_and_swin() -> list[Claim]:
    table, by_device = study().table, study().by_device
    levit = table[table["family"].eq("levit")]
    unbeaten = levit[levit["on_frontier"]]
    swin = table[table["family"].isin(SWIN)]
    years = families().set_index("family")["year"]
    year = int(years["levit"])
    devices = len(by_device)
    levit_devices, swin_devices = (
        sum(
            bool((rows["family"].isin(names) & rows["on_frontier"]).any())
            for rows in by_device.values()
        )
        for names in (("levit",), SWIN)
    )
    closest = min(
        rows.loc[rows["family"].isin(SWIN), "times_slower"].min() for rows in by_device.values()
    )
    return [
        Claim(
            "levit-holds",
            f"**LeViT ({year}) still holds its stretch**: {count(len(unbeaten))} of its "
            f"{count(len(levit))} rows are on the RTX 5090's frontier, from "
            f"{percent(unbeaten['top1'].min())} at {rate(unbeaten['samples_per_sec'].max())} to "
            f"{percent(unbeaten['top1'].max())} at {rate(unbeaten['samples_per_sec'].min())}, and "
            f"some are on the frontier of {count(levit_devices)} of {count(devices)} devices.",
            "LeViT has at least three rows on the leading frontier and one on every device's",
            len(unbeaten) >= 3 and levit_devices == devices,
        ),
        Claim(
            "swin-passed",
            f"**Swin has been passed**: none of the {count(len(swin))} rows of Swin, Swin V2 "
            f"and Swin S3 is on the frontier of any of the {count(devices)} devices. For each "
            f"there is a model at least as accurate and at least {short(closest)} times as fast; "
            f"half of them are {short(swin['times_slower'].median())} times slower or worse on the "
            "RTX 5090.",
            "no Swin row is on any device's frontier, and each is at least 1.5 times slower",
            swin_devices == 0 and bool(closest >= 1.5),
        ),
    ]


def _elsewhere() -> list[Claim]:
    ranks, everywhere = study().ranks, study().everywhere
    gpus, cpus = (ranks[ranks.index.isin(labels(kind))] for kind in ("gpu", "cpu"))
    lead = device_runs().set_index("run")["label"][lead_run()]
    kinds = [KIND_LABELS[kind] for kind in everywhere["kind"].drop_duplicates()]
    listed = [f"{rank:.3f} on the {label}" for label, rank in ranks.items()]
    return [
        Claim(
            "own-hardware",
            "**The order of speeds carries over from GPU to GPU, less so to a CPU**: over "
            f"architectures and sizes, its rank correlation with the "
            f"{lead} is "
            f"{', '.join(listed[:-1])} and {listed[-1]}.",
            "the rank correlation with the leading device is higher on every GPU than on any CPU",
            bool(gpus.min() > cpus.max()),
        ),
        Claim(
            "everywhere",
            f"{count(len(everywhere))} rows are on the frontier of all {count(len(device_runs()))} "
            f"devices; they are of {count(len(kinds))} kinds.",
            "at least five rows are on every frontier, of more than one kind",
            len(everywhere) >= 5 and len(kinds) > 1,
        ),
    ]


def _left_out() -> Claim:
    measured = len(reading.speed(RUNS["infer"]))
    original = original_table("infer")
    found, shown = len(joined("infer")), len(original)
    return Claim(
        "original-left-out",
        f"Of {count(measured)} models measured, equal names found an accuracy for {count(found)}, "
        f"and the page showed {count(shown)}: ConvNeXt, BEiT, EfficientNet and plain ViT had been "
        f"renamed by the edition of {EDITION}, and vanished.",
        "the original shows less than a fifth of the models, and none of four known families",
        shown < measured / 5
        and not original["family"].str.contains("convnext|beit|efficientnet|^vit").any(),
    )
