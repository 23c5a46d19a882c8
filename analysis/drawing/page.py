"""Figure or table -> what a page embeds."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.data.sources import runs as known_runs
from analysis.drawing import embed
from analysis.drawing.chart import Chart, NotEnough
from analysis.drawing.chart_block import chart_html, csv_table, legend_items
from analysis.drawing.column_formats import default_columns, shows
from analysis.drawing.html_tables import Sheet, sheet
from analysis.drawing.markup import Html, link, tag, text
from analysis.runs.join import Source

ROOT = Path(__file__).resolve().parents[2]
SITE_DATA = Path(os.environ.get("SITE_DATA") or ROOT / ".site-data")
MakeChart = Callable[[str], Chart] | Callable[[str], Chart | NotEnough]


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
    >>> page.show("all", speed_accuracy(run_table(lead_run())))  # doctest: +SKIP
    """

    def __init__(self, name: str, folder: Path = SITE_DATA) -> None:
        self.name = name
        self._folder = folder
        self._pool = embed.Pool()

    def show(
        self,
        name: str,
        chart: Chart | MakeChart,
        runs: Sequence[str] = (),
        *,
        height: int | None = None,
        phone_height: int | None = None,
    ) -> Html:
        """Embed a chart.

        Parameters
        ----------
        name : str
            The chunk's label without ``fig-``; unique on the page.
        chart : Chart or callable
            A callable makes the chart of a benchmark run from the run's id.
        runs : sequence of str
            For a callable: the runs that the reader can switch to, the one shown first first. The
            others are written to files, which are fetched when a reader asks for them. Runs that
            lack the data are named beneath.
        height, phone_height : int
            Of the plot, in pixels; the chart's own by default.
        """
        _check_name(name)
        if callable(chart) and not runs:
            return _not_enough(f"chart-{name}", NotEnough("no benchmark run of this kind"))
        if not callable(chart) and len(runs) > 1:
            raise ValueError(f"chart {name!r}: several runs need a function that makes the chart")
        charts = {run: chart(run) for run in runs} if callable(chart) else {"": chart}
        lacking = {run: c for run, c in charts.items() if isinstance(c, NotEnough)}
        drawn = {run: c for run, c in charts.items() if not isinstance(c, NotEnough)}
        if not drawn:
            return _not_enough(f"chart-{name}", next(iter(lacking.values())))
        lead, *others = drawn.values()
        file = f"{self.name}-{name}"
        data = self._data(file, lead, self._pool)
        if len(charts) > 1:
            data["runs"] = [run_words(run) for run in drawn]
        for run, other in zip(list(drawn)[1:], others, strict=True):
            part = self._data(file, other, self._pool.fork())
            self._write(f"figures/{file}.{run}.json", embed.dumps(part))
        self._write(f"figures/{file}.csv", _csv(csv_table(lead)))
        heights = replace(
            lead, height=height or lead.height, phone_height=phone_height or lead.phone_height
        ).heights
        alone = self._data(file, lead, embed.Pool()) | {"code": []}
        self._write(f"pictures/{file}.html", chart_html(name, file, alone, heights))
        without = "".join(_not_enough(f"{name}-{run}", c, run).text for run, c in lacking.items())
        return Html(chart_html(name, file, data, heights) + without)

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
        if table.empty:
            return _not_enough(f"table-{name}", NotEnough("no rows"))
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
        """Embed the table that a function makes.

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
        if isinstance(shown, NotEnough):
            return _not_enough(f"table-{name}", shown)
        return self._noted(shown, shown.rows if data is None else data, name, (make,))

    def _noted(
        self, shown: Html, data: pd.DataFrame, name: str, code: Sequence[Callable[..., Any]]
    ) -> Html:
        """Put a table's file, and links to the file and to the code, beneath it."""
        _check_name(name)
        file = f"figures/{self.name}-{name}.csv"
        self._write(file, _csv(data))
        links = ", ".join(source_link(function) for function in code)
        words = link("what the words mean", "glossary.html")
        parts = [link("CSV", file, download=True), f"code: {links}" if code else "", words]
        note = tag("p", " · ".join(part for part in parts if part), class_="table-note")
        return Html(tag("div", str(shown) + note, class_="short-table"))

    def _data(self, file: str, chart: Chart, pool: embed.Pool) -> dict[str, Any]:
        data = embed.figure(chart, pool)
        data["legend"] = legend_items(chart)
        if chart.size_key:
            data["sizes"] = list(chart.size_key)
        if chart.finder:
            data["finder"] = True
        if chart.pair:
            data["pair"] = list(chart.pair)
        data["origin"] = _origin(chart.source)
        data["code"] = [source_address(function) for function in chart.code]
        data["csv"] = f"figures/{file}.csv"
        return data

    def _write(self, file: str, text: str) -> None:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _not_enough(name: str, missing: NotEnough, run: str = "") -> Html:
    """Say in place of a chart or a table what is missing, and where the reader finds what is."""
    of = f" of {text(run)}" if run else ""
    words = f"Not enough data{of}: {text(missing.because)}. "
    where = link("What the data covers", "data.html#coverage")
    return Html(tag("p", f"{words}{where}.", class_="not-enough", id=name))


def _csv(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n")


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError(f"a name is lower-case words with hyphens, not {name!r}")


def run_words(run: str) -> tuple[str, str, str]:
    """Give a run's id, its device and the rest of what it is, in words."""
    row = _run_table().loc[run]
    details = [
        "training" if row["task"] == "train" else "",
        "compiled" if row["compiled"] else "eager",
        str(row["precision"]).upper().replace("_", " ") or "number format not known",
        str(row["layout"]).upper() or "layout not known",
        f"PyTorch {row['torch'] or 'not known'}",
        f"batch {row['batch']}" if row["batch"] else "",
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
    lines, first = inspect.getsourcelines(target)
    line = first + next(i for i, words in enumerate(lines) if words.startswith(("def ", "class ")))
    return f"{target.__name__}()", f"{_repository()}/blob/main/{file}#L{line}"


@cache
def _repository() -> str:
    config = ROOT / "_quarto.yml"
    site = yaml.safe_load(config.read_text(encoding="utf-8")) if config.is_file() else {}
    return str(site.get("website", {}).get("repo-url", "")).rstrip("/")


@cache
def _run_table() -> Any:
    return known_runs().set_index("run")


def _origin(source: Source) -> str:
    words = []
    if source.run:
        run, device, details = run_words(source.run)
        words.append(f"{device}, {details} ({run})")
    if source.edition:
        words.append(f"timm results, edition {source.edition}")
    return " · ".join(words)
