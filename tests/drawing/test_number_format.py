"""Numbers read as DESIGN says, and the same in the browser."""

from __future__ import annotations

import json
import math
import shutil
import subprocess

import numpy as np
import pytest

from analysis.drawing import number_format as fmt
from tools.render import PANDOC
from tools.setup import ROOT


def spaced(text: str) -> str:
    return text.replace("\u202f", " ")


def test_numbers_read_as_people_say_them() -> None:
    assert spaced(fmt.percent(85.338)) == "85.3 %"
    assert spaced(fmt.rate(2364.2)) == "2,360 images/s"
    assert spaced(fmt.duration(0.00042)) == "0.42 ms"
    assert fmt.interval(85.338, 85.026, 85.644) == "85.3 (85.0 to 85.6)"
    assert fmt.count(1556) == "1,556"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (4.65e-5, "46.5 µs"),
        (9.9e-5, "99.0 µs"),
        (1e-4, "0.10 ms"),
        (0.0123, "12.3 ms"),
        (0.9, "900 ms"),
        (1.0, "1.00 s"),
        (12.34, "12.3 s"),
    ],
)
def test_times_choose_their_unit(seconds: float, expected: str) -> None:
    assert spaced(fmt.duration(seconds)) == expected


def test_a_missing_number_is_a_dash() -> None:
    for write in (fmt.significant, fmt.short, fmt.percent, fmt.duration, fmt.rate):
        assert fmt.MISSING in write(math.nan)


def test_the_browser_writes_every_number_the_same() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    rng = np.random.default_rng(1)
    numbers = [
        *(10 ** rng.uniform(-7, 7, 400)).tolist(),
        *[round(n, 2) for n in (10 ** rng.uniform(-2, 6, 400)).tolist()],
        *[0, 0.125, 0.5, 1, 9.995, 9.996, 99.95, 99.949, 999.5, 2365, 1e-4, 0.99995, 12345678],
    ]
    functions = ["significant", "short", "percent", "duration", "rate"]
    script = (
        "import * as f from './assets/chart/format.js';"
        f"const numbers = {json.dumps(numbers)};"
        f"const written = {json.dumps(functions)}.map((n) => numbers.map((v) => f[n](v)));"
        "console.log(JSON.stringify(written));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name, written in zip(functions, json.loads(done.stdout), strict=True):
        write = getattr(fmt, name)
        expected = [write(number) for number in numbers]
        assert written == expected, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("resnet50", "resnet50"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("a<br>b", "a&lt;br&gt;b")],
)
def test_names_are_plain_text_for_plotly(text: str, expected: str) -> None:
    assert fmt.plain(text) == expected


@pytest.mark.parametrize(
    ("factor", "text"), [(1.694, "1.69×"), (22.87, "22.9×"), (0.028, "0.028×"), (1.0, "1.00×")]
)
def test_factors(factor: float, text: str) -> None:
    assert fmt.times(factor) == text


@pytest.mark.parametrize(("points", "text"), [(0.44, "+0.4"), (-1.25, "−1.3"), (-0.01, "+0.0")])
def test_differences_carry_their_sign(points: float, text: str) -> None:
    assert fmt.signed(points) == text


def test_a_sentence_keeps_its_three_kinds_of_markdown_and_nothing_else() -> None:
    kept = "**Bold**: `a_b.c_1` and [the data](data.qmd#coverage), 5 × 4."
    assert fmt.Sentence(kept)._repr_markdown_() == kept
    hostile = "a <img src=x> [b](javascript:x) `{python} x` {{< y >}}\n::: *c* [d][e] <f@g.h>"
    shown = subprocess.run(
        [PANDOC, "--to", "plain", "--wrap", "none"],
        input=fmt.Sentence(f"A {hostile}")._repr_markdown_(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown.strip() == f"A {hostile}".replace("\n", " ")
