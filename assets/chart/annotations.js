// The words in a drawing: names beside points, names of a forest's lines, what stands upwards.

import { placeLabels } from './labels.js';
import { obstacles, pixels } from './obstacles.js';

export const FONT_SIZE = 12;
const LINE = 16; // a name's height
const MUTED = { color: 'var(--chart-muted)', size: FONT_SIZE };
const ROOMY = 28; // of a forest's line: its name stands above it; in less, beside it

let ruler;
/** The width of a text on one line, in pixels; an escaped character counts as one. */
export function textWidth(text, font) {
  ruler ??= document.createElement('canvas').getContext('2d');
  ruler.font = `${FONT_SIZE}px ${font}`;
  return ruler.measureText(text.replace(/&(#\d+|\w+);/g, '.')).width;
}

const called = (own, name) => (own.annotations ?? []).filter((one) => one.name?.split(' ')[0] === name);
const withFont = ({ font, ...one }) => ({
  showarrow: false,
  ...one,
  font: { size: FONT_SIZE, color: 'var(--chart-text)', ...font },
});

/** How wide the names of a forest's lines are where they have to stand beside them; else 0. */
export function widthBeside(own, tall, font) {
  const names = called(own, 'row');
  if (!names.length || tall / names.length >= ROOMY) return 0;
  return Math.max(...names.map(({ text }) => textWidth(text, font))) + 12;
}

function forestNames(own, beside) {
  const place = beside
    ? { xanchor: 'right', xshift: -8, yanchor: 'middle' }
    : { xanchor: 'left', yanchor: 'bottom', yshift: 4, bgcolor: 'var(--chart-bg)', borderpad: 0 };
  return called(own, 'row').map((one) => withFont({ ...one, x: 0, xref: 'paper', ...place }));
}

/** The names of points that have room, by rank, and the leaders from these points. */
function pointNames(own, { inner, tall, margin, font, traces }) {
  const wanted = called(own, 'label');
  if (!wanted.length) return [];
  const x = pixels(own.xaxis, inner);
  const y = pixels({ ...own.yaxis, range: own.yaxis.range.toReversed() }, tall);
  const found = obstacles(traces, x, y);
  const along = (axis, scale) => (value) => scale(axis.type === 'log' ? 10 ** value : value);
  const [right, down] = [along(own.xaxis, x), along(own.yaxis, y)];
  const endAt = ([at, up, toward]) => {
    const end = { at, up, toward, x: right(at), y: down(up) };
    const under = found.marks.filter(([mx, my]) => Math.hypot(mx - end.x, my - end.y) < 0.5);
    return { ...end, radius: Math.max(0, ...under.map(([, , half]) => half)) };
  };
  const rank = ({ name }) => Number(name.split(' ')[1]);
  const labels = wanted
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ family: _, ends, ...one }) => {
      const width = textWidth(one.text, font) + 4;
      return { one, width, height: LINE, ends: ends.map(endAt) };
    });
  const room = [0, 0, inner + margin.r - 2, tall];
  return placeLabels(labels, found, room).flatMap((placed, i) => {
    if (!placed) return [];
    const { box, leader, end } = placed;
    const [xshift, yshift] = [box[0] - end.x, end.y - box[1]];
    const place = { x: end.at, y: end.up, xanchor: 'left', yanchor: 'top', xshift, yshift };
    const name = withFont({ ...labels[i].one, ...place });
    return leader ? [leaderOf(end, leader), name] : [name];
  });
}

/** A leader as plotly's arrow without a head and without a text. */
function leaderOf({ at, up, x, y }, [x0, y0, x1, y1]) {
  const look = { arrowhead: 0, arrowwidth: 1, arrowcolor: 'var(--chart-muted)' };
  const place = { x: at, y: up, ax: x1 - x, ay: y1 - y, standoff: Math.hypot(x0 - x, y0 - y) };
  return { name: 'leader', text: '', showarrow: true, ...place, ...look };
}

/** All words of a drawing whose plot is `inner` wide and `tall` high. */
export function annotationsFor(own, frame) {
  const { margin, beside } = frame;
  const yTitle = own.yaxis?.title?.text ?? own.yaxis?.title;
  const upwards = {
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
    font: MUTED,
  };
  return [
    ...(own.annotations ?? []).filter(({ name }) => !/^(label|row)\b/.test(name)).map(withFont),
    ...forestNames(own, beside),
    ...pointNames(own, frame),
    ...(yTitle ? [upwards] : []),
  ];
}
