"""Image models by speed, accuracy and size: the names that the site's pages use."""

from analysis.data.sources import LEAD_RUN, LEAD_TRAIN_RUN
from analysis.drawing.page import Page
from analysis.pages.claims import of_page as claims_of
from analysis.runs.join import run_table
from analysis.stats.frontier import frontier

__all__ = [
    "LEAD_RUN",
    "LEAD_TRAIN_RUN",
    "Page",
    "claims_of",
    "frontier",
    "run_table",
]
