"""Two builds of one state, in two places, give the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from tools.bench.builds import copy


def built(folder: Path) -> dict[str, str]:
    """Build the site in a copy and return the hash of each of its files."""
    command = [".venv/bin/python", "-m", "tools.build"]
    command += ["--engine", os.environ.get("ENGINE", "auto")]
    environment = {**os.environ, "TZ": "Pacific/Auckland" if folder.name == "two" else "UTC"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
    site = folder / "_site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (built(copy(tmp_path / name, pictures=False)) for name in ("one", "two"))
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
