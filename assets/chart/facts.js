// What is said of a point: when hovering, in the pinned card and in the data table.

import { duration, interval, millions, NARROW_SPACE, percent, rate, short, significant } from './format.js';

// How a unit's values are written: with it, and in a cell of a table whose header names it.
const UNITS = {
  '%': [(value) => percent(value), (value) => percent(value).replace(/\D+$/, '')],
  'images/s': [rate, (value) => significant(value)],
  ms: [duration, (seconds) => significant(seconds * 1000)],
  M: [millions, short],
  px: [(value) => `${value}${NARROW_SPACE}px`, String],
  GMACs: [(value) => `${short(value)}${NARROW_SPACE}GMACs`, short],
  '': [String, String],
};

/** A fact that is a number; times are in seconds and shown in ms. */
export function numberFact(key, label, unit, [write, writeCell] = UNITS[unit]) {
  return { key, label, unit, numeric: true, write, cell: writeCell };
}
const wordFact = (key, label) => ({ key, label, write: String, cell: String, numeric: false });

const FACTS = [
  numberFact('top1', 'Top-1', '%'),
  numberFact('samples_per_sec', 'Throughput', 'images/s'),
  numberFact('secs', 'Time per image', 'ms'),
  numberFact('param_count_m', 'Parameters', 'M'),
  numberFact('img_size', 'Image size', 'px'),
  wordFact('family_label', 'Family'),
  wordFact('kind', 'Kind'),
  wordFact('pretraining', 'Pre-training'),
  wordFact('license', 'Licence'),
  wordFact('basis', 'Speeds'),
];

/** The facts that a figure's points have, its own first. */
export function factsOf(figure, points) {
  const labelled = Object.entries(figure.labels ?? {})
    .filter(([key]) => points.has(key))
    .map(([key, label]) => numberFact(key, label, '', [short, short]));
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
  return noted(fact.cell(value), fact, points, row);
}
