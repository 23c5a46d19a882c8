"""The tables behind the pages, by name."""

from __future__ import annotations

import re

import pytest

from analysis.__main__ import main
from analysis.data.sources import runs
from analysis.data.test_sets import ALL_SETS
from analysis.pages.registry import TABLES, table
from tools.setup import ROOT


@pytest.mark.parametrize("name", TABLES)
def test_every_name_stands_for_a_table_with_rows(name: str) -> None:
    found = table(name)
    assert len(found)
    assert found.columns.is_unique


def test_a_table_is_printed_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "robustness-ranks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("test_set,imagenet,")
    assert len(lines) == 1 + len(ALL_SETS)


def test_the_help_lists_every_table_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["table", "--help"])
    listed = re.findall(r"^  (\S+) +(.+)$", capsys.readouterr().out, flags=re.MULTILINE)
    assert TABLES.items() <= set(listed)


def test_the_commands_on_the_pages_name_tables_or_runs() -> None:
    text = "".join(path.read_text("utf-8") for path in ROOT.glob("*.qmd"))
    named = set(re.findall(r"python -m analysis table ([a-z]+-\S+?)`?\s", text))
    assert named <= {*TABLES, *runs()["run"]}
    assert len(named) > 30
