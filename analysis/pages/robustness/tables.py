"""The tables of the page on robustness."""

from __future__ import annotations

from typing import cast

import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.chart import NotEnough, needs
from analysis.drawing.html_tables import (
    Sheet,
    Show,
    counts,
    fixed,
    matrix,
    names,
    ranged,
    sheet,
    words,
)
from analysis.drawing.number_format import count, signed
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS
from analysis.pages.robustness.charts import SHORT, judge_labels
from analysis.pages.robustness.rankings import movers


def movers_table(table: pd.DataFrame, test_set: str, each: int = 5) -> Sheet:
    """Show the rows that gain and lose most places from ImageNet to another test set."""
    moved = movers(table, test_set)
    gain, lose = moved[moved["places"] > 0], moved[moved["places"] < 0]
    if min(len(gain), len(lose)) < each:
        few = f"{count(len(gain))} models gain and {count(len(lose))} lose places"
        return cast(Sheet, NotEnough(f"{few} on {SHORT[test_set]}; {each} of each are needed"))
    rows = pd.concat([gain.head(each), lose.tail(each)])
    rows = rows.assign(pretraining=rows["pretraining"].map(PRETRAINING_LABELS))
    return sheet(
        rows,
        [
            names("weights", "Weights"),
            counts("img_size", "Image", "px"),
            words("pretraining", "Pre-training"),
            counts("rank", "Rank on ImageNet"),
            counts("rank_there", f"on {SHORT[test_set]}"),
            Show("places", "Places", "", lambda places: signed(places, 0)),
        ],
        f"Biggest movers on {SHORT[test_set]}",
    )


@needs(1, "differences that can be estimated")
def differences_table(differences: pd.DataFrame) -> Sheet:
    """Show how other kinds of architecture differ from convolutions on each test set."""
    order = {name: place for place, name in enumerate(KIND_LABELS)}
    rows = differences.assign(
        label=differences["test_set"].map(SHORT),
        kind=differences["term"].map(KIND_LABELS),
        place=differences["term"].map(order),
    ).sort_values(["place", "estimate"], ascending=[True, False])
    return sheet(
        rows,
        [
            words("kind", "Kind"),
            words("label", "Test set"),
            Show("estimate", "Against convolutions", "points", signed),
            ranged("conf_low", "conf_high", "95 % interval", signed),
            Show("p_holm", "p", "Holm", lambda p: "< 0.001" if p < 0.001 else f"{p:.3f}"),
        ],
        "Kinds against convolutions",
    )


def judges_table(judges: pd.DataFrame) -> Sheet:
    """Show what each judge keeps of ImageNet's frontier, and what noise alone would."""
    if len(judges) < 3 or not judges["kept"].any():
        missing = NotEnough("no speeds, or no second test set that most weights were tried on")
        return cast(Sheet, missing)
    return sheet(
        judges.assign(label=judges["judge"].map(judge_labels(judges["judge"]))),
        [
            words("label", "Test set"),
            counts("images", "Images"),
            counts("kept", "Kept"),
            fixed("mean", "ImageNet redrawn", 0),
            ranged("low", "high", "95 % of the draws", count),
        ],
        "What other test sets keep of the frontier",
    )


@needs(1, "test sets with at least two models")
def ties_table(told_apart: pd.DataFrame) -> Sheet:
    """Show what each test set can tell apart."""
    labels = told_apart["test_set"].map(lambda test_set: TEST_SETS[test_set].label)
    return sheet(
        told_apart.assign(test_set=labels).rename(columns={"test_set": "label"}),
        [
            words("label", "Test set"),
            counts("images", "Images"),
            counts("median", "Half are tied with at least"),
            counts("best", "Tied with the best"),
            counts("levels", "Told apart, top down"),
        ],
        "What each test set can tell apart",
    )


@needs(2, "test sets that most weights were tried on")
def agreement_matrix(ranks: pd.DataFrame) -> Sheet:
    """Show the rank correlations of the test sets."""
    if ranks.isna().all(axis=None):
        return cast(Sheet, NotEnough("no models whose accuracies differ"))
    return matrix(
        ranks,
        "Rank correlations of the test sets",
        lambda rho: f"{rho:.3f}",
        (0.9, 1.0),
        {test_set: TEST_SETS[test_set].label for test_set in map(str, ranks)},
    )


def frontiers_table(judged: pd.DataFrame) -> Sheet:
    """Show who is on the frontier under at least one judge of three, the most accurate first."""
    judges = ("imagenet", "imagenetv2", "mean")
    if judged.empty or "imagenetv2" not in judged:
        return cast(Sheet, NotEnough("no speeds, or no accuracies on V2 of most weights"))
    labels = judge_labels(str(column) for column in judged)
    kept = judged[judged[[f"on_{judge}" for judge in judges]].any(axis=1)]
    rows = kept.sort_values("imagenet", ascending=False).assign(
        pretraining=kept["pretraining"].map(PRETRAINING_LABELS),
        **{f"on_{judge}": kept[f"on_{judge}"].map({True: "●", False: ""}) for judge in judges},
    )
    return sheet(
        rows,
        [
            names("weights", "Weights"),
            words("pretraining", "Pre-training"),
            fixed("imagenet", "ImageNet", 1, "%"),
            fixed("imagenetv2", "V2", 1, "%"),
            fixed("mean", "Mean", 1, "%"),
            *(words(f"on_{judge}", f"by {labels[judge]}") for judge in judges),
        ],
        "Frontiers by three test sets",
    )
