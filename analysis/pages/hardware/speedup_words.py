"""Words about pairs of runs, and the threshold below which two speeds are called the same."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import count, percent, times

NEAR_TIE = 0.03
"""Two speeds of separate runs closer than this share are called the same by the page."""


def slower(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs that lose more than `NEAR_TIE`."""
    return pairs[pairs["speedup"] < 1 - NEAR_TIE]


def beyond_noise(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs whose speeds differ by more than `NEAR_TIE`, either way."""
    return pairs[(pairs["speedup"] - 1).abs() > NEAR_TIE]


def from_to(factors: pd.Series) -> str:
    """Write the range of factors, once where its ends read the same."""
    ends = dict.fromkeys((times(float(factors.min())), times(float(factors.max()))))
    return " to ".join(ends)


def middle(pairs: pd.DataFrame) -> float:
    """Give the median speed-up."""
    return float(pairs["speedup"].median())


def named_model(row: pd.Series) -> str:
    """Name the model of a row."""
    return f"`{row['architecture']}` at {row['img_size']} px"


def losing_words(pairs: pd.DataFrame) -> str:
    """Say how many pairs lose."""
    losing = slower(pairs)
    return (
        f"{count(len(losing))} of {count(len(pairs))} lose more than {percent(100 * NEAR_TIE, 0)}"
    )


def changed_words(pairs: pd.DataFrame, verb: str) -> str:
    """Say how many pairs differ, with a verb."""
    off = beyond_noise(pairs)
    share = percent(100 * NEAR_TIE, 0)
    return f"{count(len(off))} of {count(len(pairs))} {verb} by more than {share}"
