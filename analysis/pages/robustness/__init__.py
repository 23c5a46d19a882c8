"""The page robustness.qmd."""
