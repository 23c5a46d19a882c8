"""Claims of the page on parameter counts about what predicts speed."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, percent, short
from analysis.pages.claims import Claim, unknown
from analysis.pages.params.study import study
from analysis.runs.devices import device_label, labels, lead_run
from analysis.runs.pairs import COSTS
from analysis.runs.time_predictors import TOGETHER


def claims() -> list[Claim]:
    """Compute the claims about predictors of the time per image, and what is left by family."""
    return [*_activations(), *_cpus(), *_lead(), *_families()]


def _fitted(kind: str) -> pd.DataFrame:
    """Give R² by device (rows) of a kind and predictor (columns), of devices with all fits."""
    table = study().predictors
    mine = table[table["device"].isin(labels(kind))].astype({"r_squared": float})
    wide = mine.pivot_table("r_squared", "device", "predictor", sort=False)
    return wide.reindex(columns=[*COSTS, TOGETHER]).dropna()


def _gaps(devices: list[str], one: str, other: str) -> pd.DataFrame:
    """Give the differences of R², with intervals, by device; of devices that have them."""
    table = study().comparisons
    rows = table[table["one"].eq(one) & table["other"].eq(other)].set_index("device")
    numbers = rows[["estimate", "conf_low", "conf_high"]].reindex(devices).astype(float)
    return numbers.dropna()


def _activations() -> list[Claim]:
    fits = _fitted("gpu")
    if fits.empty:
        return unknown("activations", because="no GPU has enough models with all three costs")
    devices = fits.index.tolist()
    over = _gaps(devices, "activations_m", "param_count_m")
    under = _gaps(devices, "gmacs", "activations_m")
    where = "the GPU" if len(fits) == 1 else f"each of the {count(len(fits))} GPUs"
    least = percent(100 * fits["activations_m"].min(), 0)
    most = percent(100 * fits["param_count_m"].max(), 0)
    return [
        Claim(
            "activations",
            "**On GPUs, activations predict the time far better than parameters do.** Activations "
            f"explain {least} or more of the differences in time on {where} (R², on a log scale), "
            f"parameters {most} or less.",
            "two GPUs; on each activations lead multiply-accumulates and parameters, intervals "
            "of the differences (over families) above 0",
            bool(
                len(over) == len(under) == len(fits) > 1
                and (over["conf_low"] > 0).all()
                and (under["conf_high"] < 0).all()
            ),
            f"On {where} activations explain {least} or more of the differences in time (R², on a "
            f"log scale), parameters {most} or less.",
        )
    ]


def _cpus() -> list[Claim]:
    fits = _fitted("cpu")
    gaps = _gaps(fits.index.tolist(), "gmacs", "activations_m")
    if gaps.empty:
        return unknown("gmacs-on-cpus", because="no CPU has enough models with all three costs")
    clear, gpus = gaps["conf_low"] > 0, len(_fitted("gpu")) > 0
    gaps = pd.concat([gaps[clear], gaps[~clear]])
    told = [
        f"On the {device} multiply-accumulates explain "
        f"{percent(100 * fits.loc[device, 'gmacs'], 0)}, activations "
        f"{percent(100 * fits.loc[device, 'activations_m'], 0)}"
        f"{'' if clear[device] else ': too close to tell'}."
        for device in gaps.index
    ]
    return [
        Claim(
            "gmacs-on-cpus",
            f"**On CPUs activations lose that lead.** {' '.join(told)}",
            "a GPU, two CPUs; the interval of the lead is above 0 on some CPU and holds 0 on the "
            "others",
            bool(len(gaps) > 1 and clear.any() and (gaps["conf_high"] > 0).all() and gpus),
            " ".join(told),
        )
    ]


def _lead() -> list[Claim]:
    table, device = study().predictors, device_label(lead_run())
    columns = ["times_low", "times_high", "factor", "r_squared"]
    lead = table[table["run"].eq(lead_run())].set_index("predictor")[columns].astype(float)
    if not {*COSTS, TOGETHER} <= set(lead.dropna().index):
        because = "no run leads that has enough models with all three costs"
        title = "Share of the variance of log time that each cost explains"
        return [
            *unknown("factor", because=because),
            Claim("title-predictors", "", "the leading run has enough models", False, title),
        ]
    off = lead[["times_low", "times_high"]].assign(times_low=1 / lead["times_low"]).max(axis=1)
    explained = lead["r_squared"]
    shares = {name: percent(100 * explained[name], 0) for name in COSTS}
    body = (
        f"uessed from parameters alone, the time may be off by a factor of "
        f"{short(off['param_count_m'])}; from activations by {short(off['activations_m'])}."
    )
    rest = f" That holds 95 of 100 models on the {device}; the others are further off."
    title = (
        f"On the {device} activations explain {shares['activations_m']} of the variance of log "
        f"time, parameters {shares['param_count_m']}"
    )
    return [
        Claim(
            "factor",
            f"**G{body}**{rest}",
            "the middle 95 of 100 end farther off for parameters than for activations, by half",
            bool(off["param_count_m"] > 1.5 * off["activations_m"]),
            f"G{body}{rest}",
        ),
        Claim(
            "title-predictors",
            title,
            "on the leading run activations explain more than parameters do",
            bool(explained["activations_m"] > explained["param_count_m"]),
            title,
        ),
    ]


def _families() -> list[Claim]:
    table = study().families
    each = min(5, len(table) // 2)
    if not each:
        because = "fewer than two families have enough models with all three costs"
        return unknown("families", "title-families", because=because)
    fast, slow = table.head(each), table.tail(each).iloc[::-1]
    first, last = table.iloc[0], table.iloc[-1]
    title = (
        f"{first['family_label']} takes {short(first['factor'])} times the time that its costs "
        f"suggest, {last['family_label']} {short(last['factor'])} times"
    )
    return [
        Claim(
            "families",
            f"**What is left is design.** For what it computes {first['family_label']} is the "
            f"fastest family ({short(first['factor'])} times the expected time), "
            f"{last['family_label']} the slowest ({short(last['factor'])} times).",
            "the fastest five take less than 0.75 times, the slowest over 1.4 times",
            bool(each == 5 and fast["factor"].max() < 0.75 and slow["factor"].min() > 1.4),
            f"Measured over expected time is least for {first['family_label']} "
            f"({short(first['factor'])}) and greatest for {last['family_label']} "
            f"({short(last['factor'])}).",
        ),
        Claim(
            "title-families",
            title,
            "one end is below 0.75, the other above 1.4",
            bool(first["factor"] < 0.75 and last["factor"] > 1.4),
            title,
        ),
    ]
