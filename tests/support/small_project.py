"""A small snapshot with its record of origin, and the raw files that it was made from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.data.sources import load
from analysis.refresh.rebuild import Refreshed, refresh
from tests.support import raw_files


@dataclass(frozen=True)
class Project:
    """A folder with ``snapshot``, ``sources.yml`` and the raw files in ``results``."""

    folder: Path

    @property
    def snapshot(self) -> Path:
        """The tidy tables."""
        return self.folder / "analysis" / "data" / "snapshot"

    @property
    def sources(self) -> Path:
        """The record of origin."""
        return self.folder / "analysis" / "data" / "sources.yml"

    @property
    def results(self) -> Path:
        """The raw files, a folder for each edition."""
        return self.folder / "raw"

    def file(self, name: str, edition: str = raw_files.NEW) -> Path:
        """Give the path of a raw file."""
        return self.results / edition / name

    def refresh(self, **options: Any) -> Refreshed:
        """Refresh from the raw files."""
        return refresh(self.results, None, self.snapshot, self.sources, **options)

    def record(self) -> dict[str, Any]:
        """Read the record of origin."""
        return load(self.sources)

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
    project.snapshot.parent.mkdir(parents=True)
    raw_files.write_all(project.results)
    raw_files.write_record(project.sources)
    catalog = project.results / "catalog"
    refresh(project.results, catalog, project.snapshot, project.sources)
    return project
