"""What a reader does must cause no error: said once for all tests of the scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.visits import Open, Visit


@pytest.fixture
def visit_at(visit_at: Open) -> Iterator[Open]:
    """Return what opens a page; at the end nothing may have gone wrong on any of them."""
    visits: list[Visit] = []

    def start(*where: str, **options: Any) -> Visit:
        visits.append(visit_at(*where, **options))
        return visits[-1]

    yield start
    assert [problem for seen in visits for problem in seen.problems] == []
