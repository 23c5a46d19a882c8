"""The command line: tables as CSV on stdout, messages on stderr.

Exit status: 0 where all is well, 1 where the data is at fault, 2 where the command is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from analysis.cli import adding, estimating, refreshing, resolving, tables
from analysis.cli.messages import drop_output, say
from analysis.data import reading
from analysis.data.errors import DataError, UnknownNameError, UsageError, reason


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
        drop_output()
        return 0
    except (DataError, OSError) as error:
        return _complain(error, 1)
    return status


def _complain(error: Exception, status: int) -> int:
    if isinstance(error, OSError):
        drop_output()
    say(f"python -m analysis: {reason(error)}")
    return status


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

    for module in (tables, resolving, refreshing, estimating, adding):
        module.register(commands)
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(main())
