"""Training against inference."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.sources import load
from analysis.pages.training.claims import _time
from analysis.pages.training.study import study, training_ratio
from analysis.runs.devices import ATTRIBUTES, lead_run

LEAD = lead_run("train")


def test_a_ratio_carries_both_batch_sizes() -> None:
    names = {"architecture": ["a"], "family": "f", "family_label": "F", "kind": "convolution"}
    table = pd.DataFrame({**names, "img_size": 224, "samples_per_sec": 300.0, "batch_size": 512.0})
    found = training_ratio(table, table.assign(samples_per_sec=100.0, batch_size=64.0)).iloc[0]
    assert (found["batch_size_infer"], found["batch_size_train"], found["ratio"]) == (512, 64, 3)


def test_the_twin_of_the_training_run_differs_in_its_task_alone() -> None:
    record = load()["runs"]
    own, twin = ({fact: record[run][fact] for fact in ATTRIBUTES} for run in (LEAD, study().twin))
    assert twin == {**own, "task": "infer"}


@pytest.mark.parametrize(
    ("hours", "words"), [(37.81, "37.8 hours"), (0.3, "18 minutes"), (0.005, "18.0 seconds")]
)
def test_hours_are_written_in_the_unit_that_suits_them(hours: float, words: str) -> None:
    assert _time(hours) == words
