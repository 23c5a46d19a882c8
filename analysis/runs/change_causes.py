"""What explains that figures differ: another evaluation, another measurement, another file."""

from __future__ import annotations

import pandas as pd

from analysis.runs.edition_pairs import RENAMED

CAUSE_COLUMNS = ["cause", "what", "rows", "figures", "example", "img_size", "before", "after"]
RENAMED_WEIGHTS, EVALUATION, MEASURED = "renamed", "evaluated otherwise", "measured again"
SETTINGS = ("crop_pct", "interpolation")
# Share of a run's rows whose speed differs when the run as a whole was measured again.
MANY = 0.1
SPEED = "samples_per_sec"


def with_causes(figures: pd.DataFrame, weights: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Add ``cause`` and ``what`` to the figures that differ; both empty where nothing explains it.

    Parameters
    ----------
    figures, weights, runs : DataFrame
        As in `analysis.runs.edition_changes.Changes`.

    Returns
    -------
    DataFrame
        A row of weights that were renamed, or whose crop or interpolation changed, is explained by
        that with all its figures; a run by having been measured again, where a tenth of its rows
        have another speed.
    """
    keys = pd.MultiIndex.from_frame(figures[["table", "name", "img_size"]])
    renamed = weights[weights["change"].eq(RENAMED)]
    settings = figures[figures["column"].isin(SETTINGS)]
    steps = settings["column"] + " " + settings["before"].astype(str)
    steps += " → " + settings["after"].astype(str)
    by_row = [settings["table"], settings["name"], settings["img_size"]]
    evaluated = steps.groupby(by_row).agg(", ".join) if len(settings) else pd.Series(dtype=object)
    is_renamed = pd.MultiIndex.from_frame(figures[["name", "img_size"]]).isin(
        pd.MultiIndex.from_frame(renamed[["after", "img_size"]])
    ) & figures["table"].str.startswith("accuracy/").to_numpy(dtype=bool)
    what = pd.Series(evaluated.reindex(keys).to_numpy() if len(evaluated) else "", figures.index)
    what = what.fillna("").astype(str)
    cause = what.ne("").map({True: EVALUATION, False: ""})
    cause = cause.mask(cause.eq("") & is_renamed, RENAMED_WEIGHTS)
    again = figures["table"].isin(_again(figures, runs))
    what = what.mask(again, figures["table"].str.removeprefix("speed/").str.removesuffix(".csv"))
    return figures.assign(cause=cause.mask(again, MEASURED), what=what)


def causes(explained: pd.DataFrame) -> pd.DataFrame:
    """Count what each cause explains, the one with most rows first.

    Parameters
    ----------
    explained : DataFrame
        As `with_causes` gives it, the largest change first.

    Returns
    -------
    DataFrame
        `CAUSE_COLUMNS`: the figure that changed most is the example.
    """
    rows = []
    known = explained[explained["cause"].ne("")]
    for (cause, what), mine in known.groupby(["cause", "what"], sort=False):
        numbers = mine[~mine["column"].isin(SETTINGS)]
        first = (numbers if len(numbers) else mine).iloc[0]
        count = len(mine.drop_duplicates(["table", "name", "img_size"]))
        shown = (f"{first['name']}: {first['column']}", first["img_size"])
        rows.append((cause, what, count, len(mine), *shown, first["before"], first["after"]))
    table = pd.DataFrame(rows, columns=CAUSE_COLUMNS)
    return table.sort_values("rows", ascending=False, kind="stable").reset_index(drop=True)


def _again(figures: pd.DataFrame, runs: pd.DataFrame) -> list[str]:
    speeds = figures.loc[figures["column"].eq(SPEED), "table"]
    tables = ("speed/" + runs["run"].astype(str) + ".csv").tolist()
    many = MANY * runs["rows_after"].fillna(0).astype(float)
    return [
        table
        for table, least in zip(tables, many, strict=True)
        if 0 < speeds.eq(table).sum() >= least
    ]
