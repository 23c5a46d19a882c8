"""Intervals and ties of accuracies: binomial error of a finite test set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data.test_sets import TEST_SETS

Z_95 = 1.959963984540054  # the 97.5th percentile of the standard normal distribution
Z_TIE = 1.96

Percent = float | npt.NDArray[np.float64] | pd.Series


def wilson(percent: Percent, images: int) -> tuple[npt.NDArray[np.float64], ...]:
    """Give the 95 % Wilson score interval of an accuracy.

    Parameters
    ----------
    percent : float or array
        Accuracy in percent, 0 to 100.
    images : int
        Number of test images.

    Returns
    -------
    low, high : ndarray
        Bounds in percent.

    Raises
    ------
    ValueError
        There are no images, or an accuracy is not between 0 and 100.

    Notes
    -----
    Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    if images <= 0:
        raise ValueError(f"images must be positive, not {images}")
    share = np.asarray(percent, dtype=float) / 100
    if np.any((share < 0) | (share > 1)):
        raise ValueError(f"an accuracy must lie between 0 and 100 %, not {percent}")
    z2n = Z_95**2 / images
    centre = (share + z2n / 2) / (1 + z2n)
    half = Z_95 / (1 + z2n) * np.sqrt(share * (1 - share) / images + z2n / (4 * images))
    low = np.where(share == 0, 0.0, centre - half)
    high = np.where(share == 1, 1.0, centre + half)
    return 100 * low, 100 * high


def variance(percent: Percent, images: int) -> npt.NDArray[np.float64]:
    """Give the binomial variance of an accuracy, in squared percent."""
    values = np.asarray(percent, dtype=float)
    result: npt.NDArray[np.float64] = values * (100 - values) / images
    return result


def tied(a: Percent, variance_a: Percent, b: Percent, variance_b: Percent) -> npt.NDArray[np.bool_]:
    """Tell which accuracies cannot be told apart.

    Tied means that the two-proportion z statistic with unpooled variances is below 1.96 in size.
    All models see the same test images, so that the statistic is conservative: some ties would
    fall with the paired answers, which are not published. A tie is not a claim of equality.

    Parameters
    ----------
    a, b : float or array
        Accuracies in percent.
    variance_a, variance_b : float or array
        Their variances in squared percent, from `variance` or `mean_of_test_sets`.

    Returns
    -------
    ndarray of bool
    """
    difference = np.abs(np.asarray(a, dtype=float) - np.asarray(b, dtype=float))
    spread = np.asarray(variance_a, dtype=float) + np.asarray(variance_b, dtype=float)
    result: npt.NDArray[np.bool_] = np.where(
        spread > 0, difference < Z_TIE * np.sqrt(spread), difference == 0
    )
    return result


def mean_of_test_sets(accuracies: pd.DataFrame, test_sets: Sequence[str]) -> pd.DataFrame:
    """Average accuracies over test sets, each counting the same.

    Parameters
    ----------
    accuracies : DataFrame
        One column of percent per test set, named ``<test set>_top1``.
    test_sets : sequence of str
        Ids of `analysis.data.test_sets.TEST_SETS`.

    Returns
    -------
    DataFrame
        ``mean`` (percent; missing where one of the accuracies is) and ``variance`` (squared
        percent): the sum of the binomial variances over the square of their number.
    """
    columns = [f"{test_set}_top1" for test_set in test_sets]
    values = accuracies[columns]
    parts = [
        variance(values[column], TEST_SETS[test_set].images)
        for column, test_set in zip(columns, test_sets, strict=True)
    ]
    return pd.DataFrame(
        {
            "mean": values.mean(axis=1, skipna=False),
            "variance": np.sum(parts, axis=0) / len(columns) ** 2,
        },
        index=accuracies.index,
    )
