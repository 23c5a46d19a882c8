"""The frontier through the years: families by the year of their paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.naming import names
from analysis.stats.frontier import frontier
from analysis.stats.tables import stack

MIDDLE = (1_000.0, 30_000.0)
FAST = (30_000.0, 100_000.0)
SPEEDS = (300, 1_000, 3_000, 10_000, 30_000, 100_000)
BANDS = tuple(pairwise((100.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 30_000.0, 100_000.0)))
ACCURACIES = (75, 78, 80, 82, 84, 86, 88)

LEAST_FAMILIES = 5
"""A history starts in the first year that has so many families."""

BEST = ["year", "at_least", "weights", "img_size", "family_label", "pretraining"]
RISES = ["compared", "slow", "fast", "before", "now", "rise"]


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """Add the year of each family's paper.

    Parameters
    ----------
    table : DataFrame
        Joined table of a run, as `analysis.runs.join.run_table` gives it.

    Returns
    -------
    DataFrame
        With ``year`` and ``doubtful`` of `analysis.naming.names.families`; rows of families without
        year are left out.
    """
    years = names.families().set_index("family")[["year", "doubtful"]]
    rows = table.join(years, on="family")
    return rows[rows["year"].gt(0)].astype({"year": int, "doubtful": bool}).reset_index(drop=True)


def history(table: pd.DataFrame) -> range:
    """List the years from the first that has `LEAST_FAMILIES` families up to it to the newest.

    Parameters
    ----------
    table : DataFrame
        As `dated` gives it.

    Returns
    -------
    range
        Empty where there are fewer families.
    """
    firsts = table.groupby("family")["year"].min().sort_values()
    if len(firsts) < LEAST_FAMILIES:
        return range(0)
    return range(int(firsts.iloc[LEAST_FAMILIES - 1]), int(firsts.iloc[-1]) + 1)


def spread(years: range, most: int) -> list[int]:
    """Pick at most so many years, evenly, the first and the last among them."""
    places = np.linspace(0, len(years) - 1, min(most, len(years))).round().astype(int)
    return [years[place] for place in places]


def frontiers(table: pd.DataFrame, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Draw the frontier of the families introduced up to each year.

    Parameters
    ----------
    table : DataFrame
        As `dated` gives it.
    years : sequence of int, optional
        All of the `history` that have a family of their own by default.

    Returns
    -------
    DataFrame
        The rows of each frontier with ``until``, its year; fastest first.
    """
    chosen = sorted({*history(table)} & {*table["year"]}) if years is None else years
    parts = [frontier(table[table["year"] <= year]).assign(until=year) for year in chosen]
    return stack(parts, [*table.columns, "until"])


def best_accuracy(table: pd.DataFrame, speeds: Sequence[float] = SPEEDS) -> pd.DataFrame:
    """Find the most accurate weights at least so fast, of the families up to each year.

    Parameters
    ----------
    table : DataFrame
        As `dated` gives it.
    speeds : sequence of float
        Throughputs that are asked for (images/s).

    Returns
    -------
    DataFrame
        `BEST` and ``top1``, a row for each year and throughput that some row reaches.
    """
    return _best(table, "samples_per_sec", "top1", speeds)


def best_speed(table: pd.DataFrame, accuracies: Sequence[float] = ACCURACIES) -> pd.DataFrame:
    """Find the fastest weights at least so accurate, of the families up to each year.

    Returns
    -------
    DataFrame
        `BEST` and ``samples_per_sec``, a row for each year and accuracy that some row reaches.
    """
    return _best(table, "top1", "samples_per_sec", accuracies)


def height(table: pd.DataFrame, slow: float = MIDDLE[0], fast: float = MIDDLE[1]) -> pd.Series:
    """Average the best accuracy over a range of speeds, for the families up to each year.

    Parameters
    ----------
    table : DataFrame
        As `dated` gives it.
    slow, fast : float
        Ends of the range (images/s); speeds count evenly on a log scale.

    Returns
    -------
    Series
        Percent, by year; missing while no row reaches the fast end.
    """
    means = {
        year: _mean_height(frontier(table[table["year"] <= year]), slow, fast)
        for year in history(table)
    }
    return pd.Series(means, name="height", dtype=float)


