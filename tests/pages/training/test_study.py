"""Training against inference."""

from __future__ import annotations

import pandas as pd

from analysis.pages.training.study import INFERENCE_TWIN, training_ratio
from analysis.refresh.run_names import read_name
from analysis.runs.devices import lead_run


def test_a_ratio_carries_both_batch_sizes() -> None:
    table = pd.DataFrame(
        {
            "architecture": ["a"],
            "img_size": [224],
            "family": ["f"],
            "family_label": ["F"],
            "kind": ["convolution"],
            "samples_per_sec": [300.0],
            "batch_size": [512.0],
        }
    )
    found = training_ratio(table, table.assign(samples_per_sec=100.0, batch_size=64.0)).iloc[0]
    assert (found["batch_size_infer"], found["batch_size_train"], found["ratio"]) == (512, 64, 3)


def test_the_twin_of_the_training_run_differs_in_its_task_alone() -> None:
    twin = {**read_name(INFERENCE_TWIN), "task": "train"}
    assert twin == read_name(lead_run("train"))
