"""The tables of the page on parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.pages.params.equal_size import architectures, spread_table
from analysis.runs.contenders import contenders
from analysis.runs.devices import device_label, lead_run, run_by_label, run_of_device
from analysis.runs.memory import Fitted, fitted
from analysis.runs.pairs import COSTS, speeds
from analysis.runs.time_predictors import by_family, compare_predictors, predictors

COMPARED = (
    ("activations_m", "param_count_m"),
    ("gmacs", "activations_m"),
    ("gmacs", "param_count_m"),
)
COMPARISON = ["device", "one", "other", "estimate", "conf_low", "conf_high"]


@dataclass(frozen=True)
class Study:
    """What the page on parameters looks at, computed once.

    Of the leading run: ``table``, its contenders' architectures; ``spread`` as `spread_table` gives
    it; ``families`` by measured over expected time. Of each device's run: ``predictors``, with
    ``device``; ``comparisons``: R² of one cost less that of another, with its interval. What the
    batches of the leading ``training`` run, and of the ``inference`` run of its device, say of
    memory; ``batches``: those of training, each estimated from other families.
    """

    table: pd.DataFrame
    spread: pd.DataFrame
    predictors: pd.DataFrame
    comparisons: pd.DataFrame
    families: pd.DataFrame
    batches: pd.DataFrame
    training: Fitted
    inference: Fitted


@cache
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    lead = lead_run()
    table = architectures(contenders(lead))
    label_of = {run: label for label, run in run_by_label().items()}
    label_of |= {lead: device_label(lead)} if lead else {}
    measured = speeds(list(label_of))
    found = predictors(measured)
    device = found["run"].map(label_of)
    differences = [
        {
            "device": label,
            "one": one,
            "other": other,
            **compare_predictors(measured, run, one, other),
        }
        for run, label in label_of.items()
        for one, other in COMPARED
    ]
    training = fitted(lead_run("train"))
    return Study(
        table=table,
        spread=spread_table(table),
        predictors=found.assign(device=device),
        comparisons=pd.DataFrame(differences, columns=COMPARISON),
        families=by_family(measured, lead, COSTS),
        batches=training.tested,
        training=training,
        inference=fitted(run_of_device(training.device)),
    )
