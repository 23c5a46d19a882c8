"""What differs between two editions, or between the snapshot before and after a refresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.errors import UnknownNameError
from analysis.data.sources import load
from analysis.data.textfiles import same_files
from analysis.naming.renames import current_accuracy, reference_params
from analysis.runs import edition_pairs
from analysis.runs.current_names import bring
from analysis.runs.edition_pairs import ADDED, REMOVED, WEIGHTS_COLUMNS
from analysis.runs.join import join

CHANGED = "changed"

RUN_COLUMNS = ["run", "change", "rows_before", "rows_after"]
COVERAGE_COLUMNS = ["run", "before", "after"]
TABLE_COLUMNS = ["table", "change", "rows_before", "rows_after"]
CLAIM_COLUMNS = ["page", "claim", "before", "after", "sentence"]


@dataclass(frozen=True)
class Changes:
    """What differs, one table for each sort of change.

    ``weights`` (`WEIGHTS_COLUMNS`): one row per weights and image size of the newest editions that
    was added, removed or renamed. ``figures`` (`FIGURE_COLUMNS`): accuracies by the size of their
    change, then all others by their relative change, largest first. ``runs`` (`RUN_COLUMNS`).
    ``coverage`` (`COVERAGE_COLUMNS`): rows of the newest edition that find their speed in each run,
    missing where there was no such run, none at all where nothing differs. ``tables``
    (`TABLE_COLUMNS`): other editions and the catalogue, as a whole. ``claims`` (`CLAIM_COLUMNS`):
    filled by who computes them.
    """

    before: str
    after: str
    weights: pd.DataFrame
    figures: pd.DataFrame
    runs: pd.DataFrame
    coverage: pd.DataFrame
    tables: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TABLE_COLUMNS))
    claims: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CLAIM_COLUMNS))

    @property
    def nothing(self) -> bool:
        """Whether no weights, figure, run or other table differs."""
        parts = (self.weights, self.figures, self.runs, self.tables)
        return all(part.empty for part in parts)


def compare(old: Path, new: Path) -> Changes:
    """Compare two snapshots: their newest editions, and every table that both have.

    Parameters
    ----------
    old, new : Path
        The snapshots.

    Returns
    -------
    Changes
    """
    old_record, new_record = _present(load(old), old), load(new)
    before, after = max(old_record["editions"], default=""), max(new_record["editions"])
    weights = pd.DataFrame(columns=WEIGHTS_COLUMNS)
    figures = []
    for edition in sorted(set(old_record["editions"]) & set(new_record["editions"])):
        table = f"accuracy/{edition}.csv"
        if _differ(old / table, new / table):
            pairs = _pairs(old, edition, new, edition)
            figures.append(edition_pairs.figures(table, pairs))
            if edition == after:
                weights = edition_pairs.weights(pairs)
    if before and before != after:
        pairs = _pairs(old, before, new, after)
        figures.append(edition_pairs.figures(f"accuracy/{after}.csv", pairs))
        weights = edition_pairs.weights(pairs)
    runs = _runs(old_record["runs"], new_record["runs"], old, new)
    changed = runs.loc[runs["change"].eq(CHANGED), "run"]
    figures += [edition_pairs.speed_figures(run, old, new) for run in changed]
    same = same_files(old, new)
    coverage = {} if same else matched(new, after, new_record)
    return Changes(
        before or "none",
        after,
        weights,
        edition_pairs.largest_first(figures),
        runs,
        coverage_between({} if same else matched(old, before, old_record), coverage),
        _tables(old_record, new_record, old, new),
    )


def diff(
    before: str, after: str, folder: Path, record: dict[str, Any], *, coverage: bool = True
) -> Changes:
    """Compare two editions of one snapshot.

    A run has one set of figures, those of the newest edition that has it; so runs are added here,
    never changed.

    Parameters
    ----------
    before, after : str
        Dates of editions.
    folder : Path
        The snapshot.
    record : dict
        Its record of origin.
    coverage : bool
        Also count what each run matches, which takes a join of each.

    Raises
    ------
    UnknownNameError
        There is no such edition.
    """
    for edition in (before, after):
        if edition not in record["editions"]:
            raise UnknownNameError("edition", edition, sorted(record["editions"]))
    pairs = _pairs(folder, before, folder, after)
    figures = edition_pairs.figures(f"accuracy/{after}.csv", pairs)
    old, new = (as_of(record, edition) for edition in (before, after))
    return Changes(
        before,
        after,
        edition_pairs.weights(pairs),
        edition_pairs.largest_first([figures]),
        _runs(old["runs"], new["runs"], folder, folder),
        coverage_between(
            matched(folder, before, old) if coverage else {},
            matched(folder, after, new) if coverage else {},
        ),
    )


def as_of(record: dict[str, Any], edition: str) -> dict[str, Any]:
    """Give the record as it would be if an edition were the newest."""
    return {
        **record,
        "editions": {name: e for name, e in record["editions"].items() if name <= edition},
        "runs": {
            run: entry
            for run, entry in record["runs"].items()
            if entry.get("first", entry["edition"]) <= edition
        },
    }


def _present(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Give a record without the tables that the snapshot does not have yet."""
    return {
        **record,
        **{
            part: {
                n: entry for n, entry in record[part].items() if n in reading.names(folder, kind)
            }
            for part, kind in (("editions", "accuracy"), ("runs", "speed"))
        },
    }


