"""What a file's name says of a run is read, and what it does not say is left open."""

from __future__ import annotations

import pytest

from analysis.refresh.run_names import read_name

FACTS = ("task", "device", "kind", "precision", "layout", "compiled", "torch", "cuda", "batch")


@pytest.mark.parametrize(
    ("run", "facts"),
    [
        (
            "infer-amp-nchw-pt291-cu130-5090-dynamo",
            ("infer", "5090", "gpu", "amp", "nchw", True, "2.9.1", "13.0", ""),
        ),
        (
            "infer-amp-nchw-pt291-cu128-4090",
            ("infer", "4090", "gpu", "amp", "nchw", False, "2.9.1", "12.8", ""),
        ),
        (
            "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
            ("infer", "pro6000maxq", "gpu", "amp_bf16", "nchw", True, "2.9.1", "13.0", ""),
        ),
        (
            "infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo",
            ("infer", "i9_10940x", "cpu", "fp32", "nchw", True, "2.2.1", "", ""),
        ),
        (
            "train-amp-nhwc-pt113-cu117-rtx3090",
            ("train", "rtx3090", "gpu", "amp", "nhwc", False, "1.13", "11.7", ""),
        ),
        (
            "infer-amp-nchw-pt2101-cu130-5090",
            ("infer", "5090", "gpu", "amp", "nchw", False, "2.10.1", "13.0", ""),
        ),
        (
            "infer-amp-nchw-pt291-cu130-t4-bs1",
            ("infer", "t4", "gpu", "amp", "nchw", False, "2.9.1", "13.0", "1"),
        ),
        (
            "infer-amp-nchw-pt291-cu130-h100-compile-maxautotune",
            ("infer", "h100", "gpu", "amp", "nchw", True, "2.9.1", "13.0", ""),
        ),
        (
            "infer-bf16-pt2.9.1-rocm62-mi300x-max-autotune-channels-last-batch256",
            ("infer", "mi300x", "gpu", "bf16", "nhwc", True, "2.9.1", "", "256"),
        ),
        (
            "infer-w4a16-nchw-pt291-cu130-rtx4090-laptop-eager",
            ("infer", "rtx4090-laptop", "gpu", "w4a16", "nchw", False, "2.9.1", "13.0", ""),
        ),
        (
            "model_benchmark_amp_nchw_rtx3090",
            ("", "rtx3090", "", "amp", "nchw", False, "", "", ""),
        ),
        (
            "model_benchmark_amp_bf16_pt221_cpu_i9_10940x",
            ("", "i9_10940x", "cpu", "amp_bf16", "", False, "2.2.1", "", ""),
        ),
        ("t4-bs1", ("", "t4", "", "", "", False, "", "", "1")),
        ("h100-compile-maxautotune", ("", "h100", "", "", "", True, "", "", "")),
        (
            "infer--nchw-pt291-cu130-5090",
            ("infer", "5090", "gpu", "", "nchw", False, "2.9.1", "13.0", ""),
        ),
        ("run12", ("", "", "", "", "", False, "", "", "")),
        ("something-new", ("", "", "", "", "", False, "", "", "")),
        ("", ("", "", "", "", "", False, "", "", "")),
    ],
)
def test_the_name_of_a_run_says_how_it_was_made(run: str, facts: tuple[object, ...]) -> None:
    assert read_name(run) == dict(zip(FACTS, facts, strict=True))
