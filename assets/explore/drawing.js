// A view as plotly draws it. No DOM.

import { ring } from '../chart/look.js';
import { extent } from './relation.js';
import { axisTitle } from './words.js';

/** The diameter of a point. */
export const SIZE = 6;

const FAINT = 0.4;

/** What was estimated is drawn lighter than what was measured. */
const faint = (rows, basis) =>
  basis ? { opacity: rows.map((row) => (basis(row) === 'measured' ? 1 : FAINT)) } : {};

/** The traces of a view, one for each group, and the ring around the pinned row (null for none). */
export function tracesOf({ xs, ys, colors, basis }, hidden, pinned) {
  const at = (rows) => ({
    x: rows.map((row) => xs[row]),
    y: rows.map((row) => ys[row]),
  });
  const { x, y } = at(pinned === null ? [] : [pinned]);
  return [
    ...colors.parts.map(([group, members]) => ({
      ...at(members),
      mode: 'markers',
      hoverinfo: 'none',
      visible: !hidden.has(group),
      marker: {
        ...colors.look(group),
        ...faint(members, basis),
        size: SIZE,
        line: { color: 'var(--chart-bg)', width: 0.7 },
      },
    })),
    ring(x, y, SIZE),
  ];
}

/** A view's own part of the layout, for a plot of some width. */
export function layoutOf({ x, y, xs, ys, found }, width) {
  return {
    xaxis: layoutAxis(x, xs, found, width - 80),
    yaxis: layoutAxis(y, ys, found, width - 20),
    margin: { l: 64 },
    uirevision: `${x.id} ${y.id}`,
  };
}

/** A plotly axis whose range holds all values, with some room, whatever is hidden. */
function layoutAxis(axis, values, found, width) {
  const scale = axis.log ? Math.log10 : Number;
  const own = {
    title: { text: axisTitle(axis, width) },
    ticksuffix: axis.unit === '%' ? '\u202f%' : '',
  };
  if (axis.unit === '') own.tickformat = 'd';
  const type = axis.log ? { type: 'log', unit: axis.unit === 's' ? 's' : '' } : {};
  if (!found.length) return { ...own, ...type };
  const [low, high] = extent(found.map((row) => scale(values[row])));
  const room = 0.04 * (high - low || 1);
  return { ...own, ...type, range: [low - room, high + room] };
}
