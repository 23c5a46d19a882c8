// Runs in each page before its own scripts: notes what the bench reads afterwards.
(() => {
  const seen = { charts: 0, shift: 0, tasks: 0 };
  let done;
  seen.done = new Promise((resolve) => {
    done = resolve;
  });
  window.bench = seen;
  const note = (type, take) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
    });
  };
  note('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.shift += entry.value;
  });
  note('longtask', (entry) => {
    seen.tasks += entry.duration;
  });

  const PLOTS = '.chart-plot, .plotly-graph-div, .ch-plot';
  const DRAWN = '.main-svg, svg[aria-label]';
  const onScreen = (plot) => {
    const { top, bottom, width } = plot.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };
  const look = () => {
    const plots = [...document.querySelectorAll(PLOTS)];
    const complete = document.readyState !== 'loading' && !document.querySelector('[aria-busy=true]');
    if (complete && plots.filter(onScreen).every((plot) => plot.querySelector(DRAWN))) {
      requestAnimationFrame(() => {
        seen.charts = performance.now();
        done(seen.charts);
      });
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})();
