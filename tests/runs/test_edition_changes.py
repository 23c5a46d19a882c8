"""What is reported as changed, between snapshots and between editions."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.errors import UnknownNameError
from analysis.data.sources import load
from analysis.data.textfiles import read_text
from analysis.publish.change_report import counts, markdown
from analysis.refresh.claim_flips import flips
from analysis.runs.change_causes import causes, with_causes
from analysis.runs.edition_changes import RUN_COLUMNS, Changes, as_of, diff
from analysis.runs.edition_pairs import ADDED, REMOVED, RENAMED, ROUNDING, UNCLEAR
from analysis.runs.same_weights import same_weights
from tests.support import raw_files
from tests.support.small_project import Project

OLD, NEW = "2022-12-30", "2026-01-06"


@pytest.fixture(scope="module")
def changes() -> Changes:
    return diff(OLD, NEW, reading.SNAPSHOT, load(), coverage=False)


@pytest.fixture(scope="module")
def real(changes: Changes) -> pd.DataFrame:
    return changes.weights


def test_every_row_of_both_editions_is_accounted_for(real: pd.DataFrame) -> None:
    old, new = (read_text(reading.SNAPSHOT / f"accuracy/{edition}.csv") for edition in (OLD, NEW))
    kept_names = set(zip(old["weights"], old["img_size"], strict=True)) & set(
        zip(new["weights"], new["img_size"], strict=True)
    )
    number = real["change"].value_counts()
    gone = number[REMOVED] + number[UNCLEAR]
    assert gone + number[RENAMED] + len(kept_names) == len(old)
    assert number[ADDED] + number[RENAMED] + len(kept_names) == len(new)


def test_no_row_is_taken_twice(real: pd.DataFrame) -> None:
    for column, changes in (("before", (REMOVED, RENAMED)), ("after", (ADDED, RENAMED))):
        rows = real[real["change"].isin(changes)]
        assert not rows.duplicated([column, "img_size"]).any()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("levit_128s", "levit_128s.fb_dist_in1k"),
        ("dm_nfnet_f5", "dm_nfnet_f5.dm_in1k"),
    ],
)
def test_names_that_got_a_tag_are_renamed(real: pd.DataFrame, before: str, after: str) -> None:
    row = real[real["before"].eq(before)].iloc[0]
    assert (row["change"], row["after"]) == (RENAMED, after)


def test_an_old_name_of_several_weights_is_not_followed(real: pd.DataFrame) -> None:
    row = real[real["before"].eq("resnet50")].iloc[0]
    assert (row["change"], row["after"]) == (UNCLEAR, "")
    removed = real.loc[real["change"].eq(REMOVED), "before"]
    today = reading.accuracy(NEW)["weights"].str.partition(".")[0]
    for name in removed[~removed.str.contains(".", regex=False)]:
        assert name not in set(today), name


def test_the_change_log_and_progress_follow_the_same_weights(real: pd.DataFrame) -> None:
    followed = same_weights(OLD, NEW)
    renamed = followed[followed["weights"].ne(followed["weights_old"])]
    keys = ["weights_old", "weights", "img_size"]
    mine = real[real["change"].eq(RENAMED)].set_axis(["change", *keys], axis=1)
    fixtures = mine["weights"].str.startswith("test_")
    assert sorted(map(tuple, mine.loc[~fixtures, keys].to_numpy())) == sorted(
        map(tuple, renamed[keys].to_numpy())
    )


def test_figures_are_compared_under_the_new_names(changes: Changes) -> None:
    old, new = (
        reading.accuracy(edition).set_index(["weights", "img_size"]) for edition in (OLD, NEW)
    )
    row = changes.figures[changes.figures["change"].notna()].iloc[0]
    names = dict(zip(changes.weights["after"], changes.weights["before"], strict=True))
    name, size, column = row[["name", "img_size", "column"]]
    was = old.loc[(names.get(name, name), size), column]
    now = new.loc[(name, size), column]
    assert (row["before"], row["after"]) == (was, now)
    assert row["change"] == pytest.approx(now - was)


def test_the_largest_change_of_an_accuracy_stands_first(changes: Changes) -> None:
    figures = changes.figures
    scores = figures[figures["column"].str.endswith(("_top1", "_top5"))]
    sizes = scores["change"].dropna().abs()
    assert sizes.is_monotonic_decreasing
    assert (sizes > ROUNDING).all()
    assert list(scores.index) == list(range(len(scores)))


def test_an_edition_does_not_differ_from_itself() -> None:
    changes = diff(NEW, NEW, reading.SNAPSHOT, load())
    assert changes.nothing
    assert changes.coverage["before"].equals(changes.coverage["after"])
    assert counts(changes) == "nothing changed"
    assert "No weights, no figure and no run differs." in markdown(changes)


def test_runs_are_added_with_the_edition_that_first_had_them(changes: Changes) -> None:
    runs = changes.runs
    assert set(runs["change"]) == {ADDED}
    assert len(runs) == 20
    assert len(as_of(load(), OLD)["runs"]) == 8


def test_an_unknown_edition_answers_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=f"no edition '2022-12-31'; the nearest: {OLD}"):
        diff("2022-12-31", NEW, reading.SNAPSHOT, load())


def test_coverage_before_and_after_stands_in_the_report(project: Project) -> None:
    path = project.file(f"benchmark-{raw_files.TRAIN}.csv")
    extra = "levit_128s,4434.56,114.332,507,224,7.78\n"
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    row = "levit_128s.fb_dist_in1k,224,76.530,23.470,92.866,7.134,7.78,0.900,bicubic\n"
    for file in (project.results / raw_files.NEW).glob("results-*.csv"):
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        tail = row.replace("\n", ",0,0,0\n") if "rank_diff" in text else row
        raw_files.write(file, text + tail)
    changes = project.refresh().changes
    moved = changes.coverage[changes.coverage["run"].eq(raw_files.TRAIN)]
    assert moved[["before", "after"]].to_numpy().tolist() == [[2, 3]]
    report = markdown(changes)
    assert f"| `{raw_files.TRAIN}` | 2 | 3 |" in report
    assert "## Models added (1)" in report


def test_names_cannot_break_the_report(changes: Changes) -> None:
    warnings = ["<script>alert(1)</script> | @everyone\n# heading", "`fixes #12` ![a](b) [c](d)"]
    report = markdown(changes, warnings)
    outside = re.sub("`[^`\n]*`", "", report)
    for alive in ("<script>", "@everyone", "\n# heading", "#12", "]("):
        assert alive not in outside
    assert "fixes #12" in report


def test_what_explains_figures_stands_before_the_rest() -> None:
    columns = ["table", "name", "img_size", "column", "before", "after", "change", "relative"]
    rows = [
        ("accuracy/b.csv", "resnet", 224, "imagenet_top1", 80.0, 81.0, 1.0, 0.0125),
        ("accuracy/b.csv", "resnet", 224, "crop_pct", 0.875, 0.95, 0.075, 0.0857),
        ("accuracy/b.csv", "vit", 224, "imagenet_top1", 70.0, 70.5, 0.5, 0.007),
        ("accuracy/b.csv", "swin", 224, "imagenet_top1", 60.0, 60.2, 0.2, 0.003),
        ("speed/r.csv", "resnet", 224, "samples_per_sec", 100.0, 90.0, -10.0, -0.1),
    ]
    figures = pd.DataFrame(rows, columns=columns)
    weights = pd.DataFrame(
        [("renamed", "vit_old", "vit", 224)], columns=["change", "before", "after", "img_size"]
    )
    runs = pd.DataFrame([("r", "changed", 5, 5)], columns=RUN_COLUMNS)
    explained = with_causes(figures, weights, runs)
    assert explained["cause"].tolist() == [
        "evaluated otherwise",
        "evaluated otherwise",
        "renamed",
        "",
        "measured again",
    ]
    found = causes(explained).set_index("cause")
    assert found.loc["evaluated otherwise", "what"] == "crop_pct 0.875 → 0.95"
    assert list(found.loc["evaluated otherwise", ["rows", "figures"]]) == [1, 2]
    assert found.loc["measured again", "what"] == "r"


def test_claims_that_flip_are_found() -> None:
    before = [("a", "same", True, "s"), ("a", "flips", True, "old"), ("b", "gone", True, "g")]
    after = [("a", "same", True, "t"), ("a", "flips", False, "new"), ("b", "fresh", True, "f")]
    tables = (
        pd.DataFrame(rows, columns=["page", "claim", "holds", "sentence"])
        for rows in (before, after)
    )
    assert flips(*tables).to_numpy().tolist() == [
        ["a", "flips", "holds", "does not hold", "new"],
        ["b", "fresh", "not made", "holds", "f"],
        ["b", "gone", "holds", "not made", "g"],
    ]
