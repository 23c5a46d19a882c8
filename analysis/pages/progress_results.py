"""The tables behind the page on progress, by name: see `analysis.pages.results`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd


def progress_frontiers() -> pd.DataFrame:
    """Draw the frontier of the families introduced up to each year."""
    from analysis.pages.progress.claims import study
    from analysis.pages.progress.frontier_history import frontiers

    return frontiers(study().table)


def progress_heights() -> pd.DataFrame:
    """Average the best accuracy over speeds, by year."""
    from analysis.pages.progress.claims import study

    return pd.DataFrame(study().heights).rename_axis("year").reset_index()


def progress_gained() -> pd.DataFrame:
    """Compare the best accuracy at every speed with that of the families up to a year."""
    from analysis.pages.progress.claims import study

    parts = [table.assign(data=name) for name, table in study().gained.items()]
    return pd.concat(parts, ignore_index=True)


def progress_sped() -> pd.DataFrame:
    """Compare the highest speed at every accuracy with that of the families up to a year."""
    from analysis.pages.progress.claims import study

    return study().sped


def progress_bands() -> pd.DataFrame:
    """Average the best accuracy over ranges of speed, of the families up to a year and of all."""
    from analysis.pages.progress.claims import study

    return study().bands


def progress_accuracy() -> pd.DataFrame:
    """Find the best accuracy at fixed speeds by year."""
    from analysis.pages.progress.claims import study

    return study().accuracy


def progress_speed() -> pd.DataFrame:
    """Find the best speed at fixed accuracies by year."""
    from analysis.pages.progress.claims import study

    return study().speed


def progress_recipes() -> pd.DataFrame:
    """Compare weights of one architecture and size that saw ImageNet-1k alone."""
    from analysis.pages.progress.claims import study

    return study().recipes


def progress_data() -> pd.DataFrame:
    """Compare the best weights with more data with the best of ImageNet-1k alone."""
    from analysis.pages.progress.claims import study

    return study().data


def progress_shared() -> pd.DataFrame:
    """Set the gains by recipe and by data side by side, on the networks that have both."""
    from analysis.pages.progress.claims import study

    return study().shared


def progress_gains() -> pd.DataFrame:
    """Describe the gains by recipe and by data."""
    from analysis.pages.progress.claims import study
    from analysis.pages.progress.recipes_and_data import summary

    found = study()
    return summary(found.recipes, found.data, found.shared)


def progress_editions() -> pd.DataFrame:
    """Give the accuracies of the same weights in two editions."""
    from analysis.pages.progress.claims import study

    return study().same


def progress_changes() -> pd.DataFrame:
    """Say by how much accuracies changed between two editions."""
    from analysis.pages.progress.claims import study

    return study().changes


MADE: tuple[Callable[[], pd.DataFrame], ...] = (
    progress_frontiers,
    progress_heights,
    progress_gained,
    progress_sped,
    progress_bands,
    progress_accuracy,
    progress_speed,
    progress_recipes,
    progress_data,
    progress_shared,
    progress_gains,
    progress_editions,
    progress_changes,
)
