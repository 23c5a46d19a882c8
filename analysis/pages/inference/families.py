"""Claims of the inference page about the two families that the original singled out."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.drawing.number_format import count, percent, short
from analysis.drawing.phrases import all_of, are, capital, out_of
from analysis.naming.names import families
from analysis.pages.claims import Claim
from analysis.pages.inference.study import study
from analysis.runs.contenders import SWIN
from analysis.runs.devices import device_label, lead_run


def levit_and_swin() -> list[Claim]:
    """Claim that LeViT has held its place and Swin has not."""
    return [_levit(), _swin()]


def _levit() -> Claim:
    table, devices = study().table, len(study().by_device)
    levit = table[table["family"].eq("levit")]
    unbeaten = levit[levit["on_frontier"]]
    sets, kept = (rows["weights"].map(study().checkpoints).nunique() for rows in (levit, unbeaten))
    where = device_label(lead_run())
    year = int(families().set_index("family")["year"]["levit"])
    held = _devices_with(["levit"])
    reach = f"from {percent(unbeaten['top1'].min())} to {percent(unbeaten['top1'].max())} top-1"
    return Claim(
        "levit-holds",
        f"**LeViT ({year}) still holds its stretch**: {all_of(sets, 'sets of its weights')} are on "
        f"the {where}'s frontier, {reach}. Some are on the frontier of every device.",
        "every checkpoint of LeViT (in one of its implementations) is on the leading frontier, and "
        "one on every device's",
        sets == kept > 1 and held == devices > 1,
        f"{capital(out_of(kept, sets, 'set'))} of LeViT's weights ({year}) {are(kept)} "
        f"on the {where}'s frontier{f', {reach}' if kept > 1 else ''}; it is on the frontier of "
        f"{out_of(held, devices, 'device')}."
        if len(levit)
        else f"No LeViT was measured on the {where}.",
    )


def _swin() -> Claim:
    table, devices = study().table, len(study().by_device)
    swin = table[table["family"].isin(SWIN)]
    where = device_label(lead_run())
    held = _devices_with(SWIN)
    unbeaten = int(swin["on_frontier"].sum())
    slower = [rows.loc[rows["family"].isin(SWIN), "times_slower"] for rows in _by_device()]
    closest = min((rows.min() for rows in slower if len(rows)), default=float("nan"))
    usual = swin["times_slower"].median()
    return Claim(
        "swin-passed",
        f"**Swin has been passed**: none of its {count(len(swin))} models (Swin, Swin V2, Swin S3) "
        "is on the frontier of any device. For each another one is at least as accurate and at "
        f"least {short(closest)} times as fast.",
        "no Swin is on any device's frontier, and each is at least 1.5 times slower",
        len(swin) > 1 and devices > 1 and held == 0 and bool(closest >= 1.5),
        f"{capital(out_of(unbeaten, len(swin), 'model'))} of Swin, Swin V2 and Swin S3 "
        f"{are(unbeaten)} on the {where}'s frontier; Swin is on the frontier of "
        f"{out_of(held, devices, 'device')}."
        + (
            f" For half of them a model at least as accurate is at least {short(usual)} times "
            "as fast."
            if len(swin) > 1 and usual >= 1.01
            else ""
        )
        if len(swin)
        else f"No Swin was measured on the {where}.",
    )


def _by_device() -> Collection[pd.DataFrame]:
    return study().by_device.values()


def _devices_with(names: Collection[str]) -> int:
    found = (rows["family"].isin(names) & rows["on_frontier"] for rows in _by_device())
    return sum(bool(mine.any()) for mine in found)
