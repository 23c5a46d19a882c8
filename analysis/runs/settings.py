"""The settings of the inference runs: device, number format, layout, mode and versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.data.sources import devices, runs


@dataclass(frozen=True)
class Run:
    """What is known of a benchmark run; ``year`` is that of its device, 0 where nobody says."""

    run: str
    device: str
    label: str
    kind: str
    year: int
    precision: str
    layout: str
    compiled: bool
    torch: str
    cuda: str
    batch: str

    @property
    def mode(self) -> str:
        """Compiled or eager."""
        return "compiled" if self.compiled else "eager"

    @property
    def number_format(self) -> str:
        """The number format in words."""
        usual = {"amp": "AMP fp16", "bf16": "pure bf16", "fp16": "pure fp16"}
        return usual.get(self.precision, self.precision.replace("amp_", "AMP "))

    @property
    def layout_words(self) -> str:
        """The memory layout in words."""
        return self.layout.upper()

    @property
    def torch_words(self) -> str:
        """The version of PyTorch in words."""
        return f"PyTorch {self.version}"

    @property
    def version(self) -> str:
        """The version of PyTorch as people write it."""
        return self.torch.removesuffix(".0")

    @property
    def brief(self) -> str:
        """The device's label without its first word."""
        return self.label.partition(" ")[2] or self.label


@cache
def known_runs() -> pd.DataFrame:
    """List the inference runs of which all that matters is known, leading device first.

    Returns
    -------
    DataFrame
        A column for each attribute of `Run`, and ``age``, the device's place, oldest first.
    """
    listed = runs().query("task == 'infer'").rename(columns={"device_label": "label"})
    facts = devices().set_index("device")
    told = (listed[["device", "precision", "layout", "torch"]] != "").all(axis=1)
    known = listed[told]
    known = known.assign(
        kind=known["device"].map(facts["kind"]),
        year=known["device"].map(facts["year"]).astype("Int64").fillna(0).astype(int),
    )
    oldest_first = facts.sort_values("year", kind="stable", na_position="last").index
    place = {device: i for i, device in enumerate(oldest_first)}
    columns = list(Run.__dataclass_fields__)
    return known[columns].assign(age=known["device"].map(place)).reset_index(drop=True)


def device_pairs(first: str, second: str) -> list[tuple[Run, Run]]:
    """Pair the runs of two devices in every setting in which both were measured.

    A setting is number format, layout, mode, PyTorch and batch.
    """
    known, setting = known_runs(), ["precision", "layout", "compiled", "torch", "batch"]
    sides = (known[known["device"].eq(device)] for device in (first, second))
    before, after = (side.set_index(setting)["run"] for side in sides)
    runs = known.set_index("run", drop=False)
    both = before.to_frame("before").join(after.rename("after"), how="inner")
    return [(run_of(runs.loc[a]), run_of(runs.loc[b])) for a, b in both.to_numpy()]


def version(torch: str) -> tuple[int, ...]:
    """Give the numbers of a version."""
    return tuple(int(part) for part in re.findall(r"\d+", torch))


def run_of(row: pd.Series) -> Run:
    """Make a run of a row of `known_runs`."""
    facts = row.to_dict()
    return Run(**{name: facts[name] for name in Run.__dataclass_fields__})


def setting(
    told: Iterable[Run], parts: Sequence[str] = ("mode", "layout_words", "torch_words")
) -> str:
    """Say in which setting runs were measured, each thing once: ``eager, NCHW, PyTorch 2.4``."""
    listed = list(told)
    words = [dict.fromkeys(str(getattr(run, part)) for run in listed) for part in parts]
    return ", ".join(" and ".join(values) for values in words)
