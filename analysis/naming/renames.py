"""Deprecated timm names -> today's names, accepted only where the parameter counts agree."""

from __future__ import annotations

import pandas as pd

from analysis.data.tolerance import within

KEY = ["architecture", "img_size"]
PARAM_TOLERANCE = 0.02


def bare(weights: pd.Series) -> pd.Series:
    """Give the architecture: the name before the first dot."""
    parts = [name.partition(".")[0] for name in weights]
    return pd.Series(parts, index=weights.index, dtype="str")


def resolve(rows: pd.DataFrame, renames: pd.DataFrame, reference: pd.Series) -> pd.DataFrame:
    """Bring the names of rows to today's, where the parameter counts allow it.

    timm's list of renames has mistakes, and so have a few old rows; a rename is therefore accepted
    only where the row's parameter count and the reference's, for the new architecture at the same
    image size, agree within 2 %.

    Parameters
    ----------
    rows : DataFrame
        ``model, img_size, param_count_m``.
    renames : DataFrame
        ``old, new``.
    reference : Series
        Parameter count in millions by (architecture, image size).

    Returns
    -------
    DataFrame
        On the index of the rows: ``current`` (today's full name), ``architecture`` (its part before
        the first dot), ``renamed`` and ``refused`` (bool).
    """
    new = rows["model"].map(dict(zip(renames["old"], renames["new"], strict=True))).dropna()
    listed = rows.loc[new.index]
    proposed = bare(new)
    keys = pd.MultiIndex.from_arrays([proposed, listed["img_size"]])
    expected = pd.Series(reference.reindex(keys).to_numpy(), new.index)
    equal = within(listed["param_count_m"], expected, PARAM_TOLERANCE)
    accepted = equal.index[equal]
    own = bare(rows["model"])
    current, architecture = rows["model"].copy(), own.copy()
    current.loc[accepted], architecture.loc[accepted] = new[accepted], proposed[accepted]
    known = expected.notna() & listed["param_count_m"].notna()
    refused = rows.index.isin(equal.index[~equal & known])
    return pd.DataFrame(
        {
            "current": current,
            "architecture": architecture,
            "renamed": architecture.ne(own),
            "refused": refused,
        }
    )


def current_accuracy(
    accuracy: pd.DataFrame, renames: pd.DataFrame, today: pd.DataFrame
) -> pd.DataFrame:
    """Bring the names of an edition to today's.

    Parameters
    ----------
    accuracy : DataFrame
        An edition, as `analysis.data.reading.accuracy` gives it.
    renames : DataFrame
        ``old, new``.
    today : DataFrame
        The newest edition, whose parameter counts a rename must meet.

    Returns
    -------
    DataFrame
        The edition with ``current`` (today's name of the weights) and ``architecture`` added.
    """
    rows = accuracy.rename(columns={"weights": "model"})
    resolved = resolve(rows, renames, reference_params(today))
    return accuracy.assign(current=resolved["current"], architecture=resolved["architecture"])


def reference_params(accuracy: pd.DataFrame) -> pd.Series:
    """Give the parameter count (millions) of each (architecture, image size)."""
    known = "architecture" in accuracy
    keyed = accuracy if known else accuracy.assign(architecture=bare(accuracy["weights"]))
    return keyed.groupby(KEY)["param_count_m"].median()
