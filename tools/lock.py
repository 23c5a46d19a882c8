"""Pin every package that the site and its tests need: version and hashes, for every Python."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.setup import ROOT, SetupError, install, say

COMPILE = [
    *[sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--upgrade", "--quiet"],
    *["--universal", "--python-version", "3.11", "--fork-strategy", "fewest"],
    *["--generate-hashes", "--no-annotate", "--no-header"],
]


def main() -> int:
    """Write requirements.txt and requirements-dev.txt."""
    try:
        install("uv", [sys.executable, "-m", "pip", "install", "--quiet", "uv"], ROOT)
    except SetupError as error:
        say(str(error))
        return 1
    for options in (
        ["--output-file", "requirements.txt"],
        ["--extra", "dev", "-c", "requirements.txt", "--output-file", "requirements-dev.txt"],
    ):
        done = subprocess.run([*COMPILE, *options], stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