def _pairs(old: Path, before: str, new: Path, after: str) -> pd.DataFrame:
    return edition_pairs.pair(
        reading.accuracy(before, old),
        reading.accuracy(after, new),
        reading.catalog("renames", new),
        reading.catalog("weights", new)["weights"],
    )


def _differ(one: Path, other: Path) -> bool:
    return one.read_bytes() != other.read_bytes()


def _runs(old: dict[str, Any], new: dict[str, Any], before: Path, after: Path) -> pd.DataFrame:
    rows = []
    for run in sorted({*old, *new}):
        was, now = old.get(run), new.get(run)
        if was and now:
            table = f"speed/{run}.csv"
            if before == after or not _differ(before / table, after / table):
                continue
        change = CHANGED if was and now else ADDED if now else REMOVED
        rows.append((run, change, was["rows"] if was else None, now["rows"] if now else None))
    return pd.DataFrame(rows, columns=RUN_COLUMNS).astype(
        {"rows_before": "Int64", "rows_after": "Int64"}
    )


def _tables(old: dict[str, Any], new: dict[str, Any], before: Path, after: Path) -> pd.DataFrame:
    """List the editions that are new but not the newest, and the catalogue's changed tables."""
    rows: list[tuple[str, str, int | None, int]] = [
        (f"accuracy/{edition}.csv", ADDED, None, entry["rows"])
        for edition, entry in sorted(new["editions"].items())
        if edition not in old["editions"] and edition != max(new["editions"])
    ]
    for name, entry in new["catalog"]["files"].items():
        was = old["catalog"]["files"].get(name)
        if was is None or not (before / name).exists():
            rows.append((name, ADDED, None, entry["rows"]))
        elif _differ(before / name, after / name):
            rows.append((name, CHANGED, was["rows"], entry["rows"]))
    return pd.DataFrame(rows, columns=TABLE_COLUMNS).astype(
        {"rows_before": "Int64", "rows_after": "Int64"}
    )


def matched(folder: Path, edition: str, record: dict[str, Any]) -> dict[str, int]:
    """Count for each run of a record the rows of an edition that find their speed."""
    if not edition:
        return {}
    renames = reading.catalog("renames", folder)
    accuracy = reading.accuracy(edition, folder)
    today = reading.accuracy(max(reading.names(folder, "accuracy")), folder)
    current = current_accuracy(accuracy, renames, today)
    reference = reference_params(current)
    return {
        run: len(
            join(bring(reading.speed(run, folder), renames, reference), current, "imagenet")[0]
        )
        for run in record["runs"]
    }


def coverage_between(before: dict[str, int], after: dict[str, int]) -> pd.DataFrame:
    """Set the counts of `matched` of two editions side by side: `COVERAGE_COLUMNS`."""
    rows = [(run, before.get(run), after.get(run)) for run in sorted({*before, *after})]
    table = pd.DataFrame(rows, columns=COVERAGE_COLUMNS)
    return table.astype({"before": "Int64", "after": "Int64"})
