"""What the applications of the browser, the chooser and the free axes, need at once."""

from __future__ import annotations

from analysis.drawing.page import ROOT
from analysis.runs.devices import first_run


def needed_at_once(application: str) -> str:
    """Ask early for an application's scripts, all weights and the first run's speeds.

    Parameters
    ----------
    application : str
        The folder of its scripts in ``assets``.
    """
    run = first_run()
    data = ["data/weights.json", *([f"data/runs/{run}.json"] if run else [])]
    scripts = sorted(path.name for path in (ROOT / "assets" / application).glob("*.js"))
    links = [
        *(f'<link rel="preload" href="{file}" as="fetch" crossorigin>' for file in data),
        *(f'<link rel="modulepreload" href="assets/{application}/{name}">' for name in scripts),
    ]
    return "\n".join(links)
