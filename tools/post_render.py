"""Finish a rendered site; Quarto and the renderer without it run this after the pages."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.sources import editions
from tools.finish import icon_font, plotly_bundle, site_data, sitemap
from tools.project import Project


def main() -> None:
    """Finish the site in QUARTO_PROJECT_OUTPUT_DIR."""
    root = Path.cwd()
    output = Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"])
    site_data.move(root / ".site-data", output)
    plotly_bundle.copy(root, output)
    sitemap.write(output, Project(root).url, max(editions()))
    if os.environ.get("QUARTO_PROJECT_RENDER_ALL") == "1":
        icon_font.shrink(output)


if __name__ == "__main__":
    main()
