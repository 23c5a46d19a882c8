"""``resolve``: names that people write -> the weights that they stand for."""

from __future__ import annotations

import argparse
import csv
import sys

from analysis.cli.messages import say


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "resolve",
        help="the weights that a name stands for; exit 1 if one is unknown",
        description="Print for each name the weights it stands for and what it was taken for. An "
        "architecture alone stands for timm's default weights.",
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="as a config or a paper has it")
    parser.set_defaults(command=_resolve)


def _resolve(options: argparse.Namespace) -> int:
    from analysis.naming.resolve import HOW, known, resolve

    there = known(options.snapshot)
    found = [(name, resolve(name, there)) for name in options.names]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name", "weights", "how"])
    for name, one in found:
        how = ", ".join(HOW[step] for step in one.how) or "as timm writes it"
        out.writerow([name, one.weights, how if one.weights else "unknown"])
        if not one.weights:
            similar = f"; similar: {', '.join(one.suggestions)}" if one.suggestions else ""
            say(f"there are no weights {name!r}{similar}")
    return 0 if all(one.weights for _, one in found) else 1
