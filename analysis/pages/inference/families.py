"""Claims of the inference page about the two families that the original singled out."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.drawing.number_format import count, percent, rate, short
from analysis.drawing.phrases import are, capital, none_or, some
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
    where = device_label(lead_run())
    year = int(families().set_index("family")["year"]["levit"])
    held = _devices_with(["levit"])
    reach = (
        f"from {percent(unbeaten['top1'].min())} at {rate(unbeaten['samples_per_sec'].max())} to "
        f"{percent(unbeaten['top1'].max())} at {rate(unbeaten['samples_per_sec'].min())}"
    )
    return Claim(
        "levit-holds",
        f"**LeViT ({year}) still holds its stretch**: {count(len(unbeaten))} of its "
        f"{count(len(levit))} rows are on the {where}'s frontier, {reach}, and "
        f"some are on the frontier of {count(held)} of {count(devices)} devices.",
        "LeViT has at least three rows on the leading frontier and one on every device's",
        len(unbeaten) >= 3 and held == devices > 1,
        f"{capital(none_or(len(unbeaten)))} of {some(len(levit), 'row')} of LeViT ({year}) "
        f"{are(len(unbeaten))} on the {where}'s frontier"
        f"{f', {reach}' if len(unbeaten) > 1 else ''}; "
        f"it is on the frontier of {none_or(held)} of {some(devices, 'device')}."
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
    half = f"half of them are {short(usual)} times slower or worse on the {where}."
    return Claim(
        "swin-passed",
        f"**Swin has been passed**: none of the {count(len(swin))} rows of Swin, Swin V2 "
        f"and Swin S3 is on the frontier of any of the {count(devices)} devices. For each "
        f"there is a model at least as accurate and at least {short(closest)} times as fast; "
        f"{half}",
        "no Swin row is on any device's frontier, and each is at least 1.5 times slower",
        len(swin) > 1 and devices > 1 and held == 0 and bool(closest >= 1.5),
        f"{capital(none_or(unbeaten))} of {some(len(swin), 'row')} of Swin, Swin V2 and Swin S3 "
        f"{are(unbeaten)} on the {where}'s frontier; Swin is on the frontier of {none_or(held)} of "
        f"{some(devices, 'device')}."
        + (
            f" For half of the rows a model at least as accurate is at least {short(usual)} times "
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
