"""Building a site, with either renderer, and what a project must say."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.small_site import CONFIG, RAISING, chunk, page_with, project
from tools import quarto
from tools.build import build, replace
from tools.engine import find_quarto
from tools.project import Project, ProjectError
from tools.setup import ROOT


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
        _, stderr = process.communicate(timeout=120)
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


def test_a_failure_of_quarto_names_page_and_chunk(tmp_path: Path) -> None:
    binary = find_quarto(ROOT) or pytest.skip("no Quarto here")
    made = project(tmp_path / "p", index=page_with(RAISING))
    (made.root / "out").mkdir()
    with pytest.raises(ProjectError, match=r"^index\.qmd, chunk 'fig-bad': quarto render failed"):
        quarto.render_site(binary, made, made.root / "out", lambda _page, _seconds: None)
