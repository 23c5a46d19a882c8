"""Scripts and style sheets as one file each: all is there, in its order."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from tools.finish import joined

PAGE = """<html><head>
<script defer src="site_libs/a.js"></script>
<link href="site_libs/icons/icons.css" rel="stylesheet">
<script defer src="site_libs/b.js"></script>
<link href="theme.css" rel="stylesheet" class="quarto-color-scheme">
<link rel="stylesheet" href="assets/site.css">
</head><body></body></html>"""


def site(folder: Path) -> Path:
    files = {
        "site_libs/a.js": b'"use strict";\nvar a = 1;',
        "site_libs/b.js": b"b = a + 1 // the end",
        "site_libs/icons/icons.css": b'/* a licence */\n@font-face { src: url("./i.woff?12") }\n',
        "site_libs/icons/i.woff": b"\x00font",
        "assets/site.css": b"p { color: red }\n",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_scripts_run_in_their_order_and_none_is_strict_for_the_others(tmp_path: Path) -> None:
    text = joined.scripts(site(tmp_path), PAGE)
    (name,) = re.findall(r'<script defer src="([^"]+)"', text)
    script = (tmp_path / name).read_text("utf-8")
    assert script == ';"use strict";\nvar a = 1;\n;b = a + 1 // the end\n'
    assert joined.scripts(tmp_path, text) == text


def test_sheets_stand_in_one_behind_the_themes_with_their_fonts(tmp_path: Path) -> None:
    text = joined.sheets(site(tmp_path), PAGE)
    (name,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', text)
    assert text.index("theme.css") < text.index(name)
    sheet = (tmp_path / name).read_text("utf-8")
    font = base64.b64encode(b"\x00font").decode()
    assert sheet == f"@font-face {{ src: url(data:font/woff;base64,{font}) }}\np {{ color: red }}\n"
    assert joined.sheets(tmp_path, text) == text


def test_a_page_that_may_stand_anywhere_keeps_its_addresses(tmp_path: Path) -> None:
    page = PAGE.replace('="site_libs/', '="/sub/site_libs/').replace('="assets/', '="/sub/assets/')
    assert joined.scripts(tmp_path, page) == joined.sheets(tmp_path, page) == page


def test_a_page_with_one_of_each_stays_as_it_is(tmp_path: Path) -> None:
    page = '<script defer src="site_libs/a.js"></script><link href="x.css" rel="stylesheet">'
    assert joined.scripts(tmp_path, page) == joined.sheets(tmp_path, page) == page
