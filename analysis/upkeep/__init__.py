"""Keeping the data true: refresh, comparison, report, downloads."""
