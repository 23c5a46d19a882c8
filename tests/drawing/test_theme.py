"""The palette keeps what it promises: contrast, distance, one colour for one family."""

from __future__ import annotations

import itertools
import re

import numpy as np
import numpy.typing as npt
import pytest

from analysis import run_table
from analysis.drawing import theme
from analysis.naming.featured import FEATURED
from analysis.naming.names import KIND_LABELS, PRETRAINING_LABELS
from analysis.runs.devices import lead_run
from tools.setup import ROOT

CSS = (ROOT / "assets" / "site.css").read_text(encoding="utf-8")

# Machado, Oliveira and Fernandes (2009): full protanopia, deuteranopia and tritanopia.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "none": np.eye(3).tolist(),
}


def linear(color: str) -> npt.NDArray[np.float64]:
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    return float(linear(color) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Compute WCAG 2.1's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    result: npt.NDArray[np.float64] = to_lab @ np.cbrt(to_cones @ rgb)
    return result


def distance(one: str, other: str, matrix: list[list[float]]) -> float:
    seen = [np.clip(np.array(matrix) @ linear(color), 0, 1) for color in (one, other)]
    return float(np.linalg.norm(oklab(seen[0]) - oklab(seen[1])))


@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("token", sorted({*theme.TOKENS} - {"bg", "grid", "axis"}))
def test_marks_stand_out_from_the_page(token: str, mode: theme.Mode) -> None:
    least = 4.5 if token in ("text", "muted", "frontier", "accent") else 3
    assert contrast(theme.value(token, mode), theme.value("bg", mode)) >= least


@pytest.mark.parametrize("mode", theme.MODES)
def test_family_names_at_the_ends_of_lines_can_be_read(mode: theme.Mode) -> None:
    for token in theme.FAMILY_TOKENS.values():
        assert contrast(theme.value(token, mode), theme.value("bg", mode)) >= 3


@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_five_kinds_stay_apart_for_colour_blind_readers(
    blindness: str, mode: theme.Mode
) -> None:
    for one, other in itertools.combinations(theme.KIND_SYMBOLS, 2):
        apart = distance(theme.value(one, mode), theme.value(other, mode), BLINDNESS[blindness])
        assert apart >= 0.1, (one, other)


@pytest.mark.parametrize("mode", theme.MODES)
def test_families_of_one_kind_differ(mode: theme.Mode) -> None:
    for one, other in itertools.combinations(theme.FAMILY_TOKENS.values(), 2):
        apart = distance(theme.value(one, mode), theme.value(other, mode), BLINDNESS["none"])
        assert apart >= 0.05, (one, other)


def test_every_kind_and_class_of_pretraining_has_its_own_shape() -> None:
    for symbols in (theme.KIND_SYMBOLS, theme.PRETRAINING_SYMBOLS):
        assert len(set(symbols.values())) == len(symbols)
    assert set(theme.KIND_SYMBOLS) == set(KIND_LABELS) - {"unknown"}
    assert set(theme.PRETRAINING_SYMBOLS) == set(PRETRAINING_LABELS)


def test_the_style_sheet_has_the_same_palette() -> None:
    written = CSS.partition("/* palette */\n")[2].partition("/* end of palette */")[0]
    assert written == theme.css(), (
        "put the output of analysis.drawing.theme.css() into assets/site.css"
    )


def test_the_style_sheet_names_only_colours_that_exist() -> None:
    used = set(re.findall(r"var\(--chart-([a-z0-9-]+)\)", CSS))
    assert used <= set(theme.TOKENS)


def test_every_featured_family_has_a_colour_of_its_kind() -> None:
    table = run_table(lead_run()).contenders
    assert set(theme.FAMILY_TOKENS) == set(FEATURED)
    for family, token in theme.FAMILY_TOKENS.items():
        kinds = table.loc[table["family"].eq(family), "kind"].value_counts()
        assert token.startswith(f"{kinds.index[0]}-"), family


def test_a_colour_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="no colour 'pink' in the palette; it has bg, text"):
        theme.color("pink")


@pytest.mark.parametrize(("size", "expected"), [(106, 0), (192, 0), (224, 1), (225, 2), (800, 5)])
def test_image_sizes_fall_into_classes(size: int, expected: int) -> None:
    assert theme.size_class(size) == expected
