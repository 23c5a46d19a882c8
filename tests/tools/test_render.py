"""The renderer without Quarto, on small projects: what pages may use, and what it refuses."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypandoc
import pytest

from tools import quarto, render
from tools.build import build, replace
from tools.engine import find_quarto
from tools.project import Project, ProjectError
from tools.qmd import PageError, read_page
from tools.setup import ROOT

CONFIG = """
project:
  render: ["*.qmd"]
  resources: [/assets/*.js]
website:
  title: "Models & more"
  site-url: https://example.org/sub
  repo-url: https://github.com/someone/something
  repo-actions: [edit, source, issue]
  favicon: assets/icon.svg
  navbar:
    left:
      - {href: index.qmd, text: First}
      - {href: other.qmd, text: "R&D"}
  page-footer:
    left: "Data from [there](https://example.com/)"
format:
  html:
    css: assets/site.css
    include-in-header: assets/head.html
    canonical-url: true
    toc: true
    code-fold: true
    code-summary: Code
"""
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
OTHER = """---
title: Other
description: Another page
---

## There {#there}

[Back](index.qmd).
"""


def project(folder: Path, **pages: str) -> Project:
    """Write a small project with an index page, unless another is given."""
    (folder / "assets").mkdir(parents=True)
    files = {
        "_quarto.yml": CONFIG,
        "_environment": f"QUARTO_PYTHON={sys.executable}",
        "assets/site.css": "body {}",
        "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "assets/head.html": '<script type="module" src="assets/app.js"></script>',
        "assets/app.js": "export {};",
        "assets/fallback.css": "",
    }
    pages = {"index": OTHER, "other": OTHER} | pages
    for name, text in (files | {f"{page}.qmd": text for page, text in pages.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return Project(folder)


def rendered(folder: Path, **pages: str) -> Path:
    """Render a small project and return its output."""
    output = folder / "out"
    made = project(folder, **pages)
    output.mkdir()
    render.render_site(made, output, lambda _page, _seconds: None)
    return output


def page_with(body: str) -> str:
    """Return a page with a body."""
    return f"---\ntitle: T\ndescription: D\n---\n\n{body}\n"


def chunk(label: str, code: str) -> str:
    """Return a chunk."""
    return f"```{{python}}\n#| label: {label}\n{code}\n```\n"


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the HTML of a page that uses everything."""
    folder = tmp_path_factory.mktemp("features") / "p"
    return (rendered(folder, index=FEATURES) / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def binary() -> str:
    """Return the Quarto of this machine."""
    return find_quarto(ROOT) or pytest.skip("no Quarto here to compare with")


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


RAISING = chunk("fig-bad", "def inner(): return 1 / 0\ninner()")
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


def test_a_build_that_fails_leaves_the_site_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(tmp_path / "p")
    build(made.root, "pandoc")
    before = (made.root / "_site" / "index.html").read_bytes()
    assert re.search(r"index\.qmd +\d+\.\d s", capsys.readouterr().out)
    (made.root / "index.qmd").write_text(page_with(RAISING), encoding="utf-8")
    with pytest.raises(ProjectError):
        build(made.root, "pandoc")
    assert (made.root / "_site" / "index.html").read_bytes() == before


def test_an_interrupt_ends_the_build_and_its_kernels(tmp_path: Path) -> None:
    sleep = f"import os, pathlib, time\npathlib.Path({str(tmp_path / 'pid')!r}).write_text("
    sleep += "str(os.getpid()))\ntime.sleep(60)"
    made = project(tmp_path / "p", index=page_with(chunk("sleeps", sleep)))
    code = "from pathlib import Path; from tools.build import build; import sys; "
    code += "build(Path(sys.argv[1]), 'pandoc')"
    command = [sys.executable, "-c", code, str(made.root)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        pid = wait_for(tmp_path / "pid")
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=20)
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in stderr
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def wait_for(path: Path) -> int:
    """Return the number in a file as soon as it is there."""
    for _ in range(200):
        if path.exists() and (text := path.read_text(encoding="utf-8")):
            return int(text)
        time.sleep(0.1)
    raise AssertionError(f"{path} never appeared")


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    for name in ("target", "fresh", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    replace(tmp_path / "target", tmp_path / "fresh", tmp_path / "old")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["fresh"]


def test_scripts_that_finish_the_site_run_with_what_quarto_tells_them(tmp_path: Path) -> None:
    made = project(tmp_path / "p")
    script = (
        "import os, pathlib\n"
        "out = pathlib.Path(os.environ['QUARTO_PROJECT_OUTPUT_DIR'])\n"
        "(out / 'told').write_text(os.environ['QUARTO_PROJECT_RENDER_ALL'] + os.getcwd())\n"
    )
    (made.root / "finish.py").write_text(script, encoding="utf-8")
    command = f"  post-render: {sys.executable} finish.py\nwebsite:"
    config = CONFIG.replace("website:", command, 1)
    (made.root / "_quarto.yml").write_text(config, encoding="utf-8")
    build(made.root, "pandoc")
    assert (made.root / "_site" / "told").read_text(encoding="utf-8") == f"1{made.root}"
    (made.root / "finish.py").write_text("raise SystemExit(3)", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"post-render: .* finish\.py failed"):
        build(made.root, "pandoc")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "No such file"),
        ("website: [", "while parsing"),
        ("just text", "_quarto.yml"),
    ],
)
def test_a_project_without_a_sound_configuration_is_refused(
    config: str | None, message: str, tmp_path: Path
) -> None:
    if config is not None:
        (tmp_path / "_quarto.yml").write_text(config, encoding="utf-8")
    with pytest.raises(ProjectError, match=message):
        Project(tmp_path).pages()


def words(html: str) -> str:
    """Return the text of a page without the title block, whose order differs."""
    main = main_of(html)
    plain = pypandoc.convert_text(main[main.index("Values:") :], "plain", "html", ["--wrap=none"])
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " "))


def test_both_renderers_say_the_same(binary: str, features: str, tmp_path: Path) -> None:
    made = project(tmp_path / "p", index=FEATURES)
    (made.root / "out").mkdir()
    pages: list[str] = []
    quarto.render_site(binary, made, made.root / "out", lambda page, _seconds: pages.append(page))
    assert sorted(pages) == ["index.qmd", "other.qmd"]
    html = (made.root / "out" / "index.html").read_text(encoding="utf-8")
    assert words(html) == words(features)


def test_a_failure_of_quarto_names_page_and_chunk(binary: str, tmp_path: Path) -> None:
    made = project(tmp_path / "p", index=page_with(RAISING))
    (made.root / "out").mkdir()
    with pytest.raises(ProjectError, match=r"^index\.qmd, chunk 'fig-bad': quarto render failed"):
        quarto.render_site(binary, made, made.root / "out", lambda _page, _seconds: None)
