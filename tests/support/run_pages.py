"""Run the code of pages on a snapshot without rendering them; as a program, one JSON on stdout.

``ANALYSIS_SNAPSHOT`` names the snapshot, ``SITE_DATA`` the folder for what the pages leave.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import traceback
from typing import Any

from tools.qmd import Chunk, read_page
from tools.setup import ROOT

INLINE = re.compile(r"`\{python\} ([^`]+)`")


def run(name: str) -> dict[str, str]:
    """Run a page: ``text``, what its chunks show and its sentences say, and ``error``."""
    values: dict[str, Any] = {}
    shown: list[str] = []
    where = ""
    try:
        for part in read_page(ROOT / name).parts:
            if isinstance(part, Chunk):
                where = f"chunk {part.label!r}"
                shown.append(_shown(part.source, values))
            else:
                where = "prose"
                shown.append(INLINE.sub(lambda found: _value(found[1], values), part))
    except Exception:
        return {"text": "\n".join(shown), "error": f"{where}: {traceback.format_exc()}"}
    return {"text": "\n".join(shown), "error": ""}


def _value(expression: str, values: dict[str, Any]) -> str:
    return str(eval(expression, values))  # noqa: S307


def _shown(source: str, values: dict[str, Any]) -> str:
    """Run a chunk and give what a notebook would show of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "chunk", "exec"), values)  # noqa: S102
    if not isinstance(last, ast.Expr):
        return ""
    value = eval(compile(ast.Expression(last.value), "chunk", "eval"), values)  # noqa: S307
    markdown = getattr(value, "_repr_markdown_", None)
    return "" if value is None else str(markdown() if markdown else value)


if __name__ == "__main__":
    json.dump({name: run(name) for name in sys.argv[1:]}, sys.stdout)
