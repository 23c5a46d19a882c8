"""The tables of the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.test_sets import TEST_SETS
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS, describe, families
from analysis.naming.tags import known_parts, sentence

TERMS = Path(__file__).with_name("terms.yml")
TERM_COLUMNS = ["section", "id", "label", "text"]


@dataclass(frozen=True)
class Study:
    """What the glossary looks at, computed once.

    ``terms`` (`TERM_COLUMNS`): what the words mean, by section; ``families`` of the newest edition
    with ``label, kind, year, arxiv`` and how many ``models`` they have; ``parts`` of tags with
    their ``words``; ``tags`` of all names, with their ``words`` and how many ``weights`` have them.
    """

    terms: pd.DataFrame
    families: pd.DataFrame
    parts: pd.DataFrame
    tags: pd.DataFrame


@cache
@kept
def study() -> Study:
    """Compute the page's tables from the snapshot."""
    facts = describe(reading.accuracy()["weights"])
    models = facts[~facts["is_test"]].groupby("family").size().rename("models")
    known = families().merge(models, left_on="family", right_index=True)
    return Study(
        terms=_terms(),
        families=known.sort_values(["models", "label"], ascending=[False, True]),
        parts=pd.DataFrame(known_parts(), columns=["part", "words"]),
        tags=_tags(),
    )


def _terms() -> pd.DataFrame:
    raw: dict[str, dict[str, Any]] = yaml.safe_load(TERMS.read_text(encoding="utf-8"))
    labels: dict[str, dict[str, str]] = {
        "kinds": KIND_LABELS,
        "pretraining": PRETRAINING_LABELS,
        "test_sets": {name: test_set.label for name, test_set in TEST_SETS.items()},
        "families": dict(families()[["family", "label"]].to_numpy()),
    }
    rows = []
    for section, terms in raw.items():
        for term, said in terms.items():
            if section in labels:
                rows.append((section, term, str(labels[section][term]), str(said)))
            else:
                rows.append((section, term, str(said["label"]), str(said["text"])))
    return pd.DataFrame(rows, columns=TERM_COLUMNS)


def _tags() -> pd.DataFrame:
    editions = [reading.accuracy(edition)["weights"] for edition in reading.known("accuracy")]
    names = pd.concat([*editions, reading.catalog("weights")["weights"]]).drop_duplicates()
    tags = names.str.partition(".")[2]
    counted = tags[tags.ne("")].value_counts().sort_index()
    words = [sentence(str(tag)) for tag in counted.index]
    return pd.DataFrame({"tag": counted.index, "words": words, "weights": counted.to_numpy()})
