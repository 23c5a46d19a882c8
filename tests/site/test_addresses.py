"""Whatever an address says, a page answers: nothing thrown, nothing on the console, no wall of text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from urllib.parse import quote

from playwright.sync_api import Browser

