"""The claims of the pages on any snapshot, and which of them flip between two."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.refresh import elsewhere
from analysis.runs.edition_changes import CLAIM_COLUMNS


def verdicts(snapshot: Path, sources: Path) -> pd.DataFrame:
    """Compute the claims of all pages on a snapshot.

    Parameters
    ----------
    snapshot, sources : Path
        The snapshot and its record of origin.

    Returns
    -------
    DataFrame
        ``page, claim, holds, sentence``. Where the claims cannot be computed, one row says why.
    """
    done = elsewhere.run(["claims"], snapshot, sources)
    if not done.stdout:
        reason = (done.stderr.strip() or "no output").splitlines()[-1]
        return pd.DataFrame(
            [("all pages", "could not be computed", False, reason)],
            columns=["page", "claim", "holds", "sentence"],
        )
    return pd.read_csv(io.StringIO(done.stdout))[["page", "claim", "holds", "sentence"]]


def flips(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List the claims that hold on one side and not on the other.

    Parameters
    ----------
    before, after : DataFrame
        As `verdicts` gives them.

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


def newest(snapshot: Path, record: dict[str, Any], place: Path) -> tuple[Path, Path]:
    """Copy a snapshot without what its record does not name; give the copy and its record.

    Parameters
    ----------
    snapshot : Path
        The snapshot.
    record : dict
        A record of fewer editions and runs, as `analysis.runs.edition_changes.upto` gives it.
    place : Path
        An empty folder.
    """
    copy, sources = place / "snapshot", place / "sources.yml"
    shutil.copytree(snapshot, copy)
    for kind, part in (("accuracy", "editions"), ("speed", "runs")):
        for path in (copy / kind).glob("*.csv"):
            if path.stem not in record[part]:
                path.unlink()
    sources.write_text(yaml.safe_dump(record, sort_keys=False, allow_unicode=True))
    return copy, sources
