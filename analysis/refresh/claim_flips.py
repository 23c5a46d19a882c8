"""The claims of the pages on any snapshot, and which of them flip between two."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data.sources import SETTING, write_record
from analysis.runs.edition_changes import CLAIM_COLUMNS, as_of

PACKAGE = Path(__file__).parents[1]
SECONDS = 300


def run_on(snapshot: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m analysis`` with another snapshot than its own; give what it says."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=PACKAGE.parent,
        env={**os.environ, SETTING: str(snapshot.resolve())},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def claims_on(snapshot: Path) -> pd.DataFrame:
    """Compute the claims of all pages on a snapshot.

    Returns
    -------
    DataFrame
        ``page, claim, holds, sentence``. Where the claims cannot be computed, one row says why.
    """
    columns = ["page", "claim", "holds", "sentence"]
    done = run_on(snapshot, "claims")
    if not done.stdout:
        reason = (done.stderr.strip() or "no output").splitlines()[-1]
        return pd.DataFrame(
            [("all pages", "could not be computed", False, reason)], columns=columns
        )
    return pd.read_csv(io.StringIO(done.stdout))[columns]


def claims_of_edition(edition: str, snapshot: Path, record: dict[str, Any]) -> pd.DataFrame:
    """Compute the claims as if an edition of a snapshot were its newest."""
    then = as_of(record, edition)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "snapshot"
        shutil.copytree(snapshot, copy)
        shutil.copy(snapshot.with_name("sources.yml"), folder)
        write_record(then, copy)
        for kind, part in (("accuracy", "editions"), ("speed", "runs")):
            for path in (copy / kind).glob("*.csv"):
                if path.stem not in then[part]:
                    path.unlink()
        return claims_on(copy)


def flips(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List the claims that hold on one side and not on the other.

    Parameters
    ----------
    before, after : DataFrame
        As `claims_on` gives them.

    Returns
    -------
    DataFrame
        ``page, claim, before, after, sentence``: before and after are ``holds``, ``does not hold``
        or ``not made``; the sentence is the newer one.
    """
    both = before.merge(after, on=["page", "claim"], how="outer", suffixes=("_before", "_after"))
    words = {True: "holds", False: "does not hold"}
    rows = both.assign(
        before=both["holds_before"].map(words).fillna("not made"),
        after=both["holds_after"].map(words).fillna("not made"),
        sentence=both["sentence_after"].fillna(both["sentence_before"]),
    )
    return rows.loc[rows["before"].ne(rows["after"]), CLAIM_COLUMNS].reset_index(drop=True)
