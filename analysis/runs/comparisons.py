"""Pairs of inference runs that differ in one thing, found by rules.

Runs of which the device, number format, layout or PyTorch is not known are in no pair, and the
batches of a pair are both the largest that fit, or were set to the same. Where
several pairs would do, the newest PyTorch counts, then compiled before eager, NCHW before NHWC, AMP
first.

- device: a device against the nearest older one of its kind (by the years in ``sources.yml``, then
  its order) with a run in the same number format, layout, mode and PyTorch; compiled and eager
  where it is of a later year, else one of the two.
- compiling: eager against compiled, once a device.
- software: a device's oldest PyTorch and CUDA against its newest, in each layout; eager where that
  was measured, as compiling is itself a part of what changes.
- layout: NCHW against NHWC, once a device.
- precision: each number format against the one before it, once a device and mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pandas as pd

from analysis.runs.devices import device_runs
from analysis.runs.pairs import distribution, paired, stacked
from analysis.runs.settings import Run, known_runs, run_of, version


@dataclass(frozen=True)
class Comparison:
    """Two runs that differ in what ``question`` says, and in nothing else that is known."""

    question: str
    first: Run
    second: Run
    changed: str

    @property
    def id(self) -> str:
        """What changed, in lower case with hyphens."""
        return re.sub(r"[^a-z0-9.]+", "-", self.changed.lower()).strip("-")

    @property
    def before(self) -> str:
        """The id of the first run."""
        return self.first.run

    @property
    def after(self) -> str:
        """The id of the second run."""
        return self.second.run

    @property
    def later(self) -> bool:
        """Whether the second run's device is of a later year than the first's."""
        return 0 < self.first.year < self.second.year


@cache
def comparisons() -> tuple[Comparison, ...]:
    """Find the pairs of all questions; oldest device first, those of compiling leading first."""
    known = known_runs()
    found = [
        *_devices(known),
        *_compiling(known),
        *software_pairs(),
        *_layouts(known),
        *_precisions(known),
    ]
    return tuple({one.id: one for one in found}.values())


def software_pairs() -> list[Comparison]:
    """Find each device's oldest PyTorch against its newest, oldest device first."""
    found: list[Comparison] = []
    for _, mine in known_runs().query("cuda != ''").groupby("age"):
        eager, compiled = (list(_versions(mine[mine["compiled"].eq(mode)])) for mode in (0, 1))
        found += eager or compiled
    return found


def from_oldest(found: Sequence[Comparison]) -> list[Comparison]:
    """Keep the comparisons of software on the device that starts from the oldest PyTorch."""
    if not found:
        return []
    oldest = min(found, key=lambda one: version(one.first.torch)).first
    return [
        one for one in found if (one.first.device, one.first.torch) == (oldest.device, oldest.torch)
    ]


def _versions(mine: pd.DataFrame) -> Iterator[Comparison]:
    """Compare the oldest with the newest PyTorch of one device and mode in each layout."""
    for layout in sorted(mine["layout"].unique(), reverse=True):
        for _, same in mine[mine["layout"].eq(layout)].groupby(["batch", "precision"]):
            ordered = _best_first(same)
            new, old = run_of(ordered.iloc[0]), run_of(ordered.iloc[-1])
            if new.torch != old.torch:
                setting = f"{old.label}, {layout.upper()}, {old.mode}"
                words = f"PyTorch {old.version} to {new.version} ({setting})"
                yield Comparison("software", old, new, words)
                break


def cpu_pairs() -> list[Comparison]:
    """Find for each CPU's run the GPU run nearest to it: in mode, then PyTorch, then layout."""
    known = known_runs()
    versions = sorted(known["torch"].unique(), key=version)
    gpus = [run_of(row) for _, row in known[known["kind"].eq("gpu")].iterrows()]
    own = known[known["kind"].eq("cpu") & known["run"].isin(device_runs()["run"])]
    cpus = [run_of(row) for _, row in own.iterrows()] if gpus else []
    found = []
    for cpu in cpus:
        apart = [
            (
                gpu.compiled != cpu.compiled,
                abs(versions.index(gpu.torch) - versions.index(cpu.torch)),
                gpu.layout != cpu.layout,
            )
            for gpu in gpus
        ]
        gpu = gpus[apart.index(min(apart))]
        found.append(Comparison("cpu", gpu, cpu, f"{gpu.label} to {cpu.label}"))
    return found


