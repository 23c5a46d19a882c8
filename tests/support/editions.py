"""Editions that upstream might publish: the committed one, changed in named ways.

Each is written as upstream's raw files and taken in by a refresh into an empty record, so that what
the pages get is what the data check accepts.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.data import reading
from analysis.data.sources import SNAPSHOT, load
from analysis.data.test_sets import TEST_SETS
from analysis.data.textfiles import read_text
from analysis.refresh.rebuild import Refreshed, refresh
from tests.support import file_forms, raw_files

DATE = "2026-09-01"


@dataclass(frozen=True)
class Edition:
    """The raw tables of an edition, as text: accuracies, and runs by the name of their file.

    ``forms`` are the ways in which the files differ from upstream's, the first applied first.
    """

    accuracy: pd.DataFrame
    runs: dict[str, pd.DataFrame]
    test_sets: tuple[str, ...] = tuple(TEST_SETS)
    forms: tuple[Callable[[file_forms.Files], file_forms.Files], ...] = ()

    def files(self) -> dict[str, str]:
        """Give the content of upstream's files by their names."""
        found = {
            TEST_SETS[name].upstream: raw_files.results(self.accuracy, name)
            for name in self.test_sets
        }
        found |= {
            f"{name}.csv": raw_files.benchmark(table, "train" if "train" in name else "infer")
            for name, table in self.runs.items()
        }
        for form in self.forms:
            found = form(found)
        return found


Mutation = Callable[[Edition], Edition]


@cache
def committed(thinned: int = 12) -> Edition:
    """Give the newest edition of the project, thinned to one architecture in so many."""
    newest = reading.newest_edition()
    accuracy = read_text(SNAPSHOT / "accuracy" / f"{newest}.csv")
    architectures = accuracy["weights"].str.partition(".")[0]
    kept = set(sorted(set(architectures))[::thinned]) | {"resnet50", "vit_base_patch16_224"}
    runs = {
        f"benchmark-{run}": read_text(SNAPSHOT / "speed" / f"{run}.csv")
        for run, entry in load()["runs"].items()
        if entry["edition"] == newest
    }
    return Edition(
        accuracy[architectures.isin(kept)],
        {name: table[table["model"].isin(kept)] for name, table in runs.items()},
    )


def only(keep: Callable[[str], bool]) -> Mutation:
    """Drop all runs but some."""

    def change(edition: Edition) -> Edition:
        return replace(edition, runs={n: t for n, t in edition.runs.items() if keep(n)})

    return change


def rename(old: str, new: str) -> Mutation:
    """Write another word in the names of the runs' files."""

    def change(edition: Edition) -> Edition:
        return replace(edition, runs={n.replace(old, new): t for n, t in edition.runs.items()})

    return change


def each_run(alter: Callable[[pd.DataFrame], pd.DataFrame], which: str = "") -> Mutation:
    """Alter the table of each run whose name holds a word."""

    def change(edition: Edition) -> Edition:
        runs = {n: alter(t) if which in n else t for n, t in edition.runs.items()}
        return replace(edition, runs=runs)

    return change


def accuracies(alter: Callable[[pd.DataFrame], pd.DataFrame]) -> Mutation:
    """Alter the table of accuracies."""
    return lambda edition: replace(edition, accuracy=alter(edition.accuracy))


def add_run(name: str, like: str, factor: float = 1.5) -> Mutation:
    """Add a run that is so much faster than another."""

    def change(edition: Edition) -> Edition:
        table = edition.runs[f"benchmark-{like}"]
        speed = pd.to_numeric(table["samples_per_sec"])
        step = pd.to_numeric(table["step_time_ms"])
        faster = table.assign(
            samples_per_sec=(speed * factor).round(2).astype(str),
            step_time_ms=(step / factor).round(4).astype(str),
        )
        return replace(edition, runs={**edition.runs, name: faster})

    return change


def drop_test_sets(*names: str) -> Mutation:
    """Leave the files of test sets out."""

    def change(edition: Edition) -> Edition:
        left = tuple(name for name in edition.test_sets if name not in names)
        return replace(edition, test_sets=left)

    return change


def thin_test_set(name: str, rows: int) -> Mutation:
    """Leave a test set with few rows."""

    def alter(table: pd.DataFrame) -> pd.DataFrame:
        keep = np.arange(len(table)) < rows
        columns = [str(c) for c in table if str(c).startswith(f"{name}_")]
        return table.assign(**{c: table[c].where(keep, "") for c in columns})

    return accuracies(alter)


def written(form: Callable[[file_forms.Files], file_forms.Files]) -> Mutation:
    """Write the files in another form."""
    return lambda edition: replace(edition, forms=(*edition.forms, form))


