"""The tables behind the pages on inference, training and parameters.

`analysis.pages.results` lists them with the others.
"""

from __future__ import annotations

import pandas as pd


def inference_fits() -> pd.DataFrame:
    """Fit a trend line for each family on the RTX 5090: points of top-1 for twice the time."""
    from analysis.data.sources import LEAD_RUN
    from analysis.runs.family_lines import family_lines
    from analysis.runs.join import run_table

    return family_lines(run_table(LEAD_RUN).contenders)


def inference_pretraining() -> pd.DataFrame:
    """Compare each family's lines by pre-training with ImageNet-1k alone, on the RTX 5090."""
    from analysis.data.sources import LEAD_RUN
    from analysis.runs.family_lines import pretraining_gains
    from analysis.runs.join import run_table

    return pretraining_gains(run_table(LEAD_RUN).contenders)


def training_fits() -> pd.DataFrame:
    """Fit a trend line for each family in training: points of top-1 for twice the time."""
    from analysis.data.sources import LEAD_TRAIN_RUN
    from analysis.runs.family_lines import family_lines
    from analysis.runs.join import run_table

    return family_lines(run_table(LEAD_TRAIN_RUN).contenders)


def training_ratio() -> pd.DataFrame:
    """Compare the throughputs of inference and training, by architecture and image size."""
    from analysis.data.sources import LEAD_TRAIN_RUN
    from analysis.pages.training.study import INFERENCE_TWIN, training_cost
    from analysis.runs.join import run_table

    inference, training = (run_table(run).contenders for run in (INFERENCE_TWIN, LEAD_TRAIN_RUN))
    return training_cost(inference, training)


def params_spread() -> pd.DataFrame:
    """Say how far speeds lie apart at several parameter counts, at 224 px on the RTX 5090."""
    from analysis.data.sources import LEAD_RUN
    from analysis.pages.params.equal_size import architectures, spread_table
    from analysis.runs.join import run_table

    return spread_table(architectures(run_table(LEAD_RUN).contenders))
