"""CPU against GPU, and membership of frontiers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.pages.hardware import study
from analysis.pages.hardware.charts import order_chart
from analysis.refresh.run_names import read_name


def speeds(kind_penalty: float, families: int = 8, members: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    rows = []
    for kind in ("convolution", "attention"):
        for family in range(families):
            for member in range(members):
                gmacs = float(10 ** rng.uniform(-1, 2))
                seconds = 1e-4 * gmacs**0.7
                penalty = kind_penalty if kind == "attention" else 1.0
                noise = float(np.exp(rng.normal(0, 0.05)))
                for run, factor in (("gpu", 1.0), ("cpu", 100 * penalty * noise * gmacs**0.1)):
                    rows.append(
                        {
                            "run": run,
                            "architecture": f"{kind}{family}{member}",
                            "img_size": 224,
                            "family": f"{kind}{family}",
                            "family_label": f"{kind}{family}",
                            "kind": kind,
                            "samples_per_sec": 1 / (seconds * factor),
                            "batch_size": 1.0,
                            "param_count_m": float(10 ** rng.uniform(0, 2)),
                            "gmacs": gmacs,
                            "activations_m": float(10 ** rng.uniform(0, 2)),
                        }
                    )
    return pd.DataFrame(rows)


def test_the_cpu_runs_share_the_software_of_the_gpu_run() -> None:
    gpu = read_name(study.GPU_RUN)
    for run in study.CPU_RUNS.values():
        cpu = read_name(run)
        assert {key for key in cpu if cpu[key] != gpu[key]} == {"device", "precision", "cuda"}


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
    return pd.DataFrame(
        [
            {
                "weights": name,
                "img_size": 224,
                "architecture": name,
                "family_label": name,
                "kind": "convolution",
                "pretraining": "in1k",
                "samples_per_sec": speed,
                "top1": top1,
            }
            for name, (speed, top1) in speed_and_accuracy.items()
        ]
    )


def test_membership_is_counted_among_rows_that_every_device_has() -> None:
    one = contenders(a=(100, 70), b=(50, 80), c=(60, 75), x=(999, 99))
    two = contenders(a=(10, 70), b=(9, 80), c=(1, 75))
    found = study.memberships({"one": one, "two": two}).set_index("weights")
    assert found["devices"].to_dict() == {"b": 2, "a": 2, "c": 1}
    assert found["only"].to_dict() == {"b": "", "a": "", "c": "one"}


def test_an_oddity_is_far_from_the_median() -> None:
    pairs = pd.DataFrame(
        {
            "architecture": list("abcde"),
            "img_size": 224,
            "family_label": "F",
            "speedup": [20.0, 2.2, 2.0, 1.8, 0.4],
        }
    )
    found = study.oddities(pairs)
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
