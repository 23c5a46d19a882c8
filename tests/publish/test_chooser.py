"""The chooser's data: what the browser gets, and that the browser ranks as Python does."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from inspect import unwrap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.sources import runs
from analysis.data.test_sets import TEST_SETS
from analysis.drawing.embed import dumps
from analysis.naming import names
from analysis.naming.licenses import CLASS_LABELS, license_class
from analysis.naming.renames import KEY
from analysis.publish import chooser
from analysis.runs.contenders import contenders
from analysis.runs.devices import first_run, lead_run
from analysis.runs.join import run_table
from analysis.runs.memory import fitted, half_width
from analysis.runs.pairs import speed_noise
from analysis.runs.picks import picks
from analysis.stats.frontier import on_frontier
from analysis.stats.intervals import tied, variance, wilson
from tests.support.charts import undo_front_code
from tests.support.naive import architecture, read
from tools.setup import ROOT


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return chooser.site_data()


def column(coded: dict[str, list[Any]]) -> list[Any]:
    return [coded["words"][i] for i in coded["index"]]


def test_every_row_of_the_newest_edition_is_there_once_with_its_facts(data: dict[str, Any]) -> None:
    file, accuracy = data["weights.json"], reading.accuracy()
    assert undo_front_code(file["weights"]) == accuracy["weights"].tolist()
    assert file["img_size"] == accuracy["img_size"].tolist()
    for test_set in TEST_SETS:
        for rank in ("top1", "top5"):
            given = pd.Series(file[rank][test_set], dtype=float)
            pd.testing.assert_series_equal(
                given, accuracy[f"{test_set}_{rank}"], check_names=False, check_exact=True
            )
    licenses = reading.catalog("weights").set_index("weights")["license"]
    expected = accuracy["weights"].map(licenses).replace("", "unknown").fillna("unknown")
    assert column(file["license"]) == expected.tolist()
    assert set(file["license_classes"]) == set(expected)
    assert set(file["license_classes"].values()) <= set(CLASS_LABELS)


def test_the_files_are_as_small_as_promised(data: dict[str, Any]) -> None:
    sizes = {name: len(gzip.compress(dumps(part).encode())) for name, part in data.items()}
    lead = sizes[f"runs/{first_run()}.json"]
    assert sizes.pop("weights.json") + sizes.pop("orders.json") + lead <= 120_000
    assert all(size <= 8_000 for size in sizes.values()), sizes


@pytest.mark.parametrize("run", runs()["run"])
def test_speeds_are_those_of_the_joined_table(data: dict[str, Any], run: str) -> None:
    file, weights = data[f"runs/{run}.json"], data["weights.json"]
    key = np.cumsum(weights["key"])
    speeds = np.array(file["samples_per_sec"], dtype=float)
    batches = np.array(column(file["batch_size"]), dtype=float)
    given = pd.DataFrame(
        {
            "weights": undo_front_code(weights["weights"]),
            "img_size": weights["img_size"],
            "samples_per_sec": speeds[key],
            "batch_size": batches[key],
        }
    ).dropna()
    expected = run_table(run).table[list(given.columns)]
    scored = pd.Series(weights["top1"]["imagenet"], dtype=float).notna()
    given = given[scored.reindex(given.index)]
    order = ["weights", "img_size"]
    pd.testing.assert_frame_equal(
        given.sort_values(order).reset_index(drop=True),
        expected.sort_values(order).reset_index(drop=True),
        check_dtype=False,
        check_exact=True,
    )
    assert len(file["missing"]["index"]) == int(np.isnan(speeds).sum())
    assert set(file["missing"]["words"]) <= set(weights["reasons"])


def test_costs_are_those_of_the_first_run_that_states_them(data: dict[str, Any]) -> None:
    file = data["weights.json"]
    names = [architecture(name) for name in undo_front_code(file["weights"])]
    keys = dict(zip(np.cumsum(file["key"]), zip(names, file["img_size"], strict=True), strict=True))
    wanted = {key: place for place, key in keys.items()}
    for column in ("gmacs", "activations_m"):
        stated: dict[int, float] = {}
        for run in runs()["run"]:
            for row in read(f"speed/{run}.csv"):
                place = wanted.get((architecture(row["model"]), int(row["img_size"])))
                if place is not None and row.get(column):
                    stated.setdefault(place, float(row[column]))
        given = {place: value for place, value in enumerate(file[column]) if value is not None}
        assert given == stated


def test_names_and_backbones_are_those_of_the_catalogue(data: dict[str, Any]) -> None:
    file = data["weights.json"]
    weights = undo_front_code(file["weights"])
    listed = {row["architecture"]: row for row in read("architectures.csv")}
    own = [listed[architecture(name)] for name in weights]
    maps = [f"{row['feature_strides']}/{row['feature_channels']}" for row in own]
    assert column(file["maps"]) == [one if len(one) > 1 else "" for one in maps]
    free = [i for i, row in enumerate(own) if row["fixed_input_size"] == "false"]
    assert np.cumsum(file["any_size"]).tolist() == free
    usual = {weights[place] for place in np.cumsum(file["defaults"])}
    assert len(usual) == len(file["defaults"])
    said = {f"{row['architecture']}.{row['default_tag']}" for row in own}
    assert usual == said & set(weights)
    assert set(file["torchvision"].values()) <= set(weights)
    assert file["torchvision"]["ResNet50_Weights.IMAGENET1K_V2"] == "resnet50.tv2_in1k"


def test_families_come_with_their_paper_its_year_and_a_mark_of_doubt(data: dict[str, Any]) -> None:
    families = data["weights.json"]["families"]
    known = names.families().set_index("family")
    assert known.index.isin(families).sum() > 100
    for family in known.index.intersection(list(families)):
        label, arxiv, year, *doubt = families[family]
        facts = known.loc[family]
        assert (label, arxiv, year) == (facts["label"], facts["arxiv"], facts["year"])
        assert doubt == ([1] if facts["doubtful"] else [])
    assert families["resnet"] == ["ResNet", "1512.03385", 2015]


def test_a_family_without_an_entry_has_no_year(monkeypatch: pytest.MonkeyPatch) -> None:
    known = names.families()
    monkeypatch.setattr(names, "families", lambda: known[known["family"] != "resnet"])
    made = unwrap(chooser.site_data)()
    assert made["weights.json"]["families"]["resnet"] == ["ResNet", "", None]


def test_the_page_asks_for_every_script_at_once() -> None:
    scripts = {path.name for path in (ROOT / "assets/choose").glob("*.js")}
    html = str(chooser.shell())
    assert all(f'href="assets/choose/{script}"' in html for script in scripts)


@pytest.mark.parametrize(
    ("license_id", "expected"),
    [
        ("apache-2.0", "permissive"),
        ("cc-by-4.0", "permissive"),
        ("cc-by-nc-4.0", "non-commercial"),
        ("seer-license", "non-commercial"),
        ("fastvit-license", "custom"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("a licence of tomorrow", "unknown"),
    ],
)
def test_a_licence_that_is_not_known_is_no_permission(license_id: str, expected: str) -> None:
    assert license_class(license_id) == expected


def golden(run: str, accuracy: pd.DataFrame) -> dict[str, Any]:
    speeds = run_table(run).table[["weights", "img_size", "samples_per_sec"]]
    table = accuracy.merge(speeds, on=["weights", "img_size"])
    table = table.sort_values(
        ["samples_per_sec", "weights", "img_size"], ascending=[False, True, True]
    )
    return {
        "run": run,
        "ids": (table["weights"] + "@" + table["img_size"].astype(str)).tolist(),
        "picks": golden_picks(run),
        "tests": {test_set: golden_scores(table, test_set) for test_set in TEST_SETS},
    }


def golden_picks(run: str) -> dict[str, str]:
    found = picks(contenders(run))
    return dict(
        zip(found["pick"], found["weights"] + "@" + found["img_size"].astype(str), strict=True)
    )


def golden_batches() -> dict[str, list[list[Any]]]:
    """Give ``architecture, img_size, low, high`` of the batch that fits, by GB of the card."""
    found = fitted(lead_run("train"))
    memory, within = found.memory, half_width(found.tested)
    assert memory is not None
    table = run_table(lead_run()).table.drop_duplicates(KEY).dropna(subset=["activations_m"])
    table = table[[*KEY, "activations_m", "param_count_m"]]
    table = table.merge(found.brackets[[*KEY, "fits", "fails"]], on=KEY, how="left")
    fixed, params = memory.fixed_gib, memory.per_param * 1e6 * table["param_count_m"]
    here = (found.card_gb - fixed) * 2**30 - params
    cards = {}
    for gb in (8.0, found.card_gb, 80.0):
        room = ((gb - fixed) * 2**30 - params).clip(lower=0)
        value = room / (memory.per_activation * 1e6 * table["activations_m"])
        low = (table["fits"] * room / here).fillna(value / within)
        high = (table["fails"] * room / here).fillna(value * within)
        cards[f"{gb:g}"] = table[KEY].assign(low=low, high=high).to_numpy().tolist()
    return cards


def golden_scores(table: pd.DataFrame, test_set: str) -> dict[str, Any]:
    images, top1 = TEST_SETS[test_set].images, table[f"{test_set}_top1"]
    low, high = wilson(top1, images)
    best = table.assign(top1=top1).sort_values(
        ["top1", "samples_per_sec", "weights", "img_size"], ascending=[False, False, True, True]
    )
    leader = best.iloc[0]
    ties = tied(top1, variance(top1, images), leader["top1"], variance(leader["top1"], images))
    return {
        "best": f"{leader['weights']}@{leader['img_size']}",
        "low": np.round(low, 9).tolist(),
        "high": np.round(high, 9).tolist(),
        "frontier": np.flatnonzero(on_frontier(table, accuracy=f"{test_set}_top1")).tolist(),
        "tied": np.flatnonzero(ties).tolist(),
    }


def test_the_browser_ranks_every_run_and_test_set_as_python_does(
    data: dict[str, Any], tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        missing = "node is missing: install Node.js 20 or newer to run the tests of rank.js"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    for name, part in data.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumps(part), encoding="utf-8")
    accuracy = reading.accuracy().dropna(subset="imagenet_top1")
    (tmp_path / "golden").mkdir()
    for run in runs()["run"]:
        text = json.dumps({**golden(run, accuracy), "noise": speed_noise()}).replace("NaN", "null")
        (tmp_path / "golden" / f"{run}.json").write_text(text, encoding="utf-8")
    (tmp_path / "memory.json").write_text(
        json.dumps(golden_batches()).replace("Infinity", "null"), encoding="utf-8"
    )
    done = subprocess.run(
        [node, "--test", *map(str, sorted((ROOT / "tests/assets/choose").glob("*.test.js")))],
        env={**os.environ, "CHOOSER_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "# skipped 0" in done.stdout, "the golden tables were not compared"
