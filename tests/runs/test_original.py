"""The original page's tables, as they were printed."""

from __future__ import annotations

import re

import pytest

from analysis.data.errors import UnknownNameError
from analysis.runs.original import EDITION, RUNS, joined, left_out, original_table
from tests.support import naive

# The page's own printed rows; the number of decimals of each is part of what is reproduced.
PRINTED = {
    "infer": """
0 levit_128s 21485.80 47.648 1024 224 7.78 76.530 23.470 92.866 7.134 7.78 224 0.900 bicubic 0.000047 levit
1 regnetx_002 17821.98 57.446 1024 224 2.68 68.762 31.238 88.556 11.444 2.68 224 0.875 bicubic 0.000056 regnetx
2 regnety_002 16673.08 61.405 1024 224 3.16 70.252 29.748 89.540 10.460 3.16 224 0.875 bicubic 0.000060 regnety
3 levit_128 14657.83 69.849 1024 224 9.21 78.486 21.514 94.010 5.990 9.21 224 0.900 bicubic 0.000068 levit
4 regnetx_004 14440.03 70.903 1024 224 5.16 72.396 27.604 90.830 9.170 5.16 224 0.875 bicubic 0.000069 regnetx
""",  # noqa: E501
    "train": """
0 levit_128s 6303.14 80.293 512 224 7.78 76.530 23.470 92.866 7.134 7.78 224 0.900 bicubic 0.000159 levit
1 levit_128 4434.56 114.332 512 224 9.21 78.486 21.514 94.010 5.990 9.21 224 0.900 bicubic 0.000226 levit
3 levit_192 3823.94 132.765 512 224 10.95 79.842 20.158 94.786 5.214 10.95 224 0.900 bicubic 0.000262 levit
4 resnet18 3584.19 142.504 512 224 11.69 69.748 30.252 89.078 10.922 11.69 224 0.875 bilinear 0.000279 resnet
9 levit_256 2923.52 174.041 512 224 18.89 81.510 18.490 95.490 4.510 18.89 224 0.900 bicubic 0.000342 levit
""",  # noqa: E501
}
COLUMNS = [
    "model",
    "{task}_samples_per_sec",
    "{task}_step_time",
    "{task}_batch_size",
    "{task}_img_size",
    "param_count_x",
    "top1",
    "top1_err",
    "top5",
    "top5_err",
    "param_count_y",
    "img_size",
    "crop_pct",
    "interpolation",
    "secs",
    "family",
]


def as_printed(value: object, printed: str) -> str:
    """Write a value with as many decimals as the page printed."""
    if not re.fullmatch(r"[\d.]+", printed):
        return str(value)
    decimals = len(printed.partition(".")[2])
    return f"{float(str(value)):.{decimals}f}"


@pytest.mark.parametrize("task", PRINTED)
def test_the_printed_rows_come_out_to_the_last_digit(task: str) -> None:
    table = original_table(task)
    found = table.reset_index().head(5).to_numpy().tolist()
    printed = [row.split() for row in PRINTED[task].strip().splitlines()]
    assert len(found) == len(printed) == 5
    for row, cells in zip(found, printed, strict=True):
        assert [as_printed(value, cell) for value, cell in zip(row, cells, strict=True)] == cells


@pytest.mark.parametrize("task", PRINTED)
def test_the_columns_are_the_originals(task: str) -> None:
    assert original_table(task).columns.tolist() == [name.format(task=task) for name in COLUMNS]


@pytest.mark.parametrize(("task", "rows"), [("infer", 117), ("train", 120)])
def test_the_tables_have_the_originals_number_of_rows(task: str, rows: int) -> None:
    assert len(original_table(task)) == rows


@pytest.mark.parametrize(
    ("task", "benchmarked", "kept", "wrong_size"), [("infer", 742, 434, 2), ("train", 751, 438, 2)]
)
def test_the_join_on_equal_names_drops_most_models(
    task: str, benchmarked: int, kept: int, wrong_size: int
) -> None:
    speed = naive.read(f"speed/{RUNS[task]}.csv")
    accuracy = {row["weights"]: row for row in naive.read(f"accuracy/{EDITION}.csv")}
    pairs = {
        row["model"]: (row, accuracy[row["model"]]) for row in speed if row["model"] in accuracy
    }
    assert (len(speed), len(pairs)) == (benchmarked, kept)
    table = joined(task)
    assert set(table["model"]) == set(pairs)
    assert len(table) == kept
    sizes = table[[f"{task}_img_size", "img_size"]]
    assert (sizes[f"{task}_img_size"] != sizes["img_size"]).sum() == wrong_size
    for model, samples, top1, interpolation in table[
        ["model", f"{task}_samples_per_sec", "top1", "interpolation"]
    ].to_numpy():
        fast, accurate = pairs[model]
        assert samples == float(fast["samples_per_sec"])
        assert (top1, interpolation) == (
            float(accurate["imagenet_top1"]),
            accurate["interpolation"],
        )


@pytest.mark.parametrize("task", PRINTED)
def test_the_index_is_the_place_in_the_join_fastest_first(task: str) -> None:
    table, all_rows = original_table(task), joined(task)
    assert all_rows[f"{task}_samples_per_sec"].is_monotonic_decreasing
    assert all_rows.loc[table.index, "model"].tolist() == table["model"].tolist()
    assert table.index.is_monotonic_increasing


@pytest.mark.parametrize("task", PRINTED)
def test_what_the_page_left_out_is_the_rest_of_the_sound_join(task: str) -> None:
    shown = set(original_table(task)["model"])
    rows = [weights for weights, _ in naive.join(RUNS[task], EDITION).rows if weights not in shown]
    assert sorted(left_out(task).table["weights"]) == sorted(rows)


def test_another_task_is_answered_with_the_two_there_are() -> None:
    with pytest.raises(UnknownNameError, match="no original table 'test'; the nearest: "):
        original_table("test")
