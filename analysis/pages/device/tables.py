"""The tables of the page on the reader's own device."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.chart import needs
from analysis.drawing.html_tables import Sheet, Show, counts, fixed, sheet, words
from analysis.drawing.markup import link
from analysis.drawing.number_format import half_up, significant
from analysis.naming.names import KIND_LABELS
from analysis.pages.device.study import TEN


def _share(column: str, label: str, decimals: int = 1) -> Show:
    return Show(column, label, "%", lambda x: f"{half_up(100 * x, decimals):.{decimals}f}")


@needs(1, "devices that could be left out")
def backtest_table(reference: pd.DataFrame) -> Sheet:
    """Show for each setting left out the errors by number of timings, and more at `TEN`.

    Parameters
    ----------
    reference : DataFrame
        As `analysis.estimate.tables.backtest`, of the reference models, with ``setting``.
    """
    errors = reference.pivot_table(index="setting", columns="timings", values="median_error")
    others = [number for number in errors if number != TEN]
    told = errors[others].set_axis([f"error_{number}" for number in others], axis=1)
    rows = reference[reference["timings"].eq(TEN)].merge(told, on="setting", how="left")
    return sheet(
        rows.sort_values("median_error"),
        [
            words("setting", "Left out"),
            _share("median_error", f"From {TEN}"),
            *[_share(f"error_{number}", f"{number}") for number in others],
            _share("nearest_error", "Scaled"),
            _share("within_10", "Near", 0),
            _share("within_20", "Fair", 0),
            _share("inside_95", "In interval", 0),
            fixed("rank_correlation", "Rank", 3),
        ],
        "Backtest",
    )


@needs(1, "devices that could be left out")
def choices_table(ten: pd.DataFrame) -> Sheet:
    """Show what a reader who chooses by the estimate gets, by setting."""
    return sheet(
        ten,
        [
            words("setting", "Left out"),
            _share("frontier_kept", "Frontier found", 0),
            _share("best_slower", "Slower than the best"),
        ],
        "Choosing by the estimate",
    )


@needs(1, "devices that could be left out")
def methods_table(methods: pd.DataFrame) -> Sheet:
    """Show the methods that were compared, at `TEN` timings."""
    kinds = {"gpu": "GPU", "cpu": "CPU"}
    rows = methods[methods["timings"].eq(TEN)]
    return sheet(
        rows.assign(on=rows["kind"].map(kinds).fillna("other")),
        [
            words("method", "Method"),
            words("on", "On"),
            counts("runs", "Settings"),
            _share("median_error", "Median error"),
            _share("worst_error", "Worst setting"),
            fixed("rank_correlation", "Rank correlation", 3),
        ],
        "Methods",
    )


@needs(1, "reference models")
def reference_table(models: pd.DataFrame) -> Sheet:
    """Show the reference models in order."""
    return sheet(
        models.assign(kind=models["kind"].map(KIND_LABELS)),
        [
            counts("place", "No."),
            words("architecture", "Model"),
            words("kind", "Kind"),
            Show("param_count_m", "Parameters", "M", significant),
            Show("gmacs", "Operations", "GMACs", significant),
            counts("layers", "Layers"),
        ],
        "Reference models",
    )


@needs(1, "sets of timings")
def sets_table(sets: pd.DataFrame) -> Sheet:
    """Show how well each set of timings can be estimated."""
    modes = {"yes": "compiled", "no": "eager"}
    return sheet(
        sets.assign(
            how=sets["runtime"] + sets["compiled"].map(modes).radd(", ").fillna(""),
        ).sort_values(["device", "how"]),
        [
            words("device", "Device"),
            words("how", "Runtime"),
            counts("models", "Models"),
            counts("used", "Timings used"),
            counts("tested", "Estimated"),
            _share("median_error", "Median error", 0),
            _share("worst_error", "Worst", 0),
            _share("inside_95", "Inside 95 % interval", 0),
            _share("nearest_error", "Scaled", 0),
        ],
        "Sets of timings",
    )


def published_table(published: pd.DataFrame) -> Sheet:
    """Show what others have published."""
    return sheet(
        published,
        [
            Show("method", "Method", numeric=False, row=lambda r: link(r["method"], r["address"])),
            words("year", "Year"),
            words("timings", "Timings of a device"),
            words("result", "Reached"),
            words("differs", "What differs"),
        ],
        "Published methods",
    )
