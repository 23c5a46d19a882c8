"""The claims about speed-ups, counted again from the raw files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pytest

from analysis.pages.hardware import claims, device_claims, roles
from analysis.pages.hardware.study import Study, study
from tests.support.naive import architecture, read

EAGER = ("infer-amp-nchw-pt291-cu128-4090", "infer-amp-nchw-pt291-cu130-5090")
FORMATS = (
    "infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo",
    "infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo",
)


def factors(before: str, after: str) -> dict[tuple[str, str], float]:
    """Divide the speeds of two runs whose names are today's, each listed once."""
    first, second = (
        {
            (architecture(row["model"]), row["img_size"]): float(row["samples_per_sec"])
            for row in read(f"speed/{run}.csv")
            if row["samples_per_sec"] and not row["model"].startswith("test_")
        }
        for run in (before, after)
    )
    return {key: second[key] / first[key] for key in first.keys() & second.keys()}


def sentence(claim: str) -> str:
    return next(item.sentence for item in claims.claims() if item.id == claim)


@pytest.mark.edition("2026-01-06")
def test_who_loses_on_a_newer_gpu_is_counted_in_every_setting() -> None:
    found = study().generations
    assert set(found["setting"]) == {
        "eager, NCHW, PyTorch 2.4",
        "eager, NHWC, PyTorch 2.4",
        "eager, NCHW, PyTorch 2.9.1",
        "compiled, NCHW, PyTorch 2.9.1",
    }
    eager = factors(*EAGER)
    own = found[found["after"].eq("rtx5090") & found["setting"].str.startswith("eager")]
    assert len(own) == len(eager)
    assert own["speedup"].lt(1).sum() == sum(factor < 1 for factor in eager.values())
    model, size = min(eager, key=eager.__getitem__)
    assert f"`{model}` at {size} px ({eager[model, size]:.2f}×" in sentence("newer-gpu")


@pytest.mark.edition("2026-01-06")
def test_one_model_loses_on_a_newer_gpu_in_nhwc() -> None:
    found = study().generations.query("setting == 'eager, NHWC, PyTorch 2.4' and speedup < 0.97")
    assert found["architecture"].tolist() == ["efficientvit_m0"]
    assert round(found["speedup"].iloc[0], 2) == 0.77


def test_who_differs_by_number_format_is_counted() -> None:
    found = factors(*FORMATS)
    off = sum(abs(factor - 1) > 0.03 for factor in found.values())
    assert f"{off} of {len(found):,} differ by more than" in sentence("precision")
    assert f"`{min(found, key=found.__getitem__)[0]}` most" in sentence("precision")


@pytest.mark.parametrize("chosen", [roles.generations, lambda: roles.asking("compiling")])
def test_medians_by_kind_are_those_of_the_files(chosen: Callable[[], roles.Pairs]) -> None:
    table = roles.medians(chosen())
    for kind in ("convolution", "attention"):
        expected = {}
        for one in chosen():
            own = roles.pairs_of(one).query("kind == @kind")
            ratios = own["samples_per_sec_after"].to_numpy() / own["samples_per_sec"].to_numpy()
            expected[one.id] = median(ratios.tolist())
        assert table[kind].to_dict() == pytest.approx(expected)


def test_a_generation_is_compared_eager_and_compiled() -> None:
    compiled, eager = roles.generations()[-2:]
    assert (eager.before, eager.after) == EAGER
    assert (compiled.before, compiled.after) == tuple(f"{run}-dynamo" for run in EAGER)


def plain(claim: str) -> str:
    return next(item.plain for item in claims.claims() if item.id == claim)


def test_every_claim_has_a_plain_form_without_missing_values() -> None:
    for item in claims.claims():
        assert item.plain, item.id
        assert not re.search(r"\bnan|inf\b|None|–", item.plain), item.id


def only(*questions: str) -> Study:
    """Give the study with the comparisons of some questions alone."""
    found = study()
    kept = tuple(one for one in found.compared if one.question in questions)
    ids = [one.id for one in kept]
    tables = {
        name: table[table["comparison"].isin(ids)]
        for name in ("pairs", "speedups", "kinds", "families")
        for table in [getattr(found, name)]
    }
    return replace(found, compared=kept, **tables)


@pytest.mark.parametrize("kept", [(), ("device",), ("compiling",), ("layout", "precision")])
def test_what_cannot_be_compared_is_said(
    kept: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = only(*kept)
    for module in (claims, roles, device_claims):
        monkeypatch.setattr(module, "study", lambda: part)
    asked = {
        "device": ["newer-gpu", "newer-gpu-kinds", "same-year"],
        "compiling": ["compiling", "compiling-losers", "broken-paths"],
        "software": ["pytorch"],
        "layout": ["layout"],
        "precision": ["precision", "threshold"],
    }
    for question, ids in asked.items():
        for claim in ids:
            assert plain(claim).startswith("Not enough data") == (question not in kept), claim
