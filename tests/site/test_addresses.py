"""Whatever an address says, a page answers: nothing on the console, no wall of text."""

from __future__ import annotations

from random import Random
from urllib.parse import quote

import pytest

from tests.support.visits import Open

UNKNOWN = "&".join(f"unknown_{i}=1" for i in range(3000))
NAMES = {
    "choose.html": (
        *("min_speed", "max_ms", "min_top1", "max_params", "min_size", "devices", "loss", "kind"),
        *("family", "license", "show", "aim", "run", "test", "name", "from", "compare", "weights"),
        *("sort", "fixtures", "unknown"),
    ),
    "explore.html": ("x", "y", "color", "unknown"),
}
VALUES = (
    *("0", "-1", "1e-99", "1e308", "1e999", "NaN", "", "all", "tied", "upgrades", "fast", "-top1"),
    *("speed", "imagenet", "sketch,imagenet-a", "convolution", "vit", "resnet50.a1_in1k", "params"),
    *("resnet50.a1_in1k@9", "gmacs", "year", "size", "top1.imagenet-a", "top5.mean", "constructor"),
    *("__proto__", "<img src=x onerror=alert(1)>", "x" * 3000, "\u202e", "%zz", "pretraining"),
)
# Goes to an address as Back does, and waits until the page has taken it.
GO = """async (query) => {
  const root = document.getElementById('chooser') ?? document.getElementById('explore');
  history.pushState(null, '', `${location.pathname}${query}`);
  dispatchEvent(new PopStateEvent('popstate'));
  for (let i = 0; i < 4 || (root.getAttribute('aria-busy') && i < 600); i += 1)
    await new Promise(requestAnimationFrame);
  return document.documentElement.scrollHeight;
}"""


def drawn(name: str, many: int) -> list[str]:
    """Draw so many addresses for a page, the same ones each time."""
    random = Random(1)  # noqa: S311

    def part() -> str:
        return f"{random.choice(NAMES[name])}={quote(random.choice(VALUES), safe='<>%')}"

    return [f"?{'&'.join(part() for _ in range(random.randint(1, 7)))}" for _ in range(many)]


@pytest.mark.parametrize("many", [12, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_an_address_cannot_throw_or_fill_the_page(name: str, many: int, visit: Open) -> None:
    seen = visit(name, color_scheme="light")
    seen.page.wait_for_load_state("networkidle")
    usual = seen.page.evaluate(GO, "?show=all")
    for query in ["?min_speed=1e-99", f"?{UNKNOWN}", *drawn(name, many)]:
        height = seen.page.evaluate(GO, query)
        assert seen.problems == [], query
        assert height < usual + 1200, query
    for query in ("?min_speed=1e-99&x=1e-99", f"?{UNKNOWN}"):
        seen.open(name + query)
        seen.page.wait_for_load_state("networkidle")
        assert seen.problems == [], query
