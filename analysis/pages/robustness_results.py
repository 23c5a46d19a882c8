"""The tables behind the page on robustness, by name: see `analysis.pages.results`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd


def robustness_rows() -> pd.DataFrame:
    """Give every accuracy with its expected one and the effective robustness."""
    from analysis.pages.robustness.claims import study

    return study().rows


def robustness_fits() -> pd.DataFrame:
    """Give the fits of each test set on its baseline, on the logit scale."""
    from analysis.pages.robustness.claims import study
    from analysis.pages.robustness.effective_robustness import lines

    tidy, glance = lines(study().rows).tidy, study().fits
    return tidy.merge(glance[["test_set", "n", "r_squared", "sigma"]], on="test_set")


def robustness_pretraining() -> pd.DataFrame:
    """Average the effective robustness by pre-training, within the line's range."""
    from analysis.pages.robustness.claims import study

    return study().by_pretraining


def robustness_extrapolated() -> pd.DataFrame:
    """Average it by pre-training with the rows beyond the line's range."""
    from analysis.pages.robustness.claims import study

    return study().extrapolated


def robustness_differences() -> pd.DataFrame:
    """Compare kinds with convolutions, of weights that saw ImageNet-1k alone."""
    from analysis.pages.robustness.claims import study

    return study().between_kinds


def robustness_kinds() -> pd.DataFrame:
    """Average the effective robustness by kind, of weights that saw ImageNet-1k alone."""
    from analysis.pages.robustness.claims import study

    return study().by_kind


def robustness_ties() -> pd.DataFrame:
    """Count for each row and test set the rows that are tied with it."""
    from analysis.pages.robustness.claims import study
    from analysis.pages.robustness.effective_robustness import ALL_SETS
    from analysis.pages.robustness.rankings import neighbours

    table = study().table
    parts = [neighbours(table, judge).assign(test_set=judge) for judge in ALL_SETS]
    return pd.concat(parts, ignore_index=True)


def robustness_movers() -> pd.DataFrame:
    """Say how many places each row moves from ImageNet to each other test set."""
    from analysis.pages.robustness.claims import study
    from analysis.pages.robustness.effective_robustness import HARD_SETS
    from analysis.pages.robustness.rankings import movers

    columns = ["weights", "img_size", "rank", "rank_there", "places"]
    parts = [movers(study().table, judge)[columns].assign(test_set=judge) for judge in HARD_SETS]
    return pd.concat(parts, ignore_index=True)


def robustness_ranks() -> pd.DataFrame:
    """Correlate the rankings on all test sets."""
    from analysis.pages.robustness.claims import study
    from analysis.pages.robustness.rankings import rank_agreement

    return rank_agreement(study().table).reset_index(names="test_set")


def robustness_frontiers() -> pd.DataFrame:
    """Tell who is on the RTX 5090's frontier under each judge."""
    from analysis.pages.robustness.claims import study

    return study().judged


def robustness_judges() -> pd.DataFrame:
    """Count what each judge keeps of ImageNet's frontier, and what noise alone would."""
    from analysis.pages.robustness.claims import study

    return study().judges


MADE: tuple[Callable[[], pd.DataFrame], ...] = (
    robustness_rows,
    robustness_fits,
    robustness_pretraining,
    robustness_extrapolated,
    robustness_differences,
    robustness_kinds,
    robustness_ties,
    robustness_movers,
    robustness_ranks,
    robustness_frontiers,
    robustness_judges,
)
