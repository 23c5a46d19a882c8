"""Which devices the start page says are missing."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.sources import devices
from analysis.pages.index import claims


def with_device(monkeypatch: pytest.MonkeyPatch, **facts: str) -> str:
    more = pd.concat([devices(), pd.DataFrame([facts])])
    monkeypatch.setattr(claims, "devices", lambda: more)
    return claims.missing_devices().printed


def test_a_described_device_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = with_device(monkeypatch, device="t4", label="T4", name="NVIDIA Tesla T4")
    assert said.startswith("There is no A100, H100, H200, L4, laptop GPU,")


def test_what_a_device_is_that_nobody_described_is_not_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = with_device(monkeypatch, device="m2", label="M2", name="M2")
    assert said.startswith("As far as their names tell, there is no A100")


def test_a_kind_that_a_name_tells_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    said = with_device(monkeypatch, device="m2", label="M2", name="Apple M2")
    assert "Apple chip" not in said
    assert said.endswith("laptop GPU, AMD chip or phone among the devices.")
