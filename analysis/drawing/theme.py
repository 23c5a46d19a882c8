"""The palette: one meaning per colour, in a light and a dark version, with a shape beside it.

Figures name colours as CSS variables, ``var(--chart-convolution)``; the page's style sheet
(``assets/site.css``) holds the same values.
"""

from __future__ import annotations

from typing import Literal

from analysis.naming.featured import ORIGINAL

Mode = Literal["light", "dark"]
MODES: tuple[Mode, Mode] = ("light", "dark")

# Light and dark value of every token. Marks reach a contrast of 3:1 and text 4.5:1 on the page's
# background, and the five kinds stay apart under the three kinds of colour blindness.
TOKENS: dict[str, tuple[str, str]] = {
    "bg": ("#ffffff", "#12171d"),
    "text": ("#1b2a3a", "#dde4ea"),
    "muted": ("#5b6875", "#9eabb7"),
    "grid": ("#e6ebef", "#242c35"),
    "axis": ("#c3ccd4", "#414d58"),
    "frontier": ("#14202c", "#f2f5f8"),
    "accent": ("#1f5f99", "#8fbdec"),
    "other": ("#8a9099", "#737c88"),
    "convolution": ("#1254b8", "#59a8fe"),
    "convolution-1": ("#153585", "#497ef7"),
    "convolution-2": ("#0d5ac4", "#5ba0fa"),
    "convolution-3": ("#0584da", "#74c0f8"),
    "convolution-4": ("#239abc", "#95e2f5"),
    "convolution-5": ("#5847cf", "#8a7ff4"),
    "convolution-6": ("#8b7bcb", "#c2b1f8"),
    "convolution-7": ("#4e7e9c", "#88aac1"),
    "convolution-8": ("#4b487f", "#7d77b3"),
    "attention": ("#d45003", "#fe9a65"),
    "attention-1": ("#7f2213", "#e14c2f"),
    "attention-2": ("#bd330b", "#f57e4d"),
    "attention-3": ("#dd6612", "#ffb578"),
    "attention-4": ("#d15b60", "#fda19e"),
    "hybrid": ("#07957c", "#2fe0bd"),
    "hybrid-1": ("#024c38", "#269573"),
    "hybrid-2": ("#057957", "#3dc28c"),
    "hybrid-3": ("#269e5f", "#88e6a3"),
    "hybrid-4": ("#2d9e93", "#75e0d7"),
    "mlp": ("#96026d", "#d04fa3"),
    "mlp-1": ("#851980", "#d858c2"),
    "mlp-2": ("#c643a9", "#f3a8dd"),
    "state-space": ("#5a4a00", "#8f8207"),
    "state-space-1": ("#715700", "#c99e1e"),
    "state-space-2": ("#9e8406", "#ecd877"),
    "pretraining-in1k": ("#7f8792", "#838c98"),
    "pretraining-in12k": ("#2d9e93", "#2f9e92"),
    "pretraining-in21k": ("#0d5ac4", "#5ca1f3"),
    "pretraining-web": ("#851980", "#f3a8dd"),
    "pretraining-unknown": ("#8a9099", "#737c88"),
    "size-1": ("#c08a12", "#7a5fd0"),
    "size-2": ("#5f9a3c", "#4f86d9"),
    "size-3": ("#1f968b", "#2fa3b5"),
    "size-4": ("#2a718e", "#35b779"),
    "size-5": ("#404387", "#a5d24a"),
    "size-6": ("#440d54", "#fbe44d"),
    "better": ("#07957c", "#2fe0bd"),
    "tied": ("#1254b8", "#59a8fe"),
    "worse": ("#c04a10", "#f57e4d"),
}

KIND_SYMBOLS = {
    "convolution": "circle",
    "attention": "diamond",
    "hybrid": "square",
    "mlp": "triangle-up",
    "state-space": "triangle-down",
}
PRETRAINING_SYMBOLS = {
    "in1k": "circle",
    "in12k": "square",
    "in21k": "diamond",
    "web": "triangle-up",
    "unknown": "x",
}

# One colour for one family on every page: a shade of its kind's.
FAMILY_TOKENS = {
    "convnext": "convolution-2",
    "convnextv2": "convolution-1",
    "hgnetv2": "convolution-3",
    "mobilenetv4": "convolution-4",
    "vit": "attention-3",
    "vit_clip": "attention-1",
    "caformer": "hybrid-3",
    "levit": "hybrid-2",
    "swin": "attention-2",
    "resnet": "convolution-5",
    "resnetd": "convolution-6",
    "regnety": "convolution-7",
    "vgg": "convolution-8",
}

# Upper bounds of the classes of image size, in pixels, and what the legend calls them.
SIZE_CLASSES: tuple[tuple[int, str], ...] = (
    (192, "up to 192"),
    (224, "193 to 224"),
    (256, "225 to 256"),
    (320, "257 to 320"),
    (384, "321 to 384"),
    (10_000, "over 384"),
)

RING = 1.8  # width of the outline of a ring, in pixels
NOTHING = "rgba(0,0,0,0)"  # the inside of a mark that is only an outline


def color(token: str) -> str:
    """Name a colour of the palette as figures do.

    Raises
    ------
    KeyError
        The palette has no such token.
    """
    if token not in TOKENS:
        raise KeyError(f"no colour {token!r} in the palette; it has {', '.join(TOKENS)}")
    return f"var(--chart-{token})"


def value(token: str, mode: Mode) -> str:
    """Give the value of a token, as ``#rrggbb``."""
    return TOKENS[token][MODES.index(mode)]


def family_color(family: str) -> str:
    """Name a family's colour; grey for a family that is not featured."""
    return color(FAMILY_TOKENS.get(family, "other"))


def ring(family: str) -> float:
    """Give the width of a family's outline: that of a ring for the original's, else none."""
    return RING if family in ORIGINAL else 0


def kind_color(kind: str) -> str:
    """Name the colour of a kind of architecture; grey for one that is not known."""
    return color(kind if kind in KIND_SYMBOLS else "other")


def kind_symbol(kind: str) -> str:
    """Name plotly's marker shape for a kind of architecture."""
    return KIND_SYMBOLS.get(kind, "x")


def size_class(img_size: int) -> int:
    """Give the class of an image size, 0 for the smallest."""
    return next(i for i, (upper, _) in enumerate(SIZE_CLASSES) if img_size <= upper)


def css() -> str:
    """Write the palette as the style sheet holds it."""
    blocks = []
    for mode, selector in zip(MODES, (":root", "body.quarto-dark"), strict=True):
        lines = [f"  --chart-{token}: {value(token, mode)};" for token in TOKENS]
        blocks.append("\n".join([f"{selector} {{", *lines, "}"]))
    return "\n".join(blocks) + "\n"
