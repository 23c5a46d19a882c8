"""How long the chooser takes to answer."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser

from tools.bench.load import MOST, SCREEN, Figures

PAGE = "choose.html"
# Each interaction changes the answer, or what of it is shown.
INTERACTIONS = [
    ("minSpeed", "3000"),
    ("minTop1", "80"),
    ("maxParams", "60"),
    ("minTop1", "70"),
    ("minSpeed", ""),
    ("maxParams", ""),
    ("minTop1", ""),
]
READY = "#chooser[data-ready]"
ACT = """async ([name, value]) => {
  const control = document.querySelector(`#chooser [name="${name}"]`);
  performance.clearMeasures();
  const start = performance.now();
  control.value = value;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  const last = () => performance.getEntriesByName('choose-chart').at(-1);
  for (let frame = 0; !last(); frame += 1) {
    if (frame > 600) throw new Error(`nothing happens when ${name} becomes ${value}`);
    await new Promise((done) => requestAnimationFrame(done));
  }
  const end = (name) => {
    const { startTime, duration } = performance.getEntriesByName(name).at(-1);
    return startTime + duration - start;
  };
  return [end('choose-answer'), end('choose-chart')];
}"""


def measure(browser: Browser, base: str, repeat: int = 3) -> Figures:
    """Use the chooser's form and return medians: ``answer_ms`` and ``chart_ms``.

    Parameters
    ----------
    browser : Browser
        A playwright browser.
    base : str
        Where the site is served, with a slash at the end.
    repeat : int
        How often all interactions are gone through.
    """
    tab = browser.new_page(viewport=SCREEN)
    tab.goto(base + PAGE, timeout=MOST)
    tab.wait_for_selector(READY, timeout=MOST)
    tab.wait_for_load_state("networkidle")
    taken = [tab.evaluate(ACT, [*step]) for step in INTERACTIONS * repeat]
    tab.close()
    answers, charts = zip(*taken, strict=True)
    return {"answer_ms": median(answers), "chart_ms": median(charts)}
