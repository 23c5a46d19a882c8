"""What recipes and pre-training data add to the same architecture and image size."""

from __future__ import annotations

import math

import pandas as pd

from analysis.naming.names import in1k_alone
from analysis.naming.renames import KEY
from analysis.stats.clusters import means

BOTH = [*KEY, "family_label", "recipe", "data"]
FAMILIES = ["family_label", "networks", "recipe", "data", "recipe_without", "data_without"]
QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


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
        ``architecture, img_size, family_label, worst, worst_top1, best, best_top1, gain`` (points
        from the worst to the best), ``weights_count``; largest gain first. All of a group have the
        same speed: the gain is the recipe's alone.
    """
    own = table[in1k_alone(table) & ~table["distilled"]]
    return _extremes(own, own).join(own.groupby(KEY).size().rename("weights_count"), on=KEY)


def data_gains(table: pd.DataFrame) -> pd.DataFrame:
    """Compare the best weights that saw more images with the best that saw ImageNet-1k alone.

    Returns
    -------
    DataFrame
        As `recipes`, without the last column: ``worst`` is here the best of ImageNet-1k alone,
        ``best`` the best with more data, on the same architecture and size; ``gain`` may be
        negative.
    """
    known = table[~table["distilled"]]
    more = known[~known["pretraining"].isin(["in1k", "unknown"])]
    own = known[in1k_alone(known)]
    own = own.sort_values("top1", ascending=False, kind="stable").drop_duplicates(KEY)
    return _extremes(own, more)


def both(recipes: pd.DataFrame, data: pd.DataFrame) -> pd.DataFrame:
    """Set the two gains side by side, on the networks that have both.

    Parameters
    ----------
    recipes, data : DataFrame
        As `recipes` and `data_gains` give them.

    Returns
    -------
    DataFrame
        `BOTH`: ``recipe`` (from the worst to the best weights of ImageNet-1k alone) and ``data``
        (from the best of ImageNet-1k alone to the best with more data), in points of top-1.
    """
    mine = recipes.rename(columns={"gain": "recipe"})
    other = data[[*KEY, "gain"]].rename(columns={"gain": "data"})
    return mine.merge(other, on=KEY)[BOTH]


def advantage(shared: pd.DataFrame) -> dict[str, float]:
    """Average by how much data adds more than recipes, with an interval robust to families.

    Parameters
    ----------
    shared : DataFrame
        As `both` gives it.

    Returns
    -------
    dict
        ``estimate, conf_low, conf_high`` (points) and ``clusters``, the number of families; missing
        where there are no networks, the interval also where they are of one family.
    """
    rows = shared.assign(difference=shared["data"] - shared["recipe"], group="all")
    found = means(rows, "difference", "group", cluster="family_label")
    names = ("estimate", "conf_low", "conf_high", "clusters")
    return {name: float(found[name].iloc[0]) if len(found) else math.nan for name in names}


def by_family(shared: pd.DataFrame) -> pd.DataFrame:
    """Give the median gains of each family, and of all the others.

    Parameters
    ----------
    shared : DataFrame
        As `both` gives it.

    Returns
    -------
    DataFrame
        `FAMILIES` (points), the family with most networks first.
    """
    gains = ["recipe", "data"]
    rows = []
    for family, mine in shared.groupby("family_label"):
        others = shared[shared["family_label"].ne(family)]
        rows.append([family, len(mine), *mine[gains].median(), *others[gains].median()])
    table = pd.DataFrame(rows, columns=FAMILIES)
    return table.sort_values("networks", ascending=False, kind="stable", ignore_index=True)


def summary(recipes: pd.DataFrame, data: pd.DataFrame, shared: pd.DataFrame) -> pd.DataFrame:
    """Describe the gains on the networks that have both, and on all that have one.

    Parameters
    ----------
    recipes, data, shared : DataFrame
        As `recipes`, `data_gains` and `both` give them.

    Returns
    -------
    DataFrame
        ``networks`` (``both`` or ``all``), ``gain`` (as in `both`), ``n`` and `QUANTILES` (points);
        no row where there are no networks.
    """
    columns = {
        "both": {name: shared[name] for name in ("recipe", "data")},
        "all": {"recipe": recipes["gain"], "data": data["gain"]},
    }
    rows = [
        [networks, name, len(points), *points.quantile(list(QUANTILES.values()))]
        for networks, gains in columns.items()
        for name, points in gains.items()
        if len(points)
    ]
    return pd.DataFrame(rows, columns=["networks", "gain", "n", *QUANTILES])


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
