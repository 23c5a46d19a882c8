"""The numbers, the chart and the tables of the page on the data."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import reading
from analysis.data.sources import load, runs
from analysis.data.textfiles import read_text
from analysis.drawing.number_format import Sentence
from analysis.pages.data import tables as views
from analysis.pages.data.charts import coverage_chart
from analysis.pages.data.facts import data_facts
from analysis.publish.change_log import steps, write_reports
from analysis.publish.dictionary import dictionary
from analysis.runs import join_outcomes
from analysis.runs.coverage import coverage, matched_weights, run_rows
from analysis.runs.edition_changes import Changes
from analysis.runs.join import run_overview
from tests.support import naive
from tools.grow import grow
from tools.setup import ROOT

PAGE = ROOT / "data.qmd"


@pytest.fixture(scope="module")
def counted() -> pd.DataFrame:
    return coverage()


def test_every_row_of_both_sides_is_counted_once(counted: pd.DataFrame) -> None:
    edition = reading.newest_edition()
    weights = len(read_text(reading.SNAPSHOT / f"accuracy/{edition}.csv"))
    sides = counted.groupby(["run", "side"])["rows"].sum()
    for run in runs()["run"]:
        assert sides[run, "accuracy"] == weights
        assert sides[run, "speed"] == len(read_text(reading.SNAPSHOT / f"speed/{run}.csv"))


def test_coverage_agrees_with_the_list_of_runs(counted: pd.DataFrame) -> None:
    mine = matched_weights(counted).set_index("run")[join_outcomes.MATCHED]
    listed = run_overview().set_index("run")["weights_matched"]
    assert mine.to_dict() == listed.to_dict()
    assert list(run_rows(counted)["run"]) == list(runs()["run"])


@pytest.mark.edition("2026-01-06")
def test_the_chart_marks_each_run_and_counts_those_that_cover_all(counted: pd.DataFrame) -> None:
    chart = coverage_chart(counted)
    assert sum(len(trace["x"]) for trace in chart.traces) == len(runs())
    assert chart.title.startswith("6 of 28 runs cover all 1,556 models")


@pytest.mark.edition("2026-01-06")
def test_the_facts_are_those_of_the_design() -> None:
    facts = data_facts()
    assert "2,742 rows, 43\u202f% of them" in facts["naive"]
    assert "only 434 of 742 benchmarked models" in facts["original"]
    assert "and 117 were shown" in facts["original"]
    assert facts["repeats"].startswith("616 times")
    assert "77 different ones" in facts["repeats"]
    assert facts["whole"].startswith("6 of the 28 runs cover everything; the others lack models, ")
    assert facts["odd_a"] == (
        "lacks resnet50.tv_in1k at 224 px and has resmlp_24_224.fb_dino at 224 px, which no other "
        "file of accuracies has"
    )
    assert facts["formats"].endswith("on GPUs, bf16 in 2 of the runs, fp32 on CPUs alone")
    assert (facts["single"], facts["caps"]) == ("in the CPU runs", "(256 to 2,048 images)")


def test_the_weights_of_the_catalogue_are_counted_in_its_file() -> None:
    tagged = {row["weights"] for row in naive.read("weights.csv") if "." in row["weights"]}
    own = {name for name in tagged if not name.startswith("test_")}
    newest = naive.read(f"accuracy/{reading.newest_edition()}.csv")
    scored = {row["weights"] for row in newest if row["imagenet_top1"]}
    facts = data_facts()
    assert facts["catalogued"] == f"{len(own):,}"
    published = {name for name in scored if not name.startswith("test_")}
    assert facts["scored"] == f"{len(published):,} have published accuracies"


def test_a_fact_is_printed_as_markdown() -> None:
    for fact in data_facts().values():
        assert isinstance(fact, Sentence)
        assert fact._repr_markdown_().replace("\\", "") == fact


def test_every_fact_stands_on_the_page() -> None:
    used = set(re.findall(r'`\{python\} facts\["(\w+)"\]`', PAGE.read_text(encoding="utf-8")))
    assert used == set(data_facts())


def test_every_raw_file_stands_in_the_table() -> None:
    record = load()
    html = str(views.files_table(record))
    for entry in record["runs"].values():
        assert entry["file"] in html
        assert entry["sha256"][:16] in html


def test_every_column_stands_in_a_table() -> None:
    table = dictionary()
    for name in ("joined", "speed", "weights", "renames", "modules", "architectures"):
        html = str(views.dictionary_table(table, name))
        for column in table.loc[table["table"].eq(name), "column"]:
            assert column in html


@pytest.fixture(scope="module")
def log(counted: pd.DataFrame) -> list[Changes]:
    return steps(load(), matched_weights(counted).set_index("run")["matched"])


def test_the_change_log_adds_up_to_the_files(log: list[Changes], tmp_path: Path) -> None:
    table = write_reports(log, tmp_path)
    editions = sorted(path.stem for path in (reading.SNAPSHOT / "accuracy").glob("*.csv"))
    assert table["after"].tolist() == editions[:0:-1]
    for (
        before,
        after,
        added,
        removed,
        unclear,
        renamed,
        *_,
        path,
        size,
    ) in table.to_numpy().tolist():
        rows = {edition: len(naive.read(f"accuracy/{edition}.csv")) for edition in (before, after)}
        assert rows[after] - added == rows[before] - removed - unclear
        report = (tmp_path / path).read_text(encoding="utf-8")
        assert len(report.encode()) == size
        assert f"## Models added ({added:,})" in report
        assert report.count(" px\n") == added + removed + unclear + renamed


def test_the_change_log_counts_what_each_run_matched(log: list[Changes]) -> None:
    for changes in log:
        for run, before, after in changes.coverage.to_numpy().tolist():
            assert after == len(naive.join(run, changes.after).rows)
            assert pd.isna(before) or before == len(naive.join(run, changes.before).rows)


@pytest.mark.edition("2026-01-06")
def test_the_change_log_names_the_largest_change_first(log: list[Changes], tmp_path: Path) -> None:
    html = str(views.largest_changes(log[0]))
    assert html.index("dm_nfnet_f0") < html.index("dm_nfnet_f1")
    assert "9,946" in str(views.change_log(write_reports(log, tmp_path)))


def test_the_page_has_a_label_for_each_chunk() -> None:
    chunks = re.findall(r"```\{python\}\n(#\| label: \S+)?", PAGE.read_text(encoding="utf-8"))
    assert all(chunks)
    assert len(chunks) == len(set(chunks))


@pytest.mark.parametrize(("size", "words"), [(1, "1 kB"), (12_345, "12 kB"), (9_500_392, "9.5 MB")])
def test_sizes_are_written_as_people_say_them(size: int, words: str) -> None:
    assert views.file_size(size) == words


@pytest.mark.slow
def test_a_grown_snapshot_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    from analysis.data.checking import check

    made = grow(tmp_path / "one", weights=2, runs=2)
    assert made == {"weights": 2 * len(reading.accuracy()), "runs": 2 * len(runs())}
    assert check(tmp_path / "one" / "snapshot").empty
    grow(tmp_path / "two", weights=2, runs=2)
    for path in (tmp_path / "one").rglob("*.*"):
        again = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.is_dir() or path.read_bytes() == again.read_bytes()
