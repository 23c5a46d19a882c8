"""The frontier through the years: families by the year of their paper, editions, and recipes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import names, store
from analysis.frontier import frontier
from analysis.metrics import TEST_SETS
from analysis.renames import KEY, PARAM_TOLERANCE, bare, current_accuracy
from analysis.uncertainty import tied, variance

SPEEDS = (1_000, 2_500, 5_000, 10_000, 20_000, 40_000)
ACCURACIES = (75, 78, 80, 82, 84, 86, 88)
OLD_EDITION = "2022-12-30"

BEST = ["year", "at_least", "weights", "img_size", "family_label", "pretraining"]
FACTS = ["family", "family_label", "kind", "pretraining", "distilled"]


def dated(board: pd.DataFrame) -> pd.DataFrame:
    """Add the year of each family's paper.

    Parameters
    ----------
    board : DataFrame
        Joined table of a run, as `analysis.tables.run_table` gives it.

    Returns
    -------
    DataFrame
        With ``year`` and ``doubtful`` of `analysis.names.families`; rows of families without a
        year are left out.
    """
    years = names.families().set_index("family")[["year", "doubtful"]]
    table = board.join(years, on="family")
    known = table["year"].notna() & table["year"].gt(0)
    return table[known].astype({"year": int, "doubtful": bool}).reset_index(drop=True)


def frontiers(table: pd.DataFrame, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Draw the frontier of the families introduced up to each year.

    Parameters
    ----------
    table : DataFrame
        As `dated` gives it.
    years : sequence of int, optional
        All years in the table by default.

    Returns
    -------
    DataFrame
        The rows of each frontier with ``until``, its year; fastest first.
    """
    chosen = sorted(table["year"].unique()) if years is None else years
    parts = [frontier(table[table["year"] <= year]).assign(until=year) for year in chosen]
    return pd.concat(parts, ignore_index=True) if parts else table.assign(until=0)


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


def height(table: pd.DataFrame, slow: float = 1_000, fast: float = 40_000) -> pd.Series:
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
    speeds = np.geomspace(slow, fast, 41)
    years = range(int(table["year"].min()), int(table["year"].max()) + 1) if len(table) else ()
    means = {}
    for year in years:
        edge = frontier(table[table["year"] <= year])
        able = np.searchsorted(-edge["samples_per_sec"].to_numpy(), -speeds, side="right") - 1
        best = edge["top1"].to_numpy()[able]
        means[year] = best.mean() if able.min() >= 0 else np.nan
    return pd.Series(means, name="height", dtype=float)


def recipes(table: pd.DataFrame) -> pd.DataFrame:
    """Compare weights of the same architecture and size that saw ImageNet-1k alone.

    Parameters
    ----------
    table : DataFrame
        Joined table of a run, or any with weights, key, facts of the names and ``top1``.

    Returns
    -------
    DataFrame
        For each (architecture, image size) with at least two such weights, none distilled:
        ``architecture, img_size, family_label, worst, worst_top1, best, best_top1, gain`` (points),
        ``weights_count``; largest gain first. All of a group have the same speed: the gain is the
        recipe's alone.
    """
    own = table[table["pretraining"].eq("in1k") & ~table["distilled"]]
    counts = own.groupby(KEY).size().rename("weights_count")
    return _extremes(own, own).join(counts, on=KEY)


def data_gains(table: pd.DataFrame) -> pd.DataFrame:
    """Compare the best weights that saw more images with the best that saw ImageNet-1k alone.

    Returns
    -------
    DataFrame
        As `recipes`, without the count: ``worst`` is here the best of ImageNet-1k alone, ``best``
        the best with more data, on the same architecture and size; ``gain`` may be negative.
    """
    known = table[~table["distilled"] & table["pretraining"].ne("unknown")]
    more = known[known["pretraining"].ne("in1k")]
    own = known[known["pretraining"].eq("in1k")]
    own = own.sort_values("top1", ascending=False, kind="stable").drop_duplicates(KEY)
    return _extremes(own, more)


