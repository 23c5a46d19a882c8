"""The tables behind the pages, by name; ``python -m analysis table NAME`` prints them.

A name is that of the page and of the table in the page's study.
"""

from __future__ import annotations

from importlib import import_module

import pandas as pd

TABLES = {
    "inference-fits": (
        "Fit a trend line for each family in the leading run: points of top-1 for twice the time."
    ),
    "inference-pretraining": (
        "Compare each family's lines by pre-training with ImageNet-1k alone, in the leading run."
    ),
    "training-fits": (
        "Fit a trend line for each family in training: points of top-1 for twice the time."
    ),
    "training-ratio": (
        "Compare the throughputs of inference and training, by architecture and image size."
    ),
    "params-spread": (
        "Say how far speeds lie apart at several parameter counts, at 224 px in the leading run."
    ),
    "costs-predictors": (
        "Compare what parameters, multiply-accumulates and activations say about time, by device."
    ),
    "costs-comparisons": "Give the differences in explained variance between costs, by device.",
    "costs-families": (
        "Say which families are faster or slower than their costs suggest, in the leading run."
    ),
    "params-batches": (
        "Give the largest training batch that fitted, and its estimate from other families."
    ),
    "hardware-speedups": "Describe the speed-ups of all comparisons of runs.",
    "hardware-kinds": "Describe the speed-ups of all comparisons by kind of architecture.",
    "hardware-families": "Describe the speed-ups of all comparisons by family.",
    "hardware-pairs": "Give every pair of every comparison.",
    "hardware-ranks": "Correlate the rankings of all runs.",
    "hardware-order": "Say how often other devices keep the order of two models.",
    "hardware-noise": "Give the repeats, with the factor between their fastest and slowest.",
    "hardware-cpu": "Give the effects of kinds of architecture on a CPU against a GPU.",
    "hardware-frontiers": "Tell which weights are on which devices' frontiers.",
    "robustness-rows": "Give every accuracy with its expected one and the effective robustness.",
    "robustness-fits": "Give the fits of each test set on its baseline, on the logit scale.",
    "robustness-pretraining": (
        "Average the effective robustness by pre-training, within the line's range."
    ),
    "robustness-sources": "Average it by the source of web-scale images.",
    "robustness-extrapolated": "Average it by pre-training, models beyond the line's range too.",
    "robustness-differences": (
        "Compare kinds with convolutions, of weights that saw ImageNet-1k alone."
    ),
    "robustness-kinds": (
        "Average the effective robustness by kind, of weights that saw ImageNet-1k alone."
    ),
    "robustness-ties": "Count for each model and test set the models that are tied with it.",
    "robustness-movers": "Say how many places each model moves from ImageNet to other test sets.",
    "robustness-ranks": "Correlate the rankings on all test sets.",
    "robustness-frontiers": "Tell who is on the leading run's frontier by each test set.",
    "robustness-judges": (
        "Count what each judge keeps of ImageNet's frontier, and what noise alone would."
    ),
    "device-backtest": "Estimate every device's runs from timings of a few, itself left out.",
    "device-methods": "Compare methods of estimating, every device left out.",
    "device-models": "List the reference models, the first to be timed first.",
    "device-sets": "Say how well each set of timings can be estimated.",
    "device-points": "Give every estimate of those sets beside what was measured.",
    "glossary-terms": "Say what the words of the site mean.",
    "glossary-families": "List the families of the newest edition.",
    "glossary-parts": "List the parts of tags and what they mean.",
    "glossary-tags": "Say every tag in words.",
    "progress-frontiers": "Draw the frontier of the families introduced up to each year.",
    "progress-heights": "Average the best accuracy over speeds, by year.",
    "progress-gained": (
        "Compare the best accuracy at every speed with that of the families up to a year."
    ),
    "progress-sped": (
        "Compare the highest speed at every accuracy with that of the families up to a year."
    ),
    "progress-bands": (
        "Average the best accuracy over ranges of speed, of the families up to a year and of all."
    ),
    "progress-accuracy": "Find the best accuracy at fixed speeds by year.",
    "progress-speed": "Find the best speed at fixed accuracies by year.",
    "progress-recipes": "Compare weights of one architecture and size that saw ImageNet-1k alone.",
    "progress-data": "Compare the best weights with more data with the best of ImageNet-1k alone.",
    "progress-shared": (
        "Set the gains by recipe and by data side by side, on the networks that have both."
    ),
    "progress-gains": "Describe the gains by recipe and by data.",
    "progress-families": "Give the medians of both gains by family, and of all the others.",
    "progress-editions": "Give the accuracies of the same weights in two editions.",
    "progress-changes": "Say by how much accuracies changed between two editions.",
}
"""The sentence of each table."""

PAGES = {"costs": "params"}
"""The pages of tables whose names begin with another word."""


def table(name: str) -> pd.DataFrame:
    """Compute one of `TABLES`."""
    first, _, attribute = name.partition("-")
    page = PAGES.get(first, first)
    found: pd.DataFrame = getattr(import_module(f"analysis.pages.{page}.study").study(), attribute)
    return found.reset_index() if found.index.name else found


def overview() -> str:
    """List the names with what they give, a line each."""
    width = max(map(len, TABLES))
    lines = [f"  {name:{width}}  {about}" for name, about in TABLES.items()]
    return "\n".join(["tables behind the pages, of the project's own snapshot:", *lines])
