"""Upstream's raw files at a commit, fetched by git, which checks every byte against its hashes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from analysis.data.errors import DataError, UsageError
from analysis.refresh.raw_files import Raw, is_date

SECONDS = 600.0
PAUSES = (2.0, 15.0)
# Files as they are, whatever the user's git is set to do with them; no questions, no hooks.
_SETTINGS = (
    "core.autocrlf=false",
    "core.symlinks=false",
    "core.hooksPath=/dev/null",
    "core.askPass=",
)
# What another attempt cannot mend.
_LASTING = re.compile(
    r"not complete|not found|no commit|bad (object|revision) '?[0-9a-f]{7}|does not exist"
    r"|redirects|returned error: (3|4(?!08|25|29))"
)


def fetch(
    url: str,
    folder: str,
    place: Path,
    commit: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Raw:
    """Fetch the raw files of a commit.

    Parameters
    ----------
    url : str
        The repository, wherever git can fetch from.
    folder : str
        The folder of the files in it.
    place : Path
        An empty folder; gets a clone without any other file than these.
    commit : str, optional
        Its hash; by default the newest one that changed the folder.
    progress : callable
        Takes a line about each step.

    Returns
    -------
    Raw
        The files; the edition is the commit's date (UTC).

    Raises
    ------
    UsageError
        The commit is not given as a hash.
    DataError
        The repository cannot be reached, does not answer in time or does not have the commit, or
        what it sends is not what was asked for.
    """
    if commit is not None and not re.fullmatch(r"[0-9a-f]{7,40}", commit):
        raise UsageError(f"--commit, value {commit!r}: is not a commit's hash")
    progress(f"fetching {url}")
    for attempt, pause in enumerate((*PAUSES, None), 1):
        try:
            return _clone(url, folder, place / str(attempt), commit, progress)
        except DataError as error:
            if pause is None or _LASTING.search(error.problem):
                raise
            progress(f"{error.problem}: again in {pause:g} s")
            time.sleep(pause)
    raise AssertionError


def _clone(
    url: str, folder: str, place: Path, commit: str | None, progress: Callable[[str], None]
) -> Raw:
    def git(*arguments: str) -> str:
        return _git(url, *arguments)

    git("clone", "--no-checkout", "--filter=blob:none", "--no-tags", "--", url, str(place))
    here = ("-C", str(place))
    wanted = (commit, "--") if commit else ("HEAD", "--", folder)
    found = git(*here, "log", "-1", "--format=%H %ct", *wanted).split()
    if not found:
        raise DataError(url, f"no commit has a folder {folder!r}")
    date = _day(found[1])
    if not is_date(date):
        raise DataError(url, f"commit {found[0]} is of {date}, which is no date of an edition")
    progress(f"commit {found[0]} of {date}")
    git(*here, "sparse-checkout", "set", "--no-cone", f"/{folder}/")
    git(*here, "checkout", "--detach", found[0])
    return Raw(date, place / folder, found[0])


def _day(seconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s after 1970"


def _git(url: str, *arguments: str) -> str:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    with subprocess.Popen(
        ["git", *settings, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
        start_new_session=True,
    ) as process:
        try:
            output, said = process.communicate(timeout=SECONDS)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise DataError(url, f"not complete after {SECONDS:g} s") from None
            raise
    if process.returncode:
        said = "; ".join(re.findall(r"^(?:fatal|error): (.*)", said, re.MULTILINE))
        raise DataError(url, said or f"git ends with status {process.returncode}")
    return output
