"""Tables of results as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.drawing.html_tables import Show, fixed, matrix, names, ranged, sheet, words

HOSTILE = '<code><img src=x onerror=alert(1)>"`{'


def test_a_sheet_has_units_in_its_header_and_figures_to_the_right() -> None:
    rows = pd.DataFrame({"name": ["a"], "x": [1.234]})
    html = sheet(rows, [words("name", "Name"), fixed("x", "Size", 1, "M")], "Sizes").text
    assert '<th scope="col" class="num">Size<span class="unit"> M</span></th>' in html
    assert '<th scope="row">a</th><td class="num" data-value="1.234">1.2</td>' in html
    assert 'aria-label="Sizes"' in html
    assert 'data-quarto-disable-processing="true"' in html


def test_missing_values_are_shown_as_such() -> None:
    rows = pd.DataFrame({"name": ["a"], "low": [float("nan")], "high": [2.0]})
    html = sheet(rows, [words("name", "Name"), ranged("low", "high", "95 %")], "t").text
    assert '<td class="num" data-value="">–</td>' in html


def test_a_long_name_may_wrap() -> None:
    rows = pd.DataFrame({"name": ["a_b.c"]})
    html = sheet(rows, [names("name", "Name")], "t").text
    assert '<th scope="row" class="name">a_<wbr>b.<wbr>c</th>' in html


@pytest.mark.parametrize("column", [words, names])
def test_a_hostile_name_is_text(column: Callable[[str, str], Show]) -> None:
    rows = pd.DataFrame({"name": [HOSTILE]})
    html = sheet(rows, [column("name", HOSTILE)], HOSTILE).text
    assert "<img" not in html
    assert "`" not in html
    square = pd.DataFrame([[1.0]], index=[HOSTILE], columns=[HOSTILE])
    assert "<img" not in matrix(square, HOSTILE, str, (0, 1)).text


def test_a_matrix_shades_by_size_and_stops_at_the_ends() -> None:
    values = pd.DataFrame([[0.5, 0.75], [2.0, float("nan")]], index=["a", "b"], columns=["c", "d"])
    html = matrix(values, "t", lambda x: f"{x:.2f}", (0.5, 1.0)).text
    assert re.findall(r"accent\) (\d+)%", html) == ["0", "19", "38"]
    assert html.count("–") == 1
