"""Where web-scale weights got their images and labels."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.naming.rules import first, raw


def _sources() -> list[dict[str, Any]]:
    return list(raw()["web_sources"].values())


def web_sources(facts: pd.DataFrame) -> pd.Series:
    """Say where web-scale weights got their images and labels.

    Parameters
    ----------
    facts : DataFrame
        With ``weights`` and ``pretraining``.

    Returns
    -------
    Series of str
        A label of ``web_sources`` in ``families.yml``, or ``Other web-scale sets``; empty for
        weights of other pre-training.
    """
    labels = [(source["label"], re.compile(source["match"])) for source in _sources()]
    found = [
        (first(labels, weights) or "Other web-scale sets") if kind == "web" else ""
        for weights, kind in zip(facts["weights"], facts["pretraining"], strict=True)
    ]
    return pd.Series(found, facts.index, dtype=object)


def sources_with_words() -> list[str]:
    """List the labels of web-scale sources whose images came with words of people."""
    return [source["label"] for source in _sources() if source.get("people")]
