"""The page progress.qmd."""
