"""The built site, whichever renderer made it: in a browser and as files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.data.reading import newest_edition
from tests.support.visits import PAGES, Open, main
from tools.project import Project
from tools.setup import ROOT

LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
OTHER_HOST = re.compile(r"[a-z]+:|//")
IDENTIFIER = re.compile(r'(?<![\w-])id="([^"]*)"')
PICTURES = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


def test_the_toggle_changes_the_theme_and_is_remembered(visit: Open) -> None:
    seen = visit("index.html", color_scheme="light")
    toggle = seen.page.locator(".quarto-color-scheme-toggle:visible").first
    toggle.click()
    seen.page.locator("body.quarto-dark").wait_for()
    seen.open("404.html")
    seen.page.locator("body.quarto-dark").wait_for()
    assert seen.problems == []


def test_an_unknown_address_shows_the_404_page_with_its_styles(visit: Open) -> None:
    seen = visit("no/such/page")
    assert "does not exist" in seen.page.locator("main h1").inner_text()
    seen.page.wait_for_load_state("networkidle")
    own = "error on the console: Failed to load resource: the server responded with a status of 404"
    others = [problem for problem in seen.problems if "no/such/page" not in problem]
    assert [problem for problem in others if not problem.startswith(own)] == []
    assert len(others) <= 1
    seen.page.locator("main a").first.click()
    seen.page.wait_for_url(re.compile(f"{re.escape(seen.address)}(index.html)?$"))


@pytest.mark.parametrize("name", PAGES)
def test_references_are_resolved_and_links_lead_somewhere(name: str, site: Path) -> None:
    body = main(site, name)
    assert "?@" not in body
    for link in LINK.findall(PICTURES.sub("", body)):
        if OTHER_HOST.match(link) or not link:
            continue
        file, _, anchor = link.removeprefix(Project(ROOT).path).partition("#")
        found = site / (file.partition("?")[0] or name)
        found = found / "index.html" if found.is_dir() else found
        assert found.is_file(), link
        if anchor and found.suffix == ".html":
            identifiers = IDENTIFIER.findall(found.read_text(encoding="utf-8"))
            assert anchor.partition("?")[0] in identifiers, link


@pytest.mark.parametrize("name", PAGES)
def test_identifiers_are_unique(name: str, site: Path) -> None:
    identifiers = IDENTIFIER.findall(main(site, name))
    assert sorted(set(identifiers)) == sorted(identifiers)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_what_it_is(name: str, site: Path) -> None:
    html = (site / name).read_text(encoding="utf-8")
    head = html[: html.index("</head>")]
    assert re.search(r'<html[^>]* lang="en"', html)
    assert re.search(r"<title>[^<]+</title>", head)
    for kind in ("description", "generator", "viewport"):
        assert re.search(rf'<meta name="{kind}" content="[^"]+"', head), kind
    assert re.search(r'<meta property="og:title" content="[^"]+"', head)
    assert re.search(rf'<link rel="canonical" href="{re.escape(Project(ROOT).url)}/[^"]*"', head)
    assert 'http-equiv="Content-Security-Policy"' in head


def test_the_generator_tells_the_renderer(site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<meta name="generator" content="(quarto-1\.|pandoc 3)', html)


def test_every_source_is_a_click_away(site: Path) -> None:
    repository = Project(ROOT).website["repo-url"]
    html = (site / "index.html").read_text(encoding="utf-8")
    for action in ("edit/main/index.qmd", "blob/main/index.qmd", "issues/new"):
        assert f"{repository}/{action}" in html


def test_search_engines_are_told_the_pages_and_the_date_of_the_data(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    addresses = re.findall(r"<loc>(.*?)</loc>", sitemap)
    names = sorted("index.html" if a.endswith("/") else a.rpartition("/")[2] for a in addresses)
    assert names == [name for name in PAGES if name != "404.html"]
    assert set(re.findall(r"<lastmod>(.*?)</lastmod>", sitemap)) == {newest_edition()}
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {Project(ROOT).url}/sitemap.xml" in robots
