"""Lint, formatting and types, of Python and of JavaScript."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tools.setup import ROOT, say

PYTHON = [sys.executable, "-m"]
BIOME = ROOT / "node_modules" / ".bin" / "biome"
CHECKS = {
    "ruff check": [*PYTHON, "ruff", "check", "--quiet", "."],
    "ruff format": [*PYTHON, "ruff", "format", "--quiet", "--check", "--diff", "."],
    "mypy": [*PYTHON, "mypy"],
    "biome check": [str(BIOME), "check", "--error-on-warnings"],
    "workflows, citation": [*PYTHON, "tools.hosting"],
}


def check() -> list[str]:
    """Run every check and return the names of those that failed."""
    failed = []
    for name, command in CHECKS.items():
        if not Path(command[0]).exists():
            say(f"  {name:<20} left out: it comes from npm, see `make setup`")
            continue
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        say(f"  {name:<20} {time.monotonic() - start:5.1f} s  {verdict}")
        if done.returncode != 0:
            say(done.stdout + done.stderr)
            failed.append(name)
    return failed


def main() -> int:
    """Run every check."""
    return 1 if check() else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
