"""Image models by speed, accuracy and size: the names that the site's pages use."""

from analysis.claims import of_page as claims_of
from analysis.frontier import frontier
from analysis.page import Page
from analysis.sources import LEAD_RUN, LEAD_TRAIN_RUN, run_of_device, runs
from analysis.tables import run_table

__all__ = [
    "LEAD_RUN",
    "LEAD_TRAIN_RUN",
    "Page",
    "claims_of",
    "frontier",
    "run_of_device",
    "run_table",
    "runs",
]
