// What can stand on an axis, the question as an address, and what the answer is. No DOM.

import { word } from '../choose/data.js';

const PLAIN = {
  params: { label: 'Parameters', unit: 'M', log: true, column: 'params' },
  gmacs: { label: 'Multiply-accumulates', unit: 'GMACs', log: true, column: 'gmacs' },
  activations: { label: 'Activations', unit: 'M', log: true, column: 'activations' },
  size: { label: 'Image size', unit: 'px', log: false, column: 'imgSize' },
};
export const COLORS = { kind: 'Kind of architecture', pretraining: 'Pre-training', size: 'Image size' };

/** All axes: `{id, group, label, unit, log, run, test}`, accuracies first. */
export function axes(data) {
  const accuracy = data.testSets.map(({ id, label }) => ({
    id: `top1.${id}`,
    group: 'Accuracy',
    label: `Top-1, ${label}`,
    unit: '%',
    log: false,
    test: id,
  }));
  const costs = Object.entries(PLAIN).map(([id, { label, unit, log }]) => ({
    id,
    group: 'Size and costs',
    label,
    unit,
    log,
  }));
  const timed = (prefix, group, unit) =>
    data.runs.map((run) => ({
      id: `${prefix}.${run.id}`,
      group,
      label: `${run.deviceLabel} · ${run.details}`,
      unit,
      log: true,
      run: run.id,
    }));
  return [
    ...accuracy,
    ...costs,
    ...timed('speed', 'Throughput', 'images/s'),
    ...timed('time', 'Time per image', 's'),
  ];
}

/** What is shown before anybody asks. */
export const defaults = (data) => ({ x: `time.${data.lead}`, y: 'top1.imagenet', color: 'kind' });

/** Read a query: the state, and a sentence for each thing that could not be taken as it stands. */
export function fromQuery(text, data) {
  const query = new URLSearchParams(text);
  const known = { axis: new Set(axes(data).map(({ id }) => id)), color: new Set(Object.keys(COLORS)) };
  const state = defaults(data);
  const problems = [];
  for (const [name, allowed] of [
    ['x', known.axis],
    ['y', known.axis],
    ['color', known.color],
  ]) {
    const value = query.get(name);
    if (value === null) continue;
    if (allowed.has(value)) state[name] = value;
    else problems.push(`There is no “${value.slice(0, 80)}” for ${name}; it was ignored.`);
  }
  return { state, problems };
}

/** Write a state as a query, without what is as usual. */
export function toQuery(state, data) {
  const usual = defaults(data);
  const query = new URLSearchParams();
  for (const name of ['x', 'y', 'color']) if (state[name] !== usual[name]) query.set(name, state[name]);
  return query.toString();
}

/** The values of an axis by row; `speeds` maps a run's id to what decodeRun gives. */
export function column(axis, data, speeds) {
  if (axis.test) return data.top1[axis.test];
  if (!axis.run) return data[PLAIN[axis.id].column];
  const { speed } = speeds.get(axis.run);
  return axis.unit === 's' ? speed.map((value) => 1 / value) : speed;
}

/**
 * The rows that have both values, timm's fixtures left out. Where neither axis is an accuracy, the
 * weights of one architecture at one size are one point.
 */
export function rows(x, y, data, xs, ys) {
  const once = !x.test && !y.test;
  const seen = new Set();
  const found = [];
  const fits = (axis, value) => !Number.isNaN(value) && (!axis.log || value > 0);
  for (let row = 0; row < data.n; row += 1) {
    if (data.fixture[row] || !fits(x, xs[row]) || !fits(y, ys[row])) continue;
    if (once && seen.has(data.key[row])) continue;
    seen.add(data.key[row]);
    found.push(row);
  }
  return found;
}

const SIZES = [192, 224, 256, 320, 384, Infinity];
const SIZE_LABELS = ['up to 192', '193 to 224', '225 to 256', '257 to 320', '321 to 384', 'over 384'];

/** The group of a row by the chosen colour. */
export function groupOf(color, data, row) {
  if (color !== 'size') return word(data[color], row);
  return SIZE_LABELS[SIZES.findIndex((limit) => data.imgSize[row] <= limit)];
}

/** The colour token of a group. */
export function token(color, group) {
  if (color === 'kind') return group === 'unknown' ? 'other' : group;
  return color === 'pretraining' ? `pretraining-${group}` : `size-${SIZE_LABELS.indexOf(group) + 1}`;
}

/** Groups in the order of their sizes, as the page names them. */
export function groups(color, data, found) {
  const members = new Map();
  for (const row of found) {
    const group = groupOf(color, data, row);
    if (!members.has(group)) members.set(group, []);
    members.get(group).push(row);
  }
  const place = ([group]) => (color === 'size' ? SIZE_LABELS.indexOf(group) : -members.get(group).length);
  return [...members].sort((a, b) => place(a) - place(b));
}

/** Spearman's rank correlation; ties share the mean of their ranks. NaN where a side is constant. */
export function spearman(xs, ys) {
  const [a, b] = [ranks(xs), ranks(ys)];
  const mean = (a.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, i) => {
    ab += (rank - mean) * (b[i] - mean);
    aa += (rank - mean) ** 2;
    bb += (b[i] - mean) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

function ranks(values) {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const result = new Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let i = start; i < end; i += 1) result[order[i]] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
