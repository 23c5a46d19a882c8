"""Figure or table -> what a page embeds."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.sources import runs as known_runs
from analysis.drawing import embed
from analysis.drawing.chart import HEIGHT, PHONE_HEIGHT, Chart
from analysis.drawing.chart_block import (
    csv_table,
    from_plotly,
    legend_items,
    picture,
    without_script,
)
from analysis.drawing.column_formats import default_columns, shows
from analysis.drawing.html_tables import Sheet, sheet
from analysis.drawing.markup import Html, key, legend, link, tag, text
from analysis.drawing.static_picture import still

ROOT = Path(__file__).resolve().parents[2]
SITE_DATA = Path(os.environ.get("SITE_DATA") or ROOT / ".site-data")
MakeChart = Callable[[str], Chart]


class Page:
    """One page of the site: what its charts share.

    Parameters
    ----------
    name : str
        The page's file name without ``.qmd``.
    folder : Path
        Where files for the site are left; a step after rendering moves them there.

    Examples
    --------
    >>> page = Page("inference")
    >>> page.show("all-families", speed_accuracy(run_table(LEAD_RUN)))  # doctest: +SKIP
    """

    def __init__(self, name: str, folder: Path = SITE_DATA) -> None:
        self.name = name
        self._folder = folder / "figures"
        self._pool = embed.Pool()
        self._runs: tuple[str, ...] = ()

    def show(
        self,
        name: str,
        chart: Chart | MakeChart | Any,
        runs: Sequence[str] = (),
        *,
        height: int | None = None,
        phone_height: int | None = None,
        code: Sequence[Callable[..., Any]] = (),
    ) -> Html:
        """Embed a chart.

        Parameters
        ----------
        name : str
            The chunk's label without ``fig-``; unique on the page.
        chart : Chart, plotly Figure or callable
            A callable makes the chart of a benchmark run from the run's id.
        runs : sequence of str
            For a callable: the runs that the reader can switch to, the one shown first first. The
            others are written to files, which are fetched when a reader asks for them.
        height, phone_height : int
            Of the plot, in pixels; the chart's own by default.
        code : sequence of callable
            Functions whose source the chart links to; by default the chart's own.

        Returns
        -------
        Html
        """
        _check_name(name)
        if callable(chart):
            if not runs:
                raise ValueError(f"chart {name!r}: a function needs the runs it is called with")
            make, chart = chart, chart(runs[0])
        elif len(runs) > 1:
            raise ValueError(f"chart {name!r}: several runs need a function that makes the chart")
        data = self._data(name, chart, self._pool, code)
        if len(runs) > 1:
            data["runs"] = self._run_menu(tuple(runs))
            for run in runs[1:]:
                self._write(f"{self.name}-{name}.{run}.json", make(run), name, code)
        self._write_csv(name, chart)
        picture = self._picture(name, chart, data["origin"])
        plain = isinstance(chart, Chart)
        sizes = (chart.height, chart.phone_height) if plain else (HEIGHT, PHONE_HEIGHT)
        heights = (height or sizes[0], phone_height or sizes[1])
        return Html(self._block(name, data, heights, picture))

    def table(
        self,
        table: pd.DataFrame,
        name: str,
        columns: Sequence[str] = (),
        *,
        code: Sequence[Callable[..., Any]] = (),
    ) -> Html:
        """Embed a short table.

        Parameters
        ----------
        table : DataFrame
            Few rows; names in it are text, never markup.
        name : str
            Lower-case words with hyphens, unique on the page; names its CSV file.
        columns : sequence of str
            Which to show; by default those that `analysis.drawing.column_formats` chooses.
        code : sequence of callable
            Functions that made it, whose source it links to.
        """
        names = list(columns) or default_columns(table)
        shown = sheet(table, shows(table, names), f"Table: {name.replace('-', ' ')}")
        return self._noted(shown, table[names], name, code)

    def view(
        self,
        name: str,
        make: Callable[..., Sheet],
        *args: Any,
        data: pd.DataFrame | None = None,
        **kwargs: Any,
    ) -> Html:
        """Embed the table that a function of `analysis.views` makes.

        Parameters
        ----------
        name : str
            Lower-case words with hyphens, unique on the page; names its CSV file.
        make : callable
            Gives the table; its source is linked to.
        *args, **kwargs
            What it is called with.
        data : DataFrame, optional
            What the CSV file holds; by default the table's own rows.
        """
        shown = make(*args, **kwargs)
        return self._noted(shown, shown.rows if data is None else data, name, (make,))

    def _noted(
        self, shown: Html, data: pd.DataFrame, name: str, code: Sequence[Callable[..., Any]]
    ) -> Html:
        """Put a table's file, and links to the file and to the code, beneath it."""
        _check_name(name)
        file = f"{self.name}-{name}.csv"
        self._folder.mkdir(parents=True, exist_ok=True)
        data.to_csv(self._folder / file, index=False, lineterminator="\n")
        links = ", ".join(source_link(function) for function in code)
        parts = [link("CSV", f"figures/{file}", download=True), f"code: {links}" if code else ""]
        note = tag("p", " · ".join(part for part in parts if part), class_="table-note")
        return Html(tag("div", str(shown) + note, class_="short-table"))

    def source(self, *functions: Callable[..., Any]) -> Html:
        """Link to the source of functions in the repository."""
        return Html(", ".join(source_link(function) for function in functions))

    def _data(
        self, name: str, chart: Any, pool: embed.Pool, code: Sequence[Callable[..., Any]]
    ) -> dict[str, Any]:
        if not isinstance(chart, Chart):
            chart = from_plotly(chart)
        data = embed.figure(chart, pool)
        data["legend"] = legend_items(chart)
        if chart.size_key:
            data["sizes"] = list(chart.size_key)
        if chart.finder:
            data["finder"] = True
        data["origin"] = _origin(chart)
        data["code"] = [source_address(function) for function in code or chart.code]
        data["csv"] = f"figures/{self.name}-{name}.csv"
        return data

    def _run_menu(self, runs: tuple[str, ...]) -> list[list[str]]:
        return [[run, device, details] for run, device, details in map(run_words, runs)]

    def _write(
        self, file: str, chart: Chart, name: str, code: Sequence[Callable[..., Any]]
    ) -> None:
        data = self._data(name, chart, self._pool.fork(), code)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / file).write_text(embed.dumps(data), encoding="utf-8")

    def _write_csv(self, name: str, chart: Any) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        csv_table(chart).to_csv(
            self._folder / f"{self.name}-{name}.csv", index=False, lineterminator="\n"
        )

    def _picture(self, name: str, chart: Any, origin: str) -> str:
        """Leave the figure of the static pictures to a step after rendering; give their HTML."""
        plain = chart if isinstance(chart, Chart) else from_plotly(chart)
        folder = self._folder.parent / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        figure = embed.rounded(still(plain, origin))
        (folder / f"{self.name}-{name}.json").write_text(embed.dumps(figure), encoding="utf-8")
        size = (figure["layout"]["width"], figure["layout"]["height"])
        return picture(f"figures/{self.name}-{name}", plain.alt or plain.title, *size)

    def _block(
        self, name: str, data: dict[str, Any], heights: tuple[int, int], picture: str
    ) -> str:
        alt = data.get("alt") or data["title"]
        permalink = (
            f' <a class="chart-link" href="#fig-{name}" aria-label="Link to this chart">#</a>'
        )
        controls = [control for control in ("runs", "finder") if control in data]
        tools = ["chart-tools", *(["two"] if len(controls) == 2 else [])] if controls else []
        parts = [
            tag("p", text(data["title"]) + permalink, class_="chart-title"),
            tag("p", text(data["subtitle"]), class_="chart-subtitle"),
            tag("div", "", class_=" ".join(tools)) if tools else "",
            legend(data["legend"], data.get("sizes", ())),
            tag("div", "", class_="chart-plot"),
            without_script(picture, data["csv"]),
            tag("div", "", class_="chart-card", hidden=True),
            tag("p", _source_line(data), class_="chart-source"),
            tag("details", "<summary>The data as a table</summary>", class_="chart-data"),
            f'<script type="application/json">{embed.dumps(data)}</script>',
        ]
        return tag(
            "div",
            "\n".join(parts),
            class_="chart",
            id=f"chart-{name}",
            role="group",
            aria_label=alt,
            data_figure=f"{self.name}-{name}",
            style=f"--height:{heights[0]}px;--phone-height:{heights[1]}px",
        )


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"a name is lower-case words with hyphens, not {name!r}")


