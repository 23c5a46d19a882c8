"""The browser and Python make the same of the same files, to the last digit."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.data import reading
from analysis.data.errors import DataError, UsageError
from analysis.drawing.embed import dumps
from analysis.estimate import calibration, device
from analysis.estimate.files import decoded, read_timings
from analysis.estimate.known import Known, known
from analysis.publish.estimate_data import estimate_data
from tests.support.timing_files import BAD, BINARY, GOOD
from tools.setup import ROOT

LARGEST = 60_000
SETS = sorted(set(reading.timings()["set"]))


def of_set(name: str) -> str:
    timings = reading.timings()
    mine = timings.loc[timings["set"].eq(name), ["architecture", "img_size", "latency_ms"]]
    return mine.to_csv(index=False)


TEXTS = {**GOOD, **BAD, **{name: of_set(name) for name in SETS}}


@pytest.fixture(scope="module")
def everything() -> Known:
    return known()


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return estimate_data()


@pytest.fixture(scope="module")
def browser(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Say what the browser's code makes of every text and of every binary file."""
    files: list[dict[str, Any]] = [{"text": text} for text in TEXTS.values()]
    files += [{"bytes": list(content)} for content in BINARY.values()]
    done = subprocess.run(
        ["node", ROOT / "tests/support/estimate_files.mjs"],
        input=json.dumps({"estimate": json.loads(dumps(data)), "files": files}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip([*TEXTS, *BINARY], json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", [*GOOD, *SETS])
def test_both_give_the_same_times_and_intervals(
    name: str, everything: Known, browser: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(TEXTS[name].encode())
    timed = device.usable(read_timings(file).table, everything)
    found = device.solve(everything, timed)
    reason, odd = device.judged(everything, timed, found)
    half = calibration.half_widths(found, calibration.factors())
    logs = found.log_secs.copy()
    logs[timed.places], half[timed.places] = timed.log_secs, 0
    told = browser[name]
    assert bool(told["reason"]) == bool(reason)
    assert ("which unit?" in told["reason"]) == ("which unit?" in reason)
    assert len(told["warnings"]) == len(odd)
    for part, expected in {"secs": logs, "low": logs - half, "high": logs + half}.items():
        np.testing.assert_allclose(told[part], np.exp(expected), rtol=1e-11)
    measured = [i for i, basis in enumerate(told["basis"]) if basis == "measured"]
    assert measured == timed.places.tolist()


@pytest.mark.parametrize("name", BAD)
def test_both_refuse_what_cannot_be_used_with_a_sentence(
    name: str, everything: Known, browser: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    assert len(browser[name]["fault"].split()) > 3
    file = tmp_path / "mine.csv"
    file.write_text(TEXTS[name], encoding="utf-8")
    with pytest.raises((DataError, UsageError)):
        device.usable(read_timings(file).table, everything)


@pytest.mark.parametrize("name", BINARY)
def test_both_refuse_what_is_no_text(name: str, browser: dict[str, dict[str, Any]]) -> None:
    with pytest.raises(DataError) as caught:
        decoded(BINARY[name], "mine")
    said = browser[name]["fault"]
    assert said.startswith("This is ")
    assert said.split(":")[0].lower().removesuffix(".") in str(caught.value).lower()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    assert decoded(GOOD["a table"].encode(encoding), "mine") == GOOD["a table"]


def test_what_the_browser_is_sent_is_small(data: dict[str, Any]) -> None:
    assert len(gzip.compress(dumps(data).encode(), 9)) < LARGEST
