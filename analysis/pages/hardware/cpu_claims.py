"""Claims of the page on hardware about transformers on CPUs."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, times
from analysis.pages.claims import Claim, unknown
from analysis.pages.hardware.study import study

IDS = ("transformers-on-cpus", "transformers-at-equal-cost", "title-cpu")


def claims() -> list[Claim]:
    """Compute the claims about attention models on CPUs against a GPU."""
    effects = study().cpu
    attention = effects[effects["term"].eq("attention")].set_index("device")
    raw = attention[attention["adjustment"].eq("as they come")]
    equal = attention[attention["adjustment"].eq("at equal costs")]
    if raw.empty or equal.empty:
        few = "no CPU and GPU share enough attention models and convolutions with all three costs"
        return unknown(*IDS, because=few)
    worse = raw["conf_low"] > 1
    unclear = (raw["conf_low"] < 1) & (raw["conf_high"] > 1)
    raw = pd.concat([raw[worse], raw[~worse]])
    split = bool(len(raw) == 2 and worse.sum() == 1 and unclear.sum() == 1)
    gpus = {one.second.label: one.first.label for one in study().cpus}
    told = [_slowdown(gpus, raw, at) for at in range(len(raw))]
    at_cost = [
        f"{times(row['estimate'])} ({times(row['conf_low'])} to {times(row['conf_high'])}) on the "
        f"{device}"
        for device, row in equal.iterrows()
    ]
    costs = "At equal multiply-accumulates, activations and parameters, attention "
    first, last = raw.index[0], raw.index[-1]
    return [
        Claim(
            IDS[0],
            "**On one of the two CPUs here transformers do relatively worse.** "
            f"{'; '.join(told)}, which is compatible with no difference.",
            "of two CPUs, the interval of one is above 1 and that of the other holds 1",
            split,
            f"{'; '.join(told)}.",
        ),
        Claim(
            IDS[1],
            f"{costs}loses on both: {' and '.join(at_cost)}.",
            "there are two CPUs, and both intervals at equal costs are above 1",
            bool(len(equal) == 2 and (equal["conf_low"] > 1).all()),
            f"{costs}slows down as many times as convolutions: {', '.join(at_cost)}.",
        ),
        Claim(
            IDS[2],
            f"Attention loses more than convolutions on the {first}; on the {last} that is not "
            "certain",
            "of two CPUs, as they come, the interval of one is above 1, that of the other holds 1",
            split,
            f"What attention loses against convolutions from a GPU to {_cpus(len(raw))}",
        ),
    ]


def _slowdown(gpus: dict[str, str], raw: pd.DataFrame, at: int) -> str:
    cpu, row = raw.index[at], raw.iloc[at]
    same = at > 0 and gpus[cpu] == gpus[raw.index[at - 1]]
    ends = f"{times(row['conf_low'])} to {times(row['conf_high'])}"
    if at == 0:
        return (
            f"From the {gpus[cpu]} to the {cpu}, attention models slow down "
            f"{times(row['estimate'])} as much as convolutions (95 % interval {ends})"
        )
    start = "" if same else f"from the {gpus[cpu]} "
    return f"{start}to the {cpu}, {times(row['estimate'])} ({ends})"


def _cpus(number: int) -> str:
    return "a CPU" if number == 1 else f"{count(number)} CPUs"
