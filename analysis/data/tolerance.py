"""Numbers that are near enough to each other, where a decimal bound has no exact binary form."""

from __future__ import annotations

import pandas as pd

SLACK = 1e-9


def within(values: pd.Series, centre: pd.Series | float, share: float) -> pd.Series:
    """Say which values lie within a share of a centre, both ends included.

    ``abs(5.5 / 5 - 1) <= 0.1`` is false in binary arithmetic; here 5.5 is within a tenth of 5.

    Parameters
    ----------
    values, centre : Series or float
        Numbers of one unit; where either is missing, the answer is no.
    share : float
        The widest distance, as a share of the centre.

    Returns
    -------
    Series of bool
    """
    widest = share * (1 + SLACK)
    near: pd.Series = (values - centre).abs() <= (values * 0 + centre).abs() * widest
    return near
