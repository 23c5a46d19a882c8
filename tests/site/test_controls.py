"""Every control of every page, used by mouse and by keyboard: nothing on the console, ever."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support.visits import PAGES, Open, Visit

# Uses the controls on the screen once, of each kind a few, on the page or in each part of it; what
# appears by that is used in the next round. Returns how many were used.
USE_ALL = """async ([most, everywhere]) => {
  const pause = () => new Promise((done) => setTimeout(done));
  const controls = 'button, summary, select, input:not([type=file]), th[data-sort], [role=tab], '
    + '[tabindex], [onclick], label.toggle, .chart-views a, a[href^="#"], a[href=""]';
  addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link && !link.getAttribute('href')?.startsWith('#')) event.preventDefault();
  });
  const used = new Map();
  let count = 0;
  const typed = { number: ['1', '0', '1e-99', '-1', '1e308', ''], search: ['x', 'vit', ''] };
  const seen = new WeakSet();
  const kindOf = (one) =>
    [one.tagName, one.name, one.className, everywhere && one.closest('[id]')?.id].join('|');
  const change = (one, value) => {
    one.value = value;
    for (const type of ['input', 'change']) one.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const press = (one, key) => {
    for (const type of ['keydown', 'keyup'])
      one.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
  };
  for (let round = 0; round < 3; round += 1) {
    for (const one of document.querySelectorAll(controls)) {
      const kind = kindOf(one);
      const before = used.get(kind) ?? 0;
      if (!one.isConnected || seen.has(one) || before >= most || !one.checkVisibility()) continue;
      seen.add(one);
      used.set(kind, before + 1);
      count += 1;
      one.focus({ preventScroll: true });
      if (one.matches('select')) {
        const { options, value } = one;
        for (const i of new Set([0, options.length >> 1, options.length - 1])) {
          change(one, options[i]?.value);
          await pause();
        }
        change(one, value);
      } else if (one.matches('input:not([type=checkbox], [type=radio])')) {
        const { value } = one;
        for (const text of [...(typed[one.type] ?? ['x', '%', '']), value]) {
          change(one, text);
          await pause();
        }
      } else {
        one.click();
        await pause();
        if (one.isConnected && !one.matches('summary, .chart-views a')) one.click();
      }
      for (const key of ['Enter', 'ArrowRight', 'ArrowDown', 'Escape']) press(one, key);
      await pause();
    }
  }
  return count;
}"""


def use_plots(page: Page, most: int) -> None:
    """Hover over so many plots, click in them, zoom with a box and go back."""
    for plot in page.locator(".chart-plot:visible, .ch-plot:visible").all()[:most]:
        plot.scroll_into_view_if_needed()
        page.wait_for_timeout(150)
        box = plot.bounding_box()
        if box is None or box["height"] < 60:
            continue
        left, top, width, height = (box[side] for side in ("x", "y", "width", "height"))
        for part in (0.2, 0.35, 0.5, 0.65, 0.8):
            page.mouse.move(left + part * width, top + (1 - part) * height)
        page.mouse.click(left + width / 2, top + height / 2)
        page.mouse.wheel(0, 30)
        for end in ((0.8, 0.7), (0.31, 0.31), (0.3, 0.9)):
            page.mouse.move(left + 0.3 * width, top + 0.3 * height)
            page.mouse.down()
            page.mouse.move(left + end[0] * width, top + end[1] * height, steps=3)
            page.mouse.up()
        page.mouse.dblclick(left + 0.6 * width, top + 0.4 * height)
        page.mouse.move(left + 2, top + 2)


def use(seen: Visit, everywhere: bool = False) -> int:
    """Use controls of every kind and a plot, or all in each part; return how many that were."""
    plots = 99 if everywhere else 1
    use_plots(seen.page, plots)
    used = int(seen.page.evaluate(USE_ALL, [2, everywhere]))
    use_plots(seen.page, plots)
    for _ in range(15):
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Space")
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_timeout(300)
    return used


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_goes_wrong_while_every_control_is_used(
    name: str, everywhere: bool, visit: Open
) -> None:
    seen = visit(name, color_scheme="light")
    seen.page.wait_for_load_state("networkidle")
    assert use(seen, everywhere) > (2 if name == "404.html" else 10)
    assert seen.problems == []
