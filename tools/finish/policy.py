"""What a page may load and run: its own files and the scripts of its frame, nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

CONTENT = re.compile(r"<main\b.*</main>", re.DOTALL)
HEAD = '<meta charset="utf-8">\n'
META = '<meta http-equiv="Content-Security-Policy" content="{}">\n'
OLD = re.compile(META.format('[^"]*'))
SCRIPTS = {None, "", "module", "text/javascript", "application/javascript"}
RULES = (
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' "
)


def strict(text: str) -> str:
    """Allow a page the scripts that stand in it now, outside its content, and no others.

    In the content nothing runs that is written into it. The handlers in Quarto's navigation are
    attributes, hence ``'unsafe-hashes'``; the styles that Quarto and Plotly write stay allowed.
    """
    frame = Frame()
    frame.feed(CONTENT.sub("", text))
    return _with(text, " ".join(["'unsafe-hashes'", *sorted(map(_hash, frame.scripts))]))


def loose(text: str) -> str:
    """Allow a page any script that is written into it, as a preview's own one is."""
    return _with(text, "'unsafe-inline'")


class Frame(HTMLParser):
    """Collects the scripts and the handlers of events that are written into a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: set[str] = set()
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect handlers, and begin a script."""
        self.scripts |= {value for name, value in attrs if name.startswith("on") and value}
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") in SCRIPTS:
            self._script = []

    def handle_data(self, data: str) -> None:
        """Collect a part of a script."""
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, _tag: str) -> None:
        """Collect a whole script."""
        if self._script is not None:
            self.scripts.add("".join(self._script))
            self._script = None


def _with(text: str, scripts: str) -> str:
    """Put the policy before all to which it applies."""
    return OLD.sub("", text).replace(HEAD, HEAD + META.format(RULES + scripts), 1)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
