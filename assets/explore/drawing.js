// A view as plotly draws it. No DOM.

import { axisTitle } from './words.js';

/** The diameter of a point. */
export const SIZE = 6;

/** The traces of a view, one for each group, and the ring around the pinned row (null for none). */
export function tracesOf({ xs, ys, colors }, hidden, pinned) {
  const at = (rows) => ({
    x: rows.map((row) => xs[row]),
    y: rows.map((row) => ys[row]),
    mode: 'markers',
  });
  const ring = {
    symbol: 'circle-open',
    size: SIZE + 9,
    color: 'var(--chart-accent)',
    line: { width: 2.5 },
  };
  return [
    ...colors.parts.map(([group, members]) => ({
      ...at(members),
      hoverinfo: 'none',
      visible: !hidden.has(group),
      marker: { ...colors.look(group), size: SIZE, line: { color: 'var(--chart-bg)', width: 0.7 } },
    })),
    { ...at(pinned === null ? [] : [pinned]), hoverinfo: 'skip', marker: ring },
  ];
}

/** A view's own part of the layout, for a plot of some width. */
export function layoutOf({ x, y, xs, ys, found }, width) {
  return {
    xaxis: layoutAxis(
      x,
      found.map((row) => xs[row]),
      width - 80,
    ),
    yaxis: layoutAxis(
      y,
      found.map((row) => ys[row]),
      width - 20,
    ),
    margin: { l: 64 },
    uirevision: `${x.id} ${y.id}`,
  };
}

/** A plotly axis whose range holds all values, with some room, whatever is hidden. */
function layoutAxis(axis, values, width) {
  const scale = axis.log ? Math.log10 : Number;
  const own = {
    title: { text: axisTitle(axis, width) },
    ticksuffix: axis.unit === '%' ? '\u202f%' : '',
  };
  if (axis.unit === '') own.tickformat = 'd';
  const type = axis.log ? { type: 'log', unit: axis.unit === 's' ? 's' : '' } : {};
  if (!values.length) return { ...own, ...type };
  const [low, high] = values.reduce(
    ([a, b], value) => [Math.min(a, scale(value)), Math.max(b, scale(value))],
    [Infinity, -Infinity],
  );
  const room = 0.04 * (high - low || 1);
  return { ...own, ...type, range: [low - room, high + room] };
}
