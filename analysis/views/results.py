"""The tables behind the pages, by name.

``python -m analysis table NAME`` prints them.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.views.models import (
    inference_fits,
    inference_pretraining,
    params_spread,
    training_fits,
    training_ratio,
)


def costs_predictors() -> pd.DataFrame:
    """Compare what parameters, multiply-accumulates and activations say about time, by device."""
    from analysis.claims.costs import study

    return study().predictors


def costs_comparisons() -> pd.DataFrame:
    """Give the differences in explained variance between costs, by device."""
    from analysis.claims.costs import study

    return study().comparisons


def costs_families() -> pd.DataFrame:
    """Say which families are faster or slower than their costs suggest, on the RTX 5090."""
    from analysis.claims.costs import study

    return study().families


def hardware_speedups() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons of runs."""
    from analysis.studies.hardware import study, summary

    return summary(study().pairs)


def hardware_kinds() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons by kind of architecture."""
    from analysis.studies.hardware import study, summary

    return summary(study().pairs, "kind")


def hardware_families() -> pd.DataFrame:
    """Describe the speed-ups of all comparisons by family."""
    from analysis.studies.hardware import study, summary

    return summary(study().pairs, "family_label")


def hardware_pairs() -> pd.DataFrame:
    """Give every pair of every comparison."""
    from analysis.studies.hardware import study

    parts = [table.assign(comparison=name) for name, table in study().pairs.items()]
    return pd.concat(parts, ignore_index=True)


def hardware_ranks() -> pd.DataFrame:
    """Correlate the rankings of all runs."""
    from analysis.claims.hardware import correlations

    return correlations().reset_index(names="run")


def hardware_order() -> pd.DataFrame:
    """Say how often other devices keep the order of two models."""
    from analysis.studies.hardware import study

    return study().order


def hardware_noise() -> pd.DataFrame:
    """Give the repeats, with the factor between their fastest and slowest."""
    from analysis.studies.hardware import study

    return study().repeats


def hardware_cpu() -> pd.DataFrame:
    """Give the effects of kinds of architecture on a CPU against a GPU."""
    from analysis.studies.hardware import study

    return study().effects


def hardware_frontiers() -> pd.DataFrame:
    """Tell which weights are on which devices' frontiers."""
    from analysis.claims.hardware import frontiers

    return frontiers()


def robustness_rows() -> pd.DataFrame:
    """Give every accuracy with its expected one and the effective robustness."""
    from analysis.claims.robustness import study

    return study().rows


def robustness_fits() -> pd.DataFrame:
    """Give the fits of each test set on its baseline, on the logit scale."""
    from analysis.claims.robustness import study
    from analysis.studies.robustness import lines

    tidy, glance = lines(study().rows).tidy, study().fits
    return tidy.merge(glance[["test_set", "n", "r_squared", "sigma"]], on="test_set")


def robustness_pretraining() -> pd.DataFrame:
    """Average the effective robustness by pre-training."""
    from analysis.claims.robustness import study

    return study().by_pretraining


def robustness_kinds() -> pd.DataFrame:
    """Average the effective robustness by kind, of weights that saw ImageNet-1k alone."""
    from analysis.claims.robustness import study

    return study().by_kind


def robustness_ties() -> pd.DataFrame:
    """Count for each row and test set the rows that are tied with it."""
    from analysis.claims.robustness import study
    from analysis.studies.robustness import ALL_SETS, neighbours

    table = study().table
    parts = [neighbours(table, judge).assign(test_set=judge) for judge in ALL_SETS]
    return pd.concat(parts, ignore_index=True)


def robustness_movers() -> pd.DataFrame:
    """Say how many places each row moves from ImageNet to each other test set."""
    from analysis.claims.robustness import study
    from analysis.studies.robustness import HARD_SETS, movers

    columns = ["weights", "img_size", "rank", "rank_there", "places"]
    parts = [movers(study().table, judge)[columns].assign(test_set=judge) for judge in HARD_SETS]
    return pd.concat(parts, ignore_index=True)


def robustness_ranks() -> pd.DataFrame:
    """Correlate the rankings on all test sets."""
    from analysis.claims.robustness import study
    from analysis.studies.robustness import rank_agreement

    return rank_agreement(study().table).reset_index(names="test_set")


def robustness_frontiers() -> pd.DataFrame:
    """Tell who is on the RTX 5090's frontier under each judge."""
    from analysis.claims.robustness import study

    return study().judged


def progress_frontiers() -> pd.DataFrame:
    """Draw the frontier of the families introduced up to each year."""
    from analysis.claims.progress import study
    from analysis.studies.progress import frontiers

    return frontiers(study().table)


def progress_heights() -> pd.DataFrame:
    """Average the best accuracy over speeds, by year."""
    from analysis.claims.progress import study

    return pd.DataFrame(study().heights).rename_axis("year").reset_index()


def progress_gained() -> pd.DataFrame:
    """Compare the best accuracy at every speed with that of families up to 2022."""
    from analysis.claims.progress import study

    parts = [table.assign(data=name) for name, table in study().gained.items()]
    return pd.concat(parts, ignore_index=True)


def progress_sped() -> pd.DataFrame:
    """Compare the highest speed at every accuracy with that of families up to 2022."""
    from analysis.claims.progress import study

    return study().sped


def progress_bands() -> pd.DataFrame:
    """Average the best accuracy over ranges of speed, of families up to 2022 and of all."""
    from analysis.claims.progress import study

    return study().bands


def progress_accuracy() -> pd.DataFrame:
    """Find the best accuracy at fixed speeds by year."""
    from analysis.claims.progress import study

    return study().accuracy


def progress_speed() -> pd.DataFrame:
    """Find the best speed at fixed accuracies by year."""
    from analysis.claims.progress import study

    return study().speed


def progress_recipes() -> pd.DataFrame:
    """Compare weights of one architecture and size that saw ImageNet-1k alone."""
    from analysis.claims.progress import study

    return study().recipes


def progress_data() -> pd.DataFrame:
    """Compare the best weights with more data with the best of ImageNet-1k alone."""
    from analysis.claims.progress import study

    return study().data


def progress_shared() -> pd.DataFrame:
    """Set the gains by recipe and by data side by side, on the networks that have both."""
    from analysis.claims.progress import study

    return study().shared


def progress_gains() -> pd.DataFrame:
    """Describe the gains by recipe and by data."""
    from analysis.claims.progress import study
    from analysis.studies.gains import summary

    found = study()
    return summary(found.recipes, found.data, found.shared)


def progress_editions() -> pd.DataFrame:
    """Give the accuracies of the same weights in two editions."""
    from analysis.claims.progress import study

    return study().same


def progress_changes() -> pd.DataFrame:
    """Say by how much accuracies changed between two editions."""
    from analysis.claims.progress import study

    return study().changes


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
        robustness_rows,
        robustness_fits,
        robustness_pretraining,
        robustness_kinds,
        robustness_ties,
        robustness_movers,
        robustness_ranks,
        robustness_frontiers,
        progress_frontiers,
        progress_gained,
        progress_bands,
        progress_heights,
        progress_accuracy,
        progress_speed,
        progress_sped,
        progress_recipes,
        progress_data,
        progress_shared,
        progress_gains,
        progress_editions,
        progress_changes,
    )
}


def overview() -> str:
    """List the names with what they give, a line each."""
    width = max(map(len, RESULTS))
    lines = [f"  {name:{width}}  {make.__doc__}" for name, make in RESULTS.items()]
    return "\n".join(["tables behind the pages, of the project's own snapshot:", *lines])
