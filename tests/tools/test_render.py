"""The renderer without Quarto, on small projects: what pages may use, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pypandoc
import pytest

from tests.support.small_site import RAISING, chunk, page_with, project, rendered
from tools import quarto
from tools.engine import find_quarto
from tools.project import ProjectError
from tools.qmd import PageError, read_page
from tools.setup import ROOT

FEATURES = """---
title: "All that *pages* use"
subtitle: "In one"
description: "What the *filter* does & more"
---

```{python}
#| label: setup
#| include: false
from IPython.display import Markdown, display
name, count, ratio = "a_b *c* `d`", 1234, 2.5
bold = Markdown("**bold**")
def show(html): display(Markdown("```{=html}\\n" + html + "\\n```\\n"))
```

Values: `{python} name`, `{python} count`, `{python} ratio`, `{python} bold`, `{python} `.

See @fig-one and [@tbl-one].

## A section {#sec-a}

::: {#fig-one}

```{python}
#| label: one
show("<div class='chart'>one</div>")
```

A computed caption: `{python} count`.
:::

### Deeper

```{python}
#| label: tbl-one
#| tbl-cap: "A table"
#| echo: false
Markdown("| a | b |\\n|---|--:|\\n| 1 | 2 |\\n")
```

```{python}
#| label: printed
print("hello <there>")
```

::: {.panel-tabset}

## First tab

Text in the first tab.

## Second tab

::: {#fig-two}

```{python}
#| label: two
show("<div class='chart'>two</div>")
```

In a tab.
:::

:::

A [link](other.qmd#there) and `` code ``.

<details><summary>More</summary>

*Folded* text.

</details>
"""


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the HTML of a page that uses everything."""
    folder = tmp_path_factory.mktemp("features") / "p"
    return (rendered(folder, index=FEATURES) / "index.html").read_text(encoding="utf-8")


def main_of(html: str) -> str:
    """Return the inside of the main element, with white space made plain."""
    found = re.search(r"<main.*?>(.*)</main>", html, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", found[1].replace("\u00a0", " ").replace("&nbsp;", " "))


def test_inline_values_appear_literally_and_markdown_as_markdown(features: str) -> None:
    main = main_of(features)
    assert "Values: a_b *c* `d`, 1234, 2.5, <strong>bold</strong>, <code>{python}</code>" in main


def test_chunks_that_are_not_included_leave_nothing(features: str) -> None:
    assert "cell-setup" not in features
    assert "import Markdown" not in main_of(features)


def test_figures_and_tables_are_numbered_and_captioned(features: str) -> None:
    main = main_of(features)
    captions = re.findall(r"<figcaption.*?> (.*?) </figcaption>", main)
    numbered = ["Figure 1: A computed caption: 1234.", "Table 1: A table", "Figure 2: In a tab."]
    assert captions == numbered
    assert main.index("class='chart'>one<") < main.index("Figure 1:")
    assert main.index("Table 1:") < main.index("<td>1</td>")
    assert '<div id="tbl-one" class="cell-output' in main
    assert 'aria-describedby="fig-one-caption"' in main
    assert 'id="fig-one-caption"' in main
    references = re.findall(r'<a href="#(.*?)" class="quarto-xref">(.*?)</a>', main)
    assert references == [("fig-one", "Figure 1"), ("tbl-one", "Table 1")]


def test_code_is_folded_before_its_figure_or_left_out_as_the_chunk_says(features: str) -> None:
    main = main_of(features)
    folds = [
        found.start() for found in re.finditer('<details class="code-fold"><summary> Code', main)
    ]
    assert len(folds) == 3
    assert folds[0] < main.index('id="fig-one"') < folds[1]
    assert "| a | b |" not in main
    assert "<pre><code>hello &lt;there&gt;" in main


def test_a_tabset_has_a_tab_for_each_heading(features: str) -> None:
    main = main_of(features)
    assert main.count('role="tab"') == 2
    assert 'role="tab" aria-controls="tabset-1-1" aria-selected="true"' in main
    assert 'id="tabset-1-2" class="tab-pane" role="tabpanel"' in main
    assert "First tab" not in features[: features.index("</nav>\n</div>")]


def test_links_and_html_in_the_text(features: str) -> None:
    main = main_of(features)
    assert 'A <a href="other.html#there">link</a>' in main
    assert "<p><em>Folded</em> text.</p>" in main
    assert '<section id="sec-a" class="level2">' in main


def test_what_stands_around_the_page(features: str) -> None:
    for part in (
        "<title>All that pages use – Models &amp; more</title>",
        '<meta name="description" content="What the filter does &amp; more">',
        '<meta property="og:title" content="All that pages use – Models &amp; more">',
        '<link rel="canonical" href="https://example.org/sub/">',
        '<link rel="icon" href="assets/icon.svg">',
        '<link rel="stylesheet" href="assets/site.css">',
        '<script type="module" src="assets/app.js"></script>',
        '<a class="nav-link active" href="index.html" aria-current="page">First</a>',
        '<a class="nav-link" href="other.html">R&amp;D</a>',
        "https://github.com/someone/something/edit/main/index.qmd",
        'Data from <a href="https://example.com/">there</a>',
        '<h1 class="title">All that <em>pages</em> use</h1>',
        '<p class="subtitle lead">In one</p>',
        '<a href="#deeper" id="toc-deeper">Deeper</a>',
    ):
        assert part in features


def test_files_of_the_project_are_copied(tmp_path: Path) -> None:
    output = rendered(tmp_path / "p")
    copied = sorted(path.name for path in (output / "assets").iterdir())
    assert copied == ["app.js", "fallback.css", "icon.svg", "site.css"]


def test_the_404_page_works_at_any_address(tmp_path: Path) -> None:
    missing = page_with("[Start](index.qmd), [elsewhere](https://example.org/), [here](#x)")
    html = (rendered(tmp_path / "p", **{"404": missing}) / "404.html").read_text(encoding="utf-8")
    local = re.findall(r'(?:href|src)="(?!https:|#)([^"]*)"', html)
    assert "/sub/index.html" in local
    assert "/sub/assets/site.css" in local
    assert "/sub/assets/app.js" in local
    assert all(address.startswith("/sub/") for address in local)


def test_two_renderings_are_the_same(features: str, tmp_path: Path) -> None:
    again = (rendered(tmp_path / "p", index=FEATURES) / "index.html").read_text(encoding="utf-8")
    assert again == features


SOUND = chunk("a", "b = 1")
FAULTS = {
    RAISING: r"chunk 'fig-bad': ZeroDivisionError(.|\n)*inner(.|\n)*division by zero",
    f"{SOUND}`{{python}} nothing`": "inline 'nothing': NameError: name 'nothing' is not defined",
    f"{SOUND}`{{python}} b `": "inline 'b ': Quarto does not evaluate it",
    chunk("html", "from IPython.display import HTML\nHTML('<b>x</b>')"): (
        "chunk 'html': shows text/html; show Markdown instead"
    ),
    chunk("value", "1"): "chunk 'value': shows text/plain; show Markdown instead",
    chunk("dies", "import os\nos._exit(1)"): "chunk 'dies': Kernel died",
    "See @fig-none.": "pandoc: .*cannot resolve @fig-none",
}


@pytest.mark.parametrize("body", FAULTS)
def test_a_page_that_fails_is_named_with_the_place(body: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=rf"index\.qmd, {FAULTS[body]}"):
        rendered(tmp_path / "p", index=page_with(body))


MISTAKES = {
    "---\ntitle: T\n": "line 1: a page starts with front matter between two '---'",
    "---\ntitle: [\n---\n": "front matter: not valid YAML",
    "---\njust text\n---\n": "front matter: must be 'key: value' lines",
    "---\nformat: pdf\n---\n": "front matter: the renderer without Quarto does not know 'format'",
    page_with("```{python}\nx = 1\n```"): "the chunk that begins 'x = 1': needs a label",
    page_with(chunk("a\n#| fig-width: 3", "1")): ".* does not know 'fig-width'",
    page_with(chunk("a\n#| echo: [", "1")): "the chunk that begins '#.*: not valid YAML",
    page_with("```{python}\n#| label: a\n1"): "'```{python}': the renderer .* knows closed",
    page_with("```{r}\n1\n```"): "'```{r}': the renderer",
    page_with("```{python, echo=FALSE}\n1\n```"): "'```{python, echo=FALSE}': the renderer",
    page_with("- item\n\n  ```{python}\n  1\n  ```"): ".*```{python}': .* in the first column",
    page_with("{{< include other.qmd >}}"): ".*: the renderer .* no shortcodes",
    page_with("::: {.callout-note}\ntext\n:::"): ".*: the renderer .* no callouts",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_page_that_cannot_be_read_is_refused_at_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "page.qmd"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=rf"^page\.qmd, {MISTAKES[text]}"):
        read_page(path)


def test_every_failing_page_is_told(tmp_path: Path) -> None:
    bad = page_with(RAISING)
    with pytest.raises(ProjectError, match=r"index\.qmd(.|\n)*ERROR: other\.qmd"):
        rendered(tmp_path / "p", index=bad, other=bad)


def words(html: str) -> str:
    """Return the text of a page without the title block, whose order differs."""
    main = main_of(html)
    plain = pypandoc.convert_text(main[main.index("Values:") :], "plain", "html", ["--wrap=none"])
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " "))


def test_both_renderers_say_the_same(features: str, tmp_path: Path) -> None:
    binary = find_quarto(ROOT) or pytest.skip("no Quarto here to compare with")
    made = project(tmp_path / "p", index=FEATURES)
    (made.root / "out").mkdir()
    pages: list[str] = []
    quarto.render_site(binary, made, made.root / "out", lambda page, _seconds: pages.append(page))
    assert sorted(pages) == ["index.qmd", "other.qmd"]
    html = (made.root / "out" / "index.html").read_text(encoding="utf-8")
    assert words(html) == words(features)
