"""Run the chunks of a page in a Jupyter kernel and put their outputs into its Markdown."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path
from typing import Any, cast

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tools.qmd import Chunk, Page, PageError

INLINE = re.compile(r"(^|[^`])`\{python\}[ \t]([^`]+)`", re.MULTILINE)
SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+-.!])")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK_RULE = f"{'-' * 75}\n"
FENCE = "`" * 12
QUIET_KERNEL = ["--IPKernelApp.log_level=40"]

Output = dict[str, Any]


async def run_page(page: Page, root: Path) -> str:
    """Execute a page and return its body as plain pandoc Markdown.

    Parameters
    ----------
    page : Page
        The page.
    root : Path
        The folder that its chunks run in.

    Raises
    ------
    PageError
        If a chunk or an inline expression raises, naming it, or emits what Quarto could only
        show with scripts from other hosts.
    """
    if len(page.parts) == 1:
        return cast("str", page.parts[0])
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        kernel_name="python3",
        extra_arguments=QUIET_KERNEL,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(root)}},
    )
    async with client.async_setup_kernel():
        let_signals_through()
        done = [
            await run_chunk(client, page.name, part)
            if isinstance(part, Chunk)
            else await fill_in(client, page.name, part)
            for part in page.parts
        ]
    return "\n".join(done)


def let_signals_through() -> None:
    """Undo nbclient's handlers, so that Ctrl-C ends the build and not just a kernel."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)


async def run_chunk(client: Any, page: str, chunk: Chunk) -> str:
    """Execute one chunk and return the Markdown that takes its place."""
    where = f"chunk {chunk.label!r}"
    cell = nbformat.v4.new_code_cell(chunk.source)
    client.nb.cells.append(cell)
    try:
        done = await client.async_execute_cell(cell, len(client.nb.cells) - 1)
    except (CellExecutionError, DeadKernelError) as error:
        traceback = ANSI.sub("", str(error)).rpartition(TRACEBACK_RULE)[2]
        raise PageError(page, where, traceback.strip()) from error
    if chunk.options.get("include") is False:
        return ""
    code = [f"{FENCE} {{.python .cell-code}}\n{chunk.source}\n{FENCE}\n"]
    shown = code if chunk.options.get("echo", True) else []
    identifier = f"#{chunk.label} "
    for output in done.outputs:
        if output["output_type"] == "stream":
            text = f"{FENCE}\n{output['text']}\n{FENCE}"
            shown.append(f"::: {{.cell-output .cell-output-{output['name']}}}\n\n{text}\n\n:::\n")
        else:
            body = markdown(page, where, output["data"], "text/markdown")
            body += f"\n\n{chunk.options.get('tbl-cap', '')}"
            classes = f"{identifier}.cell-output .cell-output-display"
            shown.append(f"::: {{{classes}}}\n\n{body}\n\n:::\n")
            identifier = ""
    return "\n".join([f"\n::: {{#cell-{chunk.label} .cell}}\n", *shown, ":::\n"])


def markdown(page: str, where: str, data: Output, *kinds: str) -> str:
    """Return an output; refuse the types for which Quarto loads scripts from a CDN."""
    refused = sorted(set(data) - {"text/markdown", "text/plain"})
    kind = next((kind for kind in kinds if kind in data), None)
    if refused or kind is None:
        raise PageError(page, where, f"shows {', '.join(refused or data)}; show Markdown instead")
    return cast("str", data[kind])


async def fill_in(client: Any, page: str, source: str) -> str:
    """Replace the inline expressions of a text by their values, as Quarto does."""
    asked = {str(i): found[1] for i, found in enumerate(INLINE.findall(source))}
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
    text = markdown(page, where, result["data"], "text/markdown", "text/plain")
    if "text/markdown" not in result["data"] and re.fullmatch(r"(['\"]).*\1", text):
        return SPECIAL.sub(r"\\\1", text[1:-1].replace("\\", "\\\\"))
    return text
