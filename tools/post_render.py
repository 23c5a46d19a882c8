"""Finish a rendered site; Quarto and the renderer without it run this after the pages."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from analysis.data.sources import editions
from tools.finish import (
    bundles,
    cards,
    icon_font,
    joined,
    links,
    pages,
    pictures,
    plotly_bundle,
    policy,
    reasons,
    scripts,
    site_data,
    sitemap,
    style_sheets,
)
from tools.project import Project
from tools.setup import SetupError


def main() -> None:
    """Finish the site in QUARTO_PROJECT_OUTPUT_DIR."""
    root = Path.cwd()
    output = Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"])
    left = root / ".site-data"
    whole = os.environ.get("QUARTO_PROJECT_RENDER_ALL") == "1"
    if whole:
        pictures.draw(left, output)
    pictures.forget(left)
    site_data.move(left, output)
    plotly_bundle.copy(root, output)
    sitemap.write(output, Project(root).url, max(editions()))
    card = partial(cards.carded, output, Project(root).url)
    allowed = policy.strict if whole else policy.loose
    bundled = bundles.bundled(output) if whole else str
    join = partial(joined.scripts, output)
    steps = (reasons.once, scripts.deferred, join, scripts.preloading, bundled, links.mended)
    pages.change(output, card, *steps, allowed)
    if whole:
        icon_font.shrink(output)
        style_sheets.shrink(output)
        pages.change(output, partial(joined.sheets, output))


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(str(error))
