"""What happens to a rendered site before it is served, and how it is served."""

from __future__ import annotations

import http.client
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import plotly
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from plotly.offline import get_plotlyjs_version

from tools.finish import icon_font, links, plotly_bundle, policy, reasons, site_data, sitemap
from tools.serve import serve
from tools.setup import ROOT

LACK = "Not enough data to say: no weights reach 82.5 % here."
OTHER_LACK = "Not enough data to say: no run has a speed."
STYLE = """@font-face { font-family: "bootstrap-icons"; }
.bi-alarm::before { content: "\\f101"; }
.bi-github::before { content: "\\f102"; }
.bi-search-heart::before { content: "\\f103"; }
"""


def test_files_of_pages_move_to_the_same_place_in_the_site(tmp_path: Path) -> None:
    source, output = tmp_path / "data", tmp_path / "site"
    (source / "figures").mkdir(parents=True)
    (source / "figures" / "a.json").write_text("1", encoding="utf-8")
    (output / "figures").mkdir(parents=True)
    (output / "figures" / "a.json").write_text("old", encoding="utf-8")
    moved = site_data.move(source, output)
    assert moved == [output / "figures" / "a.json"]
    assert moved[0].read_text(encoding="utf-8") == "1"
    assert not source.exists()
    assert site_data.move(source, output) == []


def test_of_plotly_js_only_what_charts_use_is_served_where_npm_has_it(tmp_path: Path) -> None:
    if not (ROOT / plotly_bundle.SOURCE).is_dir():
        pytest.skip("plotly.js is not installed")
    served = plotly_bundle.copy(ROOT, tmp_path / "site")
    assert served.relative_to(tmp_path).as_posix() == "site/assets/plotly.min.js"
    text = served.read_text(encoding="utf-8")
    assert text.startswith(f"/*! plotly.js v{get_plotlyjs_version()}")
    assert len(text) < 1_000_000
    assert "rangeslider" in text
    assert "rangeslider-container" not in text


def test_without_npm_the_bundle_of_plotly_py_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert plotly_bundle.bundle(tmp_path) == full
    for part in (plotly_bundle.SOURCE, plotly_bundle.BUNDLER):
        (tmp_path / part).mkdir(parents=True)
    package = tmp_path / plotly_bundle.SOURCE / "package.json"
    package.write_text('{"version": "1.0.0"}', encoding="utf-8")
    assert plotly_bundle.bundle(tmp_path) == full
    assert "package.json has plotly.js 1.0.0" in capsys.readouterr().out


def icons(folder: Path) -> Path:
    """Write an icon font with three icons, and its style sheet."""
    names = {0xF101: "alarm", 0xF102: "github", 0xF103: "search-heart"}
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, 500), (500, 500)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    order = [".notdef", *names.values()]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "icons", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff"
    target = folder / icon_font.FOLDER
    target.mkdir(parents=True)
    builder.save(target / "bootstrap-icons.woff")
    (target / "bootstrap-icons.css").write_text(STYLE, encoding="utf-8")
    return target


def test_only_icons_that_are_named_stay_in_the_font_with_the_same_bytes_each_time(
    tmp_path: Path,
) -> None:
    site, twin = tmp_path / "site", tmp_path / "twin"
    font_file = icons(site) / "bootstrap-icons.woff"
    (site / "index.html").write_text('<i class="bi bi-github"></i>', encoding="utf-8")
    (site / "search.js").write_text('const icon = "bi-search-heart";', encoding="utf-8")
    shutil.copytree(site, twin)
    assert icon_font.shrink(site) == icon_font.shrink(twin) == 2
    assert (twin / font_file.relative_to(site)).read_bytes() == font_file.read_bytes()
    with TTFont(font_file) as font:
        assert set(font.getBestCmap()) == {0xF102, 0xF103}
    style = font_file.with_suffix(".css").read_text(encoding="utf-8")
    assert "font-face" in style
    assert "alarm" not in style
    assert "bi-github::before" in style


