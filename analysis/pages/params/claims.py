"""Claims of the page on parameter counts."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, duration, percent, short, signed
from analysis.pages.claims import Claim
from analysis.pages.params.equal_size import TYPICAL_M, TYPICAL_PX, WITHIN, spread_at
from analysis.pages.params.study import study
from analysis.runs.devices import lead_run
from analysis.runs.pairs import COSTS
from analysis.runs.time_predictors import TOGETHER


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    table = study().table
    near, mixed = spread_at(table, TYPICAL_M), spread_at(table, TYPICAL_M, None)
    measures = table[["secs", "param_count_m", "gmacs", "activations_m"]]
    ranks = measures.corr(method="spearman")["secs"]
    alike = table[table["img_size"].eq(TYPICAL_PX)]
    resnet = alike[alike["architecture"].eq("resnet50")].iloc[0]
    smaller = alike[alike["param_count_m"] < resnet["param_count_m"]]
    slower = smaller[smaller["secs"] > resnet["secs"]]
    return [
        Claim(
            "spread",
            f"**At {TYPICAL_PX} px, models of {TYPICAL_M:g} M parameters, ResNet-50's size, differ "
            f"{short(near['ratio'])}-fold in speed.** {count(near['rows'])} architectures lie "
            f"within {100 * WITHIN:.0f} % of that count; they take "
            f"{duration(1 / near['fastest'])} to {duration(1 / near['slowest'])} per image. Most "
            f"are closer: the middle eight tenths differ {short(near['middle'])}-fold. Over all "
            f"image sizes it is {short(mixed['ratio'])}-fold and {short(mixed['middle'])}-fold.",
            "at ResNet-50's parameter count and image size the fastest is over ten times the "
            "slowest, the middle eight tenths are within three, and less than over all sizes",
            bool(near["ratio"] > 10 and near["middle"] < min(3, mixed["middle"])),
        ),
        Claim(
            "fewer-yet-slower",
            f"**Fewer parameters do not always mean faster**: of the {count(len(smaller))} "
            f"architectures with fewer than ResNet-50, {count(len(slower))} "
            f"({percent(100 * len(slower) / len(smaller), 0)}) are slower than it, all at "
            f"{TYPICAL_PX} px.",
            "between a fifth and two fifths of those with fewer parameters are slower",
            0.2 < len(slower) / len(smaller) < 0.4,
        ),
        Claim(
            "poor-proxy",
            f"**As a proxy it is the poorest of the three at hand**: ranked by time per image, the "
            f"rank correlation is {ranks['param_count_m']:.2f} with parameters, "
            f"{ranks['gmacs']:.2f} with multiply-accumulates and {ranks['activations_m']:.2f} "
            "with activations.",
            "activations rank time best, parameters worst, on the leading run",
            bool(ranks["activations_m"] > ranks["gmacs"] > ranks["param_count_m"]),
        ),
        *_predictors(),
    ]


def _predictors() -> list[Claim]:
    found = study()
    table = found.predictors
    gpu = table[table["gpu"]]
    fits = {
        name: gpu.loc[gpu["predictor"].eq(name), "r_squared"].astype(float)
        for name in (*COSTS, TOGETHER)
    }
    lead = table[table["run"].eq(lead_run())].set_index("predictor")
    low, high, factor = (
        lead[column].astype(float).to_dict() for column in ("times_low", "times_high", "factor")
    )
    ranges = {name: f"{low[name]:.2f} to {short(high[name])}" for name in low}
    first = table.loc[table["run"].eq(lead_run()), "device"].iloc[0]
    explained = lead["r_squared"].astype(float).to_dict()
    shares = {name: percent(100 * explained[name], 0) for name in COSTS}
    return [
        Claim(
            "activations",
            "**On GPUs, activations predict the time far better than parameters do.** On a log "
            f"scale they explain {_span(fits['activations_m'])} of its variance on the "
            f"{count(len(fits['activations_m']))} GPUs, multiply-accumulates "
            f"{_span(fits['gmacs'])}, parameters {_span(fits['param_count_m'])}, all three "
            f"together {_span(fits[TOGETHER])}.",
            "on every GPU activations lead multiply-accumulates and parameters, intervals of the "
            "differences (over families) above 0",
            all(
                _gap(device, "activations_m", "param_count_m")["conf_low"] > 0
                and _gap(device, "gmacs", "activations_m")["conf_high"] < 0
                for device in gpu["device"].unique()
            ),
        ),
        _cpus(),
        Claim(
            "factor",
            "**Guessing from parameters alone, be ready to be wrong by a factor of four to six.** "
            "On the RTX 5090, 95 of 100 models take "
            f"{ranges['param_count_m']} times the time that a fit suggests; from activations "
            f"{ranges['activations_m']}, from all three {ranges[TOGETHER]}. (Those are the models "
            "that were fitted; a 95 % prediction interval, which takes the errors as symmetric, is "
            f"a factor of {short(factor['param_count_m'])}, {short(factor['activations_m'])} and "
            f"{short(factor[TOGETHER])} either way.)",
            "the middle 95 of 100 end four- to sixfold off on either side for parameters, less "
            "than 2.5-fold for activations",
            bool(
                4 < 1 / low["param_count_m"] < 6
                and 4 < high["param_count_m"] < 6
                and max(1 / low["activations_m"], high["activations_m"]) < 2.5
            ),
        ),
        Claim(
            "title-predictors",
            f"On the {first} activations explain {shares['activations_m']} of the variance of log "
            f"time, parameters {shares['param_count_m']}",
            "on the leading run activations explain more than parameters do",
            explained["activations_m"] > explained["param_count_m"],
        ),
        _families(),
        _title_families(),
    ]


def _span(shares: pd.Series) -> str:
    return f"{100 * shares.min():.0f} to {percent(100 * shares.max(), 0)}"


def _gap(device: str, one: str, other: str) -> dict[str, float]:
    table = study().comparisons
    row = table[table["device"].eq(device) & table["one"].eq(one) & table["other"].eq(other)]
    return {name: float(row[name].iloc[0]) for name in ("estimate", "conf_low", "conf_high")}


def _cpus() -> Claim:
    table = study().predictors
    fit = table.set_index(["device", "predictor"])["r_squared"].astype(float).to_dict()
    i7 = _gap("Core i7", "gmacs", "activations_m")
    i9 = _gap("Core i9", "gmacs", "activations_m")
    return Claim(
        "gmacs-on-cpus",
        "**On the CPUs activations lose that lead.** On the Core i7 multiply-accumulates explain "
        f"{percent(100 * fit['Core i7', 'gmacs'], 0)}, activations "
        f"{percent(100 * fit['Core i7', 'activations_m'], 0)} and parameters "
        f"{percent(100 * fit['Core i7', 'param_count_m'], 0)}; on the Core i9 "
        f"{percent(100 * fit['Core i9', 'gmacs'], 0)}, "
        f"{percent(100 * fit['Core i9', 'activations_m'], 0)} and "
        f"{percent(100 * fit['Core i9', 'param_count_m'], 0)}. Their lead is "
        f"{_points(i7)} points on the i7; on the i9, {_points(i9)}, it cannot be told from none.",
        "the interval of the lead is above 0 on the i7 and holds 0 on the i9",
        i7["conf_low"] > 0 and i9["conf_low"] < 0 < i9["conf_high"],
    )


def _points(gap: dict[str, float]) -> str:
    low, high = 100 * gap["conf_low"], 100 * gap["conf_high"]
    return f"{signed(100 * gap['estimate'])} ({signed(low)} to {signed(high)})"


def _families() -> Claim:
    table = study().families
    fast, slow = table.head(5), table.tail(5).iloc[::-1]
    return Claim(
        "families",
        "**What is left is design.** At equal costs, the families fastest for what they compute "
        f"are {_listed(fast)} times the expected time; the slowest {_listed(slow)} times.",
        "the fastest five take less than 0.75 times, the slowest over 1.4 times",
        bool(fast["factor"].max() < 0.75 and slow["factor"].min() > 1.4),
    )


def _title_families() -> Claim:
    table = study().families
    first, last = table.iloc[0], table.iloc[-1]
    return Claim(
        "title-families",
        f"{first['family_label']} takes {short(first['factor'])} times the time that its costs "
        f"suggest, {last['family_label']} {short(last['factor'])} times",
        "one end is below 0.75, the other above 1.4",
        bool(first["factor"] < 0.75 and last["factor"] > 1.4),
    )


def _listed(rows: pd.DataFrame) -> str:
    parts = [f"{row['family_label']} ({row['factor']:.2f})" for row in rows.to_dict("records")]
    return ", ".join(parts[:-1]) + f" and {parts[-1]}"
