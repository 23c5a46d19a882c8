"""Table -> chart: the figures of the site's pages."""

from analysis.figures.costs import cost_chart, time_against_parameters
from analysis.figures.original import original_chart
from analysis.figures.speed import frontier_chart, speed_accuracy
from analysis.figures.trends import pretraining_chart, trend_lines

__all__ = [
    "cost_chart",
    "frontier_chart",
    "original_chart",
    "pretraining_chart",
    "speed_accuracy",
    "time_against_parameters",
    "trend_lines",
]
