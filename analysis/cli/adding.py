"""``add``: timings of a device -> the record, for good."""

from __future__ import annotations

import argparse

from analysis.cli.estimating import file_arguments, read
from analysis.cli.messages import say

ABOUT = {
    "device": "what the device is called on the site",
    "kind": "cpu, gpu or npu",
    "url": "where the timings are published",
    "authors": "who measured",
    "licence": "of the figures, as SPDX writes it, e.g. CC0-1.0",
    "commit": "state of a repository that they were taken from",
    "runtime": "what ran the models, e.g. PyTorch",
    "precision": "number format: fp32, amp, fp16, bf16, int8",
    "layout": "nchw or nhwc",
    "compiled": "yes or no",
    "threads": "of the CPU",
    "torch": "version of PyTorch",
    "timm": "version of timm",
    "date": "of the measurement",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "add",
        help="put timings of a device into the record, for good",
        description="Put timings into the record as a source of their own. What the first lines "
        "of the measuring script's file say need not be said again.",
    )
    file_arguments(parser)
    for fact, about in ABOUT.items():
        parser.add_argument(f"--{fact}", metavar="TEXT", help=about)
    parser.add_argument("--replace", action="store_true", help="exchange those of the same name")
    parser.set_defaults(command=_add)


def _add(options: argparse.Namespace) -> int:
    from analysis.refresh.adding import add

    timings = read(options)
    told = {fact: value for fact in ABOUT if (value := getattr(options, fact))}
    done = add(
        options.file,
        timings,
        told,
        options.snapshot,
        trust=options.trust,
        replace=options.replace,
    )
    for line in [*done.notes, f"{done.name}: {done.became}"]:
        say(line)
    return 0
