"""The commands that bring data in, compare it and hand it out: refresh, diff, export."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.data.errors import UsageError
from analysis.data.textfiles import write_text

if TYPE_CHECKING:
    from analysis.refresh.raw_files import Raw
    from analysis.runs.edition_changes import Changes

REPORT = Path(".build/changes.md")


def add_parsers(commands: Any) -> None:
    """Add the three commands to the command line."""
    refresh = commands.add_parser(
        "refresh",
        help="rebuild the snapshot from upstream's files",
        description="Rebuild the snapshot from upstream's files and report what changed. Snapshot "
        "and sources.yml are replaced together, after all checks; a fault changes nothing.",
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
    origin.add_argument(
        "--latest", action="store_true", help="upstream's newest commit that changed its results"
    )
    refresh.add_argument("--edition", metavar="DATE", help="of the files of --from")
    refresh.add_argument(
        "--url", metavar="BASE", help="a server that answers as GitHub's API and raw files do"
    )
    refresh.add_argument("--catalog", type=Path, metavar="DIR", help="timm's catalogue of weights")
    refresh.add_argument("--dry-run", action="store_true", help="report, and change nothing")
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


def _refresh(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analysis.publish.change_report import counts, markdown
    from analysis.refresh.rebuild import refresh

    def say(line: str) -> None:
        tqdm.write(line, file=sys.stderr)

    if options.results is not None and options.url:
        raise UsageError("--url goes with --commit or --latest")
    if options.edition and options.results is None:
        raise UsageError("--edition goes with --from: a commit has its own date")
    done = refresh(
        _raw(options, say),
        options.catalog,
        options.snapshot,
        options.sources,
        dry_run=options.dry_run,
        claims=not options.no_claims,
        progress=say,
    )
    for line in done.written:
        say(line)
    for warning in done.warnings:
        say(f"warning: {warning}")
    report = markdown(done.changes, done.warnings)
    print(report, end="", flush=True)
    write_text(options.report, report)
    outcome = "nothing to do" if not done.changed else counts(done.changes)
    say(f"{'dry run: ' if options.dry_run and done.changed else ''}{outcome}")
    return 0


def _raw(options: argparse.Namespace, say: Any) -> list[Raw]:
    from analysis.data.sources import load
    from analysis.refresh.raw_files import find_editions
    from analysis.refresh.upstream import Upstream

    record = load(options.sources)
    if options.results is not None:
        return find_editions(options.results, record, options.edition)
    origin = record["upstream"]
    upstream = Upstream(origin["repository"], origin["folder"], options.url, progress=say)
    return [upstream.edition(options.commit)]


def _diff(options: argparse.Namespace) -> int:
    from analysis.data.sources import load
    from analysis.publish.change_report import LONGEST, markdown
    from analysis.runs.edition_changes import diff

    record = load(options.sources)
    changes = diff(options.before, options.after, options.snapshot, record)
    if options.claims:
        changes = _with_claims(changes, options.snapshot, record)
    print(markdown(changes, longest=10**9 if options.all else LONGEST), end="")
    return 0


def _with_claims(changes: Changes, snapshot: Path, record: dict[str, Any]) -> Changes:
    from analysis.refresh.claim_flips import flips, newest, verdicts
    from analysis.runs.edition_changes import upto

    sides = []
    for edition in (changes.before, changes.after):
        with tempfile.TemporaryDirectory() as place:
            sides.append(verdicts(*newest(snapshot, upto(record, edition), Path(place))))
    return replace(changes, claims=flips(*sides))


def _export(options: argparse.Namespace) -> int:
    from analysis.publish.downloads import export

    for file in export(options.folder, options.snapshot, options.sources).itertuples():
        print(f"{file.path}: {file.rows} rows, {file.bytes} bytes", file=sys.stderr)
    return 0
