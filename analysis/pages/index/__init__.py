"""The page index.qmd."""
