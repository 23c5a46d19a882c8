"""What ``_quarto.yml`` says about the site."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml


class ProjectError(Exception):
    """What is wrong with the project as a whole."""


@dataclass(frozen=True)
class Project:
    """The project in a folder.

    Parameters
    ----------
    root : Path
        The folder that holds ``_quarto.yml``.
    """

    root: Path

    @cached_property
    def config(self) -> dict[str, Any]:
        """The whole of ``_quarto.yml``."""
        file = self.root / "_quarto.yml"
        try:
            return dict(yaml.safe_load(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
            raise ProjectError(f"{file.name}: {error}") from error

    @cached_property
    def website(self) -> dict[str, Any]:
        """The section ``website``."""
        return dict(self.config.get("website", {}))

    @cached_property
    def html(self) -> dict[str, Any]:
        """The options of the HTML format."""
        return dict(self.config.get("format", {}).get("html", {}))

    @property
    def url(self) -> str:
        """Where the site is published, without a slash at the end."""
        return str(self.website.get("site-url", "")).rstrip("/")

    @property
    def path(self) -> str:
        """The path below which the site is published, with slashes around it."""
        path = urlsplit(self.url).path.strip("/")
        return f"/{path}/" if path else "/"

    def pages(self) -> list[Path]:
        """Return the pages that are rendered, sorted by name."""
        patterns = as_list(self.config.get("project", {}).get("render", ["*.qmd"]))
        return sorted({path for pattern in patterns for path in self.root.glob(pattern)})

    def resources(self) -> list[Path]:
        """Return the files that are copied as they are."""
        patterns = [
            *as_list(self.config.get("project", {}).get("resources")),
            *as_list(self.website.get("favicon")),
            *as_list(self.html.get("css")),
        ]
        found = {path for pattern in patterns for path in self.root.glob(pattern.lstrip("/"))}
        return sorted(path for path in found if path.is_file())

    def post_render(self, output: Path, *, whole: bool = True) -> None:
        """Run the project's scripts on a rendered site, or a part of it, as Quarto runs them."""
        environment = {
            **os.environ,
            "QUARTO_PROJECT_DIR": str(self.root),
            "QUARTO_PROJECT_ROOT": str(self.root),
            "QUARTO_PROJECT_OUTPUT_DIR": str(output),
            "QUARTO_PROJECT_RENDER_ALL": "1" if whole else "",
        }
        for script in as_list(self.config.get("project", {}).get("post-render")):
            command = shlex.split(script)
            done = subprocess.run(command, cwd=self.root, env=environment, check=False)
            if done.returncode != 0:
                raise ProjectError(f"_quarto.yml, post-render: {script} failed")


def as_list(value: Any) -> list[Any]:
    """Return a list where YAML allows one value, a list of them or none."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
