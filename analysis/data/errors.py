"""The errors that a user's files or words can cause."""

from __future__ import annotations

import shutil

SHOWN = 5


def first_of(items: list[str]) -> str:
    """Name the first of a list, and count the rest."""
    more = len(items) - SHOWN
    return ", ".join(items[:SHOWN]) + (f" and {more} more" if more > 0 else "")


class DataError(ValueError):
    """A table holds something it must not hold.

    Parameters
    ----------
    file : str
        The file, as the user knows it.
    problem : str
        What is wrong, in a few words.
    row : int, optional
        The line in the file; the header is line 1.
    column : str, optional
        The column's name.
    value : str, optional
        The offending text as it stands in the file.
    hint : str, optional
        What to do about it.
    """

    def __init__(
        self,
        file: str,
        problem: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        hint: str = "",
    ) -> None:
        self.file, self.problem, self.hint = file, problem, hint
        self.row, self.column, self.value = row, column, value
        where = [file]
        if row is not None:
            where.append(f"row {row}")
        if column is not None:
            where.append(f"column {column}")
        if value is not None:
            where.append(f"value {value!r}")
        super().__init__(f"{', '.join(where)}: {problem}" + (f" ({hint})" if hint else ""))


class UsageError(ValueError):
    """A command line asks for things that do not go together."""


class UnknownNameError(ValueError):
    """A run, edition or test set that the data does not have.

    Parameters
    ----------
    kind : str
        What was asked for, e.g. ``"run"``.
    name : str
        The name that was given.
    known : list of str
        All the names there are; the nearest are suggested.
    """

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        from difflib import get_close_matches

        self.name, self.known = name, known
        nearest = get_close_matches(name, known, n=3, cutoff=0.4) or known[:3]
        super().__init__(f"no {kind} {name!r}; the nearest: {', '.join(nearest)}")


def reason(error: Exception) -> str:
    """Give what an error says; of the many of a folder's copy, what the first one says."""
    return str(error.args[0][0][2]) if isinstance(error, shutil.Error) else str(error)
