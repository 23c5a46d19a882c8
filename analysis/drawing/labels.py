"""The labels in a plot that fit into it and do not cover each other."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from analysis.drawing.theme import color

CHARACTER = 0.55  # mean width of a character, as a share of the font's size
_ANCHORED = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from the plot's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share a point."""
        beside = self.right < other.left or other.right < self.left
        return not (beside or self.bottom < other.top or other.bottom < self.top)


def fitting(
    layout: dict[str, Any], width: int, height: int, size: int, *, top: int, right: int
) -> list[dict[str, Any]]:
    """Choose the annotations to draw: labels by their rank, and all others.

    Parameters
    ----------
    layout : dict
        Plotly's layout, with the ranges of its axes. Annotations named ``label RANK`` compete.
    width, height : int
        Of the plot, in pixels.
    size : int
        Of the font, in pixels.
    top, right : int
        How far labels may reach over the plot's edges.
    """
    kept: list[dict[str, Any]] = []
    taken: list[Box] = []
    for note in sorted(layout.get("annotations", []), key=_rank):
        font = {"size": size, "color": color("text"), **note.get("font", {})}
        drawn = {"showarrow": False, **note, "font": font}
        if _competes(note):
            box = _box(note, layout, width, height, size)
            inside = box.left > -4 and box.right < width + right
            if not inside or box.top < -top or box.bottom > height + 4:
                continue
            if any(box.meets(other) for other in taken):
                continue
            taken.append(box)
        kept.append(drawn)
    return kept


def _competes(note: dict[str, Any]) -> bool:
    return str(note.get("name", "")).startswith("label")


def _rank(note: dict[str, Any]) -> float:
    return float(note["name"].split()[1]) if _competes(note) else 0


def _box(note: dict[str, Any], layout: dict[str, Any], width: int, height: int, size: int) -> Box:
    (x0, x1), (y0, y1) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    wide, tall = len(html.unescape(note["text"])) * CHARACTER * size + 4, 1.25 * size
    left = (note["x"] - x0) / (x1 - x0) * width + note.get("xshift", 0)
    upper = (1 - (note["y"] - y0) / (y1 - y0)) * height - note.get("yshift", 0)
    left -= _ANCHORED[note.get("xanchor", "center")] * wide
    upper -= _ANCHORED[note.get("yanchor", "middle")] * tall
    return Box(left, upper, left + wide, upper + tall)
