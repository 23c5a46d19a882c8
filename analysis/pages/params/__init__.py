"""The page params.qmd."""
