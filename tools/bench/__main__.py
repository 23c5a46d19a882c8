from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tools import grow
from tools.bench import budgets, builds, chooser, history, load
from tools.bench.serving import serve
from tools.browser import FLAGS, HOW_TO_GET, find_browser
from tools.engine import EngineError, choose
from tools.project import Project
from tools.setup import ROOT, say

RESULT = ROOT / ".build" / "bench.json"
HISTORY = RESULT.with_name("bench-history.csv")
PARTS = ("pages", "builds", "growth")
ORIGINAL = "the original"


class Bench:
    """One run of the bench.

    Parameters
    ----------
    folder : Path
        Where copies of the project are built.
    browser : Browser
        What pages are loaded in.
    quarto : str or None
        The Quarto to use; None for the renderer without it.
    repeat : int
        How often each page is loaded cold.
    """

    def __init__(self, folder: Path, browser: Browser, quarto: str | None, repeat: int) -> None:
        self.folder = folder
        self.browser = browser
        self.quarto = quarto
        self.engine = "quarto" if quarto else "pandoc"
        self.repeat = repeat
        self.prefix = Project(ROOT).path
        self.result: dict[str, Any] = {"engine": self.engine, "load_before": os.getloadavg()}

    def site(self, given: Path | None) -> None:
        """Build the site, where it is not given, and measure its pages and its chooser."""
        site = given
        if site is None:
            say("Building the site")
            copy = builds.copy(self.folder / "site")
            self.result["build"] = seconds(builds.build(copy, self.engine))
            site = copy / "_site"
        say("Loading its pages")
        names = sorted(path.name for path in site.glob("*.html") if path.name != "404.html")
        with serve(site, self.prefix) as base:
            self.result["pages"] = load.measure(self.browser, base, names, self.repeat)
            self.result["chooser"] = chooser.measure(self.browser, base)
        self.original()
        shown = budgets.page_table(self.result["pages"], self.result.get("original"))
        say(f"\n{shown}\n")
        measured = {budget: self.result["chooser"][key] for key, budget in budgets.CHOOSER.items()}
        say(f"{budgets.verdicts(measured)}\n")

    def original(self) -> None:
        """Measure the original page, which only Quarto can build."""
        if self.quarto is None:
            say("The original page is not rebuilt for comparison: that needs Quarto")
            return
        say("Building and loading the original page")
        site = builds.original(self.folder / "original", self.quarto)
        with serve(site, "/") as base:
            figures = load.measure(self.browser, base, ["index.html"], self.repeat)
        self.result["original"] = figures["index.html"]

    def trivial(self) -> None:
        """Time the build of trivial pages, and compare."""
        say("Building as many trivial pages")
        folder = builds.trivial(builds.copy(self.folder / "trivial"))
        self.result["trivial"] = seconds(builds.build(folder, self.engine))
        build, plain = self.result["build"], self.result["trivial"]
        budget = budgets.BUILD[self.engine]
        value = build["seconds"]
        if self.engine == "quarto":
            value /= plain["seconds"]
            say(f"By processor time: {build['cpu'] / plain['cpu']:.2f} times")
        say(f"\n{budgets.verdicts({budget: value})}\n")

    def grown(self) -> None:
        """Build from a large snapshot, and compare with today's."""
        say("Building from ten times the weights and five times the runs")
        folder = builds.copy(self.folder / "grown")
        say(f"  {grow.grow(folder / 'analysis' / 'data')}")
        build = builds.build(folder, self.engine)
        site = folder / "_site"
        names = sorted(self.result["pages"])
        with serve(site, self.prefix) as base:
            pages = load.measure(self.browser, base, names, 1)
            answers = chooser.measure(self.browser, base)
        self.result["grown"] = {"build": seconds(build), "pages": pages, "chooser": answers}
        rows = [
            [
                name,
                *(budgets.write(figures["cold_kb"], "kB") for figures in (today, pages[name])),
                budgets.write(ratio(pages[name]["cold_kb"], today["cold_kb"]), "times"),
            ]
            for name, today in self.result["pages"].items()
        ]
        now = self.result["build"]["seconds"]
        rows.append(
            [
                "build",
                *(budgets.write(value, "s") for value in (now, build.seconds)),
                budgets.write(ratio(build.seconds, now), "times"),
            ]
        )
        say(f"\n{budgets.table(['', 'today', 'grown', 'at most 2 times'], rows)}\n")
        measured = {budget: answers[key] for key, budget in budgets.GROWN_CHOOSER.items()}
        say(f"{budgets.verdicts(measured)}\n")

    def keep(self) -> None:
        """Write what was measured, also where a later part failed, and how busy the machine was."""
        before, after = self.result["load_before"], os.getloadavg()
        RESULT.parent.mkdir(exist_ok=True)
        measured = {**self.result, "load_after": after}
        RESULT.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
        history.add(HISTORY, measured)
        cores = os.cpu_count()
        say(f"Load of the machine: {before[0]:.1f} before, {after[0]:.1f} after; {cores} cores")
        say(f"Written to {RESULT.relative_to(ROOT)}")


def seconds(build: builds.Build) -> dict[str, float]:
    """Return what is worth keeping of a build."""
    return {"seconds": build.seconds, "cpu": build.cpu}


def ratio(value: float | None, other: float | None) -> float | None:
    """Divide where both are known."""
    return value / other if value is not None and other else None


def main(arguments: list[str] | None = None) -> int:
    """Measure the site against its budgets, beside the original page."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=main.__doc__)
    parser.add_argument("--engine", default="auto", help="auto, quarto or pandoc")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--site", type=Path, help="a built site, whose build is then not timed")
    parser.add_argument("--repeat", type=int, default=3, help="how often a page is loaded cold")
    options = parser.parse_args(arguments)
    try:
        quarto = choose(options.engine)
    except EngineError as error:
        say(f"ERROR: {error}")
        return 1
    chrome = find_browser()
    if chrome is None:
        say(HOW_TO_GET)
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chrome, args=FLAGS)
        stack.callback(browser.close)
        bench = Bench(folder, browser, quarto, options.repeat)
        stack.callback(bench.keep)
        try:
            bench.site(options.site)
            if "build" in bench.result:
                if "builds" in options.only:
                    bench.trivial()
                if "growth" in options.only:
                    bench.grown()
        except builds.BuildError as error:
            say(str(error))
            return 1
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
