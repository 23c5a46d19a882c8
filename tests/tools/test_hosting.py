"""What the repository's host reads is right, and `make check` sees when it is not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tools.check import CHECKS
from tools.engine import QUARTO_VERSION
from tools.hosting import SCHEMAS, WORKFLOWS, findings, permission_findings, pin_findings
from tools.setup import ROOT

PUBLISH = ".github/workflows/publish.yml"
DEPENDABOT = ".github/dependabot.yml"
HASH = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a folder with copies of the files that the host reads."""
    for pattern in SCHEMAS.values():
        for path in ROOT.glob(pattern):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that the file has."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_is_found_in_the_repository(repository: Path) -> None:
    assert findings(repository) == []


def test_make_check_runs_these_checks() -> None:
    assert any(command[-1] == "tools.hosting" for command in CHECKS.values())


BREAKS = {
    "a wrong key": (PUBLISH, "    needs: build", "    need: build", "need"),
    "a job without a time limit": (PUBLISH, "    timeout-minutes: 40\n", "", "timeout-minutes"),
    "an action pinned to a tag": (
        PUBLISH,
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 #",
        "actions/checkout@v7.0.1 #",
        "unpinned-uses",
    ),
    "write permissions for every job": (PUBLISH, "contents: read", "contents: write", "excessive"),
    "a permission too many for one job": (
        PUBLISH,
        "      pages: write",
        "      contents: write\n      pages: write",
        "jobs.deploy.permissions",
    ),
    "kept credentials": (PUBLISH, "persist-credentials: false", "fetch-depth: 1", "artipacked"),
    "a text of strangers run by a shell": (
        PUBLISH,
        "run: make test",
        "run: echo ${{ github.event.pull_request.title }} && make test",
        "template-injection",
    ),
    "updates of the very day": (
        DEPENDABOT,
        "    cooldown:\n      default-days: 7\n",
        "",
        "dependabot-cooldown",
    ),
    "a package manager that Dependabot does not know": (
        *(DEPENDABOT, "package-ecosystem: pip", "package-ecosystem: pipp", "package-ecosystem"),
    ),
    "a citation without a title": ("CITATION.cff", "title: Which image model?\n", "", "title"),
}


@pytest.mark.parametrize(("file", "old", "new", "named"), BREAKS.values(), ids=BREAKS.keys())
def test_a_break_is_found(repository: Path, file: str, old: str, new: str, named: str) -> None:
    change(repository / file, old, new)
    assert named in "\n".join(findings(repository))


def test_a_missing_file_is_named(repository: Path) -> None:
    (repository / DEPENDABOT).unlink()
    assert f"{DEPENDABOT}: there is no such file" in findings(repository)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"uses: actions/checkout@{HASH} # v7.0.1", None),
        (f"- uses: owner/name/folder@{HASH} # v1.2.3", None),
        (f"uses: actions/checkout@{HASH}", "needs its version in a comment"),
        (f"uses: actions/checkout@{HASH} # newest", "needs its version in a comment"),
        ("uses: actions/checkout@v7", "is not pinned to a full commit hash"),
        ("uses: actions/checkout@3d3c42e # v7.0.1", "is not pinned to a full commit hash"),
        ("uses: docker://alpine:3", "is not pinned to a full commit hash"),
    ],
)
def test_pins_are_full_hashes_with_their_version(line: str, message: str | None) -> None:
    found = list(pin_findings(f"      {line}\n"))
    assert len(found) == (message is not None)
    assert not message or message in found[0]


def test_a_workflow_or_a_job_without_its_permissions_is_found() -> None:
    (found,) = permission_findings({"jobs": {}}, {})
    assert found == "permissions: None instead of {'contents': 'read'}"
    workflow = {"permissions": {"contents": "read"}, "jobs": {"deploy": {}}}
    (found,) = permission_findings(workflow, {"deploy": {"pages": "write"}})
    assert found.startswith("jobs.deploy.permissions: None instead of {'pages': 'write'}")


def test_only_main_is_deployed_and_pull_requests_are_tested() -> None:
    workflow = yaml.safe_load((ROOT / PUBLISH).read_text(encoding="utf-8"))
    triggers = workflow[True]  # YAML reads the key `on` as true
    assert "pull_request" in triggers
    assert triggers["push"] == {"branches": ["main"]}
    deploy, build = workflow["jobs"]["deploy"], workflow["jobs"]["build"]
    assert deploy["needs"] == "build"
    assert deploy["if"] == "github.ref == 'refs/heads/main'"
    assert "concurrency" in deploy
    assert "if" not in build
    assert "make test ENGINE=quarto" in [step.get("run") for step in build["steps"]]


def test_workflows_use_the_quarto_that_the_project_pins() -> None:
    for path in ROOT.glob(WORKFLOWS):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("quarto-dev/quarto-actions/setup@"):
                    assert step["with"]["version"] == QUARTO_VERSION


def test_one_version_of_an_action_in_all_workflows() -> None:
    pins: dict[str, set[str]] = {}
    for path in ROOT.glob(WORKFLOWS):
        for action, pin in re.findall(r"uses: (\S+)@(.*)", path.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add(pin)
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


def test_citation_says_what_the_project_says() -> None:
    import tomllib

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    website = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))["website"]
    assert citation["version"] == project["version"]
    assert citation["title"] == website["title"]
    assert citation["url"] == website["site-url"]
    assert citation["repository-code"] == website["repo-url"]
