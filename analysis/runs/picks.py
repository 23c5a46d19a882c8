"""Three models to start from on a device: a fast, a balanced and an accurate one."""

from __future__ import annotations

import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.naming.licenses import license_class
from analysis.runs.pairs import speed_noise
from analysis.stats.intervals import tied, variance

PICKS = {"fast": "Fast", "balanced": "Balanced", "accurate": "Accurate"}
YARDSTICK = ("resnet50", 224)
"""Architecture and image size that practitioners know; where a run lacks it, the median model."""

BOUNDS = ["min_top1", "min_speed"]


def yardstick(table: pd.DataFrame) -> pd.Series:
    """Give what the picks are measured by: ``architecture, img_size, top1, samples_per_sec``.

    Parameters
    ----------
    table : DataFrame
        Contenders of a run, as `analysis.runs.contenders.contenders` gives them; at least one.

    Returns
    -------
    Series
        The best weights of `YARDSTICK`; where the run lacks it, an empty architecture and the
        medians of the table.
    """
    columns = ["architecture", "img_size", "top1", "samples_per_sec"]
    architecture, img_size = YARDSTICK
    known = table[table["architecture"].eq(architecture) & table["img_size"].eq(img_size)]
    if len(known):
        return known.nlargest(1, "top1").iloc[0][columns]
    medians = table[["top1", "samples_per_sec"]].median()
    return pd.Series(["", 0, *medians], columns)


def picks(table: pd.DataFrame, noise: float | None = None) -> pd.DataFrame:
    """Pick a fast, a balanced and an accurate model among those with a permissive licence.

    *Fast* is the fastest at least as accurate as the `yardstick`; *balanced* the most accurate at
    least as fast; *accurate* the most accurate of all. Where others cannot be told from that one,
    the better in the other measure is picked: the fastest of those tied in accuracy, the most
    accurate of those within the noise of speed.

    Parameters
    ----------
    table : DataFrame
        Contenders of a run, as `analysis.runs.contenders.contenders` gives them.
    noise : float, optional
        Share by which repeats of a speed differ; `analysis.runs.pairs.speed_noise` by default.

    Returns
    -------
    DataFrame
        The table's columns with ``pick``, a key of `PICKS`, and `BOUNDS`, what was asked for
        (missing where nothing was); a row for each pick that some model meets.
    """
    noise = speed_noise() if noise is None else noise
    allowed = table[table["license"].map(license_class).eq("permissive")]
    if allowed.empty:
        return allowed.assign(pick="", **dict.fromkeys(BOUNDS, 0.0))
    measure = yardstick(table)
    bounds = {
        "fast": (measure["top1"], None),
        "balanced": (None, measure["samples_per_sec"]),
        "accurate": (None, None),
    }
    rows = []
    for pick, (top1, speed) in bounds.items():
        able = allowed[allowed["top1"].ge(top1 or 0) & allowed["samples_per_sec"].ge(speed or 0)]
        if len(able):
            one = _most_accurate(_as_fast(able, noise)) if pick == "fast" else _fastest_tied(able)
            rows.append(one.assign(pick=pick, min_top1=top1, min_speed=speed))
    return pd.concat(rows, ignore_index=True).astype(dict.fromkeys(BOUNDS, float))


def _as_fast(rows: pd.DataFrame, noise: float) -> pd.DataFrame:
    fastest = rows["samples_per_sec"].max()
    return rows[rows["samples_per_sec"].mul(1 + noise).ge(fastest)]


def _most_accurate(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["top1", "samples_per_sec"], ascending=False, kind="stable").head(1)


def _fastest_tied(rows: pd.DataFrame) -> pd.DataFrame:
    images = TEST_SETS["imagenet"].images
    best = rows["top1"].max()
    alike = tied(rows["top1"], variance(rows["top1"], images), best, variance(best, images))
    order = ["samples_per_sec", "top1"]
    return rows[alike].sort_values(order, ascending=False, kind="stable").head(1)
