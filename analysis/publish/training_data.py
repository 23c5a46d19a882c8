"""What the chooser knows of training: the batch that fits in a card, and the time of an epoch."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from analysis.naming.renames import KEY
from analysis.runs.devices import device_label, lead_run, run_of_device
from analysis.runs.epochs import step_ratios
from analysis.runs.memory import fitted, half_width

CARDS_GB = (8, 12, 16, 24, 48, 80)
"""What cards have, for a reader to choose from; any other number will do."""


def training_data(keys: pd.MultiIndex) -> dict[str, Any]:
    """Give what ``assets/choose/memory.js`` reads.

    Parameters
    ----------
    keys : MultiIndex
        Architecture and image size of each place.

    Returns
    -------
    dict
        Empty where no training run tells what fits; else ``run``, ``label`` and ``card_gb`` of the
        card that was measured, other ``cards`` in GB, the fields of `analysis.runs.memory.Memory`,
        ``within``, the factor of its 95 % interval; ``steps`` of the batch and the ``fits`` of each
        place (0: not measured, else one over its place among the steps); ``inference``, a run of
        the same device, and ``ratios``, how many times as long a training step takes, by family.
    """
    run = lead_run("train")
    found = fitted(run)
    if found.memory is None:
        return {}
    known = found.brackets.set_index(KEY)["fits"]
    steps = np.sort(known.unique())
    fits = known.reindex(keys)
    places = np.where(fits.notna(), np.searchsorted(steps, fits.fillna(0)) + 1, 0)
    inference = run_of_device(found.device)
    return {
        "run": run,
        "label": device_label(run),
        "card_gb": found.card_gb,
        "cards": sorted({*CARDS_GB, found.card_gb}),
        **{name: float(f"{value:.6g}") for name, value in asdict(found.memory).items()},
        "within": float(f"{half_width(found.tested):.4g}"),
        "steps": steps.astype(int).tolist(),
        "fits": places.tolist(),
        "inference": inference,
        "ratios": step_ratios(run, inference).round(3).to_dict(),
    }
