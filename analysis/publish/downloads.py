"""All tables as CSV and JSON for others, described by a Frictionless data package."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError
from analysis.data.sources import load
from analysis.data.textfiles import write_bytes, write_text
from analysis.data.validation import Column, Schema
from analysis.publish.dictionary import JOINED, schemas
from analysis.runs.coverage import every_run
from analysis.runs.join import run_table
from analysis.stats.tables import stack

FILE_COLUMNS = ["path", "table", "about", "rows", "bytes"]
LARGEST = 100_000_000
FORMULA = r"^[=+\-@\t\r]"
_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_ABOUT = {
    "joined.csv": "every benchmark run joined with the newest accuracies: the table to start with",
    "timings.csv": "times of a few models on devices that have no benchmark run",
    "weights.csv": "what timm's catalogue says of each set of weights",
    "renames.csv": "timm's list of deprecated names",
    "modules.csv": "papers that timm's modules name",
    "architectures.csv": "default image, feature maps and layers of each of timm's architectures",
}


def export(folder: Path, snapshot: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Write the joined data and every tidy table, and a ``datapackage.json`` that describes them.

    A table is written as CSV and as JSON, one of more than `LARGEST` bytes as compressed CSV alone:
    GitHub Pages takes a site of 1 GB, which the two files of the joined data alone would exceed at
    some forty times the figures of 2026.

    Parameters
    ----------
    folder : Path
        Where to; made if need be. Other files in it stay.
    snapshot : Path
        The tables.

    Returns
    -------
    DataFrame
        One row per file: ``path, table, about, rows, bytes``.

    Raises
    ------
    DataError
        The folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise DataError(str(folder), "is a file: name a folder, which is made if need be")
    record = load(snapshot)
    described = schemas(snapshot)
    tables = {"joined.csv": (joined(snapshot), JOINED)}
    for path, schema in described.items():
        tables[path] = (_typed(path, snapshot), schema)
    resources: list[dict[str, Any]] = []
    rows = []
    for path, (table, schema) in tables.items():
        about = _about(path, record)
        for name, body in _files(path, table):
            write_bytes(folder / name, body)
            resources.append(_resource(name, about, body, len(table), schema))
            rows.append((name, path.removesuffix(".csv"), about, len(table), len(body)))
    write_text(folder / "datapackage.json", _package(record, resources))
    return pd.DataFrame(rows, columns=FILE_COLUMNS)


def joined(snapshot: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Join every run with the newest accuracies; derived figures rounded to what they can say.

    Returns
    -------
    DataFrame
        The columns of `analysis.publish.dictionary.JOINED`, sorted by run, weights and size.
    """
    parts = [found.table.assign(run=run) for run, found in every_run(snapshot).items()]
    table = stack(parts or [run_table("", folder=snapshot).table.assign(run="")], JOINED.names)
    table = table.assign(
        top1_low=table["top1_low"].round(3),
        top1_high=table["top1_high"].round(3),
        secs=[float(f"{value:.6g}") for value in table["secs"]],
        batch_size=table["batch_size"].astype("Int64"),
    )
    return table.sort_values(list(JOINED.key), kind="stable").reset_index(drop=True)


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before texts that a spreadsheet would run as a formula."""
    texts = [c for c in table.columns if pd.api.types.is_string_dtype(table[c].dtype)]
    return table.assign(
        **{
            column: table[column].mask(
                table[column].str.contains(FORMULA, na=False), "'" + table[column]
            )
            for column in texts
        }
    )


def _typed(path: str, snapshot: Path) -> pd.DataFrame:
    table = reading.table(path, snapshot)
    if path.startswith("speed/") or path == reading.TIMINGS_FILE:
        return table.assign(batch_size=table["batch_size"].astype("Int64"))
    return table


def _about(path: str, record: dict[str, Any]) -> str:
    kind, _, file = path.rpartition("/")
    name = file.removesuffix(".csv")
    if kind == "accuracy":
        return f"accuracies on all test sets, edition {name}"
    if kind == "speed":
        run = record["runs"][name]
        whose = f"of {run['authors']}" if "authors" in run else f"edition {run['edition']}"
        return f"speeds of one benchmark run, {whose}"
    return _ABOUT[path]


def _files(path: str, table: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    text = _csv(table).encode()
    if len(text) > LARGEST:
        yield f"{path}.gz", gzip.compress(text, mtime=0)
    else:
        yield path, text
        yield _json_path(path), _json(table).encode()


def _csv(table: pd.DataFrame) -> str:
    return str(without_formulas(table).to_csv(index=False, lineterminator="\n"))


def _json_path(path: str) -> str:
    return path.removesuffix(".csv") + ".json"


def _json(table: pd.DataFrame) -> str:
    """Write a header and rows as arrays: a third of the size of one object per row."""
    rows = table.to_json(orient="values", double_precision=15, force_ascii=False)
    return f"[{json.dumps(list(table.columns))},\n{rows.removeprefix('[')}\n"


def _resource(name: str, about: str, body: bytes, rows: int, schema: Schema) -> dict[str, Any]:
    kind = name.removesuffix(".gz").rpartition(".")[2]
    # frictionless counts the rows of CSV files alone
    counted = {"rows": rows} if kind == "csv" else {}
    return {
        "name": name.lower().replace("/", "-").replace("_", "-").replace(".", "-"),
        "path": name,
        "title": about,
        "format": kind,
        "mediatype": "text/csv" if kind == "csv" else "application/json",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        **counted,
        "schema": {
            "fields": [_field(column) for column in schema.columns],
            "primaryKey": list(schema.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.empty else {"required": True}
    if column.low is not None:
        constraints["minimum"] = column.low
    if column.above is not None:
        constraints["minimum"] = column.above
    if column.high is not None:
        constraints["maximum"] = column.high
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.about,
    }
    if column.kind == "boolean":
        described |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.unit:
        described["unit"] = column.unit
    return {**described, "constraints": constraints} if constraints else described


def _package(record: dict[str, Any], resources: list[dict[str, Any]]) -> str:
    upstream = record["upstream"]
    editions = record["editions"]
    package = {
        "name": "which-image-model",
        "title": "Speed, accuracy and size of timm's image models",
        "description": "timm's own benchmark results as tidy tables, and joined.",
        "version": max(editions),
        "licenses": [
            {"name": upstream["licence"], "path": "https://www.apache.org/licenses/LICENSE-2.0"}
        ],
        "contributors": [{"title": upstream["authors"], "role": "author"}],
        "sources": [
            {
                "title": f"{upstream['repository']}, edition {edition}, commit {entry['commit']}",
                "path": f"{upstream['url']}/tree/{entry['commit']}/{upstream['folder']}",
            }
            for edition, entry in editions.items()
        ],
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"
