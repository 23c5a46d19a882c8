"""The tables of the page on hardware."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, Show, counts, fixed, matrix, names, sheet, words
from analysis.drawing.number_format import count, short, times
from analysis.drawing.run_labels import run_names
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS
from analysis.runs.comparisons import Comparison
from analysis.runs.pairs import shared


def _factor(column: str, label: str) -> Show:
    return Show(column, label, "", times)


@needs(1, "comparisons of runs")
def kind_medians(medians: pd.DataFrame, least: int = 10) -> Sheet:
    """Show each comparison's median speed-up and count by kind, where it has enough pairs."""
    cells = [f"{times(row['q50'])} ({count(row['n'])})" for row in medians.to_dict("records")]
    table = medians.assign(cell=cells)[medians["n"] >= least]
    kinds = [kind for kind in KIND_LABELS if table["kind"].eq(kind).any()]
    rows = medians.drop_duplicates("comparison")[["comparison", "changed"]]
    for kind in kinds:
        mine = table[table["kind"].eq(kind)].set_index("comparison")["cell"]
        rows[kind] = [mine.get(name) for name in rows["comparison"]]
    columns = [Show(kind, KIND_LABELS[kind]) for kind in kinds]
    return sheet(
        rows.drop(columns="comparison"),
        [words("changed", "Change"), *columns],
        "Median speed-up by kind",
    )


def family_medians(
    medians: pd.DataFrame, columns: Mapping[str, Comparison], least: int = 5
) -> Sheet:
    """Show the median speed-up of each family with enough pairs, the most by compiling first.

    Parameters
    ----------
    medians : DataFrame
        As `analysis.runs.comparisons.summary` gives it by ``family_label``.
    columns : mapping
        A column's name -> its comparison.
    least : int
        Fewer pairs give no number.
    """
    ids = [one.id for one in columns.values()]
    enough = medians[medians["comparison"].isin(ids) & (medians["n"] >= least)]
    return _family_sheet(enough, columns)


@needs(1, "families with enough pairs")
def _family_sheet(enough: pd.DataFrame, columns: Mapping[str, Comparison]) -> Sheet:
    ids = {one.id: name for name, one in columns.items()}
    wide = enough.pivot_table("q50", "family_label", "comparison").reindex(columns=list(ids))
    compiled = [one.id for one in columns.values() if one.question == "compiling"]
    first = (compiled or list(ids))[0]
    sizes = enough[enough["comparison"].eq(first)].set_index("family_label")["n"]
    rows = wide.assign(n=sizes).sort_values(first, ascending=False).reset_index()
    return sheet(
        rows,
        [
            words("family_label", "Family"),
            counts("n", "Pairs"),
            *(_factor(name, label) for name, label in ids.items()),
        ],
        "Median speed-up by family",
    )


@needs(1, "models measured both eager and compiled")
def extremes(pairs: pd.DataFrame, each: int = 6) -> Sheet:
    """Show the pairs with the largest and the smallest speed-up."""
    rows = pd.concat([pairs.head(each), pairs.iloc[each:].tail(each)])
    return sheet(
        rows,
        [
            words("architecture", "Architecture"),
            counts("img_size", "Image", "px"),
            words("family_label", "Family"),
            Show("samples_per_sec", "Eager", "images/s", short),
            Show("samples_per_sec_after", "Compiled", "images/s", short),
            _factor("speedup", "Speed-up"),
        ],
        "Largest gains and losses by compiling",
    )


@needs(2, "benchmark runs with speeds")
def rank_matrix(rho: pd.DataFrame, speeds: pd.DataFrame) -> Sheet:
    """Show the rank correlations of all runs, shaded, with the number of pairs beside the mouse."""
    names = run_names()
    known = shared(speeds)
    titles = pd.DataFrame(
        [
            [
                f"{names[one]} and {names[other]}: {count(known.loc[one, other])} pairs"
                for other in rho.columns
            ]
            for one in rho.index
        ]
    )
    return matrix(
        rho,
        "Rank correlations of all runs",
        lambda value: f"{100 * value:.0f}",
        (0.84, 1.0),
        names,
        titles,
    )


@needs(1, "weights that all devices measured")
def memberships_table(table: pd.DataFrame) -> Sheet:
    """Show on which devices' frontiers each weights is."""
    facts = ["weights", "img_size", "architecture", "family_label", "kind", "pretraining", "top1"]
    devices = [str(name) for name in table if name not in (*facts, "devices", "only")]
    rows = table.assign(
        **{device: table[device].map({True: "●", False: ""}) for device in devices},
        pretraining=table["pretraining"].map(PRETRAINING_LABELS),
    )
    return sheet(
        rows,
        [
            names("weights", "Weights"),
            counts("img_size", "Image", "px"),
            fixed("top1", "Top-1", 1, "%"),
            words("pretraining", "Pre-training"),
            *(words(device, device) for device in devices),
        ],
        "Who is on which device's frontier",
    )
