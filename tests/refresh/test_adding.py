"""Timings of a reader's own, added for good: what is taken, what is refused, what it changes."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.sources import load
from tests.estimate.test_device import TWELVE
from tests.support import raw_files
from tools.setup import ROOT

SOURCE = ("--url", "https://example.org/x", "--authors", "A. Reader", "--licence", "CC0-1.0")
TODAY = {"mnasnet_a1": "semnasnet_100"}
"""timm's name of today for one of the models."""
RUN = "infer-amp-nhwc-pt210-cu121-rtx3090"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return raw_files.copy_snapshot(tmp_path)


def call(snapshot: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis", "--snapshot", snapshot, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def add(
    snapshot: Path, file: Path, *words: str, kind: str = "cpu"
) -> subprocess.CompletedProcess[str]:
    return call(snapshot, "add", file, "--device", "My board", "--kind", kind, *SOURCE, *words)


def timings(folder: Path, column: int = 0, head: str = "") -> Path:
    lines = [f"{name},{both[column]}" for name, both in TWELVE.items()]
    path = folder / "mine.csv"
    path.write_text(head + "\n".join(["model,latency_ms", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_set_is_added_and_nothing_else_is_changed(snapshot: Path, tmp_path: Path) -> None:
    before = raw_files.contents(snapshot)
    done = add(snapshot, timings(tmp_path), "--precision", "fp32", "--batch-size", "1")
    assert done.returncode == 0, done.stderr
    assert "my-board-fp32: a set of 12 timings" in done.stderr
    after = raw_files.contents(snapshot)
    assert {name for name in after if after[name] != before.get(name)} == {
        "timings.csv",
        "record.yml",
    }
    table = reading.timings(snapshot)
    mine = table[table["set"].eq("my-board-fp32")].set_index("architecture")["latency_ms"]
    assert mine.to_dict() == {TODAY.get(name, name): both[0] for name, both in TWELVE.items()}
    others = table[table["set"].ne("my-board-fp32")].reset_index(drop=True)
    pd.testing.assert_frame_equal(others, reading.timings())
    facts = load(snapshot)["timings"]["my-board-fp32"]
    assert (facts["authors"], facts["licence"], facts["rows"]) == ("A. Reader", "CC0-1.0", 12)
    assert call(snapshot, "check").returncode == 0


def test_a_second_set_of_the_name_takes_its_place_only_when_told_so(
    snapshot: Path, tmp_path: Path
) -> None:
    assert add(snapshot, timings(tmp_path)).returncode == 0
    before = raw_files.contents(snapshot)
    faster = tmp_path / "faster.csv"
    rows = [f"{name},{both[0] / 2}" for name, both in list(TWELVE.items())[:9]]
    faster.write_text("\n".join(["model,latency_ms", *rows]), encoding="utf-8")
    refused = add(snapshot, faster)
    assert refused.returncode == 1
    assert "my-board is there already" in refused.stderr
    assert raw_files.contents(snapshot) == before
    assert add(snapshot, faster, "--replace").returncode == 0
    table = reading.timings(snapshot)
    mine = table[table["set"].eq("my-board")].set_index("architecture")["latency_ms"]
    nine = list(TWELVE.items())[:9]
    assert mine.to_dict() == {TODAY.get(name, name): both[0] / 2 for name, both in nine}


@pytest.mark.parametrize(
    ("column", "head", "words", "status", "reason"),
    [
        (1, "", (), 1, "was the clock stopped before the device had finished?"),
        (0, "# warning: the machine was busy\n", (), 1, "the measuring script warns"),
        (0, "", ("--kind", "toaster"), 2, "not 'toaster'"),
        (0, "", ("--authors", ""), 2, "authors is missing"),
    ],
)
def test_what_cannot_be_trusted_or_is_not_explained_changes_nothing(
    column: int,
    head: str,
    words: tuple[str, ...],
    status: int,
    reason: str,
    snapshot: Path,
    tmp_path: Path,
) -> None:
    before = raw_files.contents(snapshot)
    done = add(snapshot, timings(tmp_path, column, head), *words)
    assert done.returncode == status
    assert reason in done.stderr
    assert raw_files.contents(snapshot) == before


def test_trust_takes_what_the_script_warned_of_and_keeps_the_warning(
    snapshot: Path, tmp_path: Path
) -> None:
    head = "# warning: the machine was busy\n# torch: 2.9.1\n"
    assert add(snapshot, timings(tmp_path, 0, head), "--trust").returncode == 0
    facts = load(snapshot)["timings"]["my-board"]
    assert (facts["warning"], facts["torch"]) == ("the machine was busy", "2.9.1")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Add a run of a made-up card that is half as fast as a known one, as timm's script has it."""
    folder = tmp_path_factory.mktemp("whole")
    snapshot = raw_files.copy_snapshot(folder)
    speed = pd.read_csv(snapshot / "speed" / f"{RUN}.csv").dropna().head(400)
    file = folder / "benchmark.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["model", "infer_samples_per_sec", "infer_batch_size", "infer_img_size"])
    for row in speed.to_dict("records"):
        half = row["samples_per_sec"] / 2
        writer.writerow([row["model"], half, int(row["batch_size"]), row["img_size"]])
    file.write_text(text.getvalue(), encoding="utf-8")
    setting = ("--precision", "amp", "--layout", "nhwc", "--torch", "2.9.1", "--compiled", "no")
    done = add(snapshot, file, *setting, kind="gpu")
    assert done.returncode == 0, done.stderr
    return snapshot, speed


def test_a_file_of_many_models_becomes_a_run(whole: tuple[Path, pd.DataFrame]) -> None:
    snapshot, speed = whole
    listed = pd.read_csv(io.StringIO(call(snapshot, "runs").stdout)).set_index("run")
    added = listed.loc["infer-amp-nhwc-pt291-my_board"]
    assert (added["device"], str(added["torch"])) == ("my_board", "2.9.1")
    own = reading.speed("infer-amp-nhwc-pt291-my_board", snapshot).set_index("model")
    shared = own.index.intersection(speed["model"].tolist())
    assert len(shared) > 300
    known = speed.drop_duplicates("model").set_index("model").loc[shared]
    mine = own[~own.index.duplicated()].loc[shared]
    same = mine["img_size"].eq(known["img_size"])
    ratio = mine.loc[same, "samples_per_sec"] / known.loc[same, "samples_per_sec"]
    assert ratio.sub(0.5).abs().max() < 1e-5
    assert call(snapshot, "check").returncode == 0


@pytest.mark.slow
def test_pages_show_the_added_run(whole: tuple[Path, pd.DataFrame], tmp_path: Path) -> None:
    places = {"ANALYSIS_SNAPSHOT": str(whole[0]), "SITE_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.run_pages", "hardware.qmd", "data.qmd"],
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("My board") > 1
    assert "Traceback" not in done.stdout
