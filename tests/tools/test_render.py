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
from tools.qmd import Chunk, PageError, Text, read_page
from tools.setup import ROOT

CONFIG = """
project:
  type: website
  output-dir: _site
  render: ["*.qmd"]
  resources: [/assets/*.js]
website:
  title: "Models & more"
  description: "About <models>"
  site-url: https://example.org/sub
  repo-url: https://github.com/someone/something
  repo-actions: [edit, source, issue]
  favicon: assets/icon.svg
  open-graph: true
  navbar:
    left:
      - {href: index.qmd, text: First}
      - {href: other.qmd, text: "R&D"}
  page-footer:
    left: "Data from [there](https://example.com/)"
format:
  html:
    theme: {light: default, dark: default}
    css: assets/site.css
    include-in-header: assets/head.html
    canonical-url: true
    toc: true
    code-fold: true
    code-summary: Code
    html-math-method: mathml
execute:
  echo: true
"""
SETUP = """```{python}
#| label: setup
#| include: false
from IPython.display import Markdown, display
name, count, ratio = "a_b *c* `d`", 1234, 2.5
bold = Markdown("**bold**")
def show(html): display(Markdown("```{=html}\\n" + html + "\\n```\\n"))
```
"""
FEATURES = f"""---
title: "All that *pages* use"
subtitle: "In one"
description: "What the *filter* does & more"
---

{SETUP}

Values: `{{python}} name`, `{{python}} count`, `{{python}} ratio`, `{{python}} bold`, `{{python}} `.

See @fig-one, @fig-two, @tbl-one and [@fig-one; @fig-three]; number [-@fig-two]. A note.[^n]

[^n]: The note says `{{python}} count`.

## A section {{#sec-a}}

```{{python}}
#| label: fig-one
#| fig-cap: "A caption with *emphasis* and `{{python}} count`."
show("<div class='chart'>one</div>")
```

::: {{#fig-two}}

```{{python}}
#| label: two
show("<div class='chart'>two</div>")
```

A computed caption: `{{python}} count`.
:::

### Deeper

```{{python}}
#| label: tbl-one
#| tbl-cap: "A table"
#| echo: false
Markdown("| a | b |\\n|---|--:|\\n| 1 | 2 |\\n")
```

| x | y |
|---|--:|
| 1 | 2 |

: A table in the text {{#tbl-two}}

```{{python}}
#| label: printed
#| code-fold: false
print("hello <there>")
count
```

```{{python}}
#| label: summarised
#| code-summary: "How it is made"
assert True
```

## Tabs and more

::: {{.panel-tabset}}

## First tab

Text in the first tab.

## Second tab

```{{python}}
#| label: fig-three
#| fig-cap: "In a tab."
show("<div class='chart'>three</div>")
```

:::

::: {{.callout-note}}
## Mind this
A callout.
:::

::: {{.column-page}}
Wide.
:::

Math $a^2$, a [link](other.qmd#there) and `` code ``.

```python
not_run = 1
```

<details><summary>More</summary>

*Folded* text.

</details>
"""
OTHER = """---
title: Other
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
    return f"---\ntitle: T\n---\n\n{body}\n"


def chunk(label: str, code: str, *options: str) -> str:
    """Return a chunk."""
    lines = [f"#| label: {label}", *(f"#| {option}" for option in options), code]
    return "```{python}\n" + "\n".join(lines) + "\n```\n"


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
    assert captions == [
        "Figure 1: A caption with <em>emphasis</em> and <code>{python} count</code>.",
        "Figure 2: A computed caption: 1234.",
        "Table 1: A table",
        "Table 2: A table in the text",
        "Figure 3: In a tab.",
    ]


def test_the_caption_of_a_figure_is_below_and_of_a_table_above(features: str) -> None:
    main = main_of(features)
    assert main.index("class='chart'>one<") < main.index("Figure 1:")
    assert main.index("Table 1:") < main.index("<td>1</td>")
    assert '<div id="tbl-one" class="cell-output' in main
    assert 'aria-describedby="fig-one-caption"' in main
    assert 'id="fig-one-caption"' in main


def test_references_link_to_their_figure(features: str) -> None:
    main = main_of(features)

    def link(anchor: str, text: str) -> str:
        return f'<a href="#{anchor}" class="quarto-xref">{text}</a>'

    first = link("fig-one", "Figure 1")
    assert f"See {first}, {link('fig-two', 'Figure 2')}, {link('tbl-one', 'Table 1')} and" in main
    assert f"and {first}, {link('fig-three', 'Figure 3')}; number {link('fig-two', '2')}." in main


def test_code_is_folded_shown_or_left_out_as_the_chunk_says(features: str) -> None:
    main = main_of(features)
    folded = re.findall(r'<details class="code-fold"><summary> (.*?) </summary>', main)
    assert folded == ["Code", "Code", "How it is made", "Code"]
    before = main[: main.index('id="fig-two"')]
    assert before.rstrip("<div ").endswith("</details>"), "code stands before its figure"
    printed = main[main.index('id="cell-printed"') :]
    assert printed.index("sourceCode") < printed.index("hello &lt;there&gt;")


def test_printed_text_and_values_are_shown_as_they_are(features: str) -> None:
    main = main_of(features)
    assert "<pre><code>hello &lt;there&gt;</code></pre>" in main
    assert '<div id="printed" class="cell-output cell-output-display"> <pre><code>1234<' in main


def test_a_tabset_has_a_tab_for_each_heading(features: str) -> None:
    main = main_of(features)
    assert main.count('role="tab"') == 2
    assert 'role="tab" aria-controls="tabset-1-1" aria-selected="true"' in main
    assert 'id="tabset-1-2" class="tab-pane" role="tabpanel"' in main
    assert (
        "First tab" not in features[features.index('id="TOC"') : features.index("</nav>\n</div>")]
    )


def test_other_constructs(features: str) -> None:
    main = main_of(features)
    assert '<span class="screen-reader-only">Note</span>Mind this </div>' in main
    assert '<div class="column-page">' in main
    assert "<math" in main
    assert 'a <a href="other.html#there">link</a>' in main
    assert "<p><em>Folded</em> text.</p>" in main
    assert "The note says 1234." in main
    assert '<section id="sec-a" class="level2">' in main


def test_what_stands_around_the_page(features: str) -> None:
    assert "<title>All that pages use – Models &amp; more</title>" in features
    assert '<meta name="description" content="What the filter does &amp; more">' in features
    assert '<meta property="og:title" content="All that pages use – Models &amp; more">' in features
    assert '<link rel="canonical" href="https://example.org/sub/">' in features
    assert '<link rel="icon" href="assets/icon.svg">' in features
    assert '<link rel="stylesheet" href="assets/site.css">' in features
    assert '<script type="module" src="assets/app.js"></script>' in features
    assert '<a class="nav-link active" href="index.html" aria-current="page">First</a>' in features
    assert '<a class="nav-link" href="other.html">R&amp;D</a>' in features
    assert "https://github.com/someone/something/edit/main/index.qmd" in features
    assert 'Data from <a href="https://example.com/">there</a>' in features
    assert '<h1 class="title">All that <em>pages</em> use</h1>' in features
    assert '<p class="subtitle lead">In one</p>' in features
    assert '<a href="#deeper" id="toc-deeper">Deeper</a>' in features


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


def test_what_cannot_be_resolved_is_marked_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = page_with("See @fig-none and [this](gone.qmd).")
    html = (rendered(tmp_path / "p", index=body) / "index.html").read_text(encoding="utf-8")
    assert "<strong>?@fig-none</strong>" in html
    told = capsys.readouterr().out
    assert "index.qmd: WARNING: Unable to resolve crossref @fig-none" in told
    assert "index.qmd: WARNING: Unable to resolve link target: gone.qmd" in told


def test_two_renderings_are_the_same(features: str, tmp_path: Path) -> None:
    again = (rendered(tmp_path / "p", index=FEATURES) / "index.html").read_text(encoding="utf-8")
    assert again == features


RAISING = chunk("fig-bad", "def inner(): return 1 / 0\ninner()", "fig-cap: x")
FAULTS = {
    "a chunk that raises": (
        RAISING,
        r"index\.qmd, chunk 'fig-bad': ZeroDivisionError: division by zero\n(.|\n)*inner",
    ),
    "an undefined inline name": (
        "`{python} nothing`",
        r"index\.qmd, inline 'nothing': NameError: name 'nothing' is not defined",
    ),
    "an inline name with a space behind": (
        chunk("a", "b = 1") + "\n`{python} b `",
        r"index\.qmd, inline 'b ': Quarto does not evaluate it",
    ),
    "an output for which Quarto loads scripts": (
        chunk("html", "from IPython.display import HTML\nHTML('<b>x</b>')"),
        r"index\.qmd, chunk 'html': shows text/html, for which Quarto loads scripts from a CDN",
    ),
    "a figure without an output": (
        chunk("fig-none", "1;"),
        r"index\.qmd, chunk 'fig-none': shows 0 things, a figure or table is one",
    ),
    "a process that ends": (
        chunk("dies", "import os\nos._exit(1)"),
        r"index\.qmd, chunk 'dies': the Python process ended",
    ),
    "a summary that Quarto cannot show": (
        chunk("quoted", "1", "code-summary: 'How \"it\" is made'"),
        r"index\.qmd, chunk 'quoted': Quarto breaks on quotation marks in code-summary",
    ),
    "a reference that only Quarto resolves": (
        "See @sec-a.",
        r"index\.qmd, pandoc: the renderer without Quarto resolves no @sec-a",
    ),
    "a folding callout": (
        '::: {.callout-note collapse="true"}\ntext\n:::',
        r"index\.qmd, pandoc: the renderer without Quarto folds no callouts",
    ),
    "a figure within a figure": (
        "::: {#fig-a}\n\n::: {#fig-b}\n\nb\n\ncaption\n\n:::\n\ncaption\n\n:::",
        r"index\.qmd, pandoc: figure fig-b lies within fig-a",
    ),
    "a tabset without a heading": (
        "::: {.panel-tabset}\ntext\n:::",
        r"index\.qmd, pandoc: a tabset starts with a heading",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_fails_is_named_with_the_place(fault: str, tmp_path: Path) -> None:
    body, message = FAULTS[fault]
    with pytest.raises(ProjectError, match=message):
        rendered(tmp_path / "p", index=page_with(body))


MISTAKES = {
    "---\ntitle: T\n": "line 1: the front matter has no closing '---'",
    "# T\n": "line 1: a page starts with front matter",
    "---\ntitle: [\n---\n": "front matter: not valid YAML",
    "---\njust text\n---\n": "front matter: must be 'key: value' lines",
    "---\nformat: pdf\n---\n": "front matter: the renderer without Quarto does not know 'format'",
    page_with("```{python}\nx = 1\n```"): "the chunk on line 5: needs a label",
    page_with(chunk("a", "1") + chunk("a", "2")): "chunk 'a': another chunk has this label",
    page_with(chunk("a", "1", "fig-width: 3")): "chunk 'a': .* does not know 'fig-width'",
    page_with(chunk("a", "1", "echo: [")): "the chunk on line 5: not valid YAML",
    page_with("```{python}\n#| label: a\n1"): "line 5: this chunk is not closed",
    page_with("```{r}\n1\n```"): "line 5: the renderer without Quarto runs no 'r' chunks",
    page_with("```{python, echo=FALSE}\n1\n```"): "line 5: options go on '#|' lines",
    page_with("- item\n\n  ```{python}\n  1\n  ```"): "line 7: a chunk starts in the first column",
    page_with("{{< include other.qmd >}}"): "line 5: .* knows no shortcodes",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_page_that_cannot_be_read_is_refused_at_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "page.qmd"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=rf"^page\.qmd, {MISTAKES[text]}"):
        read_page(path)


def test_code_that_is_only_shown_is_no_chunk(tmp_path: Path) -> None:
    path = tmp_path / "page.qmd"
    shown = "````markdown\n```{python}\n{{< meta x >}}\n```\n````\n\n```{=html}\n<b>\n```"
    path.write_text(page_with(shown + "\n" + chunk("run", "1")), encoding="utf-8")
    parts = read_page(path).parts
    assert [type(part) for part in parts] == [Text, Chunk, Text]
    assert parts[1] == Chunk("run", "1", {"label": "run"})


def test_every_failing_page_is_told(tmp_path: Path) -> None:
    bad = page_with("`{python} nothing`")
    with pytest.raises(ProjectError, match=r"index\.qmd(.|\n)*ERROR: other\.qmd"):
        rendered(tmp_path / "p", index=bad, other=bad)


def test_a_build_that_fails_leaves_the_site_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(tmp_path / "p")
    build(made.root, "pandoc")
    before = (made.root / "_site" / "index.html").read_bytes()
    assert re.search(r"index\.qmd +\d+\.\d s", capsys.readouterr().out)
    (made.root / "index.qmd").write_text(page_with("`{python} nothing`"), encoding="utf-8")
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
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " ")).replace(" Footnotes", "")


def test_both_renderers_say_the_same(features: str, tmp_path: Path) -> None:
    binary = find_quarto(ROOT)
    if binary is None:
        pytest.skip("no Quarto here to compare with")
    made = project(tmp_path / "p", index=FEATURES)
    output = made.root / "out"
    output.mkdir()
    pages: list[str] = []
    quarto.render_site(binary, made, output, lambda page, _seconds: pages.append(page))
    assert sorted(pages) == ["index.qmd", "other.qmd"]
    assert words((output / "index.html").read_text(encoding="utf-8")) == words(features)


def test_a_failure_of_quarto_names_page_and_chunk(tmp_path: Path) -> None:
    binary = find_quarto(ROOT)
    if binary is None:
        pytest.skip("no Quarto here")
    made = project(tmp_path / "p", index=page_with(RAISING))
    output = made.root / "out"
    output.mkdir()
    with pytest.raises(ProjectError, match=r"^index\.qmd, chunk 'fig-bad': quarto render failed"):
        quarto.render_site(binary, made, output, lambda _page, _seconds: None)