def _equal_speed(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(samples_per_sec="1000.0", step_time_ms="256.0", batch_size="256")


def _equal_accuracy(table: pd.DataFrame) -> pd.DataFrame:
    scores = [str(c) for c in table if str(c)[-5:-1] == "_top"]
    return table.assign(**{c: "80.0" if c.endswith("top1") else "95.0" for c in scores})


def _blank(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(samples_per_sec="", step_time_ms="")


def _unmatched(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(model="nowhere_" + table["model"])


LEAD = "infer-amp-nchw-pt291-cu130-5090-dynamo"
TRAIN = "train-amp-nhwc-pt112-cu113-rtx3090"

MUTATIONS: dict[str, Mutation] = {
    "as it is": lambda edition: edition,
    "the leading run is absent": only(lambda name: LEAD not in name),
    "the leading device is absent": only(lambda name: "5090" not in name),
    "eager runs only": only(lambda name: "dynamo" not in name),
    "the leading run has a handful of rows": each_run(lambda t: t.iloc[:5], LEAD),
    "the leading run has one row": each_run(lambda t: t.iloc[:1], LEAD),
    "a new device with a newer PyTorch": add_run(
        "benchmark-infer-amp-nchw-pt300-cu140-6090-dynamo", LEAD
    ),
    "the leading device with a newer PyTorch": add_run(
        "benchmark-infer-amp-nchw-pt300-cu140-5090-dynamo", LEAD
    ),
    "number formats that nobody listed": lambda edition: add_run(
        "benchmark-infer-fp8-nchw-pt291-cu130-5090-dynamo", LEAD
    )(
        add_run("benchmark-infer-int8-nchw-pt291-cu130-5090", LEAD)(
            add_run("benchmark-infer-amp_bfloat16-nchw-pt291-cu130-5090-dynamo", LEAD)(edition)
        )
    ),
    "all runs in fp16": rename("-amp-", "-fp16-"),
    "a name without versions": add_run("model_benchmark_amp_nchw_rtx3090", LEAD, 0.4),
    "no name tells anything": lambda edition: replace(
        edition,
        runs={f"benchmark-run{i}": t for i, t in enumerate(edition.runs.values())},
    ),
    "a device with training alone": add_run("benchmark-train-amp-nhwc-pt291-cu130-h100", TRAIN, 4),
    "training alone": only(lambda name: "train" in name),
    "no training": only(lambda name: "train" not in name),
    "processors alone": only(lambda name: "-cpu-" in name),
    "graphics cards alone": only(lambda name: "-cpu-" not in name),
    "one run": only(lambda name: LEAD in name),
    "one run of a processor": only(lambda name: "i7" in name),
    "no runs": lambda edition: replace(edition, runs={}),
    "runs with one row": each_run(lambda t: t.iloc[:1]),
    "runs that match no accuracy": each_run(_unmatched),
    "no test set but ImageNet": drop_test_sets(*(set(TEST_SETS) - {"imagenet"})),
    "no ImageNet-A": drop_test_sets("imagenet-a", "imagenet-a-clean"),
    "a test set of four rows": thin_test_set("sketch", 4),
    "a test set of no rows with the others": thin_test_set("imagenet-r", 1),
    "all speeds are equal": each_run(_equal_speed),
    "all accuracies are equal": accuracies(_equal_accuracy),
    "five accuracies": accuracies(lambda t: t.iloc[:5]),
    "one accuracy": accuracies(lambda t: t.iloc[:1]),
    "a device without a speed": each_run(_blank, "-cpu-i7"),
    "families that nobody knows": accuracies(
        lambda t: t.assign(
            weights=t["weights"].where(np.arange(len(t)) % 3 > 0, "zzz" + t["weights"])
        )
    ),
    "names that would be markup": accuracies(
        lambda t: t.assign(
            weights=t["weights"].where(np.arange(len(t)) % 5 > 0, "a+b._-" + t["weights"])
        )
    ),
    "rows in another order": lambda edition: each_run(lambda t: t.iloc[::-1])(
        replace(edition, accuracy=edition.accuracy.iloc[::-1])
    ),
    "hosts and batches in the names of devices": lambda edition: add_run(
        "benchmark-infer-amp-nchw-pt291-cu130-t4-bs1", LEAD, 0.1
    )(add_run("benchmark-infer-amp-nchw-pt291-cu130-h100-compile-maxautotune", LEAD, 2)(edition)),
    "rows that failed": written(file_forms.with_failed_rows),
    "semicolons": written(partial(file_forms.separated, mark=";")),
    "tabs": written(partial(file_forms.separated, mark="\t")),
    "speeds as JSON": written(file_forms.as_json),
    "files of both tasks": written(file_forms.both_tasks),
}


def make(names: Iterable[str], folder: Path, edition: Edition | None = None) -> Refreshed:
    """Write an edition changed in these ways, and refresh an empty record from it.

    Returns
    -------
    Refreshed
        The snapshot is ``folder/snapshot``.
    """
    changed = edition or committed()
    for name in names:
        changed = MUTATIONS[name](changed)
    raw = folder / "raw" / DATE
    for file, text in changed.files().items():
        raw_files.write(raw / file, text)
    snapshot = folder / "snapshot"
    known = {"editions": {}, "runs": {}, "catalog": load()["catalog"]["files"]}
    raw_files.write(snapshot / "record.yml", yaml.safe_dump(known))
    for table in known["catalog"]:
        shutil.copy(SNAPSHOT / table, snapshot)
    shutil.copy(SNAPSHOT.with_name("sources.yml"), folder)
    return refresh(raw.parent, None, snapshot)
