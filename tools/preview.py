"""Show the site while it is being worked on."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

from tools.build import build, explain
from tools.engine import EngineError, choose
from tools.project import Project
from tools.serve import serve
from tools.setup import ROOT, say

PORT = 4848
WATCHED = ("*.qmd", "_quarto.yml", "analysis/**/*", "assets/**/*", "tools/render.*")


def state(root: Path) -> dict[Path, int]:
    """Return when each source of the site was changed last."""
    paths = {path for pattern in WATCHED for path in root.glob(pattern)}
    return {
        path: path.stat().st_mtime_ns
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


def watch(root: Path) -> None:
    """Build the site with the renderer without Quarto, and again after each change."""
    seen: dict[Path, int] = {}
    while True:
        now = state(root)
        if now != seen:
            seen = now
            explain(lambda: build(root, "pandoc"))
        time.sleep(1)


def main(arguments: list[str] | None = None) -> int:
    """Show the site, and keep it up to date."""
    parser = argparse.ArgumentParser(prog="python -m tools.preview", description=main.__doc__)
    parser.add_argument("--engine", default="auto", help="auto, quarto or pandoc")
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args(arguments)
    try:
        quarto = choose(options.engine)
        if quarto:
            command = [quarto, "preview", "--port", str(options.port)]
            return subprocess.run(command, cwd=ROOT, check=False).returncode
        with serve(ROOT / "_site", Project(ROOT).path, options.port) as address:
            say(f"The site is at {address} (Ctrl-C ends this)")
            if sys.stdout.isatty():
                webbrowser.open(address)
            watch(ROOT)
    except EngineError as error:
        say(f"ERROR: {error}")
        return 1
    except KeyboardInterrupt:
        say("")
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
