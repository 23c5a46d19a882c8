"""Whatever an address says, a page answers: nothing thrown, nothing on the console, no wall of text."""

from __future__ import annotations
