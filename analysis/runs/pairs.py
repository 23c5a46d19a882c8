"""Benchmark runs against each other, on exactly the same (architecture, image size)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import reading
from analysis.data.sources import runs as known_runs
from analysis.naming import names
from analysis.naming.renames import KEY
from analysis.runs.current_names import measured

COSTS = ["param_count_m", "gmacs", "activations_m"]
SPEED_COLUMNS = [
    "run",
    *KEY,
    "family",
    "family_label",
    "kind",
    "samples_per_sec",
    "batch_size",
    *COSTS,
]
APART = (
    ("up to 1.1", 1.0, 1.1),
    ("1.1 to 1.5", 1.1, 1.5),
    ("1.5 to 2", 1.5, 2.0),
    ("2 to 3", 2.0, 3.0),
    ("over 3", 3.0, np.inf),
)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def speeds(runs: Sequence[str] | None = None, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Read the speeds of several runs under today's names.

    Parameters
    ----------
    runs : sequence of str, optional
        Ids of runs; all by default.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        `SPEED_COLUMNS`, one row per run and (architecture, image size); rows without a measurement
        and timm's own test fixtures are left out.
    """
    chosen = known_runs()["run"].tolist() if runs is None else list(runs)
    parts = [measured(run, folder=folder).table.assign(run=run) for run in chosen]
    table = stacked(parts, measured("", folder=folder).table.assign(run=""))
    architectures = pd.Series(table["architecture"].unique())
    facts = names.describe(architectures).set_index("architecture")
    kept = table[~table["architecture"].map(facts["is_test"]).astype(bool)]
    described = kept.assign(
        **{c: kept["architecture"].map(facts[c]) for c in ("family", "family_label", "kind")}
    )
    return described.reset_index(drop=True)[SPEED_COLUMNS]


