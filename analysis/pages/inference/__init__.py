"""The page inference.qmd."""
