"""The command line: tables as CSV on stdout, messages on stderr.

Exit status: 0 where all is well, 1 where the data is at fault, 2 where the command is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError, UnknownNameError, UsageError
from analysis.data.sources import SOURCES
from analysis.pages import registry
from analysis.refresh import exchange, maintenance


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        if exchange.settle(options.snapshot):
            print("an interrupted refresh has been completed", file=sys.stderr)
        status: int = options.command(options)
        sys.stdout.flush()
    except (UnknownNameError, UsageError) as error:
        return _complain(error, 2)
    except (DataError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return _complain(error, 1)
    return status


def _complain(error: Exception, status: int) -> int:
    print(f"python -m analysis: {error}", file=sys.stderr)
    return status


def _print(table: pd.DataFrame, *, index: bool = False) -> int:
    table.to_csv(sys.stdout, index=index, lineterminator="\n")
    return 0


def _runs(options: argparse.Namespace) -> int:
    from analysis.runs.join import run_overview

    return _print(run_overview(options.snapshot, options.sources))


def _table(options: argparse.Namespace) -> int:
    from analysis.runs.join import run_table

    if options.run in registry.TABLES:
        if options.edition or options.test_set:
            raise UsageError("--edition and --test-set go with the table of a run")
        if _is_elsewhere(options):
            return _run_elsewhere(options, "table", options.run)
        return _print(registry.table(options.run))
    runs = reading.known("speed", options.snapshot)
    if options.run not in runs:
        raise UnknownNameError("run", options.run, [*runs, *registry.TABLES])
    joined = run_table(
        options.run, options.edition, options.test_set or "imagenet", options.snapshot
    )
    for row in joined.summary().itertuples():
        print(f"{row.side}: {row.rows} rows {row.outcome}", file=sys.stderr)
    return _print(joined.table)


def _original(options: argparse.Namespace) -> int:
    from analysis.runs.original import original_table

    return _print(original_table(options.task, options.snapshot), index=True)


def _claims(options: argparse.Namespace) -> int:
    from analysis.pages.claims import overview

    if _is_elsewhere(options):
        return _run_elsewhere(options, "claims")
    table = overview()
    _print(table)
    return 0 if table["holds"].all() else 1


def _is_elsewhere(options: argparse.Namespace) -> bool:
    return bool(options.snapshot != reading.SNAPSHOT or options.sources != SOURCES)


def _run_elsewhere(options: argparse.Namespace, *arguments: str) -> int:
    from analysis.refresh import elsewhere

    for path in (options.snapshot, options.sources):
        if not path.exists():
            raise DataError(str(path), "the file is missing")
    done = elsewhere.run(arguments, options.snapshot, options.sources)
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    return done.returncode


def _check(options: argparse.Namespace) -> int:
    from analysis.data.checking import check

    found = check(options.snapshot, options.sources)
    for table, row, column, value, problem in found.to_numpy():
        where = f"{table}, row {row}, column {column or '-'}, value {value!r}"
        print(f"{where}: {problem}", file=sys.stderr)
    print(f"{len(found)} findings", file=sys.stderr)
    _print(found)
    return 1 if len(found) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_argument(
        "--snapshot", type=Path, default=reading.SNAPSHOT, help="folder of the tidy tables"
    )
    parser.add_argument(
        "--sources", type=Path, default=SOURCES, help="record of the tables' origin"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

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

    claims = commands.add_parser(
        "claims", help="the pages' claims and whether they hold; exit 1 if one does not"
    )
    claims.set_defaults(command=_claims)

    check = commands.add_parser("check", help="look for faults in the snapshot; exit 1 if any")
    check.set_defaults(command=_check)

    maintenance.add_parsers(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
