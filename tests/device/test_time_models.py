"""The script that readers run on their own machine, run here with PyTorch and timm themselves."""

from __future__ import annotations

import ast
import csv
import os
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "assets/device/time_models.py"
NEEDS = ("torch==2.14.1", "torchvision==0.29.1", "timm==1.0.31")
QUICK = ("--seconds", "0.3", "--device", "cpu")


def test_the_script_needs_nothing_but_pytorch_and_timm() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {
        (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported - set(sys.stdlib_module_names) == {"torch", "timm", "tqdm"}


@pytest.fixture(scope="module")
def python() -> str:
    """Return a Python that has PyTorch and timm, in an environment apart from the project's."""
    given = os.environ.get("TORCH_PYTHON")
    if given:
        return given
    home = ROOT / ".build/torch"
    program = home / "bin/python"
    if not (home / "made").exists():
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([program, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
        (home / "made").touch()
    return str(program)


def run(python: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, SCRIPT, *QUICK, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def read(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return facts, {row["model"]: row for row in rows}


@pytest.mark.slow
def test_it_times_models_records_what_fails_and_goes_on(python: str, tmp_path: Path) -> None:
    ran = run(python, tmp_path, "--models", "resnet18", "nosuch", "test_vit", "resnet18@64")
    assert ran.returncode == 0, ran.stderr
    facts, rows = read(tmp_path / "timings.csv")
    assert facts["precision"] == "fp32"
    assert facts["compiled"] == "no"
    assert facts["batch_size"] == "1"
    assert facts["device"]
    assert list(rows) == ["resnet18", "nosuch", "test_vit", "resnet18@64"]
    assert "nosuch" in rows["nosuch"]["error"]
    assert rows["nosuch"]["infer_step_time"] == ""
    assert rows["resnet18"]["param_count"] == "11.69"
    assert rows["resnet18"]["infer_img_size"] == "224"
    assert rows["resnet18@64"]["infer_img_size"] == "64"
    times = {name: float(row["infer_step_time"]) for name, row in rows.items() if not row["error"]}
    assert times["test_vit"] < times["resnet18@64"] < times["resnet18"]
    speed = float(rows["resnet18"]["infer_samples_per_sec"])
    assert speed == pytest.approx(1000 / times["resnet18"], rel=1e-4)
    assert "1 failed" in ran.stderr


@pytest.mark.slow
def test_a_second_run_goes_on_and_other_settings_are_refused(python: str, tmp_path: Path) -> None:
    assert run(python, tmp_path, "--models", "resnet18").returncode == 0
    first = read(tmp_path / "timings.csv")[1]["resnet18"]
    assert run(python, tmp_path, "--models", "resnet18", "test_vit").returncode == 0
    rows = read(tmp_path / "timings.csv")[1]
    assert rows["resnet18"] == first
    assert rows["test_vit"]["infer_step_time"]
    before = (tmp_path / "timings.csv").read_bytes()
    other = run(python, tmp_path, "--models", "resnet18", "--channels-last")
    assert other.returncode == 1
    assert "another layout" in other.stderr
    assert (tmp_path / "timings.csv").read_bytes() == before


@pytest.mark.slow
def test_an_interrupt_keeps_what_is_done(python: str, tmp_path: Path) -> None:
    words = ["--models", "test_vit", "resnet50", "vit_large_patch16_224"]
    going = subprocess.Popen([python, SCRIPT, *QUICK, *words], cwd=tmp_path)
    deadline = time.monotonic() + 120
    while not (tmp_path / "timings.csv").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    going.send_signal(signal.SIGINT)
    assert going.wait(60) == 130
    rows = read(tmp_path / "timings.csv")[1]
    assert rows["test_vit"]["infer_step_time"]
    assert "vit_large_patch16_224" not in rows


@pytest.mark.slow
def test_a_machine_that_gets_busy_is_noticed(python: str, tmp_path: Path) -> None:
    words = ["--models", "resnet18", "resnet34", "--seconds", "2"]
    going = subprocess.Popen([python, SCRIPT, *QUICK, *words], cwd=tmp_path)
    while not (tmp_path / "timings.csv").exists():
        time.sleep(0.02)
    loop = [sys.executable, "-c", "while True: pass"]
    load = [subprocess.Popen(loop) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        going.wait(300)
    finally:
        for process in load:
            process.kill()
            process.wait()
    assert "was the machine busy" in read(tmp_path / "timings.csv")[0]["warning"]


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--compile"], ["--precision", "bf16", "--channels-last"]])
def test_it_compiles_and_casts(python: str, tmp_path: Path, words: list[str]) -> None:
    ran = run(python, tmp_path, "--models", "test_resnet", *words)
    assert ran.returncode == 0, ran.stderr
    facts, rows = read(tmp_path / "timings.csv")
    assert float(rows["test_resnet"]["infer_step_time"]) > 0
    assert (facts["compiled"], facts["layout"]) in {("yes", "nchw"), ("no", "nhwc")}
