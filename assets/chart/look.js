// What every figure of the site shares: fonts, axes, colours of the page, room for labels.

import { annotationsFor, FONT_SIZE, widthBeside } from './annotations.js';
import { logTicks } from './format.js';

const VARIABLE = /var\((--chart-[a-z0-9-]+)\)/g;

/** A copy of plain data in which every var(--chart-…) is the colour it stands for. */
export function resolve(value, read) {
  if (typeof value === 'string') {
    return value.includes('var(') ? value.replace(VARIABLE, (_, name) => read(name)) : value;
  }
  if (Array.isArray(value)) {
    return typeof value[0] === 'number' ? value.slice() : value.map((part) => resolve(part, read));
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, read)]));
  }
  return value;
}

/** A reader of an element's CSS variables. */
export function colorsOf(element) {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim();
}

/** The ring around a pinned point of some diameter, as a trace; without a place, nothing. */
export const ring = (x, y, diameter) => ({
  x,
  y,
  mode: 'markers',
  hoverinfo: 'skip',
  marker: { symbol: 'circle-open', size: diameter + 9, color: 'var(--chart-accent)', line: { width: 2.5 } },
});

const AXIS = {
  gridcolor: 'var(--chart-grid)',
  linecolor: 'var(--chart-axis)',
  tickcolor: 'var(--chart-axis)',
  zeroline: false,
  showline: false,
  ticks: '',
  tickfont: { color: 'var(--chart-muted)' },
  fixedrange: false,
  automargin: false,
};

function axis(own, width, horizontal) {
  const { unit, title, ...rest } = own ?? {};
  const result = { ...AXIS, ...rest };
  const text = title?.text ?? title;
  if (horizontal) {
    result.title = { text, standoff: 10, font: { color: 'var(--chart-muted)', size: FONT_SIZE } };
    Object.assign(result, {
      showline: true,
      ticks: 'outside',
      ticklen: 4,
      showgrid: rest.showgrid ?? true,
    });
  }
  if (rest.type === 'log' && rest.range && unit !== undefined) {
    const [low, high] = rest.range.map((end) => 10 ** end);
    const most = horizontal ? Math.max(3, Math.floor(width / 62)) : 10;
    const { values, labels } = logTicks(Math.min(low, high), Math.max(low, high), unit, most);
    Object.assign(result, { tickvals: values, ticktext: labels, tickmode: 'array' });
  }
  return result;
}

/** The room in a figure of some size: margins, the plot's width and height, the traces drawn there. */
export function frameOf(own, { width, height, font, traces }) {
  const narrow = width < 560;
  const margin = { l: narrow ? 40 : 52, r: 16, t: 26, b: 48, ...own.margin };
  if (narrow) margin.r = 10; // the legend names what has no room
  const tall = height - margin.t - margin.b;
  const beside = widthBeside(own, tall, font);
  margin.l = Math.max(margin.l, beside);
  return { width, height, font, traces, margin, beside, tall, inner: width - margin.l - margin.r };
}

/** The figure's layout with all that is common to the site's figures, in its frame. */
export function layoutFor(own, frame, touch) {
  const { width, height, font, margin } = frame;
  const layout = {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: font, size: FONT_SIZE, color: 'var(--chart-text)' },
    hovermode: 'closest',
    hoverdistance: 24,
    dragmode: touch ? false : 'zoom',
    showlegend: false,
    hoverlabel: {
      bgcolor: 'var(--chart-bg)',
      bordercolor: 'var(--chart-axis)',
      font: { family: font, color: 'var(--chart-text)', size: FONT_SIZE },
      align: 'left',
    },
    ...own,
    width,
    height,
    margin,
    annotations: annotationsFor(own, frame),
  };
  for (const name of Object.keys({ xaxis: 0, yaxis: 0, ...own })) {
    if (/^[xy]axis\d*$/.test(name)) layout[name] = axis(own[name], frame.inner, name.startsWith('x'));
  }
  return layout;
}
