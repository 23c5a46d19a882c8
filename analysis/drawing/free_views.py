"""Well-chosen views of the chart with free axes, of what the data holds.

An axis is an id that ``assets/explore/axes.js`` knows: ``top1.<test set>``, ``top5.<test set>``,
``top1.mean``, ``speed.<run>``, ``time.<run>``, ``params``, ``gmacs``, ``activations``, ``size`` or
``year``. Colour is ``kind``, ``pretraining``, ``size`` or an axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.run_labels import mode
from analysis.naming import names
from analysis.naming.renames import KEY
from analysis.runs.current_names import current_edition, measured
from analysis.runs.devices import (
    device_label,
    generations,
    lead_run,
    run_like,
    run_of_other_kind,
)

View = dict[str, str]


def views() -> dict[str, View]:
    """Give the views that the page of its own offers: what they show -> the query's parameters."""
    lead, other = lead_run(), run_of_other_kind()
    eager, compiled = _modes()
    here, there = device_label(lead), device_label(other)
    return _drawable(
        {
            f"Accuracy against time per image on the {here}": {},
            "Sketch against ImageNet, by pre-training": {
                "x": "top1.imagenet",
                "y": "top1.sketch",
                "color": "pretraining",
            },
            "A against its clean images, by kind": {
                "x": "top1.imagenet-a-clean",
                "y": "top1.imagenet-a",
            },
            f"The {there} against the {here}": {"x": f"speed.{lead}", "y": f"speed.{other}"},
            f"Compiled against eager on the {here}": {
                "x": f"speed.{eager}",
                "y": f"speed.{compiled}",
            },
            f"Time against activations on the {here}": {"x": "activations", "y": f"time.{lead}"},
            f"Time against multiply-accumulates on the {there}": {
                "x": "gmacs",
                "y": f"time.{other}",
            },
            "Accuracy against parameters, by pre-training": {"x": "params", "color": "pretraining"},
            "Mean accuracy against time, by the year of the paper": {
                "y": "top1.mean",
                "color": "year",
            },
        }
    )


@cache
def page_views() -> dict[str, dict[str, View]]:
    """Give the views that other pages offer, each page's own first: page -> as `views` does."""
    offered = {
        "params": _of_costs(),
        "hardware": _of_devices(),
        "robustness": _of_test_sets(),
        "progress": _of_years(),
    }
    return {page: _drawable(views) for page, views in offered.items()}


def _of_costs() -> dict[str, View]:
    time, other, training = lead_run(), run_of_other_kind(), lead_run("train")
    here, there = device_label(time), device_label(other)
    return {
        f"Time against activations on the {here}": _view("activations", f"time.{time}", "size"),
        f"Time against multiply-accumulates on the {there}": _view("gmacs", f"time.{other}"),
        f"Activations against parameters, by time on the {here}": _view(
            "params", "activations", f"time.{time}"
        ),
        f"Accuracy against parameters, by time on the {here}": _view(
            "params", "top1.imagenet", f"time.{time}"
        ),
        "Training time per image against parameters": _view("params", f"time.{training}", "size"),
    }


def _of_devices() -> dict[str, View]:
    lead, other = f"speed.{lead_run()}", f"speed.{run_of_other_kind()}"
    eager, compiled = _modes()
    before, after = generations() or ("", "")
    here, there = device_label(lead_run()), device_label(run_of_other_kind())
    return {
        f"The {there} against the {here}": _view(lead, other),
        f"Compiled against eager on the {here}": _view(f"speed.{eager}", f"speed.{compiled}"),
        f"The {device_label(after)} against the {device_label(before)}, both {mode(after)}": _view(
            f"speed.{before}", f"speed.{after}"
        ),
        f"The {here} against the {there}, by activations": _view(other, lead, "activations"),
    }


def _of_test_sets() -> dict[str, View]:
    return {
        "Sketch against ImageNet": _view("top1.imagenet", "top1.sketch", "pretraining"),
        "A against its clean images": _view(
            "top1.imagenet-a-clean", "top1.imagenet-a", "pretraining"
        ),
        "R against its clean images": _view(
            "top1.imagenet-r-clean", "top1.imagenet-r", "pretraining"
        ),
        "V2 against ImageNet": _view("top1.imagenet", "top1.imagenetv2", "pretraining"),
        "Sketch against ImageNet, by the year of the paper": _view(
            "top1.imagenet", "top1.sketch", "year"
        ),
    }


def _of_years() -> dict[str, View]:
    lead = lead_run()
    here = device_label(lead)
    return {
        "Top-1 by the year of the family’s paper": _view("year", "top1.imagenet"),
        f"Throughput on the {here} by year": _view("year", f"speed.{lead}"),
        "Parameters by year": _view("year", "params"),
        f"Accuracy against time on the {here}, by year": _view(
            f"time.{lead}", "top1.imagenet", "year"
        ),
        "Mean of all test sets by year, by pre-training": _view("year", "top1.mean", "pretraining"),
    }


def _view(x: str, y: str, color: str = "kind") -> View:
    return {"x": x, "y": y, "color": color}


def _modes() -> tuple[str, str]:
    """Name the leading run and its twin, the eager one first."""
    lead = lead_run()
    return run_like(lead, compiled=False), run_like(lead, compiled=True)


def _drawable(offered: Mapping[str, View]) -> dict[str, View]:
    """Keep the views of which a point has all values; others than named are usual."""
    usual = {"x": f"time.{lead_run()}", "y": "top1.imagenet"}
    return {
        name: view
        for name, view in offered.items()
        if np.logical_and.reduce([_known(axis) for axis in (usual | view).values()]).any()
    }


@cache
def _known(axis: str) -> pd.Series:
    """Tell which rows of the newest edition have a value on an axis; all have other colours."""
    rows = current_edition()
    measure, _, of = axis.partition(".")
    if measure in ("speed", "time"):
        table = measured(of).table
    elif measure in ("gmacs", "activations"):
        run = measured(lead_run()).table
        table = run[run["gmacs" if measure == "gmacs" else "activations_m"].notna()]
    else:
        return _told(axis, rows)
    keys = pd.MultiIndex.from_frame(rows[KEY])
    return pd.Series(keys.isin(pd.MultiIndex.from_frame(table[KEY])), rows.index)


def _told(axis: str, rows: pd.DataFrame) -> pd.Series:
    if axis == "year":
        years = names.families().set_index("family")["year"]
        known = names.describe(rows["current"])["family"].map(years).notna()
        return pd.Series(known.to_numpy(), rows.index)
    if axis == "params":
        return rows["param_count_m"].notna()
    if axis == "top1.mean":
        sets = [f"{name}_top1" for name, test_set in TEST_SETS.items() if not test_set.baseline]
        return rows[sets].notna().all(axis=1)
    rank, _, test_set = axis.partition(".")
    column = f"{test_set}_{rank}"
    return rows[column].notna() if test_set else pd.Series(data=True, index=rows.index)
