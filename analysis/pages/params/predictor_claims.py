"""Claims of the page on parameter counts about what predicts speed."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, percent, short, signed
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
    where = "GPU" if len(fits) == 1 else f"{count(len(fits))} GPUs"
    shares = (
        f"of its variance on the {where}, multiply-accumulates {_span(fits['gmacs'])}, parameters "
        f"{_span(fits['param_count_m'])}, all three together {_span(fits[TOGETHER])}."
    )
    led = _span(fits["activations_m"])
    return [
        Claim(
            "activations",
            "**On GPUs, activations predict the time far better than parameters do.** On a log "
            f"scale they explain {led} {shares}",
            "two GPUs; on each activations lead multiply-accumulates and parameters, intervals "
            "of the differences (over families) above 0",
            bool(
                len(over) == len(under) == len(fits) > 1
                and (over["conf_low"] > 0).all()
                and (under["conf_high"] < 0).all()
            ),
            f"Of the time per image on a log scale, activations explain {led} {shares}",
        )
    ]


def _cpus() -> list[Claim]:
    fits = _fitted("cpu")
    gaps = _gaps(fits.index.tolist(), "gmacs", "activations_m")
    if gaps.empty:
        return unknown("gmacs-on-cpus", because="no CPU has enough models with all three costs")
    clear, gpus = gaps["conf_low"] > 0, len(_fitted("gpu")) > 0
    gaps = pd.concat([gaps[clear], gaps[~clear]])
    shares = fits.map(lambda share: percent(100 * share, 0))
    told = [
        f"on the {device} "
        + (
            f"multiply-accumulates explain {shares.loc[device, 'gmacs']}, activations "
            f"{shares.loc[device, 'activations_m']} and parameters "
            f"{shares.loc[device, 'param_count_m']}"
            if not at
            else f"{shares.loc[device, 'gmacs']}, {shares.loc[device, 'activations_m']} and "
            f"{shares.loc[device, 'param_count_m']}"
        )
        for at, device in enumerate(gaps.index)
    ]
    body = f"O{'; '.join(told)[1:]}."
    sure = [
        f"{_points(gaps.loc[device])} points on the {device}" for device in gaps.index[: sum(clear)]
    ]
    unsure = [
        f"on the {device}, {_points(gaps.loc[device])}" for device in gaps.index[sum(clear) :]
    ]
    doubt = f"; {', '.join(unsure)}, it cannot be told from none" if unsure else ""
    every = [f"{_points(gaps.loc[device])} points on the {device}" for device in gaps.index]
    return [
        Claim(
            "gmacs-on-cpus",
            f"**On the CPUs activations lose that lead.** {body} Their lead is "
            f"{', '.join(sure)}{doubt}.",
            "a GPU, two CPUs; the interval of the lead is above 0 on some CPU and holds 0 on the "
            "others",
            bool(len(gaps) > 1 and clear.any() and (gaps["conf_high"] > 0).all() and gpus),
            f"{body} The first of these less the second is {', '.join(every)}.",
        )
    ]


def _points(gap: pd.Series) -> str:
    low, high = 100 * gap["conf_low"], 100 * gap["conf_high"]
    return f"{signed(100 * gap['estimate'])} ({signed(low)} to {signed(high)})"


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
    low, high = lead["times_low"], lead["times_high"]
    ranges = {name: f"{low[name]:.2f} to {short(high[name])}" for name in lead.index}
    factor = {name: short(lead["factor"][name]) for name in lead.index}
    explained = lead["r_squared"]
    shares = {name: percent(100 * explained[name], 0) for name in COSTS}
    body = (
        f"On the {device}, 95 of 100 models take {ranges['param_count_m']} times the time that a "
        f"fit {{}}suggests; from activations {ranges['activations_m']}, from all three "
        f"{ranges[TOGETHER]}. (Those are the models that were fitted; a 95 % prediction interval, "
        f"which takes the errors as symmetric, is a factor of {factor['param_count_m']}, "
        f"{factor['activations_m']} and {factor[TOGETHER]} either way.)"
    )
    title = (
        f"On the {device} activations explain {shares['activations_m']} of the variance of log "
        f"time, parameters {shares['param_count_m']}"
    )
    return [
        Claim(
            "factor",
            "**Guessing from parameters alone, be ready to be wrong by a factor of four to six.** "
            + body.format(""),
            "the middle 95 of 100 end four- to sixfold off on either side for parameters, less "
            "than 2.5-fold for activations",
            bool(
                4 < 1 / low["param_count_m"] < 6
                and 4 < high["param_count_m"] < 6
                and max(1 / low["activations_m"], high["activations_m"]) < 2.5
            ),
            body.format("on their parameters "),
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
            "**What is left is design.** At equal costs, the families fastest for what they "
            f"compute are {_listed(fast)} times the expected time; the slowest {_listed(slow)} "
            "times.",
            "the fastest five take less than 0.75 times, the slowest over 1.4 times",
            bool(each == 5 and fast["factor"].max() < 0.75 and slow["factor"].min() > 1.4),
            f"Measured over expected time is least for {_listed(fast)} and greatest for "
            f"{_listed(slow)}.",
        ),
        Claim(
            "title-families",
            title,
            "one end is below 0.75, the other above 1.4",
            bool(first["factor"] < 0.75 and last["factor"] > 1.4),
            title,
        ),
    ]


def _span(shares: pd.Series) -> str:
    low, high = (percent(100 * end, 0) for end in (shares.min(), shares.max()))
    return high if low == high else f"{low.split()[0]} to {high}"


def _listed(rows: pd.DataFrame) -> str:
    *parts, last = (
        f"{row['family_label']} ({row['factor']:.2f})" for row in rows.to_dict("records")
    )
    return f"{', '.join(parts)} and {last}" if parts else last
