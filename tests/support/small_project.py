"""A small snapshot with its record of origin, and the raw files that it was made from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.__main__ import main
from analysis.data.sources import load
from analysis.refresh.rebuild import Refreshed, refresh
from tests.support import raw_files


@dataclass(frozen=True)
class Project:
    """A folder with a snapshot, what is kept by hand beside it, and the raw files."""

    folder: Path

    @property
    def snapshot(self) -> Path:
        """The tidy tables and their record."""
        return self.folder / "analysis" / "data" / "snapshot"

    @property
    def sources(self) -> Path:
        """What is kept by hand."""
        return self.snapshot.with_name("sources.yml")

    @property
    def record_file(self) -> Path:
        """The record of origin."""
        return self.snapshot / "record.yml"

    @property
    def results(self) -> Path:
        """The raw files, a folder for each edition."""
        return self.folder / "raw"

    def file(self, name: str, edition: str = raw_files.NEW) -> Path:
        """Give the path of a raw file."""
        return self.results / edition / name

    def refresh(self, **options: Any) -> Refreshed:
        """Refresh from the raw files."""
        return refresh(self.results, None, self.snapshot, **options)

    def command(self, *words: str) -> int:
        """Run the command line on the snapshot, as a user does; give its status."""
        report = ["--report", str(self.folder / "report.md"), "--no-claims"]
        options = report if words[0] == "refresh" else []
        return main(["--snapshot", str(self.snapshot), *words, *options])

    def record(self) -> dict[str, Any]:
        """Read the record of origin."""
        return load(self.snapshot)

    def copy(self, folder: Path) -> Project:
        """Give a project of its own to a test."""
        shutil.copytree(self.folder, folder)
        return Project(folder)

    def contents(self) -> dict[str, bytes]:
        """Give the bytes of all that a refresh may change, and of all that it may leave behind."""
        return raw_files.contents(self.folder / "analysis")


def make(folder: Path) -> Project:
    """Make the raw files and the snapshot of them."""
    project = Project(folder)
    raw_files.write_all(project.results)
    raw_files.write_record(project.snapshot)
    refresh(project.results, project.results / "catalog", project.snapshot)
    return project
