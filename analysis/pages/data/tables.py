"""The tables of the page on the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pandas as pd

from analysis.data.test_sets import TEST_SETS
from analysis.drawing.chart import NotEnough, needs
from analysis.drawing.html_tables import Sheet, Show, counts, names, sheet, words
from analysis.drawing.markup import link, tag, text
from analysis.drawing.number_format import signed, significant
from analysis.drawing.run_labels import run_names
from analysis.runs import join_outcomes
from analysis.runs.coverage import matched_weights, run_rows
from analysis.runs.edition_changes import Changes
from analysis.runs.edition_pairs import WEIGHTS_CHANGES

_SHORT_OUTCOMES = {
    join_outcomes.MATCHED: "Matched",
    join_outcomes.RENAMED: "Under a newer name",
    join_outcomes.MEDIAN: "Median of repeats",
    join_outcomes.REPEAT: "Repeat of another row",
    join_outcomes.REFUSED: "Rename refused",
    join_outcomes.OTHER_SIZE: "Other image size",
    join_outcomes.ABSENT: "Other architecture",
    join_outcomes.NO_SCORE: "No accuracy",
    join_outcomes.EMPTY: "No measurement",
}


def file_size(size: float) -> str:
    """Write a number of bytes: ``12 kB``, ``9.5 MB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3)):,} kB"


def editions_table(record: dict[str, Any]) -> Sheet:
    """Show the editions with their commits."""
    rows = pd.DataFrame(
        [
            {
                "edition": edition,
                "rows": entry["rows"],
                "files": len(entry["files"]),
                "runs": sum(run["edition"] == edition for run in record["runs"].values()),
                "commit": entry["commit"][:12],
                "accessed": max(file["accessed"] for file in entry["files"].values()),
            }
            for edition, entry in record["editions"].items()
        ]
    )
    return sheet(
        rows,
        [
            words("edition", "Edition"),
            counts("rows", "Models"),
            counts("files", "Files of accuracies"),
            counts("runs", "Files of speeds"),
            words("accessed", "Taken on"),
            words("commit", "Upstream commit"),
        ],
        "Editions",
    )


def files_table(record: dict[str, Any]) -> Sheet:
    """Show every raw file: edition, name with a link to upstream, rows, hash."""
    upstream = record["upstream"]
    rows = []
    for edition, entry in record["editions"].items():
        base = f"{upstream['url']}/blob/{entry['commit']}/{upstream['folder']}"
        names = {name: file["sha256"] for name, file in entry["files"].items()}
        runs = [run for run in record["runs"].values() if run["edition"] == edition]
        names |= {run["file"]: run["sha256"] for run in runs if "authors" not in run}
        for name, digest in sorted(names.items()):
            address = f"{base}/{name}" if entry["commit"] != "unknown" else ""
            rows.append({"edition": edition, "name": name, "address": address, "sha": digest[:16]})
    for entry in [*record["runs"].values(), *record["timings"].values()]:
        if "authors" in entry:
            told = {"name": entry["file"], "address": entry["url"], "sha": entry["sha256"][:16]}
            rows.append({"edition": "added", **told})
    columns = [
        words("edition", "Edition"),
        Show("name", "File", numeric=False, row=_file_link),
        words("sha", "SHA-256, first 16 digits"),
    ]
    return sheet(pd.DataFrame(rows), columns, "Raw files")


def _file_link(row: dict[str, Any]) -> str:
    return link(row["name"], row["address"]) if row["address"] else text(row["name"])


@needs(1, "sets of timings")
def timings_table(sets: pd.DataFrame) -> Sheet:
    """Show the sets of timings with who measured them."""
    return sheet(
        sets.sort_values(["device", "set"]),
        [
            words("device", "Device"),
            words("runtime", "Runtime"),
            words("precision", "Number format"),
            counts("models", "Models"),
            words("date", "Date"),
            Show("authors", "Measured by", numeric=False, row=_author_link),
            words("licence", "Licence"),
        ],
        "Sets of timings",
    )


def _author_link(row: dict[str, Any]) -> str:
    return link(row["authors"], row["url"])


@needs(1, "runs")
def coverage_table(counts_: pd.DataFrame) -> Sheet:
    """Show what became of the models in each run."""
    rows = matched_weights(counts_)
    return sheet(
        rows.assign(name=rows["run"].map(run_names())),
        [
            words("name", "Run"),
            counts(join_outcomes.MATCHED, "Matched"),
            counts(join_outcomes.OTHER_SIZE, "Only other sizes"),
            counts(join_outcomes.ABSENT, "Not measured"),
            words("run", "Id"),
        ],
        "Coverage of the weights",
    )


