"""Pairs of benchmark runs that differ in one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.runs.pairs import distribution, paired


@dataclass(frozen=True)
class Comparison:
    """Two runs that differ in what ``question`` says, and in nothing else that is known."""

    id: str
    question: str
    before: str
    after: str
    changed: str


COMPARISONS = (
    Comparison(
        "rtx4090-over-rtx3090",
        "device",
        "infer-amp-nchw-pt240-cu124-rtx3090",
        "infer-amp-nchw-pt240-cu124-rtx4090",
        "RTX 3090 to RTX 4090 (eager)",
    ),
    Comparison(
        "rtx5090-over-rtx4090",
        "device",
        "infer-amp-nchw-pt291-cu128-4090-dynamo",
        "infer-amp-nchw-pt291-cu130-5090-dynamo",
        "RTX 4090 to RTX 5090 (compiled)",
    ),
    Comparison(
        "rtx5090-over-rtx4090-eager",
        "device",
        "infer-amp-nchw-pt291-cu128-4090",
        "infer-amp-nchw-pt291-cu130-5090",
        "RTX 4090 to RTX 5090 (eager)",
    ),
    Comparison(
        "pro6000-over-rtx5090",
        "device",
        "infer-amp-nchw-pt291-cu130-5090-dynamo",
        "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo",
        "RTX 5090 to RTX PRO 6000 (compiled)",
    ),
    Comparison(
        "i7-over-i9",
        "device",
        "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo",
        "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
        "Core i9 to Core i7 (compiled)",
    ),
    Comparison(
        "compiled-5090",
        "compiling",
        "infer-amp-nchw-pt291-cu130-5090",
        "infer-amp-nchw-pt291-cu130-5090-dynamo",
        "Eager to compiled on the RTX 5090",
    ),
    Comparison(
        "compiled-4090",
        "compiling",
        "infer-amp-nchw-pt291-cu128-4090",
        "infer-amp-nchw-pt291-cu128-4090-dynamo",
        "Eager to compiled on the RTX 4090",
    ),
    Comparison(
        "compiled-pro6000",
        "compiling",
        "infer-amp-nchw-pt291-cu130-pro6000maxq",
        "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo",
        "Eager to compiled on the RTX PRO 6000",
    ),
    Comparison(
        "pt240-over-pt111",
        "software",
        "infer-amp-nhwc-pt111-cu113-rtx3090",
        "infer-amp-nhwc-pt240-cu124-rtx3090",
        "PyTorch 1.11 to 2.4 (RTX 3090, NHWC, eager)",
    ),
    Comparison(
        "pt240-over-pt111-nchw",
        "software",
        "infer-amp-nchw-pt111-cu113-rtx3090",
        "infer-amp-nchw-pt240-cu124-rtx3090",
        "PyTorch 1.11 to 2.4 (RTX 3090, NCHW, eager)",
    ),
    Comparison(
        "pt291-over-pt240",
        "software",
        "infer-amp-nchw-pt240-cu124-rtx4090",
        "infer-amp-nchw-pt291-cu128-4090",
        "PyTorch 2.4 to 2.9.1 (RTX 4090, NCHW, eager)",
    ),
    Comparison(
        "nhwc-3090",
        "layout",
        "infer-amp-nchw-pt240-cu124-rtx3090",
        "infer-amp-nhwc-pt240-cu124-rtx3090",
        "NCHW to NHWC on the RTX 3090 (eager)",
    ),
    Comparison(
        "nhwc-4090",
        "layout",
        "infer-amp-nchw-pt240-cu124-rtx4090",
        "infer-amp-nhwc-pt240-cu124-rtx4090",
        "NCHW to NHWC on the RTX 4090 (eager)",
    ),
    Comparison(
        "amp-bf16",
        "precision",
        "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo",
        "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
        "AMP fp16 to AMP bf16 (RTX PRO 6000, compiled)",
    ),
    Comparison(
        "pure-bf16",
        "precision",
        "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
        "infer-bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
        "AMP bf16 to pure bf16 (RTX PRO 6000, compiled)",
    ),
)


def comparison(name: str) -> Comparison:
    """Find a comparison by its id.

    Raises
    ------
    KeyError
        There is none.
    """
    found = {one.id: one for one in COMPARISONS}
    if name not in found:
        raise KeyError(f"no comparison {name!r}; there are {', '.join(found)}")
    return found[name]


def compare(speeds: pd.DataFrame, chosen: Sequence[Comparison] = COMPARISONS) -> pd.DataFrame:
    """Pair the runs of each comparison.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.
    chosen : sequence of Comparison
        All by default.

    Returns
    -------
    DataFrame
        The columns of `analysis.runs.pairs.paired` and ``comparison``, an id.
    """
    parts = [paired(speeds, one.before, one.after).assign(comparison=one.id) for one in chosen]
    return pd.concat(parts, ignore_index=True)


def of_comparison(pairs: pd.DataFrame, name: str) -> pd.DataFrame:
    """Keep the pairs of one comparison, without its id."""
    return pairs[pairs["comparison"].eq(name)].drop(columns="comparison")


def summary(pairs: pd.DataFrame, group: str | None = None) -> pd.DataFrame:
    """Describe the speed-ups of each comparison.

    Parameters
    ----------
    pairs : DataFrame
        As `compare` gives it.
    group : str, optional
        ``kind`` or ``family_label``: one row for each of its values.

    Returns
    -------
    DataFrame
        ``comparison, question, changed``, then the columns of `analysis.runs.pairs.distribution`.
    """
    parts = []
    for name, part in pairs.groupby("comparison", sort=False):
        one = comparison(str(name))
        found = distribution(part, group)
        parts.append(found.assign(comparison=name, question=one.question, changed=one.changed))
    first = ["comparison", "question", "changed"]
    table = pd.concat(parts, ignore_index=True)
    return table[[*first, *(column for column in table if column not in first)]]
