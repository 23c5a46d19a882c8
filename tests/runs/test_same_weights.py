"""The same weights in two editions."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.runs import same_weights


def test_the_same_weights_are_found_by_name_by_rename_and_as_the_only_ones() -> None:
    pairs = same_weights.same_weights()
    by_old = pairs.set_index(["weights_old", "img_size"])["weights"].to_dict()
    assert by_old["beit_base_patch16_224.in22k_ft_in22k_in1k", 224].startswith("beit_base")
    assert by_old["levit_128s", 224] == "levit_128s.fb_dist_in1k"
    assert "resnet50" not in pairs["weights_old"].tolist()
    assert not pairs.duplicated(["weights", "img_size"]).any()
    assert pairs.attrs["rows_old"] >= len(pairs)


def test_changes_are_sizes_of_differences() -> None:
    pairs = pd.DataFrame({"imagenet_old": [80.0, 70, 60], "imagenet_new": [80.0, 70.02, math.nan]})
    row = same_weights.changes(pairs, ["imagenet"]).iloc[0]
    assert (row["n"], row["changed"], row["told_apart"]) == (2, 0.5, 0)
    assert row["median"] == pytest.approx(0.01)
    assert row["largest"] == pytest.approx(0.02)
    assert np.isnan(same_weights.changes(pairs.iloc[:0], ["imagenet"])["median"]).all()
