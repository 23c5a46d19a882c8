"""Everything that must hold: the checks, a build, and the tests of the code and of the site."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.browser import HOW_TO_GET, get_browser
from tools.build import build, explain
from tools.check import check
from tools.setup import ROOT, SetupError, say

JAVASCRIPT = "tests/**/*.test.js"


def test_javascript() -> int:
    """Run the tests of the scripts, where there is a Node.js to run them."""
    files = sorted(str(path) for path in ROOT.glob(JAVASCRIPT))
    node = shutil.which("node")
    if node is None or not files:
        say(f"No Node.js: the tests in {JAVASCRIPT} are left out")
        return 0
    command = [node, "--test", "--test-reporter=dot", *files]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode


def main(arguments: list[str] | None = None) -> int:
    """Check, build and test everything."""
    parser = argparse.ArgumentParser(prog="python -m tools.test", description=main.__doc__)
    parser.add_argument("--engine", default="auto", help="auto, quarto or pandoc")
    parser.add_argument("--slow", action="store_true", help="also the long tests")
    options = parser.parse_args(arguments)
    try:
        browser = get_browser()
    except SetupError as error:
        say(str(error))
        return 1
    if browser:
        os.environ["CHROME"] = browser
    else:
        say(f"Browser tests cannot run: {HOW_TO_GET}")
    say("Checking, and testing the scripts, while the site is built")
    with ThreadPoolExecutor(max_workers=1) as beside:
        checked, tried = beside.submit(check), beside.submit(test_javascript)
        built = explain(lambda: build(ROOT, options.engine))
        if checked.result() or tried.result() or not built:
            return 1
    environment = {**os.environ, "SITE": str(ROOT / "_site"), "ENGINE": options.engine}
    say("Testing")
    everything = ["-m", ""] if options.slow else []
    workers = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *workers, *everything]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