def test_a_site_without_quartos_icons_is_left_alone(tmp_path: Path) -> None:
    assert icon_font.shrink(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_sitemap_lists_pages_with_the_date_of_the_data(tmp_path: Path) -> None:
    for name in ("index", "b", "a&c", "404"):
        (tmp_path / f"{name}.html").touch()
    sitemap.write(tmp_path, "https://example.org/x", "2026-01-06")
    text = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert text.count("<lastmod>2026-01-06</lastmod>") == 3
    places = [line.strip() for line in text.splitlines() if "<loc>" in line]
    assert places == [
        "<loc>https://example.org/x/a&amp;c.html</loc>",
        "<loc>https://example.org/x/b.html</loc>",
        "<loc>https://example.org/x/</loc>",
    ]
    robots = (tmp_path / "robots.txt").read_text(encoding="utf-8")
    assert robots.endswith("Sitemap: https://example.org/x/sitemap.xml\n")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Serve a small site below ``/x/``."""
    files = {"index.html": "first", "404.html": "missing", "a.js": "let b;", "d/e.svg": "<svg/>"}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with serve(tmp_path, "/x/") as address:
        yield address


def answer(address: str) -> tuple[int, str, str, str]:
    """Return status, type, body and final address."""
    try:
        with urllib.request.urlopen(address) as got:
            body = got.read().decode()
            return got.status, got.headers.get_content_type(), body, got.url
    except HTTPError as error:
        with error:
            body = error.read().decode()
            return error.code, error.headers.get_content_type(), body, error.url


def test_a_site_is_served_below_its_path(served: str) -> None:
    assert urlsplit(served).path == "/x/"
    assert answer(served)[:3] == (200, "text/html", "first")
    assert answer(f"{served}a.js?v=1")[:3] == (200, "text/javascript", "let b;")
    assert answer(f"{served}d/e.svg")[1] == "image/svg+xml"


def test_other_addresses_lead_to_the_site_or_its_404_page(served: str) -> None:
    assert answer(served.removesuffix("x/"))[3] == served
    assert answer(f"{served}none/at/all")[:3] == (404, "text/html", "missing")
    assert answer(f"{served}../../../etc/passwd")[0] == 404


def test_only_this_machine_is_served(served: str) -> None:
    place = urlsplit(served)
    assert place.hostname == "127.0.0.1"
    connection = http.client.HTTPConnection(place.netloc)
    connection.request("HEAD", "/x/")
    with connection.getresponse() as got:
        assert got.headers["Cache-Control"] == "no-cache"
    connection.close()


def test_pages_begin_with_a_way_past_the_navigation_and_links_outward_are_marked() -> None:
    once = links.mended(
        '<body class="x">\n<main id="m"></main><a href="https://example.org/a">a</a>'
        '<a href="b.html">b</a>'
        '<a class="c" href="http://example.org" rel="me">c</a><a class="d" href="https://d.org">d</a>'
    )
    assert once == (
        f'<body class="x">\n{links.SKIP}\n<main tabindex="-1" id="m"></main>'
        '<a rel="noopener" href="https://example.org/a">a</a>'
        '<a href="b.html">b</a><a class="c" href="http://example.org" rel="me">c</a>'
        '<a rel="noopener" class="d" href="https://d.org">d</a>'
    )
    assert links.mended(once) == once


FRAMED = """<head>
<meta charset="utf-8">
<script>a = "</b>";</script>
<script type="application/json">{}</script>
<script src="a.js"></script>
</head>
<body><a onclick="go(&quot;x&quot;)">x</a>
<main><script>bad()</script><img src=x onerror=bad()></main>
</body>
"""


def test_a_page_may_run_the_scripts_of_its_frame_and_none_of_its_content() -> None:
    written = policy.strict(FRAMED)
    rule = written.partition('<meta http-equiv="Content-Security-Policy" content="')[2]
    sources = rule.partition("script-src ")[2].partition('"')[0].split()
    # As printed by: printf %s 'a = "</b>";' | openssl dgst -sha256 -binary | base64
    one = "'sha256-j8MEWStzvRxvYuYwDMs5ZlIOJec1+hLaXc4KydjL1zM='"
    two = "'sha256-lvqDDRHHabLt5CZkuiO+A4+IF2n5Jk22flVtezagqfY='"
    assert sources == ["'self'", "'unsafe-hashes'", *sorted([one, two])]
    for source in ("object-src", "base-uri", "form-action"):
        assert f"{source} 'none';" in rule
    assert policy.strict(written) == written
    assert written.index("http-equiv") < written.index("<script")


def test_a_preview_may_run_the_script_that_reloads_it() -> None:
    assert "script-src 'self' 'unsafe-inline'\"" in policy.loose(policy.strict(FRAMED))


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (f"<p>{LACK} {LACK} {LACK} More.</p>", f"<p>{LACK} More.</p>"),
        (f"<p>{LACK} {OTHER_LACK} {LACK}</p>", f"<p>{LACK} {OTHER_LACK} {LACK}</p>"),
        (f"<p>{LACK}</p>\n<p>{LACK}</p>", f"<p>{LACK}</p>\n<p>{LACK}</p>"),
        (
            f"<ul>\n<li>{LACK}</li>\n<li>{LACK}</li>\n<li>{OTHER_LACK}</li>\n</ul>",
            f"<ul>\n<li>{LACK}</li>\n<li>{OTHER_LACK}</li>\n</ul>",
        ),
        (f"<li><p>{LACK} {LACK}</p></li>\n<li><p>{LACK}</p></li>", f"<li><p>{LACK}</p></li>"),
        ("<p>No. No. No.</p>", "<p>No. No. No.</p>"),
    ],
)
def test_a_reason_is_given_once_where_it_would_follow_on_itself(page: str, shown: str) -> None:
    assert reasons.once(page) == shown
    assert reasons.once(shown) == shown
