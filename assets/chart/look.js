// What every figure of the site shares: fonts, axes, colours of the page, room for labels.

import { logTicks } from './format.js';

const VARIABLE = /var\((--chart-[a-z0-9-]+)\)/g;
const FONT_SIZE = 12;

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

let ruler;
function widthOf(text, font) {
  ruler ??= document.createElement('canvas').getContext('2d');
  ruler.font = `${FONT_SIZE}px ${font}`;
  return ruler.measureText(text.replace(/&(amp|lt|gt);/g, '.')).width;
}

const ANCHORED = { left: 0, center: 0.5, right: 1, top: 0, middle: 0.5, bottom: 1 };

/** The labels of a figure that fit into the plot and do not cover each other, by rank. */
function placeLabels(own, { inner, tall, margin, font }) {
  const [x0, x1] = own.xaxis?.range ?? [0, 1];
  const [y0, y1] = own.yaxis?.range ?? [0, 1];
  const boxes = [];
  const rank = ({ name }) => Number(name?.split(' ')[1] ?? 0);
  const kept = [];
  for (const annotation of (own.annotations ?? []).toSorted((a, b) => rank(a) - rank(b))) {
    const { family, ...label } = annotation;
    const font_ = { size: FONT_SIZE, color: 'var(--chart-text)', ...label.font };
    const placed = { showarrow: false, ...label, font: font_ };
    if (!label.name?.startsWith('label')) {
      kept.push(placed);
      continue;
    }
    const width = widthOf(label.text, font) + 4;
    const left = ((label.x - x0) / (x1 - x0)) * inner + (label.xshift ?? 0) - ANCHORED[label.xanchor] * width;
    const top = (1 - (label.y - y0) / (y1 - y0)) * tall - (label.yshift ?? 0) - ANCHORED[label.yanchor] * 16;
    const box = { left, right: left + width, top, bottom: top + 15 };
    const inside = left > -4 && box.right < inner + margin.r && top > -margin.t && box.bottom < tall + 4;
    const free = boxes.every(
      (o) => box.right < o.left || o.right < box.left || box.bottom < o.top || o.bottom < box.top,
    );
    if (inside && free) {
      boxes.push(box);
      kept.push(placed);
    }
  }
  return kept;
}

/** The figure's layout with all that is common to the site's figures, for a plot of some size. */
export function layoutFor(own, { width, height, font, touch }) {
  const narrow = width < 560;
  const margin = { l: narrow ? 40 : 52, r: 16, t: 26, b: 48, ...own.margin };
  if (narrow) margin.r = 10; // the legend names what has no room
  const inner = width - margin.l - margin.r;
  const yTitle = own.yaxis?.title?.text ?? own.yaxis?.title;
  const annotations = placeLabels(own, { inner, tall: height - margin.t - margin.b, margin, font });
  if (yTitle) {
    annotations.push({
      text: yTitle,
      showarrow: false,
      xref: 'paper',
      yref: 'paper',
      x: 0,
      y: 1,
      xshift: -margin.l + 2,
      yshift: 4,
      xanchor: 'left',
      yanchor: 'bottom',
      font: { color: 'var(--chart-muted)', size: FONT_SIZE },
    });
  }
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
    annotations,
  };
  for (const name of Object.keys({ xaxis: 0, yaxis: 0, ...own })) {
    if (/^[xy]axis\d*$/.test(name)) layout[name] = axis(own[name], inner, name.startsWith('x'));
  }
  return layout;
}
