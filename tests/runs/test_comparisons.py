"""Pairs of runs that differ in one thing."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from analysis.data.sources import device_id, load, runs
from analysis.refresh.run_names import read_name
from analysis.runs import comparisons, settings
from analysis.runs.devices import lead_run
from analysis.runs.pairs import paired, speeds

COLUMNS = list(settings.Run.__dataclass_fields__)


def known(*told: str) -> pd.DataFrame:
    """Make runs of ``device year precision layout mode torch cuda batch``, leading first."""
    rows = []
    for number, one in enumerate(told):
        device, year, precision, layout, mode, torch, cuda, *batch = one.split()
        kind, cuda = ("cpu", "") if cuda == "none" else ("gpu", cuda)
        compiled = mode == "compiled"
        facts = (device.lower(), device, kind, int(year), precision, layout, compiled, torch, cuda)
        rows.append((f"run{number}", *facts, *(batch or [""])))
    table = pd.DataFrame(rows, columns=COLUMNS)
    years = table["year"].where(table["year"] > 0, 9999)
    first = table["device"].map({d: i for i, d in enumerate(table["device"].unique())})
    order = table.assign(y=years, f=first).sort_values(["y", "f"])["device"].unique()
    return table.assign(age=table["device"].map({d: i for i, d in enumerate(order)}))


@pytest.fixture
def found(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[tuple[str, str]]]:
    """Give the question and the words of each comparison of the runs that a test names."""
    monkeypatch.setattr(comparisons, "known_runs", lambda: known(*request.param))
    comparisons.comparisons.cache_clear()
    yield [(one.question, one.changed) for one in comparisons.comparisons()]
    comparisons.comparisons.cache_clear()


def runs_of(*told: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("found", [told], indirect=True)


def test_the_runs_of_a_comparison_differ_in_what_it_says() -> None:
    differing = {
        "device": {"device", "cuda"},
        "compiling": {"compiled"},
        "software": {"torch", "cuda"},
        "layout": {"layout"},
        "precision": {"precision"},
    }
    chosen = comparisons.comparisons()
    assert {one.question for one in chosen} == set(differing)
    assert len({one.id for one in chosen}) == len({one.changed for one in chosen}) == len(chosen)
    for one in chosen:
        assert {one.before, one.after} <= set(runs()["run"])
        before, after = (read_name(run) for run in (one.before, one.after))
        for said in (before, after):
            said["device"] = device_id(said["device"], load()["devices"])
        changed = {key for key in before if before[key] != after[key]}
        assert changed <= differing[one.question], one.id


@runs_of(
    "C 2024 amp nchw compiled 2.9 13.0",
    "B 2022 amp nchw eager 2.9 13.0",
    "B 2022 amp nchw compiled 2.4 12.4",
    "A 2020 amp nchw compiled 2.4 12.4",
    "A 2020 amp nchw compiled 2.9 13.0",
)
def test_a_device_meets_the_nearest_older_one_on_equal_software(
    found: list[tuple[str, str]],
) -> None:
    of_devices = [words for question, words in found if question == "device"]
    assert of_devices == ["A to B (compiled)", "A to C (compiled)"]


@runs_of(
    "B 2022 amp nchw compiled 2.9 13.0",
    "B 2022 amp nchw eager 2.9 13.0",
    "C 2022 amp nchw compiled 2.9 13.0",
    "C 2022 amp nchw eager 2.9 13.0",
    "D 0 amp nchw eager 2.9 13.0",
    "I 2019 amp nchw eager 2.9 none",
)
def test_devices_of_one_year_or_of_none_are_compared_once_and_kinds_apart(
    found: list[tuple[str, str]],
) -> None:
    of_devices = [words for question, words in found if question == "device"]
    assert of_devices == ["B to C (compiled)", "C to D (eager)"]


@runs_of(
    "A 2020 amp nchw eager 2.10.0 13.0",
    "A 2020 amp nchw eager 2.9.1 13.0",
    "A 2020 amp nchw compiled 2.9.1 13.0",
    "A 2020 amp nchw compiled 2.4.0 12.4",
    "A 2020 amp nhwc eager 2.4.0 12.4",
    "I 2019 fp32 nchw compiled 2.4.0 none",
    "I 2019 fp32 nchw compiled 2.2.1 none",
)
def test_software_is_compared_eager_from_the_oldest_to_the_newest_by_number(
    found: list[tuple[str, str]],
) -> None:
    assert found == [
        ("compiling", "Eager to compiled on the A"),
        ("software", "PyTorch 2.9.1 to 2.10 (A, NCHW, eager)"),
    ]


@runs_of(
    "A 2020 amp nchw eager 2.9 13.0",
    "A 2020 fp8 nchw eager 2.9 13.0",
    "A 2020 amp_bfloat16 nchw eager 2.9 13.0",
)
def test_number_formats_that_nobody_listed_are_named_as_their_runs_name_them(
    found: list[tuple[str, str]],
) -> None:
    assert found == [
        ("precision", "AMP fp16 to AMP bfloat16 (A, eager)"),
        ("precision", "AMP bfloat16 to fp8 (A, eager)"),
    ]


@runs_of(
    "B 2022 amp nchw compiled 2.9 13.0 1",
    "B 2022 amp nchw eager 2.9 13.0",
    "B 2022 amp nhwc eager 2.9 13.0 1",
    "A 2020 amp nchw compiled 2.9 13.0",
)
def test_a_batch_that_was_set_is_compared_with_no_other(found: list[tuple[str, str]]) -> None:
    assert found == []


@runs_of("B 2022 amp nchw eager 2.9 13.0 1", "B 2022 amp nchw compiled 2.9 13.0 1")
def test_equal_batches_are_compared(found: list[tuple[str, str]]) -> None:
    assert found == [("compiling", "Eager to compiled on the B")]


@runs_of()
def test_no_runs_give_no_comparisons(found: list[tuple[str, str]]) -> None:
    assert found == []
    assert comparisons.cpu_pairs() == []
    nothing = comparisons.compare(speeds([]))
    assert nothing.empty
    assert comparisons.summary(nothing, "kind").empty


def test_the_cpu_runs_share_the_software_of_the_gpu_run() -> None:
    for one in comparisons.cpu_pairs():
        gpu, cpu = read_name(one.before), read_name(one.after)
        assert {key for key in cpu if cpu[key] != gpu[key]} == {
            "device",
            "kind",
            "precision",
            "cuda",
        }


def test_an_unknown_comparison_names_those_there_are() -> None:
    with pytest.raises(KeyError, match=comparisons.comparisons()[0].id):
        comparisons.comparison("x")


def test_a_comparison_with_fewer_pairs_than_asked_for_is_left_out() -> None:
    one = comparisons.comparisons()[0]
    table = speeds([one.before, one.after])
    number = len(paired(table, one.before, one.after))
    assert len(comparisons.compare(table, [one], least=number)) == number
    assert comparisons.compare(table, [one], least=number + 1).empty


def test_a_summary_has_a_row_for_each_comparison_and_group() -> None:
    chosen = [one for one in comparisons.comparisons() if one.after == lead_run()]
    table = speeds([lead_run(), *(one.before for one in chosen)])
    pairs = comparisons.compare(table, chosen)
    kinds = comparisons.summary(pairs, "kind")
    for one in chosen:
        own = paired(table, one.before, one.after)
        pd.testing.assert_frame_equal(
            comparisons.of_comparison(pairs, one.id).reset_index(drop=True), own
        )
        counted = kinds[kinds["comparison"].eq(one.id)].set_index("kind")["n"]
        assert counted.to_dict() == own["kind"].value_counts().to_dict()
    found = comparisons.summary(pairs)
    assert found["question"].tolist() == ["device", "compiling"]
    assert found["n"].tolist() == kinds.groupby("comparison", sort=False)["n"].sum().tolist()
