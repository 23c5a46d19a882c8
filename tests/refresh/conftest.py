"""What tests of the refresh share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.small_project import Project


@pytest.fixture
def refused(project: Project, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that refreshes in vain and gives all that was said.

    The status is 1, the message has the given words, nothing is changed or left behind.
    """

    def refresh(*words: str, options: tuple[str, ...] = ()) -> str:
        before = project.contents()
        assert project.command("refresh", *(options or ("--from", str(project.results)))) == 1
        out, err = capsys.readouterr()
        message = err[err.rindex("python -m analysis: ") :]
        assert out == ""
        assert [word for word in words if word not in message] == []
        assert project.contents() == before
        return err

    return refresh
