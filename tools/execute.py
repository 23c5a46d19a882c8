"""Run the chunks of a page in a Jupyter kernel and put their outputs into its Markdown."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools.qmd import Chunk, Page, PageError, Text

INLINE = re.compile(r"(^|[^`])`\{python\}[ \t]([^`]+)`", re.MULTILINE)
SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+-.!])")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK_RULE = f"{'-' * 75}\n"
SECONDS_PER_CHUNK = 300
QUIET_KERNEL = ["--IPKernelApp.log_level=40"]

Output = dict[str, Any]


async def run_page(page: Page, root: Path, defaults: dict[str, Any]) -> str:
    """Execute a page and return its body as plain pandoc Markdown.

    Parameters
    ----------
    page : Page
        The page.
    root : Path
        The folder that its chunks run in.
    defaults : dict
        Values of ``echo``, ``code-fold`` and ``code-summary`` where a chunk does not say.

    Raises
    ------
    PageError
        If a chunk or an inline expression raises, naming it, or emits what Quarto could only
        show with scripts from other hosts.
    """
    if not needs_kernel(page):
        return "\n".join(part.source for part in page.parts if isinstance(part, Text))
    notebook = nbformat.v4.new_notebook()
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CHUNK,
        kernel_name="python3",
        extra_arguments=QUIET_KERNEL,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(root)}},
    )
    async with client.async_setup_kernel():
        let_signals_through()
        done = [
            await run_chunk(client, page.name, part, defaults)
            if isinstance(part, Chunk)
            else await fill_in(client, page.name, part.source)
            for part in page.parts
        ]
    return "\n".join(done)


def let_signals_through() -> None:
    """Undo nbclient's handlers, so that Ctrl-C ends the build and not just a kernel."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)


def needs_kernel(page: Page) -> bool:
    """Tell whether a page has anything to execute."""
    return any(isinstance(part, Chunk) or INLINE.search(part.source) for part in page.parts)


async def run_chunk(client: Any, page: str, chunk: Chunk, defaults: dict[str, Any]) -> str:
    """Execute one chunk and return the Markdown that takes its place."""
    where = f"chunk {chunk.label!r}"
    cell = nbformat.v4.new_code_cell(chunk.source)
    client.nb.cells.append(cell)
    try:
        done = await client.async_execute_cell(cell, len(client.nb.cells) - 1)
    except CellExecutionError as error:
        raise PageError(page, where, short_traceback(error)) from error
    except CellTimeoutError as error:
        raise PageError(page, where, f"ran for more than {SECONDS_PER_CHUNK} s") from error
    except DeadKernelError as error:
        raise PageError(page, where, "the Python process ended") from error
    options = defaults | chunk.options
    if options.get("include") is False:
        return ""
    shown = list(outputs(page, chunk, done.outputs))
    if '"' in str(options["code-summary"]):
        raise PageError(page, where, "Quarto breaks on quotation marks in code-summary")
    code = code_block(chunk.source, options) if options["echo"] else ""
    return "\n".join([f"\n::: {{#cell-{chunk.label} .cell}}\n", code, *shown, "\n:::\n"])


def short_traceback(error: CellExecutionError) -> str:
    """Return the error and its traceback, without the code of the chunk above it."""
    _, _, traceback = ANSI.sub("", error.traceback).rpartition(TRACEBACK_RULE)
    return f"{error.ename}: {error.evalue}\n{traceback.rstrip()}"


def code_block(source: str, options: dict[str, Any]) -> str:
    """Return the code as a fenced block that the filter folds."""
    fence = fence_around(source)
    summary = options["code-summary"]
    fold = str(options["code-fold"]).lower()
    attributes = f'.python .cell-code code-fold="{fold}" code-summary="{summary}"'
    return f"{fence} {{{attributes}}}\n{source}\n{fence}\n"


def fence_around(text: str) -> str:
    """Return a fence that is longer than any run of backticks in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def outputs(page: str, chunk: Chunk, found: list[Output]) -> Iterator[str]:
    """Yield what a chunk has written, as Markdown, with its label and caption."""
    kind = chunk.label.partition("-")[0]
    caption = str(chunk.options.get(f"{kind}-cap", "")) if kind in ("fig", "tbl") else ""
    displays = [output for output in found if output["output_type"] != "stream"]
    if kind in ("fig", "tbl") and len(displays) != 1:
        where = f"chunk {chunk.label!r}"
        raise PageError(page, where, f"shows {len(displays)} things, a figure or table is one")
    identifier = f"#{chunk.label} "
    for output in found:
        if output["output_type"] == "stream":
            kinds = f".cell-output .cell-output-{output['name']}"
            yield block("", kinds, verbatim(output["text"]))
        else:
            kinds = ".cell-output .cell-output-display"
            body = display(page, f"chunk {chunk.label!r}", output["data"])
            yield block(identifier, kinds, f"{body}\n\n{caption}")
            identifier = ""


def block(identifier: str, classes: str, body: str) -> str:
    """Return Markdown inside a fenced div."""
    return f"\n::: {{{identifier}{classes}}}\n\n{body}\n\n:::\n"


def verbatim(text: str) -> str:
    """Return plain text as a code block."""
    fence = fence_around(text)
    return f"{fence}\n{text.rstrip()}\n{fence}"


def display(page: str, where: str, data: Output) -> str:
    """Return the richest form of an output that needs no script from elsewhere."""
    reject_scripts(page, where, data)
    if "text/markdown" in data:
        return cast("str", data["text/markdown"])
    return verbatim(cast("str", data["text/plain"]))


def reject_scripts(page: str, where: str, data: Output) -> None:
    """Refuse the types of output for which Quarto loads jQuery and require.js from a CDN."""
    refused = sorted(set(data) - {"text/markdown", "text/plain"})
    if refused:
        message = f"shows {refused[0]}, for which Quarto loads scripts from a CDN; show Markdown"
        raise PageError(page, where, message)


async def fill_in(client: Any, page: str, source: str) -> str:
    """Replace the inline expressions of a text by their values, as Quarto does."""
    expressions = [match[1] for match in INLINE.findall(source)]
    if not expressions:
        return source
    asked = {str(index): expression for index, expression in enumerate(expressions)}
    reply = await client.async_wait_for_reply(client.kc.execute("", user_expressions=asked))
    results = reply["content"]["user_expressions"]
    values = iter([inline_value(page, asked[key], results[key]) for key in asked])
    return INLINE.sub(lambda match: match[1] + next(values), source)


def inline_value(page: str, expression: str, result: Output) -> str:
    """Return the Markdown of one inline value; strings appear literally."""
    where = f"inline {expression!r}"
    if result["status"] != "ok":
        raise PageError(page, where, f"{result['ename']}: {result['evalue']}")
    if expression != expression.strip():
        raise PageError(page, where, "Quarto does not evaluate it with spaces around")
    reject_scripts(page, where, result["data"])
    if "text/markdown" in result["data"]:
        return cast("str", result["data"]["text/markdown"])
    text = cast("str", result["data"]["text/plain"])
    if text[:1] in ("'", '"') and text[-1:] == text[:1]:
        return SPECIAL.sub(r"\\\1", text[1:-1].replace("\\", "\\\\"))
    return text
