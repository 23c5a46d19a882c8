"""What the applications of the browser, the chooser and the free axes, need at once."""

from __future__ import annotations

from analysis.drawing.page import ROOT


def needed_at_once(application: str, *files: str) -> str:
    """Ask early for an application's scripts and for files of data.

    Parameters
    ----------
    application : str
        The folder of its scripts in ``assets``.
    *files : str
        What it fetches whatever a reader asks, as browsers warn of files that nothing uses.
    """
    scripts = sorted(path.name for path in (ROOT / "assets" / application).glob("*.js"))
    links = [
        *(f'<link rel="preload" href="{file}" as="fetch" crossorigin>' for file in files),
        *(f'<link rel="modulepreload" href="assets/{application}/{name}">' for name in scripts),
    ]
    return "\n".join(links)
