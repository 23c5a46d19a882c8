"""Which comparisons the sentences and tables of the page speak of, by role."""

from __future__ import annotations

import pandas as pd

from analysis.pages.hardware.study import LEAST, study
from analysis.runs import comparisons
from analysis.runs.comparisons import Comparison, of_comparison
from analysis.runs.devices import device_label, lead_run
from analysis.runs.settings import version

Pairs = tuple[Comparison, ...]


def asking(question: str, kind: str = "") -> Pairs:
    """Give the comparisons of a question, of one kind of device where that is asked for."""
    return tuple(
        one
        for one in study().compared
        if one.question == question and kind in ("", one.second.kind)
    )


def generations(latest: int = 2) -> Pairs:
    """Give the comparisons of the latest GPUs, each with one of an earlier year."""
    found = [one for one in asking("device", "gpu") if one.later]
    cards = list(dict.fromkeys(one.second.device for one in found))[-latest:]
    return tuple(one for one in found if one.second.device in cards)


def chief(found: Pairs) -> Pairs:
    """Keep the first comparison of each two devices."""
    return tuple({(one.first.device, one.second.device): one for one in found[::-1]}.values())[::-1]


def same_year() -> Comparison | None:
    """Find the last comparison of two GPUs of one year."""
    found = [one for one in asking("device", "gpu") if one.first.year == one.second.year > 0]
    return found[-1] if found else None


def compiling() -> Comparison | None:
    """Find the comparison of eager with compiled on the leading device, else on the first."""
    found = asking("compiling")
    leading = [one for one in found if one.second.label == device_label(lead_run())]
    return next(iter((*leading, *found)), None)


def from_oldest() -> Pairs:
    """Give the comparisons of software that start from the oldest PyTorch, NCHW first."""
    found = comparisons.from_oldest(asking("software"))
    return tuple(sorted(found, key=lambda one: one.first.layout))


def to_newest() -> Comparison | None:
    """Find the comparison of software up to the newest PyTorch, but those of `from_oldest`."""
    found = [one for one in asking("software") if one not in from_oldest()]
    return max(found, key=lambda one: version(one.second.torch), default=None)


def number_formats() -> tuple[Comparison | None, Comparison | None]:
    """Find a comparison of two formats of AMP, and one of AMP with its format alone."""
    two = alone = None
    for one in asking("precision"):
        before, after = one.first.precision, one.second.precision
        if before.startswith("amp") and after.startswith("amp"):
            two = two or one
        if before == f"amp_{after}":
            alone = alone or one
    return two, alone


def of_families() -> dict[str, Comparison]:
    """Choose the comparisons that are shown by family, by their short names."""
    found = {f"{one.second.brief} over {one.first.brief}": one for one in chief(generations())}
    lead = compiling()
    if lead is not None:
        found["compiled"] = lead
    for one in from_oldest()[:1]:
        found[f"PyTorch {one.second.version} over {one.first.version}"] = one
    for one in asking("layout")[:1]:
        found["NHWC"] = one
    return found


def pairs_of(one: Comparison) -> pd.DataFrame:
    """Give the pairs of a comparison, largest speed-up first."""
    return of_comparison(study().pairs, one.id)


def compiled_pairs() -> pd.DataFrame:
    """Give the pairs of `compiling`; no rows where there is none."""
    one = compiling()
    return study().pairs.iloc[:0] if one is None else pairs_of(one)


def medians(chosen: Pairs) -> pd.DataFrame:
    """Give the median speed-up by comparison (rows) and kind with enough pairs (columns)."""
    kinds, ids = study().kinds, [one.id for one in chosen]
    enough = kinds[kinds["n"].ge(LEAST) & kinds["comparison"].isin(ids)]
    return enough.pivot_table("q50", "comparison", "kind").reindex(ids).astype(float)