def noise(runs: Sequence[str] | None = None, folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Compare rows that measured the same (architecture, image size) more than once in one run.

    Parameters
    ----------
    runs, folder
        As for `speeds`.

    Returns
    -------
    DataFrame
        ``run, architecture, img_size, times, spread``: how often it was measured and the factor
        between the fastest and the slowest of its measurements.
    """
    chosen = known_runs()["run"].tolist() if runs is None else list(runs)
    parts = []
    for run in chosen:
        again = measured(run, folder=folder).repeats
        if again.empty:
            continue
        speed = again.groupby(KEY)["samples_per_sec"]
        part = pd.DataFrame({"times": speed.size(), "spread": speed.max() / speed.min()})
        parts.append(part.reset_index().assign(run=run))
    none = pd.DataFrame(
        {"run": "", "architecture": "", "img_size": 0, "times": 0, "spread": 1.0}, []
    )
    return stacked(parts, none)[list(none)]


@cache
def speed_noise() -> float:
    """Give the share by which 19 of 20 repeats in one run differ at most; 0 where there are none.

    The repeats are those of all runs; most devices have none.
    """
    spread = noise()["spread"]
    return float(spread.quantile(0.95) - 1) if len(spread) else 0.0


def stacked(parts: Sequence[pd.DataFrame], none: pd.DataFrame) -> pd.DataFrame:
    """Put tables under each other; `none`, a table of their columns without rows, for no tables."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else none.reset_index(drop=True)


def paired(table: pd.DataFrame, before: str, after: str) -> pd.DataFrame:
    """Pair two runs on the (architecture, image size) that both have.

    Parameters
    ----------
    table : DataFrame
        As `speeds` gives it.
    before, after : str
        Ids of two runs in it.

    Returns
    -------
    DataFrame
        The columns of `before` but for the run; ``samples_per_sec_after``, ``batch_size_after``,
        ``speedup`` (after over before) and ``same_batch``; largest speed-up first.
    """
    first = table[table["run"].eq(before)].drop(columns="run")
    second = table.loc[table["run"].eq(after), [*KEY, "samples_per_sec", "batch_size"]]
    both = first.merge(second, on=KEY, suffixes=("", "_after"), validate="one_to_one")
    return both.assign(
        speedup=both["samples_per_sec_after"] / both["samples_per_sec"],
        same_batch=both["batch_size_after"].eq(both["batch_size"]),
    ).sort_values(["speedup", *KEY], ascending=[False, True, True], ignore_index=True)


def distribution(pairs: pd.DataFrame, group: str | None = None) -> pd.DataFrame:
    """Describe the distribution of speed-ups.

    Parameters
    ----------
    pairs : DataFrame
        As `paired` gives it.
    group : str, optional
        Column that splits it; most members first.

    Returns
    -------
    DataFrame
        ``n``, the quantiles ``q05, q25, q50, q75, q95``, ``low`` and ``high`` (smallest and
        largest), ``slower`` (share below 1) and ``same_batch`` (share with equal batch size);
        without rows where there are no pairs.
    """
    parts = [("", pairs)] if group is None else list(pairs.groupby(group, sort=True))
    rows = []
    for name, part in parts:
        factors = part["speedup"].dropna()
        if factors.empty:
            continue
        quantiles = factors.quantile(list(QUANTILES)).tolist()
        rows.append(
            {
                **({} if group is None else {group: name}),
                "n": len(factors),
                **{f"q{q * 100:02.0f}": x for q, x in zip(QUANTILES, quantiles, strict=True)},
                "low": factors.min(),
                "high": factors.max(),
                "slower": (factors < 1).mean(),
                "same_batch": part["same_batch"].mean(),
            }
        )
    columns = ["n", *(f"q{q * 100:02.0f}" for q in QUANTILES), "low", "high", "slower"]
    first = [] if group is None else [group]
    result = pd.DataFrame(rows, columns=[*first, *columns, "same_batch"])
    result = result.astype(dict.fromkeys([*columns[1:], "same_batch"], float) | {"n": int})
    return result.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def wide(table: pd.DataFrame, value: str = "samples_per_sec") -> pd.DataFrame:
    """Turn `speeds` into one column per run, one row per (architecture, image size)."""
    columns = list(dict.fromkeys(table["run"]))
    return table.set_index([*KEY, "run"])[value].unstack("run")[columns]  # noqa: PD010


def rank_correlations(table: pd.DataFrame, least: int = 30) -> pd.DataFrame:
    """Correlate the rankings of all runs by Spearman's rho, on the pairs that two runs share.

    Parameters
    ----------
    table : DataFrame
        As `speeds` gives it.
    least : int
        Runs that share fewer pairs get no number.

    Returns
    -------
    DataFrame
        Square, by run, in the order of the table.
    """
    return wide(table).corr(method="spearman", min_periods=least)


def shared(table: pd.DataFrame) -> pd.DataFrame:
    """Count the (architecture, image size) pairs that two runs share, square like the above."""
    measured_in = wide(table).notna()
    known = measured_in.to_numpy(dtype=int)
    return pd.DataFrame(known.T @ known, measured_in.columns, measured_in.columns)


def order_kept(pairs: pd.DataFrame, apart: float = 1.0, closer_than: float = np.inf) -> float:
    """Give the share of pairs of models that two runs put in the same order.

    Parameters
    ----------
    pairs : DataFrame
        As `paired` gives it.
    apart, closer_than : float
        Only pairs of models whose speeds in the first run differ by a factor above `apart` and
        below `closer_than` count.

    Returns
    -------
    float
        Between 0 and 1; pairs equal in the second run count half. Missing where no pair of models
        qualifies.
    """
    rows = pairs.sort_values("samples_per_sec")
    before, after = (
        np.log(rows[column].to_numpy(dtype=float))
        for column in ("samples_per_sec", "samples_per_sec_after")
    )
    starts = np.searchsorted(before, before + np.log(apart), side="right")
    ends = np.searchsorted(before, before + np.log(closer_than), side="left")
    kept = total = 0.0
    for own, start, end in zip(after, starts, ends, strict=True):
        faster = after[start:end]
        kept += np.count_nonzero(faster > own) + 0.5 * np.count_nonzero(faster == own)
        total += len(faster)
    return kept / total if total else float("nan")


def order_table(speeds: pd.DataFrame, lead: str, others: Mapping[str, str]) -> pd.DataFrame:
    """Compute `order_kept` for several devices and distances.

    Parameters
    ----------
    speeds : DataFrame
        As `speeds` gives it.
    lead : str
        The run that says how far apart two models are.
    others : mapping
        Device's label -> its run.

    Returns
    -------
    DataFrame
        ``device, apart, kept, n`` (pairs of runs that both have).
    """
    rows = []
    for device, run in others.items():
        both = paired(speeds, lead, run)
        rows += [
            (device, label, order_kept(both, above, below), len(both))
            for label, above, below in APART
        ]
    return pd.DataFrame(rows, columns=["device", "apart", "kept", "n"])
