// What is said of a point: when hovering, in the pinned card and in the data table.

import { duration, interval, millions, NARROW_SPACE, percent, rate, short, significant } from './format.js';

const number = (key, label, write, unit) => ({ key, label, write, unit, numeric: true });
const word = (key, label) => ({ key, label, write: String, numeric: false });

const FACTS = [
  number('top1', 'Top-1', (value) => percent(value), '%'),
  number('samples_per_sec', 'Throughput', rate, 'images/s'),
  number('secs', 'Time per image', duration, 'ms'),
  number('param_count_m', 'Parameters', millions, 'M'),
  number('img_size', 'Image size', (value) => `${value}${NARROW_SPACE}px`, 'px'),
  word('family_label', 'Family'),
  word('kind', 'Kind'),
  word('pretraining', 'Pre-training'),
  word('license', 'Licence'),
];

// How a table's cell writes what its header gives the unit of.
const CELLS = {
  top1: (value) => percent(value).replace(/\D+$/, ''),
  samples_per_sec: (value) => significant(value),
  secs: (value) => significant(value * 1000),
  param_count_m: short,
  img_size: String,
};

/** The facts that a figure's points have, its own first. */
export function factsOf(figure, points) {
  const labelled = Object.entries(figure.labels ?? {})
    .filter(([key]) => points.has(key))
    .map(([key, label]) => number(key, label, short, ''));
  const own = [...(figure.facts ?? []), ...labelled];
  const rest = FACTS.filter(({ key }) => points.has(key) && !own.some((fact) => fact.key === key));
  return [...own, ...rest];
}

/** The ends of an accuracy's interval, where the points have them. */
function ends({ key, unit }, points, row) {
  if (unit !== '%' || !points.has(`${key}_low`)) return null;
  return [points.get(`${key}_low`, row), points.get(`${key}_high`, row)];
}

/** A value with the remark that the points have on it, if any. */
function noted(text, { key }, points, row) {
  const note = points.get(`${key}_note`, row);
  return note ? `${text} (${note})` : text;
}

/** A fact of one point, as text. */
export function tell(fact, points, row) {
  const value = points.get(fact.key, row);
  if (value == null) return '–';
  const between = ends(fact, points, row);
  if (between) return interval(value, ...between).replace(' (', `${NARROW_SPACE}% (`);
  return noted(fact.write(value), fact, points, row);
}

/** A fact of one point as a table's cell, without the unit. */
export function cell(fact, points, row) {
  const value = points.get(fact.key, row);
  if (value == null) return '–';
  const between = ends(fact, points, row);
  if (between) return interval(value, ...between);
  return noted((fact.cell ?? CELLS[fact.key] ?? fact.write)(value), fact, points, row);
}
