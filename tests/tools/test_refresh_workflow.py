"""The scripts of the weekly refresh, run by a shell with a repository on disk and a stand-in `gh`.

The actions between them (checkout, artifacts) are done here as the workflow asks for them; in
place of the refresh itself stands a program that leaves the figures and the report of a test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis.publish.change_report import markdown
from analysis.runs.edition_changes import CLAIM_COLUMNS, COVERAGE_COLUMNS, RUN_COLUMNS, Changes
from analysis.runs.edition_pairs import FIGURE_COLUMNS, WEIGHTS_COLUMNS
from tools.setup import ROOT

WORKFLOW: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github/workflows/refresh.yml").read_text(encoding="utf-8")
)
SNAPSHOT, BRANCH = WORKFLOW["env"]["SNAPSHOT"], WORKFLOW["env"]["BRANCH"]
SOURCES = "analysis/data/sources.yml"
REPORT = "# Changes of the data\n"

GH = """\
#!/bin/sh
echo "$*" >> "$GH_CALLS"
case "$1 $2" in
  "pr list" | "issue list") cat "$GH_OPEN" ;;
esac
for word do
  if [ "$before" = --body-file ]; then cp "$word" "$GH_CALLS.body"; fi
  before="$word"
done
"""
PYTHON = """\
#!/bin/sh
[ "$1 $2 $3 $4 $5" = "-m analysis refresh --latest --report" ] || exit 2
echo "the table of changes"
echo "edition 2026-09-01" >&2
if [ -f "$UPSTREAM/fault" ]; then cat "$UPSTREAM/fault" >&2; exit 1; fi
cp "$UPSTREAM/report" "$6"
rm -r "$SNAPSHOT"
cp -R "$UPSTREAM/snapshot" "$SNAPSHOT"
"""
MAKE = '#!/bin/sh\necho "$*" >> "$UPSTREAM/made"\n'


def git(place: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(place), *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def record(day: str) -> str:
    return f"upstream:\n  accessed: '{day}'\n"


@dataclass
class Forge:
    """A repository with a project on its branch ``main``, and what its host would run."""

    folder: Path
    shell: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> Path:
        """What the host has."""
        return self.folder / "origin.git"

    @property
    def upstream(self) -> Path:
        """What the refresh finds."""
        return self.folder / "upstream"

    def calls(self) -> list[str]:
        """List what `gh` was asked."""
        path = self.folder / "calls"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def body(self) -> str:
        """Give the text that `gh` was given last."""
        return (self.folder / "calls.body").read_text(encoding="utf-8")

    def head(self, branch: str = BRANCH) -> str:
        """Give the newest commit of a branch."""
        return git(self.origin, "rev-parse", "--quiet", "--verify", branch)

    def file(self, path: str, branch: str = BRANCH) -> str:
        """Give a file of a branch."""
        return git(self.origin, "show", f"{branch}:{path}")

    def person(self, branch: str, path: str, text: str, message: str = "By hand") -> str:
        """Commit a file as a person does, on a branch; give the commit."""
        place = self.folder / "person"
        shutil.rmtree(place, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.origin), str(place))
        git(place, "switch", "--quiet", branch)
        write(place / path, text)
        git(place, "add", "--all")
        git(place, "commit", "--quiet", "--message", message)
        git(place, "push", "--quiet", "origin", branch)
        return git(place, "rev-parse", "HEAD")

    def publishes(self, figures: str, day: str = "2026-09-01", report: str = REPORT) -> None:
        """Let upstream have these figures when the refresh looks."""
        write(self.upstream / "snapshot/record.yml", record(day))
        write(self.upstream / "snapshot/accuracy/2026.csv", figures)
        write(self.upstream / "report", report)

    def checkout(self, job: str) -> Path:
        """Check the newest commit of main out, as the action does with the whole history."""
        place = self.folder / job
        shutil.rmtree(place, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.origin), str(place))
        self.shell["GITHUB_SHA"] = git(place, "rev-parse", "HEAD")
        return place

    def step(self, job: str, name: str, place: Path) -> None:
        """Run the script of a step as the host does."""
        [step] = [step for step in WORKFLOW["jobs"][job]["steps"] if step["name"] == name]
        subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=place,
            env={**os.environ, **WORKFLOW["env"], **self.shell},
            capture_output=True,
            text=True,
            check=True,
        )

    def refresh(self) -> bool:
        """Do the job that refreshes and tests; whether it finds something to propose."""
        place = self.checkout("refresh")
        self.step(
            "refresh", "Go on from what people added to the proposal, with the data of main", place
        )
        write(place / ".venv/bin/python", PYTHON, 0o755)
        self.step("refresh", "Refresh from the newest upstream commit", place)
        output = Path(self.shell["GITHUB_OUTPUT"])
        output.unlink(missing_ok=True)
        self.step("refresh", "See whether anything changed that is not proposed yet", place)
        [said] = output.read_text(encoding="utf-8").splitlines()
        if said == "changed=true":
            self.step("refresh", "Build the site on the new data and test it", place)
        return {"changed=true": True, "changed=false": False}[said]

    def propose(self, open_request: str = "") -> None:
        """Do the job that proposes what the refresh left."""
        kept = Path(self.shell["REFRESHED"])
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder / "refresh" / SNAPSHOT, kept / SNAPSHOT)
        shutil.copy(self.folder / "refresh/changes.md", kept)
        write(Path(self.shell["GH_OPEN"]), f"{open_request}\n" if open_request else "")
        self.step("propose", "Open or update the pull request", self.checkout("propose"))


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forge:
    settings = tmp_path / "gitconfig"
    write(settings, "[user]\nname = A person\nemail = person@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    write(tmp_path / "bin/gh", GH, 0o755)
    write(tmp_path / "bin/make", MAKE, 0o755)
    made = Forge(
        tmp_path,
        {
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GH_CALLS": str(tmp_path / "calls"),
            "GH_OPEN": str(tmp_path / "open"),
            "REFRESHED": str(tmp_path / "kept"),
            "UPSTREAM": str(tmp_path / "upstream"),
        },
    )
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(made.origin))
    first = tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(first))
    write(first / ".gitignore", ".venv\n")
    write(first / SOURCES, "devices: {}\n")
    write(first / SNAPSHOT / "record.yml", record("2026-08-25"))
    write(first / SNAPSHOT / "accuracy/2026.csv", "top1\n80\n")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "The project")
    git(first, "push", "--quiet", str(made.origin), "main")
    return made


def test_new_data_are_proposed_on_top_of_main(forge: Forge) -> None:
    main = forge.head("main")
    forge.publishes("top1\n81\n")
    assert forge.refresh()
    assert (forge.upstream / "made").read_text(encoding="utf-8") == "test ENGINE=quarto\n"
    findings = (forge.folder / "refresh/findings.txt").read_text(encoding="utf-8")
    assert findings == "edition 2026-09-01\n"
    forge.propose()
    assert git(forge.origin, "rev-parse", f"{BRANCH}~1") == main == forge.head("main")
    changed = git(forge.origin, "diff", "--name-only", "main", BRANCH).splitlines()
    assert changed == [f"{SNAPSHOT}/accuracy/2026.csv", f"{SNAPSHOT}/record.yml"]
    assert forge.file(f"{SNAPSHOT}/accuracy/2026.csv") == "top1\n81"
    assert [call.split(" --")[0] for call in forge.calls()] == [
        "auth setup-git",
        "pr list",
        "pr create",
    ]
    assert forge.body() == REPORT


def test_the_same_data_on_another_day_write_nothing(forge: Forge) -> None:
    forge.publishes("top1\n80\n")
    assert not forge.refresh()
    assert git(forge.origin, "branch", "--format", "%(refname:short)") == "main"
    assert not (forge.upstream / "made").exists()
    assert forge.calls() == []


def test_what_is_proposed_already_is_not_written_again(forge: Forge) -> None:
    forge.publishes("top1\n81\n")
    assert forge.refresh()
    forge.propose()
    proposed = forge.head()
    forge.publishes("top1\n81\n", day="2026-09-08")
    assert not forge.refresh()
    assert forge.head() == proposed


def test_what_a_person_added_to_the_proposal_stays(forge: Forge) -> None:
    forge.publishes("top1\n81\n")
    assert forge.refresh()
    forge.propose()
    devices = "devices: {h100: {label: H100}}\n"
    by_hand = forge.person(BRANCH, SOURCES, devices)
    forge.publishes("top1\n82\n", day="2026-09-08")
    assert forge.refresh()
    assert (forge.folder / "refresh" / SOURCES).read_text(encoding="utf-8") == devices
    forge.propose("7")
    assert git(forge.origin, "rev-parse", f"{BRANCH}~1") == by_hand
    assert forge.file(SOURCES) == devices.strip()
    assert forge.file(f"{SNAPSHOT}/accuracy/2026.csv") == "top1\n82"
    assert forge.calls()[-1] == "pr edit 7 --body-file body.md"


def test_a_main_that_moved_is_under_the_proposal_with_what_people_added(forge: Forge) -> None:
    forge.publishes("top1\n81\n")
    assert forge.refresh()
    forge.propose()
    by_hand = forge.person(BRANCH, SOURCES, "devices: {h100: {label: H100}}\n")
    moved = forge.person("main", f"{SNAPSHOT}/accuracy/2026.csv", "top1\n79\n", "Another refresh")
    forge.publishes("top1\n82\n", day="2026-09-08")
    assert forge.refresh()
    forge.propose("7")
    history = git(forge.origin, "rev-list", BRANCH).splitlines()
    assert {by_hand, moved} <= set(history)
    assert "h100" in forge.file(SOURCES)
    assert forge.file(f"{SNAPSHOT}/accuracy/2026.csv") == "top1\n82"


def test_a_conflict_outside_the_data_stops_the_refresh_and_pushes_nothing(forge: Forge) -> None:
    forge.publishes("top1\n81\n")
    assert forge.refresh()
    forge.propose()
    by_hand = forge.person(BRANCH, SOURCES, "devices: {h100: {label: H100}}\n")
    forge.person("main", SOURCES, "devices: {a100: {label: A100}}\n")
    with pytest.raises(subprocess.CalledProcessError):
        forge.refresh()
    assert forge.head() == by_hand


def test_flips_stand_on_top_of_a_long_proposal_that_ends_with_a_whole_line(forge: Forge) -> None:
    runs = pd.DataFrame([("infer-a", "added", None, 9)], columns=RUN_COLUMNS)
    weights, figures, coverage = (
        pd.DataFrame(columns=columns)
        for columns in (WEIGHTS_COLUMNS, FIGURE_COLUMNS, COVERAGE_COLUMNS)
    )
    flipped = pd.DataFrame(
        [("index", f"claim-{i}", "holds", "does not hold", "Nothing is so.") for i in range(3)],
        columns=CLAIM_COLUMNS,
    )
    changes = Changes("2026-01-06", "2026-09-01", weights, figures, runs, coverage, claims=flipped)
    report = markdown(changes, [f"device `d{i}` is not described {'x' * 60}" for i in range(400)])
    forge.publishes("top1\n81\n", report=report)
    assert forge.refresh()
    forge.propose()
    title, _, top, *_ = body = forge.body().splitlines()
    assert title == "# Changes of the data: 2026-01-06 → 2026-09-01"
    assert top == "**3 of the pages' claims flip: read them before this is merged.**"
    assert body == report.splitlines()[: len(body)]
    assert 19_000 < len(forge.body().encode()) <= 20_000 < len(report)


@pytest.mark.parametrize(("known", "call"), [("", "issue create"), ("12", "issue comment 12")])
def test_a_refresh_that_fails_is_reported_with_what_it_said(
    forge: Forge, known: str, call: str
) -> None:
    write(forge.upstream / "fault", "row 9: must be above 0\n~~~\n")
    with pytest.raises(subprocess.CalledProcessError):
        forge.refresh()
    write(Path(forge.shell["GH_OPEN"]), f"{known}\n" if known else "")
    forge.shell |= {"RUN_URL": "https://example.org/runs/1"}
    forge.step("complain", "Open or update the issue", forge.folder / "refresh")
    assert forge.calls()[-1].startswith(call)
    said = forge.body().splitlines()
    assert said[0] == "The data could not be refreshed: https://example.org/runs/1"
    assert said[2:] == ["~~~text", "edition 2026-09-01", "row 9: must be above 0", "", "~~~"]
