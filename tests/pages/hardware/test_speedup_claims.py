"""The claims about speed-ups, counted again from the raw files."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest

from analysis.pages.hardware import claims, speedup_claims
from analysis.pages.hardware.study import study
from analysis.runs import comparisons
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


def test_who_loses_on_a_newer_gpu_is_counted() -> None:
    found = factors(*EAGER)
    losing = sum(factor < 0.97 for factor in found.values())
    model, size = min(found, key=found.__getitem__)
    said = sentence("newer-gpu")
    assert f"but {losing} of {len(found):,} lose more than" in said
    assert f"`{model}` at {size} px most ({found[model, size]:.2f}×)" in said
    assert f"Eager, the median is {median(found.values()):.2f}×" in said


def test_who_differs_by_number_format_is_counted() -> None:
    found = factors(*FORMATS)
    off = sum(abs(factor - 1) > 0.03 for factor in found.values())
    assert f"{off} of {len(found):,} differ by more than" in sentence("precision")
    assert f"`{min(found, key=found.__getitem__)[0]}` most" in sentence("precision")


@pytest.mark.parametrize(
    ("names", "pick"), [(speedup_claims.COMPILING, min), (speedup_claims.GENERATIONS, max)]
)
def test_medians_by_kind_are_those_of_the_files(
    names: tuple[str, ...], pick: Callable[..., float]
) -> None:
    table = speedup_claims.medians(names)
    for kind in ("convolution", "attention"):
        expected = {}
        for name in names:
            one = comparisons.of_comparison(study().pairs, name)
            own = one[one["kind"].eq(kind)]
            ratios = own["samples_per_sec_after"].to_numpy() / own["samples_per_sec"].to_numpy()
            expected[name] = median(ratios.tolist())
        assert table[kind].to_dict() == pytest.approx(expected)
        assert pick(table[kind]) == pytest.approx(pick(expected.values()))


def test_a_generation_is_compared_eager_and_compiled() -> None:
    compiled, eager = (comparisons.comparison(name) for name in speedup_claims.GENERATIONS[1:])
    assert (eager.before, eager.after) == EAGER
    assert (compiled.before, compiled.after) == tuple(f"{run}-dynamo" for run in EAGER)
