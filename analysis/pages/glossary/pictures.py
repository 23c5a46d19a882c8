"""A picture of each kind of architecture: from which places of an image one place learns."""

from __future__ import annotations

from analysis.drawing.markup import tag
from analysis.naming.names import KIND_LABELS

SIZE, CELL = 5, 14
MIDDLE = (2, 2)

Cell = tuple[int, int]
EVERY = {(x, y) for x in range(SIZE) for y in range(SIZE)}
WINDOW = {(x, y) for x, y in EVERY if abs(x - 2) < 2 and abs(y - 2) < 2}
REACH: dict[str, tuple[set[Cell], str]] = {
    "convolution": (WINDOW, "its neighbours"),
    "attention": (EVERY, "every place, as far as it matters"),
    "hybrid": (EVERY, "its neighbours, and every place"),
    "mlp": ({(x, y) for x, y in EVERY if x == 2 or y == 2}, "fixed places"),
    "state-space": ({(x, y) for x, y in EVERY if (y, x) <= (2, 2)}, "those read before"),
}


def picture(kind: str) -> str:
    """Draw from which places of an image one place learns; nothing for a kind without a picture.

    Parameters
    ----------
    kind : str
        A key of `analysis.naming.names.KIND_LABELS`.
    """
    if kind not in REACH:
        return ""
    reach, words = REACH[kind]
    cells = "".join(_cell(kind, x, y, (x, y) in reach) for x, y in sorted(EVERY))
    side = SIZE * CELL
    return tag(
        "svg",
        cells,
        viewBox=f"0 0 {side} {side}",
        width=side,
        height=side,
        role="img",
        aria_label=f"{KIND_LABELS[kind]}: a place learns from {words}",
    )


def _cell(kind: str, x: int, y: int, reached: bool) -> str:
    faint = kind in ("attention", "hybrid") and (x, y) not in WINDOW
    opacity = 1 if (x, y) == MIDDLE else 0 if not reached else 0.2 if faint else 0.45
    if kind == "attention" and (x, y) != MIDDLE and reached:
        opacity = 0.15 + 0.12 * ((3 * x + 2 * y) % 4)
    return tag(
        "rect",
        x=x * CELL + 1,
        y=y * CELL + 1,
        width=CELL - 2,
        height=CELL - 2,
        fill="currentColor",
        fill_opacity=f"{opacity:.2f}",
        stroke="currentColor",
        stroke_opacity="0.4",
    )
