// Draws the page's charts: each when it comes near the screen, in the page's colours.

import { emptyPool, expandTrace, extend, Points } from './chart/expand.js';
import { colorsOf, layoutFor, resolve } from './chart/look.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset' };
const touch = matchMedia('(pointer: coarse)');

let plotly;
function loadPlotly() {
  plotly ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL('plotly.min.js', import.meta.url);
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error('the drawing library did not load'));
    document.head.append(script);
  });
  return plotly;
}

class Chart {
  constructor(root, figure, pool) {
    this.root = root;
    this.plot = root.querySelector('.chart-plot');
    this.near = false;
    this.take(figure, pool);
  }

  take(figure, pool) {
    this.figure = figure;
    this.points = new Points(figure, pool);
  }

  async draw() {
    if (!this.near || !this.plot.clientWidth) return;
    const Plotly = await loadPlotly();
    const width = this.plot.clientWidth;
    const height = this.plot.clientHeight;
    const read = colorsOf(this.root);
    const { fontFamily: font } = getComputedStyle(this.root);
    const layout = layoutFor(this.figure.layout, { width, height, font, touch: touch.matches });
    const traces = this.figure.traces.map((trace) => expandTrace(trace, this.points));
    const data = traces.map(({ rows, ...trace }) => trace);
    await Plotly.react(this.plot, resolve(data, read), resolve(layout, read), CONFIG);
    this.root.dataset.drawn = '';
  }
}

function start() {
  let pool = emptyPool();
  const charts = new Map();
  for (const root of document.querySelectorAll('.chart')) {
    const figure = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    if (figure.pool) pool = extend(pool, figure.pool);
    const chart = new Chart(root, figure, pool);
    charts.set(chart.plot, chart);
  }
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && !charts.get(target).near) {
          charts.get(target).near = true;
          charts.get(target).draw();
        }
      }
    },
    { rootMargin: '600px 0px' },
  );
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) charts.get(target).draw();
  });
  for (const plot of charts.keys()) {
    near.observe(plot);
    sizes.observe(plot);
  }
  new MutationObserver(() => charts.forEach((chart) => chart.draw())).observe(document.body, {
    attributeFilter: ['class'],
  });
}

start();
