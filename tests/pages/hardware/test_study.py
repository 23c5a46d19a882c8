"""CPU against GPU, and membership of frontiers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.pages.hardware import study
from analysis.pages.hardware.charts import order_chart


def speeds(kind_penalty: float, families: int = 8, members: int = 6) -> pd.DataFrame:
    """Make a run on a GPU, and one on a CPU that is slower, and more so for attention."""
    rng = np.random.default_rng(2)
    names = product(("convolution", "attention"), range(families), range(members))
    gpu = pd.DataFrame(names, columns=["kind", "family", "architecture"])
    gpu["family"] = gpu["family_label"] = gpu["kind"] + gpu["family"].astype(str)
    gpu["architecture"] = gpu["family"] + gpu["architecture"].astype(str)
    for cost in ("param_count_m", "gmacs", "activations_m"):
        gpu[cost] = 10 ** rng.uniform(-1, 2, len(gpu))
    gpu = gpu.assign(img_size=224, batch_size=1.0, samples_per_sec=1e4 / gpu["gmacs"] ** 0.7)
    penalty = gpu["kind"].map({"convolution": 1.0, "attention": kind_penalty})
    slower = 100 * penalty * np.exp(rng.normal(0, 0.05, len(gpu))) * gpu["gmacs"] ** 0.1
    cpu = gpu.assign(samples_per_sec=gpu["samples_per_sec"] / slower)
    return pd.concat([gpu.assign(run="gpu"), cpu.assign(run="cpu")], ignore_index=True)


def test_a_penalty_on_the_cpu_is_found_with_an_interval_around_it() -> None:
    found = study.cpu_against_gpu(speeds(1.5), "cpu", "gpu")
    assert found["adjustment"].tolist() == list(study.ADJUSTMENTS)
    adjusted = found.set_index("adjustment").loc["at equal multiply-accumulates"]
    assert adjusted["estimate"] == pytest.approx(1.5, rel=0.03)
    assert adjusted["conf_low"] < 1.5 < adjusted["conf_high"]


def test_the_raw_effect_is_the_ratio_of_geometric_means() -> None:
    table = speeds(1.5)
    by_run = table.set_index(["architecture", "run"])["samples_per_sec"].unstack("run")  # noqa: PD010
    slowdown = pd.Series(np.log(by_run["gpu"] / by_run["cpu"]), index=by_run.index)
    attention = slowdown.index.str.startswith("attention")
    expected = np.exp(slowdown[attention].mean() - slowdown[~attention].mean())
    found = study.cpu_against_gpu(table, "cpu", "gpu").set_index("adjustment")
    assert found.loc["as they come", "estimate"] == pytest.approx(expected)


def test_a_kind_with_few_members_is_left_out() -> None:
    table = speeds(1.0, families=3, members=6)
    assert study.cpu_against_gpu(table, "cpu", "gpu").empty


def contenders(**speed_and_accuracy: tuple[float, float]) -> pd.DataFrame:
    rows = pd.DataFrame(speed_and_accuracy, index=["samples_per_sec", "top1"], dtype=float).T
    names = dict.fromkeys(("weights", "architecture", "family_label"), rows.index)
    return rows.assign(img_size=224, kind="convolution", pretraining="in1k", **names)


def test_membership_is_counted_among_rows_that_every_device_has() -> None:
    one = contenders(a=(100, 70), b=(50, 80), c=(60, 75), x=(999, 99))
    two = contenders(a=(10, 70), b=(9, 80), c=(1, 75))
    found = study.memberships({"one": one, "two": two}).set_index("weights")
    assert found["devices"].to_dict() == {"b": 2, "a": 2, "c": 1}
    assert found["only"].to_dict() == {"b": "", "a": "", "c": "one"}


def test_no_device_and_no_common_row_give_no_membership() -> None:
    assert study.memberships({}).empty
    apart = {"one": contenders(a=(100, 70)), "two": contenders(b=(10, 70))}
    assert study.memberships(apart).empty


def test_a_device_with_few_rows_does_not_narrow_what_all_have() -> None:
    many = contenders(a=(100, 70), b=(50, 80), c=(60, 75))
    few = contenders(a=(10, 70))
    assert list(study.well_covered({"many": many, "few": few, "none": few[:0]})) == ["many"]


def test_an_oddity_is_far_from_the_median() -> None:
    pairs = pd.DataFrame({"architecture": list("abcde"), "speedup": [20.0, 2.2, 2.0, 1.8, 0.4]})
    found = study.oddities(pairs.assign(img_size=224, family_label="F"))
    assert found["architecture"].tolist() == ["a", "e"]
    assert found["times_median"].tolist() == [10, 0.2]


def test_more_devices_than_colours_still_look_different() -> None:
    devices = [f"device {number}" for number in range(20)]
    kept = pd.DataFrame(
        [(device, apart, 0.9, 10) for device in devices for apart in (1.0, 2.0)],
        columns=["device", "apart", "kept", "pairs"],
    )
    traces = order_chart(kept, "RTX 5090", "A finding").traces
    looks = {(trace["marker"]["color"], trace["marker"]["symbol"]) for trace in traces}
    assert len(looks) == len(traces) == 20
