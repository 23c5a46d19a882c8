// What can stand on an axis or give a colour: every measure of the site; and which rows have it. No DOM.

import { scores } from '../choose/stats.js';

const FACTS = {
  params: { label: 'Parameters', unit: 'M', log: true, column: 'params' },
  gmacs: { label: 'Multiply-accumulates', unit: 'GMACs', log: true, column: 'gmacs' },
  activations: { label: 'Activations', unit: 'M', log: true, column: 'activations' },
  size: { label: 'Image size', unit: 'px', log: false, column: 'imgSize' },
  year: { label: 'Year of the family’s paper', unit: '', log: false, column: 'year' },
};

/** All axes: `{id, group, label, unit, log}`; with `rank, tests` or `run, device` what they show. */
export function axes(data) {
  const accuracy = (rank, name, id, label, tests) => ({
    id: `${rank}.${id}`,
    group: `${name} accuracy`,
    label: `${name}, ${label}`,
    unit: '%',
    log: false,
    rank,
    tests,
  });
  const each = (rank, name) => data.testSets.map(({ id, label }) => accuracy(rank, name, id, label, [id]));
  const hard = data.testSets.filter(({ baseline }) => !baseline).map(({ id }) => id);
  const facts = Object.entries(FACTS).map(([id, { label, unit, log }]) => ({
    id,
    group: 'Size, cost and year',
    label,
    unit,
    log,
  }));
  const timed = (prefix, group, unit) =>
    data.runs.map((run) => ({
      id: `${prefix}.${run.id}`,
      group: unit === 's' && run.batched ? `${group} in a batch` : group,
      label: `${run.deviceLabel} · ${run.details}`,
      unit,
      log: true,
      run: run.id,
      device: run.deviceLabel,
    }));
  return [
    ...each('top1', 'Top-1'),
    accuracy('top1', 'Top-1', 'mean', `mean of ${hard.length} test sets`, hard),
    ...each('top5', 'Top-5'),
    ...facts,
    ...timed('speed', 'Throughput', 'images/s'),
    ...timed('time', 'Time per image', 's'),
  ];
}

/** The ids of the axes that a menu offers first: accuracy, each device's run, size and year. */
export const often = (data) => [
  'top1.imagenet',
  'top1.mean',
  ...data.devices.map(({ run }) => `time.${run}`),
  'params',
  'year',
];

/** The values of an axis by row; `speeds` maps a run's id to what decodeRun gives. */
export function column(axis, data, speeds) {
  if (axis.tests) return scores(data, axis.tests, axis.rank).value;
  if (!axis.run) return data[FACTS[axis.id].column];
  const { speed } = speeds.get(axis.run);
  return axis.unit === 's' ? speed.map((value) => 1 / value) : speed;
}

/** How the speed of a row on the axes shown came about (`measured`, `estimated`, `extrapolated`), else null. */
export function basisOf(shown, speeds) {
  const bases = shown.map(({ run }) => run && speeds.get(run).basis).filter(Boolean);
  if (!bases.length) return null;
  return (row) => bases.map((basis) => basis[row]).find((one) => one !== 'measured') ?? 'measured';
}

/**
 * Whether a point is an architecture at an image size rather than a set of weights: nothing shown,
 * by the axes or the id of the colour, tells its weights apart.
 */
export const ofArchitectures = (shown, color) => !shown.some(({ tests }) => tests) && color !== 'pretraining';

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
