"""The snapshot as the project carries it, and as its readers find it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import reading, sources
from analysis.data.errors import DataError, UnknownNameError
from tests.support import raw_files

FILES = sorted(path.relative_to(reading.SNAPSHOT) for path in reading.SNAPSHOT.rglob("*.csv"))


def plain(file: Path) -> list[list[str]]:
    with (reading.SNAPSHOT / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.edition("2026-01-06")
def test_the_snapshot_holds_28_runs_2_editions_the_catalogue_and_timings() -> None:
    folders = [file.parent.name for file in FILES]
    assert Counter(folders) == {"": 5, "accuracy": 2, "speed": 28}


def test_the_snapshot_is_small_and_holds_nothing_but_tables_and_their_record() -> None:
    files = [path for path in reading.SNAPSHOT.rglob("*") if path.is_file()]
    assert {path.suffix for path in files if path.name != "record.yml"} == {".csv"}
    assert sum(path.stat().st_size for path in files) < 3_000_000


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_table_is_plain_text_sorted_by_its_key(file: Path) -> None:
    body = (reading.SNAPSHOT / file).read_bytes()
    assert b"\r" not in body
    assert body.endswith(b"\n")
    assert not body.endswith(b"\n\n")
    header, *rows = plain(file)
    size = header.index("img_size") if "img_size" in header[1:3] else 0
    keys = [(*row[: max(size, 1)], int(row[size]) if size else 0) for row in rows]
    assert keys == sorted(set(keys))


@pytest.mark.edition("2026-01-06")
def test_the_newest_edition_has_the_known_numbers_of_rows() -> None:
    table = reading.accuracy()
    rows = table[table["imagenet_top1"].notna()]
    assert len(rows) == 1556
    assert rows["weights"].nunique() == 1266
    assert len({weights.split(".")[0] for weights in rows["weights"]}) == 900
    only_a = table.loc[table["imagenet_top1"].isna(), ["weights", "img_size", "imagenet-a_top1"]]
    assert only_a.to_numpy().tolist() == [["resmlp_24_224.fb_dino", 224, 0.48]]
    without_a = rows.loc[rows["imagenet-a_top1"].isna(), ["weights", "img_size"]]
    assert without_a.to_numpy().tolist() == [["resnet50.tv_in1k", 224]]


def test_readers_give_the_cells_of_the_files() -> None:
    file = Path("speed/infer-amp-nchw-pt210-cu121-rtx3090.csv")
    header, *rows = plain(file)
    table = reading.speed(file.stem)
    assert list(table.columns) == header
    assert table["model"].tolist() == [row[0] for row in rows]
    for column in header[1:]:
        cells = [row[header.index(column)] for row in rows]
        assert table[column].notna().tolist() == [cell != "" for cell in cells]
        assert table[column].dropna().tolist() == [float(cell) for cell in cells if cell]


@pytest.mark.edition("2026-01-06")
def test_editions_can_be_named_and_the_newest_is_the_default() -> None:
    assert len(reading.accuracy("2022-12-30")) == 790
    assert reading.accuracy().equals(reading.accuracy("2026-01-06"))


@pytest.mark.parametrize(
    ("read", "given", "nearest"),
    [
        (reading.speed, "infer-amp-nchw-pt291-cu130-5090-dinamo", "cu130-5090-dynamo, infer-amp"),
        (reading.accuracy, "2026-01-07", "2026-01-06"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    read: Callable[[str], object], given: str, nearest: str
) -> None:
    with pytest.raises(UnknownNameError, match=given) as caught:
        read(given)
    assert nearest in str(caught.value)


@pytest.mark.edition("2026-01-06")
def test_a_known_table_that_is_not_there_is_missing_rather_than_unknown(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    for path in snapshot.rglob("*.csv"):
        path.unlink()
    with pytest.raises(DataError, match=r"accuracy/2026-01-06\.csv: the file is missing"):
        reading.accuracy(folder=snapshot)
    with pytest.raises(DataError, match=r"speed/.*: the file is missing"):
        reading.speed("train-amp-nhwc-pt112-cu113-rtx3090", snapshot)
    with pytest.raises(DataError, match=r"weights\.csv: the file is missing"):
        reading.catalog("weights", snapshot)


def test_where_a_refresh_was_interrupted_readers_say_so_and_finish_nothing(tmp_path: Path) -> None:
    snapshot = raw_files.copy_snapshot(tmp_path)
    aside = tmp_path / sources.ASIDE
    aside.parent.mkdir()
    snapshot.rename(aside)
    reads: list[Callable[[], object]] = [
        lambda: reading.accuracy(folder=snapshot),
        lambda: reading.catalog("weights", snapshot),
        lambda: sources.load(snapshot),
    ]
    for read in reads:
        with pytest.raises(DataError, match=f"put it aside .*mv {aside} {snapshot}"):
            read()
    assert not snapshot.exists()
    aside.rename(snapshot)
    assert len(reading.catalog("weights", snapshot)) > 0


def test_what_a_caller_changes_in_a_table_is_the_callers_alone() -> None:
    before = reading.accuracy().copy(deep=True)
    mine = reading.accuracy()
    mine.loc[:, "imagenet_top1"] = 0.0
    mine["more"] = 1
    pd.testing.assert_frame_equal(reading.accuracy(), before)


def test_a_table_that_was_replaced_is_read_again(tmp_path: Path) -> None:
    folder = raw_files.copy_snapshot(tmp_path)
    file = folder / "modules.csv"
    rows = len(reading.catalog("modules", folder))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    fresh = folder / "fresh"
    fresh.write_text("".join(lines[:-1]), encoding="utf-8")
    fresh.replace(file)
    assert len(reading.catalog("modules", folder)) == rows - 1
    file.unlink()
    with pytest.raises(DataError, match="missing"):
        reading.catalog("modules", folder)
