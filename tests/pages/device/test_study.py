"""The tables of the page on the reader's own device."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.data import reading
from analysis.pages.device.study import one_at_a_time, settings, study
from tests.support import raw_files


def test_the_backtest_shown_is_that_of_the_reference_models() -> None:
    shown = study().reference
    assert set(shown["chosen"]) == {"reference models"}
    assert not shown.duplicated(["run", "timings"]).any()
    assert shown["setting"].isin(settings().values()).all()
    assert study().ten["timings"].eq(10).all()


def test_time_that_is_the_number_of_layers_is_ranked_by_the_layers(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    listed = pd.read_csv(snapshot / "architectures.csv")
    wanted = listed[listed["default_input"].eq("3x224x224")].head(120)
    mine = pd.DataFrame(
        {
            "set": "some-card",
            "architecture": wanted["architecture"],
            "img_size": 224,
            "batch_size": 1,
            "latency_ms": wanted["layers"] / 20,
            "spread": "",
        }
    )
    mine.to_csv(snapshot / reading.TIMINGS_FILE, index=False)
    record = yaml.safe_load((snapshot / "record.yml").read_text(encoding="utf-8"))
    record["timings"] = {"some-card": {"device": "Some card", "kind": "gpu", "rows": len(mine)}}
    (snapshot / "record.yml").write_text(yaml.safe_dump(record), encoding="utf-8")
    found = one_at_a_time(snapshot)
    assert found["device"].tolist() == ["Some card"]
    assert found["layers"].item() == pytest.approx(1)
    assert found["gmacs"].item() < 1


def test_no_set_of_single_images_on_a_gpu_is_large_enough_yet() -> None:
    sets = reading.timings().groupby("set").size()
    assert len(one_at_a_time()) <= (sets >= 20).sum()
