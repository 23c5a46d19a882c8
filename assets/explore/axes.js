// What can stand on an axis, the question as an address, and which rows answer it. No DOM.

import { word } from '../choose/data.js';

const PLAIN = {
  params: { label: 'Parameters', unit: 'M', log: true, column: 'params' },
  gmacs: { label: 'Multiply-accumulates', unit: 'GMACs', log: true, column: 'gmacs' },
  activations: { label: 'Activations', unit: 'M', log: true, column: 'activations' },
  size: { label: 'Image size', unit: 'px', log: false, column: 'imgSize' },
};
export const COLORS = { kind: 'Kind of architecture', pretraining: 'Pre-training', size: 'Image size' };

/** All axes: `{id, group, label, unit, log, run, device, test}`, accuracies first. */
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
      device: run.deviceLabel,
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
 * Whether a point is an architecture at an image size rather than a set of weights: nothing shown
 * tells its weights apart.
 */
export const ofArchitectures = (x, y, color) => !x.test && !y.test && color !== 'pretraining';

/** The rows that have both values, timm's fixtures left out; each key once where asked for. */
export function rows(x, y, data, xs, ys, once) {
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
const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'cross'];
// As in analysis/theme.py.
const SYMBOLS = {
  kind: {
    convolution: 'circle',
    attention: 'diamond',
    hybrid: 'square',
    mlp: 'triangle-up',
    'state-space': 'triangle-down',
  },
  pretraining: { in1k: 'circle', in12k: 'square', in21k: 'diamond', web: 'triangle-up' },
  size: Object.fromEntries(SIZE_LABELS.map((label, i) => [label, SHAPES[i]])),
};

/** The group of a row by the chosen colour. */
export function groupOf(color, data, row) {
  if (color !== 'size') return word(data[color], row);
  return SIZE_LABELS[SIZES.findIndex((limit) => data.imgSize[row] <= limit)];
}

/** How the points of a group look: plotly's symbol and a colour of the page. */
export function look(color, group) {
  const symbols = SYMBOLS[color];
  const known = Object.hasOwn(symbols, group);
  const symbol = known ? symbols[group] : 'x';
  if (color === 'size') return { symbol, color: `var(--chart-size-${SIZE_LABELS.indexOf(group) + 1})` };
  const token = color === 'kind' ? (known ? group : 'other') : `pretraining-${known ? group : 'unknown'}`;
  return { symbol, color: `var(--chart-${token})` };
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
