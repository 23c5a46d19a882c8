"""Tables put together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def stack(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Put tables under each other, with these columns; no tables make an empty one."""
    if not parts:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(parts, ignore_index=True)[list(columns)]
