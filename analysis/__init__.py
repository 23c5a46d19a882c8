"""Image models by speed, accuracy and size: the names that the site's pages use."""

import analysis.data.single_thread  # noqa: F401 (before numpy)
from analysis.drawing.page import Page
from analysis.pages.claims import of_page as claims_of
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.stats.frontier import frontier

__all__ = [
    "Page",
    "claims_of",
    "frontier",
    "lead_run",
    "run_table",
]
