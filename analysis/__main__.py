"""The command line: tables as CSV on stdout, messages on stderr.

Exit status: 0 where all is well, 1 where the data is at fault, 2 where the command is.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError, UnknownNameError, UsageError, reason
from analysis.estimate import command
from analysis.pages import registry

if TYPE_CHECKING:
    from analysis.refresh.rebuild import Refreshed

REPORT = Path(".build/changes.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        if sys.stdout is None:
            raise OSError("the output is closed")
        status: int = options.command(options)
        sys.stdout.flush()
    except (UnknownNameError, UsageError) as error:
        return _complain(error, 2)
    except BrokenPipeError:
        _drop_output()
        return 0
    except (DataError, OSError) as error:
        return _complain(error, 1)
    return status


def _complain(error: Exception, status: int) -> int:
    if isinstance(error, OSError):
        _drop_output()
    _say(f"python -m analysis: {reason(error)}")
    return status


def _drop_output() -> None:
    """Let what is still to be written to a broken output go nowhere."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(line: str) -> None:
    if sys.stderr is not None:
        print(line, file=sys.stderr, flush=True)


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
        _say(f"{row.side}: {row.rows} rows {row.outcome}")
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
        _say(f"{table}, row {row}, column {column or '-'}, value {value!r}: {problem}")
    _say(f"{len(found)} findings")
    _print(found)
    return 1 if len(found) else 0


def _refresh(options: argparse.Namespace) -> int:
    from analysis.data.sources import load
    from analysis.publish.change_report import counts
    from analysis.refresh import exchange, raw_files, rebuild, upstream

    if options.results is not None and options.url:
        raise UsageError("--url goes with --commit or --latest")
    if options.edition and options.results is None:
        raise UsageError("--edition goes with --from: a commit has its own date")
    if exchange.recover(options.snapshot):
        _say("the snapshot that an interrupted refresh had put aside is back in its place")
    record = load(options.snapshot)
    with tempfile.TemporaryDirectory() as place:
        if options.results is not None:
            raw = raw_files.find_editions(options.results, record, options.edition)
        else:
            origin = record["upstream"]
            url = options.url or origin["url"]
            raw = [upstream.fetch(url, origin["folder"], Path(place), options.commit, _say)]
        try:
            done = rebuild.refresh(
                raw,
                options.catalog,
                options.snapshot,
                dry_run=options.dry_run,
                claims=not options.no_claims,
                accept_loss=options.accept_loss,
                progress=_say,
                report=partial(_report, options.report),
            )
        except OSError as error:
            _drop_output()
            raise OSError(f"{reason(error)}; nothing was changed") from None
    outcome = "nothing to do" if not done.changed else counts(done.changes)
    _say(f"{'dry run: ' if options.dry_run and done.changed else ''}{outcome}")
    return 0


def _report(file: Path, done: Refreshed) -> None:
    from analysis.data.textfiles import write_text
    from analysis.publish.change_report import markdown

    for line in done.written:
        _say(line)
    for warning in done.warnings:
        _say(f"warning: {warning}")
    report = markdown(done.changes, done.warnings)
    write_text(file, report)
    print(report, end="", flush=True)


def _diff(options: argparse.Namespace) -> int:
    from analysis.data.sources import load
    from analysis.publish.change_report import LONGEST, markdown
    from analysis.refresh.claim_flips import claims_of_edition, flips
    from analysis.runs.edition_changes import diff

    record, pair = load(options.snapshot), (options.before, options.after)
    changes = diff(*pair, options.snapshot, record)
    if options.claims:
        sides = [claims_of_edition(edition, options.snapshot, record) for edition in pair]
        changes = replace(changes, claims=flips(*sides))
    print(markdown(changes, longest=10**9 if options.all else LONGEST), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    from analysis.publish.downloads import export

    for file in export(options.folder, options.snapshot).itertuples():
        _say(f"{file.path}: {file.rows} rows, {file.bytes} bytes")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_argument(
        "--snapshot",
        type=Path,
        default=reading.SNAPSHOT,
        metavar="DIR",
        help="folder of the tidy tables and their record.yml, with sources.yml beside it",
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

    claims = commands.add_parser("claims", help="the pages' claims; exit 1 if one does not hold")
    claims.set_defaults(command=_claims)

    check = commands.add_parser("check", help="look for faults in the snapshot; exit 1 if any")
    check.set_defaults(command=_check)

    refresh = commands.add_parser(
        "refresh",
        help="rebuild the snapshot from upstream's files",
        description="Rebuild the snapshot from upstream's files and report what changed. The "
        "folder is replaced as a whole, after all checks; a fault changes nothing.",
    )
    origin = refresh.add_mutually_exclusive_group(required=True)
    origin.add_argument(
        "--from",
        dest="results",
        type=Path,
        metavar="DIR",
        help="folder of raw files: of one edition, or a folder for each, named by its date",
    )
    origin.add_argument("--commit", metavar="SHA", help="upstream's files at this commit")
    latest = "upstream's newest commit that changed its results"
    origin.add_argument("--latest", action="store_true", help=latest)
    refresh.add_argument("--edition", metavar="DATE", help="of the files of --from")
    refresh.add_argument("--url", help="a mirror of upstream's, wherever git can fetch from")
    refresh.add_argument("--catalog", type=Path, metavar="DIR", help="timm's catalogue of weights")
    refresh.add_argument("--dry-run", action="store_true", help="report, and change nothing")
    lost = "take in what has lost more than a tenth of its rows"
    refresh.add_argument("--accept-loss", action="store_true", help=lost)
    refresh.add_argument("--no-claims", action="store_true", help="leave the pages' claims out")
    refresh.add_argument(
        "--report", type=Path, default=REPORT, metavar="FILE", help=f"default: {REPORT}"
    )
    refresh.set_defaults(command=_refresh)

    diff = commands.add_parser("diff", help="what changed between two editions, as Markdown")
    diff.add_argument("before", metavar="A", help="date of an edition")
    diff.add_argument("after", metavar="B", help="date of another")
    diff.add_argument("--claims", action="store_true", help="compute the pages' claims on both")
    diff.add_argument("--all", action="store_true", help="whole lists instead of their beginnings")
    diff.set_defaults(command=_diff)

    export = commands.add_parser("export", help="write all tables as CSV and JSON for others")
    export.add_argument("folder", type=Path, metavar="DIR", help="is made if it does not exist")
    export.set_defaults(command=_export)

    estimate = commands.add_parser("estimate", help="every model's time on a device, from a few")
    command.arguments(estimate)
    estimate.set_defaults(command=partial(command.run, say=_say))
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(main())