def _devices(known: pd.DataFrame) -> Iterator[Comparison]:
    same = ["precision", "layout", "compiled", "torch", "batch"]
    for _, mine in known.groupby("kind", sort=False):
        ages = sorted(mine["age"].unique())
        for place, age in enumerate(ages):
            newer = mine[mine["age"].eq(age)]
            for older in ages[:place][::-1]:
                found = _matched(mine[mine["age"].eq(older)], newer, same)
                for one in _modes(found):
                    words = f"{one[0].label} to {one[1].label} ({one[0].mode})"
                    yield Comparison("device", *one, words)
                if found:
                    break


def _modes(found: list[tuple[Run, Run]]) -> list[tuple[Run, Run]]:
    """Keep the first pair of each mode where the device is of a later year, else the first."""
    first = {one.compiled: (one, other) for one, other in reversed(found)}
    kept = [first[mode] for mode in (True, False) if mode in first]
    generation = bool(kept) and 0 < kept[0][0].year < kept[0][1].year
    return kept if generation else kept[:1]


def _compiling(known: pd.DataFrame) -> Iterator[Comparison]:
    same = ["precision", "layout", "torch", "cuda", "batch"]
    for _, mine in known.groupby("device", sort=False):
        found = _matched(mine[~mine["compiled"]], mine[mine["compiled"]], same)
        for one, other in found[:1]:
            yield Comparison("compiling", one, other, f"Eager to compiled on the {one.label}")


def _layouts(known: pd.DataFrame) -> Iterator[Comparison]:
    same = ["precision", "compiled", "torch", "cuda", "batch"]
    for _, mine in known.groupby("age"):
        layout = mine["layout"]
        found = _matched(mine[layout.eq("nchw")], mine[layout.eq("nhwc")], same)
        for one, other in found[:1]:
            words = f"NCHW to NHWC on the {one.label} ({one.mode})"
            yield Comparison("layout", one, other, words)


def _precisions(known: pd.DataFrame) -> Iterator[Comparison]:
    done = set()
    ordered = _best_first(known).sort_values("age", kind="stable")
    for (age, compiled, *_), mine in ordered.groupby(
        ["age", "compiled", "layout", "torch", "cuda", "batch"], sort=False
    ):
        formats = [run_of(row) for _, row in mine.drop_duplicates("precision").iterrows()]
        if len(formats) < 2 or (age, compiled) in done:
            continue
        done.add((age, compiled))
        for one, other in pairwise(formats):
            words = f"{one.number_format} to {other.number_format} ({one.label}, {one.mode})"
            yield Comparison("precision", one, other, words)


def _matched(
    before: pd.DataFrame, after: pd.DataFrame, same: Sequence[str]
) -> list[tuple[Run, Run]]:
    """Pair runs that are alike in some columns, those that count first."""
    firsts, seconds = (
        {tuple(getattr(run, part) for part in same): run for run in _all_runs(side)[::-1]}
        for side in (before, after)
    )
    return [(run, seconds[key]) for key, run in reversed(firsts.items()) if key in seconds]


def _all_runs(known: pd.DataFrame) -> list[Run]:
    return [run_of(row) for _, row in _best_first(known).iterrows()]


def _best_first(known: pd.DataFrame) -> pd.DataFrame:
    """Order runs: newest PyTorch, compiled before eager, NCHW before NHWC, AMP first."""
    keys = [
        (
            [-part for part in version(row["torch"])],
            not row["compiled"],
            row["layout"] != "nchw",
            row["precision"],
        )
        for row in known.to_dict("records")
    ]
    return known.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


def comparison(name: str) -> Comparison:
    """Find a comparison by its id.

    Raises
    ------
    KeyError
        There is none.
    """
    found = {one.id: one for one in comparisons()}
    if name not in found:
        raise KeyError(f"no comparison {name!r}; there are {', '.join(found)}")
    return found[name]


def compare(
    speeds: pd.DataFrame, chosen: Sequence[Comparison] | None = None, least: int = 1
) -> pd.DataFrame:
    """Pair the runs of each comparison.

    Parameters
    ----------
    speeds : DataFrame
        As `analysis.runs.pairs.speeds` gives it.
    chosen : sequence of Comparison, optional
        All by default.
    least : int
        Comparisons with fewer pairs are left out.

    Returns
    -------
    DataFrame
        The columns of `analysis.runs.pairs.paired` and ``comparison``, an id.
    """
    asked = comparisons() if chosen is None else chosen
    parts = [paired(speeds, one.before, one.after).assign(comparison=one.id) for one in asked]
    return stacked(
        [part for part in parts if len(part) >= least],
        paired(speeds.iloc[:0], "", "").assign(comparison=""),
    )


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
    none = distribution(pairs.iloc[:0], group)
    table = stacked(parts, none.assign(comparison="", question="", changed=""))
    first = ["comparison", "question", "changed"]
    return table[[*first, *(column for column in table if column not in first)]]
