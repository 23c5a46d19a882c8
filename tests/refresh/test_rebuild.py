"""Refreshing takes in all that upstream has, changes only what differs, and says so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.errors import DataError
from analysis.data.sources import load
from analysis.data.test_sets import TEST_SETS
from analysis.data.textfiles import read_text
from analysis.refresh.raw_files import Raw, find_editions
from analysis.refresh.rebuild import refresh
from tests.support import raw_files
from tests.support.small_project import Project


def change(path: Path, old: str, new: str) -> None:
    body = path.read_bytes()
    assert body.count(old.encode()) == 1
    path.write_bytes(body.replace(old.encode(), new.encode()))


def test_the_same_files_change_nothing(project: Project) -> None:
    before = project.contents()
    done = project.refresh()
    assert not done.changed
    assert done.changes.nothing
    assert project.contents() == before


def test_from_nothing_the_same_bytes_come_out(project: Project, tmp_path: Path) -> None:
    again = Project(tmp_path / "again")
    raw_files.write_record(again.snapshot)
    refresh(project.results, project.results / "catalog", again.snapshot)
    assert again.contents() == project.contents()


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the whole snapshot back as upstream would publish it."""
    folder = tmp_path_factory.mktemp("upstream")
    runs = load()["runs"]
    for path in (reading.SNAPSHOT / "accuracy").glob("*.csv"):
        accuracy = pd.read_csv(path, dtype=str, keep_default_na=False)
        for test_set in TEST_SETS.values():
            raw_files.write(
                folder / path.stem / test_set.upstream, raw_files.results(accuracy, test_set.id)
            )
    for run, facts in runs.items():
        speed = pd.read_csv(reading.SNAPSHOT / f"speed/{run}.csv", dtype=str, keep_default_na=False)
        file = folder / facts["edition"] / facts["file"]
        raw_files.write(file, raw_files.benchmark(speed, facts["task"]))
    for table in reading.CATALOG:
        body = (reading.SNAPSHOT / f"{table}.csv").read_text(encoding="utf-8")
        raw_files.write(folder / "catalog" / f"{table}.csv", body.replace("weights,", "model,", 1))
    return folder


def test_the_snapshot_published_as_upstream_does_makes_the_same_snapshot(
    upstream: Path, tmp_path: Path
) -> None:
    snapshot = raw_files.write_record(tmp_path / "snapshot")
    refresh(upstream, upstream / "catalog", snapshot)
    made, known = raw_files.contents(snapshot), raw_files.contents(reading.SNAPSHOT)
    assert made.keys() == known.keys() - {reading.TIMINGS_FILE}
    assert [name for name in made if made[name] != known[name]] == ["record.yml"]


