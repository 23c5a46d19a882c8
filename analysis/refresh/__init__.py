"""Upstream's files into a new snapshot, checked, and put in the place of the old one."""
