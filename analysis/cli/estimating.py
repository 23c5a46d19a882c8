"""``estimate``: a reader's timings -> the times of all models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.cli.messages import say
from analysis.data.errors import DataError, UsageError
from analysis.estimate.files import UNITS, Timings, read_timings


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("estimate", help="every model's time on a device, from a few")
    file_arguments(parser)
    parser.add_argument("--device", metavar="NAME", help="keep the lines of this device")
    parser.set_defaults(command=_estimate)


def file_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what a command takes that reads a file of timings."""
    parser.add_argument("file", type=Path, metavar="FILE", help="timings of a few models")
    parser.add_argument("--batch-size", type=int, metavar="N", help="images that one time is for")
    parser.add_argument("--unit", choices=list(UNITS), help="where the header does not say it")
    parser.add_argument("--column", metavar="NAME", help="the column of times or throughputs")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="keep the lines where a column has a value; may be given several times",
    )
    parser.add_argument("--trust", action="store_true", help="even where the timings look unsound")


def read(options: argparse.Namespace, device: str | None = None) -> Timings:
    """Read the file that the arguments name, and say how it was understood."""
    if options.batch_size is not None and options.batch_size < 1:
        raise UsageError("--batch-size must be at least 1")
    found = read_timings(
        options.file,
        options.unit,
        options.column,
        options.batch_size,
        _only(options.only) | ({"device": device} if device else {}),
    )
    for line in [*[f"{key}: {value}" for key, value in found.facts.items()], *found.notes]:
        say(line)
    return found


def _only(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, equals, _ in pairs if not (name and equals)]
    if wrong:
        raise UsageError("--only wants COLUMN=VALUE")
    return {name: value for name, _, value in pairs}


def _estimate(options: argparse.Namespace) -> int:
    """Print the times of all models as CSV; say what was understood and what to think of it."""
    from analysis.estimate import calibration, device
    from analysis.estimate.known import known

    timings = read(options, options.device)
    learnt = known(folder=options.snapshot)
    timed = device.usable(timings.table, learnt)
    found = device.solve(learnt, timed)
    reason, odd = device.judged(learnt, timed, found, options.snapshot)
    if reason and not options.trust:
        raise DataError(
            options.file.name,
            reason,
            hint="--unit says another unit; if they are right all the same: --trust",
        )
    by_count = calibration.factors(folder=options.snapshot)
    result = device.listed(learnt, timed, found, by_count)
    for line in [*result.notes, *(f"warning: {line}" for line in odd)]:
        say(line)
    result.table.to_csv(sys.stdout, index=False, lineterminator="\n", float_format="%.6g")
    return 0
