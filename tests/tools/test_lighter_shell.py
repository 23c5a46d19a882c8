"""Quarto's style sheets without unused rules, and its scripts out of the way of the first paint."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.finish import scripts, style_sheets

KNOWN = style_sheets.Vocabulary(iter(['<p class="used also" id="here">', "'bs-tooltip-' + side"]))


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".used{color:red}.unused{color:blue}", ".used{color:red}"),
        (".unused .used,p.also,.used.unused{top:0}", "p.also{top:0}"),
        ("#here{top:0}#gone{top:0}", "#here{top:0}"),
        ("p>a:hover{top:0}", "p>a:hover{top:0}"),
        (".used:not(.unused){top:0}", ".used:not(.unused){top:0}"),
        (".bs-tooltip-end{top:0}.bs-popover-end{top:0}", ".bs-tooltip-end{top:0}"),
        ("[class*=unused]{top:0}", "[class*=unused]{top:0}"),
        ("@media print{.unused{top:0}.used{top:0}}", "@media print{.used{top:0}}"),
        ("@media print{.unused{top:0}}", ""),
        (
            "@supports (a:b){@media print{.used{top:0}}}",
            "@supports (a:b){@media print{.used{top:0}}}",
        ),
        ("@keyframes a{from{top:0}to{top:1px}}", "@keyframes a{from{top:0}to{top:1px}}"),
        ('@font-face{font-family:"x"}', '@font-face{font-family:"x"}'),
        ('.used{content:"},.unused{";top:0}', '.used{content:"},.unused{";top:0}'),
        (":root{--a: 0.5;--b:url(data:x;y)}", ":root{--a: 0.5;--b:url(data:x;y)}"),
        (r".us\65 d{top:0}", r".used{top:0}"),
        ("/* a comment */.used{top:0}", ".used{top:0}"),
        ('@charset "UTF-8";.used{top:0}', '@charset "UTF-8";.used{top:0}'),
        (":root{--quarto-scss-export-a: #fff;--b:1;--quarto-scss-export-c:}", ":root{--b:1;}"),
    ],
)
def test_rules_go_that_ask_for_a_name_that_is_nowhere(sheet: str, kept: str) -> None:
    assert style_sheets.purge(sheet, KNOWN) == kept
    assert style_sheets.purge(kept, KNOWN) == kept


def test_the_site_s_pages_and_scripts_say_what_is_needed(tmp_path: Path) -> None:
    sheet = tmp_path / "site_libs" / "bootstrap" / "bootstrap-0a.min.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".a{top:0}.b{top:0}.c{top:0}", encoding="utf-8")
    assert style_sheets.shrink(tmp_path) == 27
    sheet.write_text(".a{top:0}.b{top:0}.c{top:0}", encoding="utf-8")
    (tmp_path / "index.html").write_text('<p class="a">', encoding="utf-8")
    (sheet.parent / "x.js").write_text("classList.add('b')", encoding="utf-8")
    assert style_sheets.shrink(tmp_path) == 9
    assert sheet.read_text(encoding="utf-8") == ".a{top:0}.b{top:0}"


def test_a_site_without_bootstrap_is_left_alone(tmp_path: Path) -> None:
    assert style_sheets.shrink(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_only_quarto_s_plain_scripts_are_deferred() -> None:
    once = scripts.deferred(
        '<script src="site_libs/a.js"></script><script src="/x/site_libs/b.js"></script>'
        '<script src="site_libs/c.js" type="module"></script><script src="own.js"></script>'
        "<script>inline()</script>"
    )
    assert once == (
        '<script defer src="site_libs/a.js"></script>'
        '<script defer src="/x/site_libs/b.js"></script>'
        '<script src="site_libs/c.js" type="module"></script><script src="own.js"></script>'
        "<script>inline()</script>"
    )
    assert scripts.deferred(once) == once


def test_what_pages_hold_keeps_its_rules(site: Path) -> None:
    sheets = sorted(site.glob(style_sheets.SHEETS))
    if not sheets:
        pytest.skip("this site was built without Quarto")
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        for name in ("navbar", "nav-link", "modal", "collapse", "tippy-box", "aa-Panel"):
            assert f".{name}" in text, name
        assert len(text) < 300_000


@pytest.mark.parametrize(
    ("above", "chart", "early"),
    [
        ("<p>few words</p>", '<div class="chart" data-figure="x">', True),
        ("<p>few words</p>", '<div id="explore">', True),
        (f"<details>{'hidden ' * 500}</details>", '<div class="chart" data-figure="x">', True),
        ("word " * 500, '<div class="chart" data-figure="x">', False),
        ("<p>few words</p>", "<div>", False),
    ],
)
def test_the_drawing_library_is_asked_for_early_where_a_page_begins_with_a_chart(
    above: str, chart: str, early: bool
) -> None:
    page = f'<head>\n<meta charset="utf-8">\n</head><main>{above}{chart}</div></main>'
    once = scripts.preloading(page)
    assert once.count("plotly.min.js") == early
    assert scripts.preloading(once) == once
