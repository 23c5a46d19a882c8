"""Runs paired on (architecture, image size)."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.data.reading import SNAPSHOT
from analysis.naming.renames import KEY
from analysis.runs import pairs
from analysis.runs.devices import lead_run


def named(*speeds: float) -> dict[str, float]:
    return {chr(ord("a") + i): speed for i, speed in enumerate(speeds)}


def table(**runs: dict[str, float]) -> pd.DataFrame:
    rows = [(run, name, speed) for run, of in runs.items() for name, speed in of.items()]
    frame = pd.DataFrame(rows, columns=["run", "architecture", "samples_per_sec"])
    return frame.assign(
        img_size=224,
        family=frame["architecture"],
        family_label=frame["architecture"],
        kind="convolution",
        batch_size=np.where(frame["samples_per_sec"] < 100, 256.0, 128.0),
        **dict.fromkeys(pairs.COSTS, 1.0),
    )


def test_a_pair_is_the_same_architecture_at_the_same_size() -> None:
    both = table(old={"a": 10, "b": 20, "c": 5}, new={"a": 30, "b": 10, "d": 1})
    both.loc[both["run"].eq("new") & both["architecture"].eq("b"), "img_size"] = 256
    found = pairs.paired(both, "old", "new")
    assert found[["architecture", "speedup"]].to_numpy().tolist() == [["a", 3.0]]


def test_pairs_are_ordered_by_speedup_and_tell_whether_the_batch_is_the_same() -> None:
    found = pairs.paired(table(old={"a": 10, "b": 20}, new={"a": 20, "b": 200}), "old", "new")
    assert found["architecture"].tolist() == ["b", "a"]
    assert found["same_batch"].tolist() == [False, True]


def test_a_run_paired_with_itself_has_speedup_one() -> None:
    speeds = pairs.speeds([lead_run()])
    assert pairs.paired(speeds, lead_run(), lead_run())["speedup"].eq(1).all()


def test_the_distribution_is_the_quantiles_of_the_factors() -> None:
    runs = table(old=dict.fromkeys("abcde", 10.0), new=named(5, 10, 20, 30, 40))
    found = pairs.paired(runs, "old", "new")
    row = pairs.distribution(found).iloc[0]
    assert (row["n"], row["q50"], row["low"], row["high"], row["slower"]) == (5, 2, 0.5, 4, 0.2)
    assert pairs.distribution(found, "family")["n"].tolist() == [1] * 5


def test_the_distribution_of_no_pairs_has_no_rows() -> None:
    found = pairs.paired(table(old={"a": 1.0}, new={"b": 1.0}), "old", "new")
    assert found.empty
    assert pairs.distribution(found).empty
    assert pairs.distribution(found, "kind").empty


def test_rank_correlations_use_the_pairs_that_two_runs_share() -> None:
    runs = table(one=named(1, 2, 3, 4, 5, 6), two=named(1, 2, 3, 5, 4), three=named(1, 2))
    rho = pairs.rank_correlations(runs, least=3)
    # Five shared pairs, one exchange of neighbours: 1 - 6 * 2 / (5 * 24).
    assert rho.loc["one", "two"] == pytest.approx(0.9)
    assert rho.isna().loc["one", "three"]
    assert pairs.shared(runs).loc["two", "three"] == 2


def test_order_kept_counts_pairs_of_models_naively() -> None:
    rng = np.random.default_rng(3)
    old, new = rng.uniform(1, 50, 12), rng.uniform(1, 50, 12)
    both = pairs.paired(table(old=named(*old), new=named(*new)), "old", "new")
    kept = total = 0
    for i, j in itertools.combinations(range(12), 2):
        factor = max(old[i], old[j]) / min(old[i], old[j])
        if 1.5 < factor < 4:
            total += 1
            kept += (old[i] > old[j]) == (new[i] > new[j])
    assert pairs.order_kept(both, closer_than=4, apart=1.5) == pytest.approx(kept / total)


def test_order_kept_is_missing_where_no_models_qualify() -> None:
    both = pairs.paired(table(old={"a": 1.0, "b": 1.0}, new={"a": 1.0, "b": 2.0}), "old", "new")
    assert np.isnan(pairs.order_kept(both))
    assert np.isnan(pairs.order_kept(both.iloc[:1]))


@pytest.mark.edition("2026-01-06")
def test_the_snapshot_has_no_fixtures_and_one_row_a_key() -> None:
    speeds = pairs.speeds([lead_run()])
    assert not speeds["architecture"].str.startswith("test_").any()
    assert not speeds.duplicated(["run", *KEY]).any()
    assert speeds["kind"].ne("unknown").all()


def test_noise_is_the_factor_between_repeats() -> None:
    run = "infer-amp-nhwc-pt111-cu113-rtx3090"
    found = pairs.noise([run])
    assert (found["spread"] >= 1).all()
    assert (found["times"] >= 2).all()
    speed = pd.read_csv(SNAPSHOT / "speed" / f"{run}.csv").set_index("model")
    same = speed.loc[["resnet50", "gluon_resnet50_v1b", "tv_resnet50"], "samples_per_sec"]
    row = found[found["architecture"].eq("resnet50") & found["img_size"].eq(224)].iloc[0]
    assert row["spread"] >= same.max() / same.min() - 1e-12


def test_a_run_without_repeats_says_nothing_of_noise() -> None:
    assert pairs.noise([lead_run()]).empty
