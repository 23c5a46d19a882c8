"""The tables behind the pages, by name.

``python -m analysis table NAME`` prints them.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.pages import progress_results, robustness_results
from analysis.pages.model_tables import (
    inference_fits,
    inference_pretraining,
    params_spread,
    training_fits,
    training_ratio,
)


def costs_predictors() -> pd.DataFrame:
    """Compare what parameters, multiply-accumulates and activations say about time, by device."""
    from analysis.pages.params.predictor_claims import study

    return study().predictors


def costs_comparisons() -> pd.DataFrame:
    """Give the differences in explained variance between costs, by device."""
    from analysis.pages.params.predictor_claims import study

    return study().comparisons


def costs_families() -> pd.DataFrame:
    """Say which families are faster or slower than their costs suggest, on the RTX 5090."""
    from analysis.pages.params.predictor_claims import study

    return study().families


def hardware_speedups() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons of runs."""
    from analysis.pages.hardware.study import study, summary

    return summary(study().pairs)


def hardware_kinds() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons by kind of architecture."""
    from analysis.pages.hardware.study import study, summary

    return summary(study().pairs, "kind")


def hardware_families() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons by family."""
    from analysis.pages.hardware.study import study, summary

    return summary(study().pairs, "family_label")


def hardware_pairs() -> pd.DataFrame:
    """Give every pair of every comparison."""
    from analysis.pages.hardware.study import study

    parts = [table.assign(comparison=name) for name, table in study().pairs.items()]
    return pd.concat(parts, ignore_index=True)


def hardware_ranks() -> pd.DataFrame:
    """Correlate the rankings of all runs."""
    from analysis.pages.hardware.claims import correlations

    return correlations().reset_index(names="run")


def hardware_order() -> pd.DataFrame:
    """Say how often other devices keep the order of two models."""
    from analysis.pages.hardware.study import study

    return study().order


def hardware_noise() -> pd.DataFrame:
    """Give the repeats, with the factor between their fastest and slowest."""
    from analysis.pages.hardware.study import study

    return study().repeats


def hardware_cpu() -> pd.DataFrame:
    """Give the effects of kinds of architecture on a CPU against a GPU."""
    from analysis.pages.hardware.study import study

    return study().effects


def hardware_frontiers() -> pd.DataFrame:
    """Tell which weights are on which devices' frontiers."""
    from analysis.pages.hardware.claims import frontiers

    return frontiers()


RESULTS: dict[str, Callable[[], pd.DataFrame]] = {
    make.__name__.replace("_", "-"): make
    for make in (
        inference_fits,
        inference_pretraining,
        training_fits,
        training_ratio,
        params_spread,
        costs_predictors,
        costs_comparisons,
        costs_families,
        hardware_speedups,
        hardware_kinds,
        hardware_families,
        hardware_pairs,
        hardware_ranks,
        hardware_order,
        hardware_noise,
        hardware_cpu,
        hardware_frontiers,
        *robustness_results.MADE,
        *progress_results.MADE,
    )
}


def overview() -> str:
    """List the names with what they give, a line each."""
    width = max(map(len, RESULTS))
    lines = [f"  {name:{width}}  {make.__doc__}" for name, make in RESULTS.items()]
    return "\n".join(["tables behind the pages, of the project's own snapshot:", *lines])
