"""`check` finds whatever is wrong with a snapshot, and says where."""

from __future__ import annotations

import shutil

import pytest

from analysis.data import reading
from analysis.data.checking import check
from tests.support import raw_files
from tests.support.small_project import Project

ACCURACY, SPEED = f"accuracy/{raw_files.NEW}.csv", f"speed/{raw_files.LEAD}.csv"
Finding = tuple[str, int, str, str, str]


def findings(project: Project) -> list[Finding]:
    table = check(project.snapshot)
    assert list(table.columns) == ["table", "row", "column", "value", "problem"]
    return list(table.itertuples(index=False, name=None))


def damage(project: Project, table: str, change: raw_files.Damage) -> None:
    path = project.snapshot / table
    path.write_bytes(change(path.read_text(encoding="utf-8")))


def test_the_committed_snapshot_is_sound() -> None:
    assert check().empty


def test_a_snapshot_as_it_was_made_is_sound(project: Project) -> None:
    assert findings(project) == []


BROKEN = {
    ACCURACY: raw_files.broken_files("weights", "imagenet_top1", "100.001"),
    SPEED: raw_files.broken_files("model", "samples_per_sec", "-2600.0"),
}


@pytest.mark.parametrize(
    ("table", "fault"), [(table, fault) for table, faults in BROKEN.items() for fault in faults]
)
def test_a_table_is_found_that(project: Project, table: str, fault: str) -> None:
    change, words = BROKEN[table][fault]
    damage(project, table, change)
    found = findings(project)
    assert {name for name, *_ in found} == {table}
    _, row, column, value, problem = found[0]
    text = f"row {row}, column {column}, value {value!r}: {problem}"
    assert [word for word in words if word not in text] == []


def test_a_missing_table_is_found(project: Project) -> None:
    (project.snapshot / ACCURACY).unlink()
    assert findings(project) == [(ACCURACY, 0, "", "", "the file is missing")]


def test_a_table_that_nobody_recorded_is_found(project: Project) -> None:
    shutil.copy(project.snapshot / SPEED, project.snapshot / "speed" / "mine.csv")
    assert findings(project) == [("speed/mine.csv", 0, "", "", "the table is not in record.yml")]


def test_all_faults_of_all_tables_are_found_at_once(project: Project) -> None:
    damage(project, SPEED, raw_files.cell("gmacs", "many", row=2))
    damage(project, SPEED, raw_files.cell("batch_size", "0", row=3))
    damage(project, ACCURACY, raw_files.cell("crop_pct", "-1", row=4))
    (project.snapshot / "renames.csv").unlink()
    assert [finding[:3] for finding in findings(project)] == [
        (ACCURACY, 4, "crop_pct"),
        ("renames.csv", 0, ""),
        (SPEED, 2, "gmacs"),
        (SPEED, 3, "batch_size"),
    ]


def drop_last(text: str) -> bytes:
    return "".join(text.splitlines(keepends=True)[:-1]).encode()


def swap_rows(text: str) -> bytes:
    header, first, second, *rest = text.splitlines(keepends=True)
    return "".join([header, second, first, *rest]).encode()


TOP5 = raw_files.cell("sketch_top5", "79.999", row=2)
STEP = raw_files.cell("step_time_ms", "150.0", row=3)
CROP = raw_files.line(1, lambda header: header.replace("crop_pct", "crop"))


@pytest.mark.parametrize(
    ("table", "change", "finding"),
    [
        (SPEED, drop_last, (0, "", "3", "record.yml says 4 rows")),
        (SPEED, swap_rows, (0, "model", "", "the rows are not sorted by their key")),
        (ACCURACY, TOP5, (2, "sketch_top5", "79.999", "top-5 is below top-1")),
        (SPEED, STEP, (3, "step_time_ms", "150.0", "is not batch size over throughput")),
        (ACCURACY, CROP, (1, "crop", "", "no such column is described")),
    ],
)
def test_what_cannot_be_is_found(
    project: Project, table: str, change: raw_files.Damage, finding: tuple[object, ...]
) -> None:
    damage(project, table, change)
    assert findings(project) == [(table, *finding)]


def test_a_bad_record_of_origin_is_found(project: Project) -> None:
    project.record_file.write_text("runs: {}\n", encoding="utf-8")
    [(table, row, _, _, problem)] = findings(project)
    assert (table, row) == ("record.yml", 0)
    assert "the part 'editions' is missing" in problem


def test_a_check_changes_nothing(project: Project) -> None:
    before = project.contents()
    findings(project)
    assert project.contents() == before


def test_readers_refuse_what_the_check_finds(project: Project) -> None:
    damage(project, SPEED, raw_files.cell("samples_per_sec", "-1"))
    with pytest.raises(ValueError, match=rf"{SPEED}, row 3, column samples_per_sec, value '-1'"):
        reading.speed(raw_files.LEAD, project.snapshot)
