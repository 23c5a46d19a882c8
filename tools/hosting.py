"""Check what the host of the repository reads: workflows, Dependabot's settings, the citation.

Everything here works without a network.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.setup import ROOT

WORKFLOWS = ".github/workflows/*.yml"
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.citation-file-format": "CITATION.cff",
}
DEFAULT_PERMISSIONS = {"contents": "read"}
JOB_PERMISSIONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "publish.yml": {"deploy": {"pages": "write", "id-token": "write"}},
    "refresh.yml": {
        "propose": {"contents": "write", "pull-requests": "write"},
        "complain": {"issues": "write"},
    },
    "weekly.yml": {"bench": {"contents": "read", "actions": "read"}},
}
USES = re.compile(r"^\s*(?:- )?uses:\s*(?P<action>\S+)(?P<comment>.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
VERSION = re.compile(r"\s+# v\d+\.\d+\.\d+")


def findings(root: Path) -> list[str]:
    """Return what is wrong with the files that the repository's host reads.

    Parameters
    ----------
    root : Path
        The repository.

    Returns
    -------
    list of str
        One message for each finding of check-jsonschema, of zizmor and of the project's own
        rules on permissions and pins.
    """
    found = [*schema_findings(root), *zizmor_findings(root)]
    for path in sorted(root.glob(WORKFLOWS)):
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(root)}: {message}" for message in pin_findings(text)]
        workflow = yaml.safe_load(text)
        granted = JOB_PERMISSIONS.get(path.name, {})
        found += [
            f"{path.relative_to(root)}: {message}"
            for message in permission_findings(workflow, granted)
        ]
    return found


def schema_findings(root: Path) -> Iterator[str]:
    """Yield what check-jsonschema says against the files, by the schemas that it carries."""
    for schema, pattern in SCHEMAS.items():
        files = [str(path.relative_to(root)) for path in sorted(root.glob(pattern))]
        if not files:
            yield f"{pattern}: there is no such file"
            continue
        command = ["check_jsonschema", "--no-cache", "--color", "never", "--builtin-schema", schema]
        yield from complaint([sys.executable, "-m", *command, *files], root)


def zizmor_findings(root: Path) -> Iterator[str]:
    """Yield what zizmor says against the workflows and Dependabot's settings."""
    options = ["--offline", "--quiet", "--no-progress", "--color=never", "--strict-collection"]
    yield from complaint([str(Path(sys.executable).with_name("zizmor")), *options, ".github"], root)


def complaint(command: list[str], root: Path) -> Iterator[str]:
    """Yield what a program prints where it fails."""
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"{done.stdout}{done.stderr}".strip() or f"{command} failed: {done.returncode}"


def pin_findings(text: str) -> Iterator[str]:
    """Yield the actions of a workflow without a full commit hash or without their version."""
    for use in USES.finditer(text):
        action = use["action"]
        if not PINNED.fullmatch(action):
            yield f"{action} is not pinned to a full commit hash"
        elif not VERSION.fullmatch(use["comment"].rstrip()):
            yield f"{action} needs its version in a comment, such as '# v1.2.3'"


def permission_findings(
    workflow: Mapping[str, Any], granted: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Yield where a workflow's permissions are not those that the project grants.

    Parameters
    ----------
    workflow : mapping
        The workflow, read from its file.
    granted : mapping
        For each job that has permissions of its own: these permissions.
    """
    default = workflow.get("permissions")
    if default != DEFAULT_PERMISSIONS:
        yield f"permissions: {default} instead of {DEFAULT_PERMISSIONS}"
    for name, job in workflow.get("jobs", {}).items():
        asked, allowed = job.get("permissions"), granted.get(name)
        if asked != allowed:
            yield (
                f"jobs.{name}.permissions: {asked} instead of {allowed}; "
                "what each job is granted is in tools/hosting.py"
            )


def main(arguments: list[str] | None = None) -> int:
    """Check the workflows, Dependabot's settings and CITATION.cff."""
    parser = argparse.ArgumentParser(prog="python -m tools.hosting", description=main.__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="the repository")
    found = findings(parser.parse_args(arguments).root)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