def run_words(run: str) -> tuple[str, str, str]:
    """Give a run's id, its device and the rest of what it is, in words."""
    row = _run_table().loc[run]
    details = [
        "training" if row["task"] == "train" else "",
        "compiled" if row["compiled"] else "eager",
        str(row["precision"]).upper().replace("_", " "),
        str(row["layout"]).upper(),
        f"PyTorch {row['torch']}",
    ]
    return run, str(row["device_label"]), ", ".join(part for part in details if part)


def source_link(function: Callable[..., Any]) -> str:
    """Link to a function's source, file and line, in the repository that ``_quarto.yml`` names."""
    return link(*source_address(function))


@cache
def source_address(function: Callable[..., Any]) -> tuple[str, str]:
    """Give a function's name as it is called, and the address of its source."""
    target = inspect.unwrap(function)
    file = Path(inspect.getsourcefile(target) or "").resolve().relative_to(ROOT).as_posix()
    line = inspect.getsourcelines(target)[1]
    return f"{target.__name__}()", f"{_repository()}/blob/main/{file}#L{line}"


@cache
def _repository() -> str:
    config = ROOT / "_quarto.yml"
    site = yaml.safe_load(config.read_text(encoding="utf-8")) if config.is_file() else {}
    return str(site.get("website", {}).get("repo-url", "")).rstrip("/")


@cache
def _run_table() -> Any:
    return known_runs().set_index("run")


def _origin(chart: Chart) -> str:
    words = []
    if chart.run:
        run, device, details = run_words(chart.run)
        words.append(f"{device}, {details} ({run})")
    if chart.edition:
        words.append(f"timm results, edition {chart.edition}")
    return " · ".join(words)


def _source_line(data: dict[str, Any]) -> str:
    links = ", ".join(link(name, address) for name, address in data["code"])
    parts = [text(data["origin"]), f"code: {links}" if links else ""]
    return " · ".join(part for part in parts if part)


__all__ = ["Html", "Page", "key", "run_words", "source_link"]
