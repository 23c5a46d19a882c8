"""``runs``, ``table``, ``original``, ``claims``, ``check``, ``export``: what the data says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from analysis.cli.messages import say
from analysis.data import reading
from analysis.data.errors import UnknownNameError, UsageError
from analysis.pages import registry


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    runs = commands.add_parser("runs", help="one row per benchmark run")
    runs.set_defaults(command=_runs)

    table = commands.add_parser(
        "table",
        help="speed and accuracy of one run, joined; or a table behind one of the pages",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=registry.overview(),
    )
    table.add_argument(
        "run", metavar="NAME", help="id of a run, as `runs` lists them, or a name from below"
    )
    table.add_argument("--test-set", metavar="NAME", help="default: imagenet")
    table.add_argument("--edition", metavar="DATE", help="of the accuracies; default: the newest")
    table.set_defaults(command=_table)

    original = commands.add_parser("original", help="the original page's table, as it was")
    original.add_argument("task", choices=["infer", "train"])
    original.set_defaults(command=_original)

    claims = commands.add_parser("claims", help="the pages' claims; exit 1 if one does not hold")
    claims.set_defaults(command=_claims)

    check = commands.add_parser("check", help="look for faults in the snapshot; exit 1 if any")
    check.set_defaults(command=_check)

    export = commands.add_parser("export", help="write all tables as CSV and JSON for others")
    export.add_argument("folder", type=Path, metavar="DIR", help="is made if it does not exist")
    export.set_defaults(command=_export)


def _print(table: pd.DataFrame, *, index: bool = False) -> int:
    table.to_csv(sys.stdout, index=index, lineterminator="\n")
    return 0


def _runs(options: argparse.Namespace) -> int:
    from analysis.runs.join import run_overview

    return _print(run_overview(options.snapshot))


def _table(options: argparse.Namespace) -> int:
    from analysis.runs.join import run_table

    if options.run in registry.TABLES:
        if options.edition or options.test_set:
            raise UsageError("--edition and --test-set go with the table of a run")
        if options.snapshot != reading.SNAPSHOT:
            return _run_on(options.snapshot, "table", options.run)
        return _print(registry.table(options.run))
    runs = reading.known("speed", options.snapshot)
    if options.run not in runs:
        raise UnknownNameError("run", options.run, [*runs, *registry.TABLES])
    joined = run_table(
        options.run, options.edition, options.test_set or "imagenet", options.snapshot
    )
    for row in joined.summary().itertuples():
        say(f"{row.side}: {row.rows} rows {row.outcome}")
    return _print(joined.table)


def _original(options: argparse.Namespace) -> int:
    from analysis.runs.original import original_table

    return _print(original_table(options.task, options.snapshot), index=True)


def _claims(options: argparse.Namespace) -> int:
    from analysis.pages.claims import overview

    if options.snapshot != reading.SNAPSHOT:
        return _run_on(options.snapshot, "claims")
    table = overview()
    _print(table)
    return 0 if table["holds"].all() else 1


def _run_on(snapshot: Path, *arguments: str) -> int:
    """Do in a process of its own what knows the package's snapshot alone."""
    from analysis.data.sources import load
    from analysis.refresh.claim_flips import run_on

    load(snapshot)
    done = run_on(snapshot, *arguments)
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    return done.returncode


def _check(options: argparse.Namespace) -> int:
    from analysis.data.checking import check

    found = check(options.snapshot)
    for table, row, column, value, problem in found.to_numpy():
        say(f"{table}, row {row}, column {column or '-'}, value {value!r}: {problem}")
    say(f"{len(found)} findings")
    _print(found)
    return 1 if len(found) else 0


def _export(options: argparse.Namespace) -> int:
    from analysis.publish.downloads import export

    for file in export(options.folder, options.snapshot).itertuples():
        say(f"{file.path}: {file.rows} rows, {file.bytes} bytes")
    return 0