@needs(1, "runs")
def run_rows_table(counts_: pd.DataFrame) -> Sheet:
    """Show what became of the rows of each run."""
    rows = run_rows(counts_)
    outcomes = [outcome for outcome in _SHORT_OUTCOMES if outcome in rows]
    return sheet(
        rows[["run", "total", *outcomes]].assign(name=rows["run"].map(run_names())),
        [
            words("name", "Run"),
            counts("total", "Rows"),
            *[counts(outcome, _SHORT_OUTCOMES[outcome]) for outcome in outcomes],
        ],
        "Rows of the runs",
    )


def dictionary_table(dictionary: pd.DataFrame, table: str) -> Sheet:
    """Show the columns of one table; those of each test set once."""
    rows = dictionary[dictionary["table"].eq(table)]
    if rows.empty:
        return cast(Sheet, NotEnough("no such table"))
    scores = rows["column"].isin(
        [f"{test_set}_{rank}" for test_set in TEST_SETS for rank in ("top1", "top5")]
    )
    if scores.any():
        one = (
            rows[scores]
            .iloc[[0]]
            .assign(
                column="<test set>_top1, _top5",
                about="top-1 and top-5 accuracy on each test set, e.g. imagenet-a_top1",
            )
        )
        rows = pd.concat([rows[~scores], one])
    return sheet(
        rows,
        [
            words("column", "Column"),
            words("about", "Meaning"),
            words("unit", "Unit"),
            words("type", "Type"),
            words("source", "From"),
        ],
        f"Columns of {table}",
    )


@needs(1, "files")
def downloads_table(files: pd.DataFrame) -> Sheet:
    """Show what can be downloaded, CSV and JSON of a table in one row."""
    rows = [
        {
            "table": table,
            "about": pair["about"].iloc[0],
            "rows": pair["rows"].iloc[0],
            "files": list(zip(pair["path"], pair["bytes"], strict=True)),
        }
        for table, pair in files.groupby("table", sort=False)
    ]
    columns = [
        Show("table", "Table", numeric=False, row=lambda row: tag("code", text(row["table"]))),
        words("about", "What it holds"),
        counts("rows", "Rows"),
        Show("files", "Files", numeric=False, row=_download_links),
    ]
    return sheet(pd.DataFrame(rows), columns, "Downloads")


def _download_links(row: dict[str, Any]) -> str:
    return ", ".join(
        f"{link(''.join(Path(path).suffixes)[1:].upper(), f'downloads/{path}', download=True)} "
        f"{file_size(size)}"
        for path, size in row["files"]
    )


@needs(1, "editions after the first")
def change_log(steps: pd.DataFrame) -> Sheet:
    """Show how much each edition changed, with the whole report as a file."""
    return sheet(
        steps.assign(step=steps["before"] + " → " + steps["after"]),
        [
            words("step", "Editions"),
            counts("weights_added", "Models added"),
            counts("weights_removed", "Removed"),
            counts("weights_not_followed", "Not followed"),
            counts("weights_renamed", "Renamed"),
            counts("accuracies", "Accuracies changed"),
            counts("other_figures", "Other figures"),
            counts("runs_added", "Runs added"),
            counts("runs_changed", "Runs changed"),
            Show("path", "Whole report", numeric=False, row=_report_link),
        ],
        "Change log",
    )


def _report_link(row: dict[str, Any]) -> str:
    file = link("Text", f"downloads/{row['path']}", download=True)
    return f"{file} {file_size(row['bytes'])}"


def changed_weights(changes: Changes, each: int = 20) -> Sheet:
    """Show the first of the models of each kind of change."""
    if changes.weights.empty:
        return cast(Sheet, NotEnough("no weights that differ between two editions"))
    rows = changes.weights.fillna({"before": "", "after": ""})
    first = pd.concat([rows[rows["change"].eq(kind)].head(each) for kind in WEIGHTS_CHANGES])
    columns = [
        words("change", "Change"),
        names("before", "Name before"),
        names("after", "Name after"),
        counts("img_size", "Image", "px"),
    ]
    return sheet(first, columns, "Changed weights")


def changed_coverage(changes: Changes) -> Sheet:
    """Show how many models find their speed in each run, before and after."""
    if changes.coverage.empty:
        return cast(Sheet, NotEnough("no runs, or no older edition"))
    rows = changes.coverage.assign(name=changes.coverage["run"].map(run_names()))
    columns = [
        words("name", "Run"),
        counts("before", "Matched before", "models"),
        counts("after", "Matched after", "models"),
    ]
    return sheet(rows, columns, "Changed coverage")


def largest_changes(changes: Changes, each: int = 10) -> Sheet:
    """Show the figures that changed most."""
    rows = changes.figures[changes.figures["change"].notna()].head(each)
    if rows.empty:
        return cast(Sheet, NotEnough("no figure that differs between two editions"))
    return sheet(
        rows,
        [
            words("name", "Weights"),
            counts("img_size", "Image", "px"),
            words("column", "Figure"),
            Show("before", "Before", "%", significant),
            Show("after", "After", "%", significant),
            Show("change", "Change", "points", lambda x: signed(x, 2)),
        ],
        "Largest changes",
    )
