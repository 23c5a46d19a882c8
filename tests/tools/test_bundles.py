"""The site's scripts as a few files: what pages ask for is there, and says the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools.finish import bundles

MODULES = {
    "one/view.js": "import { said } from '../shared/words.js';\nconsole.log(said('one'));\n"
    "if (globalThis.more) import('../later/more.js');\n",
    "two/view.js": "import { said } from '../shared/words.js';\nconsole.log(said('two'));\n",
    "shared/words.js": "import { mark } from './marks.js';\n"
    "export const said = (name) => `${name}${mark}`;\n",
    "shared/marks.js": "export const mark = '!';\n",
    "later/more.js": "import { said } from '../shared/words.js';\nsaid('more');\n",
    "plotly.min.js": "/* the library */",
}
PAGE = (
    '<html><head><link rel="modulepreload" href="assets/shared/words.js">\n</head><body>'
    '<script type="module" src="assets/{}/view.js"></script></body></html>'
)


def site(folder: Path) -> Path:
    for name, text in MODULES.items():
        path = folder / "site" / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("one", "two"):
        (folder / "site" / f"{name}.html").write_text(PAGE.format(name), encoding="utf-8")
    return folder / "site"


@pytest.fixture(autouse=True)
def bundler() -> None:
    if not bundles.BUNDLER.is_dir():
        pytest.skip("rolldown is not installed")


def test_pages_ask_for_the_files_that_hold_what_they_need(tmp_path: Path) -> None:
    output = site(tmp_path)
    change = bundles.bundled(output)
    assets = output / "assets"
    assert not list((assets / "shared").iterdir())
    assert (assets / "plotly.min.js").read_text() == MODULES["plotly.min.js"]
    for name in ("one", "two"):
        page = change(PAGE.format(name))
        preloaded = re.findall(r'modulepreload" href="([^"]+)"', page)
        assert len(preloaded) == len(set(preloaded)) == 1
        assert all((output / file).is_file() for file in preloaded)
        done = subprocess.run(
            ["node", assets / name / "view.js"], capture_output=True, text=True, check=True
        )
        assert done.stdout == f"{name}!\n"
        assert (assets / name / "view.js.map").is_file()


def test_a_module_that_another_one_of_the_page_imports_is_not_asked_for_twice(
    tmp_path: Path,
) -> None:
    output = site(tmp_path)
    twice = '<script src="assets/shared/words.js" type="module"></script></body>'
    page = PAGE.format("one").replace("</body>", twice)
    (output / "one.html").write_text(page, encoding="utf-8")
    changed = bundles.bundled(output)(page)
    assert "words.js" not in changed
    assert 'src="assets/one/view.js"' in changed


def test_the_modules_that_a_page_starts_with_are_one_file(tmp_path: Path) -> None:
    output = site(tmp_path)
    more = '<script type="module" src="assets/two/view.js"></script></body>'
    page = PAGE.format("one").replace("</body>", more)
    (output / "both.html").write_text(page, encoding="utf-8")
    changed = bundles.bundled(output)(page)
    assert re.findall(r'<script type="module" src="([^"]*)"', changed) == [
        "assets/pages/one-view_two-view.js"
    ]
    done = subprocess.run(
        ["node", output / "assets/pages/one-view_two-view.js"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "one!\ntwo!\n"


def test_a_module_that_a_page_asks_for_in_other_words_stays(tmp_path: Path) -> None:
    output = site(tmp_path)
    (output / "both.html").write_text(
        PAGE.format("one").replace(
            "</body>", '<script type="module" src="assets/later/more.js"></script></body>'
        ),
        encoding="utf-8",
    )
    (output / "404.html").write_text(
        '<script type="module" src="/base/assets/later/more.js"></script>', encoding="utf-8"
    )
    bundles.bundled(output)
    assert (output / "assets" / "later" / "more.js").is_file()


def test_the_same_modules_give_the_same_bytes_and_name_no_folder(tmp_path: Path) -> None:
    made = [site(tmp_path / name) for name in ("a", "b")]
    for output in made:
        bundles.bundled(output)
    files = [
        {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*.js*")}
        for output in made
    ]
    assert files[0] == files[1]
    assert not [name for name, text in files[0].items() if str(tmp_path).encode() in text]


def test_a_module_that_cannot_be_read_leaves_all_as_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = site(tmp_path)
    (output / "assets" / "shared" / "marks.js").write_text("export const = ;", encoding="utf-8")
    before = sorted(output.rglob("*"))
    change = bundles.bundled(output)
    assert change(PAGE) == PAGE
    assert sorted(output.rglob("*")) == before
    assert "rolldown does not work" in capsys.readouterr().out


def test_without_rolldown_the_modules_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "BUNDLER", tmp_path / "none")
    output = site(tmp_path)
    assert bundles.bundled(output)(PAGE) == PAGE
    assert (output / "assets" / "shared" / "words.js").is_file()
