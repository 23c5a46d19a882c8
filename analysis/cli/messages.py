"""Messages on stderr, and what to do when nobody reads the output."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def say(line: str) -> None:
    """Write a line on stderr, where there is one."""
    if sys.stderr is not None:
        print(line, file=sys.stderr, flush=True)


def drop_output() -> None:
    """Let what is still to be written to a broken output go nowhere."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
