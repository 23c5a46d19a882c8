"""One table of names for Python and JavaScript, and the names of the snapshot."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis.__main__ import main
from analysis.naming.names import parse
from analysis.naming.resolve import HOW, Known, known, likeness, resolve, torchvision_names
from tests.support import naive

TABLE: dict[str, Any] = json.loads(
    Path(__file__).with_name("resolve.json").read_text(encoding="utf-8")
)
SMALL = Known(**{**TABLE["known"], "weights": frozenset(TABLE["known"]["weights"])})


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: repr(case[0]))
def test_a_name_stands_for_its_weights(case: list[Any]) -> None:
    name, weights, how, *similar = case
    found = resolve(name, SMALL)
    assert (found.weights, " ".join(found.how)) == (weights, how)
    assert found.suggestions == tuple(similar[0] if similar else ())


def test_every_way_has_words_and_a_case() -> None:
    assert {step for _, _, how, *_ in TABLE["cases"] for step in how.split()} == set(HOW)


def test_likeness_is_the_share_of_common_pairs() -> None:
    assert likeness("night", "nacht") == 2 * 1 / 8
    assert likeness("aaa", "aa") == 2 * 1 / 3
    assert likeness("a", "b") == 0


@pytest.mark.edition("2026-01-06")
@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("efficientnet_b0", "efficientnet_b0.ra_in1k"),
        ("convnext_base", "convnext_base.fb_in22k_ft_in1k"),
        ("hf-hub:timm/tf_efficientnet_b4_ns", "tf_efficientnet_b4.ns_jft_in1k"),
        ("ResNet50_Weights.IMAGENET1K_V2", "resnet50.tv2_in1k"),
        ("resnet50", "resnet50.a1_in1k"),
    ],
)
def test_names_of_the_issue(name: str, weights: str) -> None:
    assert resolve(name, known()).weights == weights


@pytest.mark.edition("2026-01-06")
def test_a_dropped_tag_is_answered_with_the_nearest() -> None:
    found = resolve("efficientnet_b5.in12k_ft_in1k", known())
    assert found.weights == ""
    assert found.suggestions[0] == "efficientnet_b5.sw_in12k_ft_in1k"


def test_all_weights_of_the_catalogue_are_themselves_in_any_spelling() -> None:
    there = known()
    for name in there.weights:
        assert resolve(name, there).how == ()
    for name in [*there.weights, *there.defaults, *there.renames, *there.torchvision]:
        shouted = resolve(f" {name.upper().replace('_', '-')} ", there)
        assert shouted.weights == resolve(name, there).weights
        assert shouted.weights or name in there.renames


def test_every_architecture_stands_for_the_tag_that_the_catalogue_says() -> None:
    there = known()
    for row in naive.read("architectures.csv"):
        name = f"{row['architecture']}.{row['default_tag']}"
        if name in there.weights:
            assert resolve(row["architecture"], there).weights == name


def test_torchvision_names_lead_to_weights_of_torchvision() -> None:
    there = known()
    for name, weights in torchvision_names().items():
        assert weights in there.weights, name
        assert parse(weights).tag.startswith(("tv", "swag")), name
        size = re.search("[0-9]+", name)
        assert size is not None
        assert size[0] in weights or "regnet" in weights, name


def test_the_command_prints_csv_and_fails_where_a_name_is_unknown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["resolve", "timm/resnet50.a1_in1k", "resnet50"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == [
        "name,weights,how",
        "timm/resnet50.a1_in1k,resnet50.a1_in1k,Hub address",
    ]
    assert err == ""
    assert main(["resolve", "resnet50.a1_in1k", "no such weights"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[2] == "no such weights,,unknown"
    assert "there are no weights 'no such weights'" in err