def same_weights(
    old: str = OLD_EDITION, new: str | None = None, folder: Path = store.SNAPSHOT
) -> pd.DataFrame:
    """Find the weights that two editions have in common.

    Weights are the same if they have the same name, if timm's list of renames says so (see
    `analysis.renames`), or if the old name is that of an architecture for which timm has one set of
    weights alone; parameter counts must agree within 2 %.

    Parameters
    ----------
    old, new : str
        Editions; `new` is the newest by default.
    folder : Path
        The snapshot.

    Returns
    -------
    DataFrame
        ``weights`` (today's), ``weights_old, img_size``, `FACTS`, and for each test set
        ``<test_set>_old`` and ``<test_set>_new`` (top-1), ``crop_pct_old, crop_pct_new,
        interpolation_old, interpolation_new``. The attribute ``rows_old`` of ``attrs`` counts the
        old edition's rows without fixtures.
    """
    after = store.accuracy(new, folder)
    renames = store.catalog("renames", folder)
    before = current_accuracy(store.accuracy(old, folder), renames, after)
    catalog = store.catalog("weights", folder)["weights"]
    tagged = catalog[catalog.str.contains(".", regex=False)]
    alone = tagged[~bare(tagged).duplicated(keep=False)]
    only = pd.Series(alone.to_numpy(), index=bare(alone))
    before["current"] = before["current"].map(only).fillna(before["current"])
    before = before[~before["current"].str.startswith("test_")]
    both = before.rename(columns={"weights": "weights_old"}).merge(
        after,
        left_on=["current", "img_size"],
        right_on=["weights", "img_size"],
        suffixes=("_old", "_new"),
    )
    off = (both["param_count_m_old"] / both["param_count_m_new"] - 1).abs()
    both = both[off <= PARAM_TOLERANCE].drop_duplicates(["weights", "img_size"])
    facts = names.describe(both["weights"])
    both = both.assign(**{column: facts[column].to_numpy() for column in FACTS})
    scores = {
        f"{test_set}_top1_{side}": f"{test_set}_{side}"
        for test_set in TEST_SETS
        for side in ("old", "new")
    }
    settings = [f"{c}_{side}" for c in ("crop_pct", "interpolation") for side in ("old", "new")]
    kept = both[["weights", "weights_old", "img_size", *FACTS, *settings, *scores]]
    result = kept.rename(columns=scores).reset_index(drop=True)
    result.attrs["rows_old"] = len(before)
    return result


def changes(pairs: pd.DataFrame, test_sets: Sequence[str]) -> pd.DataFrame:
    """Say by how much accuracies changed between editions.

    Parameters
    ----------
    pairs : DataFrame
        As `same_weights` gives it.
    test_sets : sequence of str
        Ids of test sets.

    Returns
    -------
    DataFrame
        ``test_set, n, changed`` (share that is not equal), ``median`` and ``q95`` of the size of
        the change (points), ``mean`` (signed), ``largest``, ``told_apart`` (rows whose two values
        are not tied as if measured on different images).
    """
    rows = []
    for test_set in test_sets:
        images = TEST_SETS[test_set].images
        part = pairs[[f"{test_set}_old", f"{test_set}_new"]].dropna()
        old, new = (part[column].to_numpy(dtype=float) for column in part)
        size = np.abs(new - old)
        apart = ~tied(old, variance(old, images), new, variance(new, images))
        rows.append(
            {
                "test_set": test_set,
                "n": len(part),
                "changed": (size > 1e-9).mean() if len(part) else np.nan,
                "median": np.median(size) if len(part) else np.nan,
                "q95": np.quantile(size, 0.95) if len(part) else np.nan,
                "mean": (new - old).mean() if len(part) else np.nan,
                "largest": size.max() if len(part) else np.nan,
                "told_apart": int(apart.sum()),
            }
        )
    return pd.DataFrame(rows)


def _best(table: pd.DataFrame, bound: str, value: str, limits: Sequence[float]) -> pd.DataFrame:
    order = [False, True, True]
    ranked = table.sort_values([value, "weights", "img_size"], ascending=order, kind="stable")
    parts = []
    years = range(int(table["year"].min()), int(table["year"].max()) + 1) if len(table) else ()
    for limit in limits:
        able = ranked[ranked[bound] >= limit]
        rows = [able.index[able["year"] <= year][:1] for year in years]
        for year, found in zip(years, rows, strict=True):
            if len(found):
                parts.append(able.loc[found].assign(until=year, at_least=limit))
    columns = [*BEST, value]
    if not parts:
        return pd.DataFrame(columns=columns)
    result = pd.concat(parts, ignore_index=True).drop(columns="year")
    return result.rename(columns={"until": "year"})[columns]


def _extremes(low: pd.DataFrame, high: pd.DataFrame) -> pd.DataFrame:
    """Pair, by architecture and size, the worst row of one table with the best of another."""
    worst = low.sort_values("top1", kind="stable").drop_duplicates(KEY)
    best = high.sort_values("top1", ascending=False, kind="stable").drop_duplicates(KEY)
    both = worst[[*KEY, "family_label", "weights", "top1"]].merge(
        best[[*KEY, "weights", "top1"]], on=KEY, suffixes=("_worst", "_best")
    )
    both = both[both["weights_worst"].ne(both["weights_best"])]
    result = both.rename(
        columns={
            "weights_worst": "worst",
            "weights_best": "best",
            "top1_worst": "worst_top1",
            "top1_best": "best_top1",
        }
    )
    result = result.assign(gain=result["best_top1"] - result["worst_top1"])
    return result.sort_values("gain", ascending=False, kind="stable", ignore_index=True)
