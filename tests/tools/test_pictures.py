"""The pictures of the charts, and the cards that show them where a page is linked."""

from __future__ import annotations

import re
import struct
import zlib
from functools import partial
from pathlib import Path

import pytest

from analysis import Page
from analysis.drawing.chart import Chart
from analysis.drawing.theme import MODES
from analysis.runs.devices import lead_run
from analysis.runs.join import Source
from tests.support.visits import PAGES, Open
from tools.browser import HOW_TO_GET, find_browser
from tools.finish import cards, pictures
from tools.project import Project
from tools.setup import ROOT

URL = Project(ROOT).url
CHART = re.compile(r'data-figure="([^"]+)"')
LINE = {"x": [1, 2], "y": [1, 3], "mode": "lines", "line": {"color": "var(--chart-accent)"}}


def png(width: int = 8, height: int = 4) -> bytes:
    """Make a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def leave(folder: Path, **titles: str) -> Path:
    """Leave charts as a page of the name p does."""
    page = Page("p", folder)
    for name, title in titles.items():
        chart = Chart(title, "what is drawn", [LINE], {}, source=Source(lead_run()))
        page.show(name, chart, height=1000)  # higher than the window
    return folder


@pytest.mark.browser
def test_pictures_differ_by_theme_and_are_the_same_each_time(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip(HOW_TO_GET)
    source = leave(tmp_path / "data", one="Short", two="A long title " * 20)
    made = []
    for name in ("a", "b"):
        drawn = pictures.draw(source, tmp_path / name, cache=tmp_path / f"cache-{name}")
        assert [path.name for path in drawn] == [
            *("p-one-dark.png", "p-one-light.png", "p-two-dark.png", "p-two-light.png")
        ]
        sizes = [cards.size(path) for path in drawn]
        assert [width for width, _ in sizes] == [1200] * 4
        assert sizes[0] == sizes[1] < sizes[2] == sizes[3], "the words are in the picture"
        made.append([path.read_bytes() for path in drawn])
    assert made[0] == made[1]
    assert len(set(made[0])) == 4


def test_an_unchanged_figure_is_not_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    async def render(charts: dict[str, str], folders: dict[str, Path], *_: object) -> None:
        asked.append(len(charts))
        for name in charts:
            folders[name].mkdir(parents=True)
            for mode in MODES:
                (folders[name] / f"{mode}.png").write_bytes(png())

    monkeypatch.setattr(pictures, "render", render)
    monkeypatch.setattr(pictures, "find_browser", lambda: "/bin/sh")
    cache = tmp_path / "cache"
    first = leave(tmp_path / "first", one="1", two="2")
    second = leave(tmp_path / "second", one="1", three="3")
    for source in (first, first, second):
        assert len(pictures.draw(source, tmp_path / "site", cache=cache)) == 4
    assert asked == [2, 0, 1]
    assert len(list(cache.iterdir())) == 2


def test_without_a_browser_the_build_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pictures, "find_browser", lambda: None)
    source = leave(tmp_path / "data", one="1")
    assert pictures.draw(source, tmp_path / "site") == []
    assert "the tables stand in: no Chrome" in capsys.readouterr().out
    pictures.forget(source)
    assert [path.name for path in source.iterdir()] == ["figures"]


CHARTS = """<html><head><meta property="og:image" content="old">
<meta name="twitter:card" content="summary">
</head><body><div class="chart" aria-label="what &lt;it&gt; shows" data-figure="p-{0}" style="">
<noscript><picture><source srcset="figures/p-{0}-dark.png"><img src="figures/p-{0}-light.png">\
</picture><p>data</p></noscript></div></body></html>"""


def test_a_page_s_card_is_its_first_chart_s_picture(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "p-a-light.png").write_bytes(png(1200, 675))
    (tmp_path / "index.html").write_text(CHARTS.format("a"), encoding="utf-8")
    card = partial(cards.carded, tmp_path, "https://example.org/x")
    page, gap = (card(card(CHARTS.format(name))) for name in ("a", "b"))
    for text in (page, gap):
        head = text[: text.index("</head>")]
        assert head.count("og:image") == 4
        assert 'image" content="https://example.org/x/figures/p-a-light.png"' in head
        assert 'og:image:width" content="1200"' in head
        assert 'og:image:alt" content="what &lt;it&gt; shows"' in head
        assert 'twitter:card" content="summary_large_image"' in head
        assert "old" not in head
    assert '<picture><source srcset="figures/p-a-dark.png">' in page
    assert '<img width="1200" height="675" src="figures/p-a-light.png">' in page
    assert "<picture>" not in gap
    assert "<noscript><p>data</p></noscript>" in gap


def test_without_pictures_a_page_has_a_plain_card(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(CHARTS.format("a"), encoding="utf-8")
    page = cards.carded(tmp_path, "https://example.org/x", CHARTS.format("a"))
    assert "og:image" not in page
    assert '<meta name="twitter:card" content="summary">' in page
    assert "<picture>" not in page


@pytest.mark.browser
@pytest.mark.parametrize("name", [page for page in PAGES if page != "404.html"])
def test_every_chart_of_the_site_has_its_two_pictures(name: str, visit: Open, site: Path) -> None:
    html = (site / name).read_text(encoding="utf-8")
    for chart in CHART.findall(html):
        light, dark = (site / "figures" / f"{chart}-{mode}.png" for mode in ("light", "dark"))
        assert cards.size(light) == cards.size(dark)
        assert light.read_bytes() != dark.read_bytes()
    seen = visit(name, java_script_enabled=False)
    for image in seen.page.locator(".chart noscript img").all():
        image.scroll_into_view_if_needed()
        seen.page.wait_for_load_state("networkidle")
        box = image.bounding_box()
        assert box
        assert box["height"] > 200
    assert seen.problems == []


@pytest.mark.parametrize("name", PAGES)
def test_a_link_to_a_page_shows_a_picture_of_it(name: str, site: Path) -> None:
    if not list(site.glob("figures/*-light.png")):
        pytest.skip("this site was built without pictures")
    html = (site / name).read_text(encoding="utf-8")
    head = html[: html.index("</head>")]
    shown = re.findall(r'<meta property="og:image" content="([^"]+)">', head)
    assert len(shown) == 1
    file = site / shown[0].removeprefix(f"{URL}/")
    assert file.is_file()
    width, height = cards.size(file)
    assert f'og:image:width" content="{width}"' in head
    assert f'og:image:height" content="{height}"' in head
    own = CHART.search(html)
    assert own is None or file.name == f"{own[1]}-light.png"
    assert '<meta name="twitter:card" content="summary_large_image">' in head


def test_readers_with_javascript_download_no_picture(visit: Open) -> None:
    seen = visit("inference.html")
    seen.page.wait_for_load_state("networkidle")
    assert [url for url in seen.requests if url.endswith(".png")] == []
