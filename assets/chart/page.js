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
    dispatchEvent(new PopStateEvent('popstate'));
  },
  /** Show the run that the URL names. */
  follow() {
    const run = runInUrl();
    for (const chart of this.charts) {
      const { runs, pair } = chart.lead.figure;
      if (pair) chart.again();
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

  const approach = (entries) => {
    for (const entry of entries) if (entry.isIntersecting) byPlot.get(entry.target).approach();
  };
  const resize = (entries) => {
    for (const { target } of entries) byPlot.get(target).resized();
  };
  const redraw = () => {
    for (const chart of page.charts) chart.draw();
  };
  const near = new IntersectionObserver(approach, { rootMargin: '600px 0px' });
  const sizes = new ResizeObserver(resize);
  for (const plot of byPlot.keys()) {
    near.observe(plot);
    sizes.observe(plot);
  }
  new MutationObserver(redraw).observe(document.body, { attributeFilter: ['class'] });
  printable(page.charts);
  addEventListener('popstate', () => page.follow());
  if (runInUrl()) page.follow();
}
