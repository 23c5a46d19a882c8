"""The page training.qmd."""
