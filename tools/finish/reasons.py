"""What cannot be said for want of data: the reason once where sentences with it stand together."""

from __future__ import annotations

import re

SENTENCE = r"Not enough data to say: [^<]+?\."
AGAIN = re.compile(rf"({SENTENCE})(?:\s+\1)+")
ITEM_AGAIN = re.compile(rf"(<li>(?:<p>)?{SENTENCE}(?:</p>)?</li>)(?:\s*\1)+")


def once(text: str) -> str:
    """Leave out the sentences and items of lists that repeat the reason just given."""
    return ITEM_AGAIN.sub(r"\1", AGAIN.sub(r"\1", text))
