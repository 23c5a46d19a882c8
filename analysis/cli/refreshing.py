"""``refresh`` and ``diff``: from upstream's files to the snapshot, and what changed."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.messages import drop_output, say
from analysis.data.errors import UsageError, reason

if TYPE_CHECKING:
    from analysis.refresh.rebuild import Refreshed

REPORT = Path(".build/changes.md")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
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


def _refresh(options: argparse.Namespace) -> int:
    from analysis.data.sources import load
    from analysis.publish.change_report import counts
    from analysis.refresh import exchange, raw_files, rebuild, upstream

    if options.results is not None and options.url:
        raise UsageError("--url goes with --commit or --latest")
    if options.edition and options.results is None:
        raise UsageError("--edition goes with --from: a commit has its own date")
    if exchange.recover(options.snapshot):
        say("the snapshot that an interrupted refresh had put aside is back in its place")
    record = load(options.snapshot)
    with tempfile.TemporaryDirectory() as place:
        if options.results is not None:
            raw = raw_files.find_editions(options.results, record, options.edition)
        else:
            origin = record["upstream"]
            url = options.url or origin["url"]
            raw = [upstream.fetch(url, origin["folder"], Path(place), options.commit, say)]
        try:
            done = rebuild.refresh(
                raw,
                options.catalog,
                options.snapshot,
                dry_run=options.dry_run,
                claims=not options.no_claims,
                accept_loss=options.accept_loss,
                progress=say,
                report=partial(_report, options.report),
            )
        except OSError as error:
            drop_output()
            raise OSError(f"{reason(error)}; nothing was changed") from None
    outcome = "nothing to do" if not done.changed else counts(done.changes)
    say(f"{'dry run: ' if options.dry_run and done.changed else ''}{outcome}")
    return 0


def _report(file: Path, done: Refreshed) -> None:
    from analysis.data.textfiles import write_text
    from analysis.publish.change_report import markdown

    for line in done.written:
        say(line)
    for warning in done.warnings:
        say(f"warning: {warning}")
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
