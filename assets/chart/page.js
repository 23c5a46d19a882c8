// The charts of a page: each is drawn when it comes near the screen, and all show the same run.

import { emptyPool, extend } from './expand.js';
import { printable } from './print.js';
import { pushRun, runInUrl } from './runs.js';
import { sortable } from './tables.js';
import { Chart } from './view.js';

const page = {
  charts: [],
  /** A reader picks a run. */
  choose(run) {
    const own = this.charts.find(({ lead }) => lead.figure.runs)?.lead.figure.runs[0][0];
    pushRun(run === own ? null : run);
    this.follow();
  },
  /** Show the run that the URL names. */
  follow() {
    const run = runInUrl();
    for (const chart of this.charts) {
      const { runs } = chart.lead.figure;
      if (!runs) continue;
      const known = !run || runs.some(([id]) => id === run);
      chart.switchRun(known ? run : null);
      if (!known) chart.say(`There is no benchmark run “${run}” here; this is ${runs[0][1]}, ${runs[0][2]}.`);
    }
  },
};

/** Bring the page's charts and tables to life; `plotly` loads the drawing library. */
export function start(plotly) {
  page.plotly = plotly;
  let pool = emptyPool();
  const byPlot = new Map();
  for (const root of document.querySelectorAll('.chart[data-figure]')) {
    const figure = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    if (figure.pool) pool = extend(pool, figure.pool);
    const chart = new Chart(root, figure, pool, page);
    page.charts.push(chart);
    byPlot.set(chart.plot, chart);
  }
  document.querySelectorAll('table.sortable').forEach(sortable);
  if (!byPlot.size) return;

  const near = new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && byPlot.get(entry.target).approach()),
    { rootMargin: '600px 0px' },
  );
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => byPlot.get(target).resized()));
  for (const plot of byPlot.keys()) {
    near.observe(plot);
    sizes.observe(plot);
  }
  new MutationObserver(() => page.charts.forEach((chart) => chart.draw())).observe(document.body, {
    attributeFilter: ['class'],
  });
  printable(page.charts);
  addEventListener('popstate', () => page.follow());
  if (runInUrl()) page.follow();
}
