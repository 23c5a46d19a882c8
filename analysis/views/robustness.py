"""The tables of the page on robustness."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.markup import Html
from analysis.drawing.sheets import Show, counts, fixed, matrix, names, sheet, signed, words
from analysis.figures.robustness import SHORT
from analysis.metrics import TEST_SETS
from analysis.names import PRETRAINING_LABELS
from analysis.studies.robustness import ALL_SETS, levels, movers, neighbours, rank_agreement


def movers_table(table: pd.DataFrame, test_set: str, each: int = 5) -> Html:
    """Show the rows that gain and lose most places from ImageNet to another test set."""
    moved = movers(table, test_set)
    rows = pd.concat([moved.head(each), moved.tail(each)])
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


def ties_table(table: pd.DataFrame) -> Html:
    """Show what each test set can tell apart."""
    rows = []
    for test_set in ALL_SETS:
        tied = neighbours(table, test_set)["tied"]
        rows.append(
            {
                "label": TEST_SETS[test_set].label,
                "images": TEST_SETS[test_set].images,
                "median": tied.median(),
                "best": tied.iloc[0],
                "levels": levels(table, test_set),
            }
        )
    return sheet(
        pd.DataFrame(rows),
        [
            words("label", "Test set"),
            counts("images", "Images"),
            counts("median", "Tied with the median row"),
            counts("best", "with the best"),
            counts("levels", "Steps from the top"),
        ],
        "What each test set can tell apart",
    )


def agreement_matrix(table: pd.DataFrame) -> Html:
    """Show the rank correlations of the test sets."""
    return matrix(
        rank_agreement(table),
        "Rank correlations of the test sets",
        lambda rho: f"{rho:.3f}",
        (0.9, 1.0),
        {test_set: TEST_SETS[test_set].label for test_set in ALL_SETS},
    )


def frontiers_table(judged: pd.DataFrame) -> Html:
    """Show who is on the frontier under at least one judge of three, the most accurate first."""
    judges = ("imagenet", "imagenetv2", "mean")
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
            *(words(f"on_{judge}", f"by {SHORT[judge]}") for judge in judges),
        ],
        "Frontiers under three judges",
    )
