"""The page data.qmd."""
