"""The meaning of every column that the project publishes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.schemas import SPEED, WEIGHTS, accuracy_schema
from analysis.data.validation import Column, Schema
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS

DICTIONARY_COLUMNS = ["table", "column", "about", "unit", "type", "source"]

RESULTS, CATALOG, NAMES, COMPUTED = "timm's results", "timm's catalogue", "the name", "computed"
TIMINGS = "others' timings"


def _of(schema: Schema, name: str) -> Column:
    return next(column for column in schema.columns if column.name == name)


def _percent(name: str, about: str) -> Column:
    return Column(name, about, "%", "number", low=0, high=100)


_ACCURACY = accuracy_schema()
_JOINED: tuple[tuple[Column, str], ...] = (
    (Column("run", "id of the benchmark run"), RESULTS),
    (_of(_ACCURACY, "weights"), RESULTS),
    (Column("architecture", "the name before the first dot"), NAMES),
    (Column("tag", "the name after the first dot", empty=True), NAMES),
    (Column("family", "id of the family of architectures"), NAMES),
    (Column("family_label", "the family's name as its paper writes it"), NAMES),
    (Column("kind", f"kind of architecture: {', '.join(KIND_LABELS)}"), NAMES),
    (
        Column(
            "pretraining", f"pre-training data, small to large: {', '.join(PRETRAINING_LABELS)}"
        ),
        NAMES,
    ),
    (
        Column("distilled", "whether another model's predictions were targets", kind="boolean"),
        NAMES,
    ),
    (
        Column("taught_by", "largest set that a teacher or tokenizer saw, if any", empty=True),
        NAMES,
    ),
    (_of(WEIGHTS, "license"), CATALOG),
    (_of(WEIGHTS, "hub_id"), CATALOG),
    (_of(SPEED, "img_size"), RESULTS),
    (_of(_ACCURACY, "crop_pct"), RESULTS),
    (_percent("top1", "top-1 accuracy on ImageNet val"), RESULTS),
    (_percent("top1_low", "low end of top-1's 95 % interval (Wilson)"), COMPUTED),
    (_percent("top1_high", "high end of top-1's 95 % interval (Wilson)"), COMPUTED),
    (_percent("top5", "top-5 accuracy on ImageNet val"), RESULTS),
    (_of(_ACCURACY, "param_count_m"), RESULTS),
    (_of(SPEED, "gmacs"), RESULTS),
    (_of(SPEED, "activations_m"), RESULTS),
    (Column("samples_per_sec", "throughput", "images/s", "number", above=0), RESULTS),
    (_of(SPEED, "batch_size"), RESULTS),
    (Column("secs", "time per image: 1 / throughput", "s", "number", above=0), COMPUTED),
    (Column("is_test", "whether this is one of timm's own test fixtures", kind="boolean"), NAMES),
    (Column("measured_as", "the name, or names, that the run has for the row"), RESULTS),
    (
        Column(
            "param_count_run_m",
            "number of parameters as the run counted them",
            "millions",
            "number",
            above=0,
        ),
        RESULTS,
    ),
)
JOINED = Schema(tuple(column for column, _ in _JOINED), ("run", "weights", "img_size"))


def schemas(folder: Path = reading.SNAPSHOT) -> dict[str, Schema]:
    """Give the schema of every table of a snapshot by its path, columns of today included."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))
    return {path: reading.schema_of(path, reading.table(path, folder).columns) for path in paths}


def dictionary(folder: Path = reading.SNAPSHOT) -> pd.DataFrame:
    """Explain every column.

    Returns
    -------
    DataFrame
        ``table`` (joined, accuracy, speed, or a table of the catalogue), ``column, about, unit,
        type, source``; a column that several tables of a sort have stands once.
    """
    rows = [("joined", c.name, c.about, c.unit, c.kind, source) for c, source in _JOINED]
    for path, schema in schemas(folder).items():
        kind = path.split("/")[0].removesuffix(".csv")
        source = RESULTS if "/" in path else TIMINGS if path == reading.TIMINGS_FILE else CATALOG
        rows += [(kind, c.name, c.about, c.unit, c.kind, source) for c in schema.columns]
    table = pd.DataFrame(rows, columns=DICTIONARY_COLUMNS).drop_duplicates(["table", "column"])
    order = ["joined", "accuracy", "speed", "timings", "weights", "renames", "modules"]
    order += ["architectures"]
    place = table["table"].map({kind: i for i, kind in enumerate(order)})
    return table.loc[place.sort_values(kind="stable").index].reset_index(drop=True)
