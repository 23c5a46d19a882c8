"""Two families side by side."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest

from analysis.drawing.embed import dumps
from analysis.drawing.number_format import percent, rate
from analysis.naming.names import parse
from analysis.pages.families.pair import comparison, pair_rows, pair_words, steps
from analysis.pages.families.study import for_the_browser, study
from analysis.runs.devices import device_runs, lead_run
from tests.support.naive import join
from tools.setup import ROOT

SCRIPT = """
import { readFileSync } from 'node:fs';
import { pairRows, pairWords } from './assets/families/words.js';
const { data, pairs } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
const said = pairs.map(([run, a, b]) => [pairWords(data, run, a, b), pairRows(data, run, a, b)]);
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dumps(for_the_browser(study())))
    return found


def test_the_first_pair_is_that_of_the_question() -> None:
    first = [parse(f"{family}_x") for family in ("convnext", "vit")]
    assert study().first == tuple(name.family for name in first)


@pytest.mark.parametrize("family", ["convnext", "vit", "resnet"])
def test_the_best_of_a_family_at_a_speed_is_that_of_a_naive_walk(
    family: str, data: dict[str, Any]
) -> None:
    rows = [
        (speed, top1)
        for (name, _), (speed, top1) in join(lead_run()).rows.items()
        if parse(name).family == family
    ]
    mine = data["runs"][lead_run()]["families"][family]
    for limit, found in zip(
        (100, 1_000, 10_000), (mine["speeds"][i] for i in (4, 6, 8)), strict=True
    ):
        able = [top1 for speed, top1 in rows if speed >= limit]
        assert (found and found[0]) == (percent(max(able)) if able else None)
    at_accuracies = [mine["accuracies"][place] for place in (3, 6)]
    for limit, found in zip((76, 82), at_accuracies, strict=True):
        able = [speed for speed, top1 in rows if top1 >= limit]
        assert (found and found[0]) == (rate(max(able)) if able else None)


def test_the_browser_says_the_same(data: dict[str, Any], tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    families = list(data["facts"])
    some = islice(permutations(families, 2), 0, None, 41)
    runs = list(data["runs"])
    pairs = [(runs[i % len(runs)], a, b) for i, (a, b) in enumerate(some)]
    assert len(pairs) > 100
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps({"data": data, "pairs": pairs}), encoding="utf-8")
    command = [node, "--input-type=module", "-e", SCRIPT, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for pair, (words, rows) in zip(pairs, json.loads(done.stdout), strict=True):
        assert words == pair_words(data, *pair), pair
        assert [tuple(row) for row in rows] == pair_rows(data, *pair), pair


def test_what_is_not_known_is_said(data: dict[str, Any]) -> None:
    run, (a, b) = lead_run(), study().first
    bare = {**data, "runs": {run: {**data["runs"][run], "families": {}}}}
    assert "was not measured" in pair_words(bare, run, a, b)[0]
    assert "Not enough data" in str(comparison({**data, "first": []}, run))
    assert "Not enough data" in str(comparison(data, ""))
    nothing = {"speeds": [None] * 2, "accuracies": [None] * 2, "frontier": 0}
    bare["runs"][run]["families"] = {a: nothing, b: nothing}
    bare = {**bare, "speeds": ["1", "2"], "accuracies": ["1", "2"]}
    words = pair_words(bare, run, a, b)
    assert "no speed is reached" in words[0]
    assert "No accuracy is reached" in words[1]


def test_a_limit_that_changes_nothing_is_left_out() -> None:
    assert steps(["x", "x", "y", None], ["u", "u", "u", "v"]) == [1, 2]


def test_every_device_is_offered(data: dict[str, Any]) -> None:
    assert list(data["runs"]) == device_runs()["run"].tolist()