def rises(
    compared: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    windows: Sequence[tuple[float, float]],
) -> pd.DataFrame:
    """Say by how much the mean height rose in several ranges of speed.

    Parameters
    ----------
    compared : mapping
        A name -> the models of before, and those of now, with ``samples_per_sec`` and ``top1``.
    windows : sequence of (float, float)
        Ranges of speed (images/s), as for `height`.

    Returns
    -------
    DataFrame
        `RISES`, a row for each comparison and range.
    """
    rows = []
    for name, tables in compared.items():
        edges = [frontier(table) for table in tables]
        for slow, fast in windows:
            before, now = (_mean_height(edge, slow, fast) for edge in edges)
            rows.append([name, slow, fast, before, now, now - before])
    return pd.DataFrame(rows, columns=RISES)


def gained(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Compare the best accuracy at every speed before and now.

    Parameters
    ----------
    before, now : DataFrame
        Models with ``samples_per_sec`` and ``top1``.

    Returns
    -------
    DataFrame
        ``samples_per_sec`` (each corner of either frontier, slowest first), ``before`` and ``now``
        (best accuracy at least so fast; missing where nobody was), ``rise`` (points). From a
        corner's speed down to the next slower one, the corner's left out, nothing changes: the
        table holds every value there is.
    """
    return _steps(before, now, "samples_per_sec", "top1")


def sped(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Compare the highest speed at every accuracy before and now.

    Returns
    -------
    DataFrame
        As `gained`, with ``top1`` for the corners and speeds for ``before`` and ``now``, whose
        quotient is ``times``.
    """
    steps = _steps(before, now, "top1", "samples_per_sec").drop(columns="rise")
    return steps.assign(times=steps["now"] / steps["before"])


def largest(steps: pd.DataFrame, value: str, low: float, high: float) -> float:
    """Find the largest rise anywhere in a range, its ends included.

    Parameters
    ----------
    steps : DataFrame
        As `gained` or `sped` gives it.
    value : str
        ``rise`` or ``times``.
    low, high : float
        The range, in the unit of the table's first column.

    Returns
    -------
    float
        Missing where nothing in the range was reached before.
    """
    ends = steps.iloc[:, 0].to_numpy(dtype=float)
    starts = np.concatenate([[-np.inf], ends[:-1]])
    return float(steps.loc[(ends >= low) & (starts < high), value].max())


def _mean_height(edge: pd.DataFrame, slow: float, fast: float) -> float:
    """Integrate the best accuracy over the log of the speed, exactly: it is a step function."""
    corners = edge["samples_per_sec"].to_numpy()
    inside = corners[(corners > slow) & (corners < fast)]
    stops = np.unique(np.concatenate([[slow], inside, [fast]]))
    best = _reached(edge, "samples_per_sec", "top1", stops[1:])
    return float(best @ np.diff(np.log(stops)) / np.log(fast / slow))


def _steps(before: pd.DataFrame, now: pd.DataFrame, bound: str, value: str) -> pd.DataFrame:
    edges = [frontier(table) for table in (before, now)]
    corners = np.unique(np.concatenate([edge[bound] for edge in edges]))
    was, best = (_reached(edge, bound, value, corners) for edge in edges)
    columns = {bound: corners, "before": was, "now": best, "rise": best - was}
    return pd.DataFrame(columns)


def _reached(
    edge: pd.DataFrame, bound: str, value: str, limits: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Find the best value of a frontier at each limit or beyond; missing where it ends before."""
    ordered = edge.sort_values(bound)
    place = np.searchsorted(ordered[bound].to_numpy(), limits, side="left")
    values = np.append(ordered[value].to_numpy(dtype=float), np.nan)
    result: npt.NDArray[np.float64] = values[place]
    return result


def _best(table: pd.DataFrame, bound: str, value: str, limits: Sequence[float]) -> pd.DataFrame:
    order = [False, True, True]
    ranked = table.sort_values([value, "weights", "img_size"], ascending=order, kind="stable")
    parts = []
    years = history(table)
    for limit in limits:
        able = ranked[ranked[bound] >= limit]
        rows = [able.index[able["year"] <= year][:1] for year in years]
        for year, found in zip(years, rows, strict=True):
            if len(found):
                parts.append(able.loc[found].assign(until=year, at_least=limit))
    dated = [part.drop(columns="year").rename(columns={"until": "year"}) for part in parts]
    return stack(dated, [*BEST, value])
