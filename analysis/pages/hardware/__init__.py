"""The page hardware.qmd."""