@pytest.mark.slow
@pytest.mark.edition("2026-01-06")
def test_one_changed_figure_among_all_changes_that_figure_alone(
    upstream: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "2026-01-06"
    shutil.copytree(upstream / folder.name, folder)
    change(folder / "benchmark-infer-amp-nchw-pt291-cu130-5090.csv", ",260723.52,", ",260724.52,")
    snapshot = raw_files.copy_snapshot(tmp_path)
    before = raw_files.contents(snapshot)
    done = refresh(folder, None, snapshot)
    after = raw_files.contents(snapshot)
    assert [name for name in after if after[name] != before[name]] == [
        "record.yml",
        "speed/infer-amp-nchw-pt291-cu130-5090.csv",
    ]
    assert done.changes.figures[["name", "column", "before", "after"]].to_numpy().tolist() == [
        ["test_vit", "samples_per_sec", 260723.52, 260724.52]
    ]
    assert done.changes.weights.empty
    assert load(snapshot)["timings"] == load()["timings"]


def test_a_changed_accuracy_is_one_changed_cell_and_is_reported(project: Project) -> None:
    before = project.contents()
    change(project.file("results-imagenet.csv"), "76.130,23.870", "76.140,23.860")
    done = project.refresh()
    after = project.contents()
    table = f"data/snapshot/accuracy/{raw_files.NEW}.csv"
    changed = [name for name in after if after[name] != before[name]]
    assert changed == [table, "data/snapshot/record.yml"]
    old, new = before[table].decode(), after[table].decode()
    assert new == old.replace("76.13,", "76.14,", 1)
    figure = done.changes.figures.iloc[0]
    found = (figure["name"], figure["column"], figure["change"])
    assert found == ("resnet50.tv_in1k", "imagenet_top1", 0.01)
    assert len(done.changes.figures) == 1


def test_a_dry_run_reports_and_changes_nothing(project: Project) -> None:
    change(project.file("results-imagenet.csv"), "76.130,23.870", "76.140,23.860")
    before = project.contents()
    done = project.refresh(dry_run=True)
    assert done.changed
    assert len(done.changes.figures) == 1
    assert project.contents() == before


def test_a_local_change_of_a_known_commit_loses_the_commit(project: Project) -> None:
    body = project.record_file.read_text(encoding="utf-8")
    project.record_file.write_text(body.replace("commit: unknown", f"commit: {'c' * 40}"))
    change(project.file("results-imagenet.csv"), "76.130,23.870", "76.140,23.860")
    done = project.refresh()
    assert project.record()["editions"][raw_files.NEW]["commit"] == "unknown"
    assert any("results-imagenet.csv differ" in warning for warning in done.warnings)


def test_editions_and_runs_that_upstream_deleted_stay(project: Project) -> None:
    for path in project.results.glob(f"{raw_files.OLD}/*"):
        path.unlink()
    project.file(f"benchmark-{raw_files.FLOATS}.csv").unlink()
    (project.results / raw_files.OLD).rmdir()
    before = project.contents()
    assert not project.refresh().changed
    assert project.contents() == before
    assert raw_files.ORIGINAL in project.record()["runs"]


def test_an_older_edition_does_not_replace_a_newer_one_s_run(project: Project) -> None:
    run = raw_files.SPEED[raw_files.NEW, raw_files.TRAIN]
    older = run.replace("900.00,284.444", "800.00,320.000")
    raw_files.write(project.file(f"benchmark-{raw_files.TRAIN}.csv", raw_files.OLD), older)
    done = project.refresh()
    table = read_text(project.snapshot / f"speed/{raw_files.TRAIN}.csv")
    assert table["samples_per_sec"].tolist() == ["900.0"]
    assert project.record()["runs"][raw_files.TRAIN]["first"] == raw_files.OLD
    assert any(
        f"{raw_files.OLD}/benchmark-{raw_files.TRAIN}.csv differs" in w for w in done.warnings
    )


def test_a_run_on_an_unknown_device_is_taken_in_with_a_warning(project: Project) -> None:
    run = "infer-amp-nchw-pt300-cu140-h100"
    raw_files.write(
        project.file(f"benchmark-{run}.csv"), raw_files.SPEED[raw_files.NEW, raw_files.LEAD]
    )
    done = project.refresh()
    facts = project.record()["runs"][run]
    assert (facts["device"], facts["torch"], facts["cuda"]) == ("h100", "3.0.0", "14.0")
    assert done.changes.runs["run"].tolist() == [run]
    assert any("device 'h100'" in w and "sources.yml" in w for w in done.warnings)


@pytest.mark.parametrize(
    ("file", "device", "layout"),
    [
        ("model_benchmark_amp_nhwc_rtx3090.csv", "rtx3090", "nhwc"),
        ("benchmark-something-new.csv", "", ""),
        ("benchmark-infer-int8.csv", "", ""),
    ],
)
def test_a_run_whose_name_says_little_is_taken_in(
    project: Project, file: str, device: str, layout: str
) -> None:
    raw_files.write(project.file(file), raw_files.SPEED[raw_files.NEW, raw_files.LEAD])
    done = project.refresh()
    run = file.removeprefix("benchmark-").removesuffix(".csv")
    facts = project.record()["runs"][run]
    assert (facts["device"], facts["layout"], facts["task"]) == (device, layout, "infer")
    assert any(f"sources.yml: {run}: {{" in warning for warning in done.warnings)
    assert project.command("check") == 0


def test_a_new_test_set_is_carried_and_asked_about(project: Project) -> None:
    raw_files.write(project.file("results-imagenet-x.csv"), raw_files.ACCURACY_2026)
    done = project.refresh()
    table = read_text(project.snapshot / f"accuracy/{raw_files.NEW}.csv")
    assert table["imagenet-x_top1"].tolist() == table["imagenet_top1"].tolist()
    assert "results-imagenet-x.csv" in project.record()["editions"][raw_files.NEW]["files"]
    assert any("test set 'imagenet-x'" in w and "test_sets.py" in w for w in done.warnings)
    assert "imagenet-x_top1" not in read_text(project.snapshot / f"accuracy/{raw_files.OLD}.csv")
    assert not project.refresh().changed


def add_column(path: Path, name: str, value: str) -> None:
    head, *rows = path.read_bytes().decode("utf-8-sig").splitlines()
    raw_files.write(path, "\n".join([f"{head},{name}", *(f"{row},{value}" for row in rows), ""]))


def test_a_new_column_of_all_files_is_carried_once(project: Project) -> None:
    for path in (project.results / raw_files.NEW).glob("results-*.csv"):
        add_column(path, "Licence (new)", "mit")
    done = project.refresh()
    table = read_text(project.snapshot / f"accuracy/{raw_files.NEW}.csv")
    assert set(table["extra_licence_new"]) == {"mit"}
    assert any("'extra_licence_new'" in w and "schemas.py" in w for w in done.warnings)


def test_a_new_column_that_differs_between_files_is_carried_for_each(project: Project) -> None:
    add_column(project.file("results-imagenet.csv"), "loss", "1.5")
    add_column(project.file("results-sketch.csv"), "loss", "2.5")
    project.refresh()
    table = read_text(project.snapshot / f"accuracy/{raw_files.NEW}.csv")
    assert set(table["extra_imagenet_loss"]) == {"1.5", ""}
    assert set(table["extra_sketch_loss"]) == {"2.5", ""}


def test_a_new_column_of_a_run_is_carried(project: Project) -> None:
    add_column(project.file(f"benchmark-{raw_files.TRAIN}.csv"), "train_memory", "12.5")
    project.refresh()
    table = read_text(project.snapshot / f"speed/{raw_files.TRAIN}.csv")
    assert table["extra_train_memory"].tolist() == ["12.5"]


def test_a_new_family_is_taken_in_with_a_warning(project: Project) -> None:
    row = "zzznet_small.zz_in1k,224,76.130,23.870,92.862,7.138,25.56,0.875,bilinear\n"
    for path in (project.results / raw_files.NEW).glob("results-*.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        tail = row if "rank_diff" not in text else row.replace("\n", ",0,0,0\n")
        raw_files.write(path, text.replace("\r\n", "\n") + tail)
    done = project.refresh()
    said = " ".join(done.warnings)
    assert re.search(r"family 'zzznet'.*zzznet_small.*families\.yml", said)
    assert re.search(r"1 weights of edition .*catalogue.*zzznet_small", said)
    assert done.changes.weights[["change", "after"]].to_numpy().tolist() == [
        ["added", "zzznet_small.zz_in1k"]
    ]


def test_a_file_that_is_neither_is_named(project: Project) -> None:
    raw_files.write(project.file("leaderboard.csv"), "a,b\n1,2\n")
    done = project.refresh()
    assert not done.changed
    assert any("2026-01-06/leaderboard.csv holds neither" in w for w in done.warnings)


def test_a_commit_with_the_same_files_is_no_new_edition(project: Project) -> None:
    before = project.contents()
    raw = Raw("2026-02-01", project.results / raw_files.NEW, "d" * 40)
    done = refresh([raw], None, project.snapshot)
    assert not done.changed
    assert done.warnings[0].startswith("edition 2026-02-01 has the same files as 2026-01-06")
    assert project.contents() == before


def test_the_edition_of_a_bare_folder_is_known_by_its_files(project: Project) -> None:
    folder = (project.results / raw_files.NEW).rename(project.folder / "plain")
    assert find_editions(folder, project.record())[0].edition == raw_files.NEW
    assert find_editions(folder, project.record(), "2027-01-01")[0].edition == "2027-01-01"
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DataError, match=r"does not say of which edition .*--edition DATE"):
        find_editions(folder, project.record())


def test_the_command_prints_and_writes_the_report(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project.file("results-imagenet.csv"), "76.130,23.870", "76.140,23.860")
    report = project.folder / "report.md"
    command = ("refresh", "--from", str(project.results))
    assert project.command(*command) == 0
    out, err = capsys.readouterr()
    assert report.read_text(encoding="utf-8") == out
    assert "| `resnet50.tv_in1k` | 224 |" in out
    assert "+0.01 |" in out
    assert err.rstrip().endswith("1 figures changed")
    assert project.command(*command) == 0
    assert capsys.readouterr().err.rstrip().endswith("nothing to do")


def test_counts_of_the_first_refresh(made: Project) -> None:
    for edition, rows in ((raw_files.OLD, 2), (raw_files.NEW, 6)):
        assert made.record()["editions"][edition]["rows"] == rows
        assert len(reading.accuracy(edition, made.snapshot)) == rows
