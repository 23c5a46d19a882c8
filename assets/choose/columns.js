// The table's columns and the order of its rows. No DOM.

import { short, significant } from '../chart/format.js';
import { isEstimated, word } from './data.js';
import { batchCell, batches } from './memory.js';
import { accuracy, license } from './words.js';

const milliseconds = (perSecond) => {
  const ms = 1000 / perSecond;
  return ms >= 0.1 ? short(ms) : significant(ms, 2);
};

/** What stands before a speed that was estimated, not measured. */
export const about = ({ run }, row) => (isEstimated(run, row) ? '≈\u202f' : '');

/** What the rows may be sorted by. */
const VALUES = {
  weights: ({ data }, row) => data.weights[row],
  top1: ({ score }, row) => score.value[row],
  speed: ({ run }, row) => run.speed[row],
  ms: ({ run }, row) => 1 / run.speed[row],
  params: ({ data }, row) => data.params[row],
  gmacs: ({ data }, row) => data.gmacs[row],
  activations: ({ data }, row) => data.activations[row],
  size: ({ data }, row) => data.imgSize[row],
  batch: ({ data, state }, row) => batches(data, state.memory)[row],
  devices: ({ found }, row) => found.counts?.[row] ?? NaN,
  license: ({ data }, row) => word(data.license, row),
};
const LOW_FIRST = new Set(['weights', 'ms', 'params', 'gmacs', 'size', 'license']);

/** The columns: key in the address, label, unit, the text of a row, and when one is shown if not always. */
export const COLUMNS = [
  { key: 'weights', label: 'Weights', text: true },
  { key: 'top1', label: 'Top-1', unit: '%', write: ({ score }, row) => accuracy(score, row) },
  {
    key: 'speed',
    label: 'Speed',
    unit: 'images/s',
    write: (context, row) => about(context, row) + significant(context.run.speed[row]),
  },
  {
    key: 'ms',
    label: 'Time',
    batched: 'Time in a batch',
    unit: 'ms/image',
    write: (context, row) => about(context, row) + milliseconds(context.run.speed[row]),
  },
  { key: 'params', label: 'Params', unit: 'M', write: ({ data }, row) => short(data.params[row]) },
  { key: 'gmacs', label: 'Work', unit: 'GMACs', write: ({ data }, row) => short(data.gmacs[row]) },
  { key: 'size', label: 'Size', unit: 'px', write: ({ data }, row) => String(data.imgSize[row]) },
  {
    key: 'batch',
    label: 'Batch',
    unit: 'fits',
    shown: ({ minBatch, sort }) => minBatch !== null || sort?.endsWith('batch'),
    write: ({ data, state }, row) => batchCell(data, row, state.memory),
  },
  {
    key: 'devices',
    label: 'Frontiers',
    unit: 'devices',
    shown: ({ from }) => from === null,
    write: ({ data, found }, row) => `${found.counts?.[row] ?? '…'} of ${data.devices.length}`,
  },
  { key: 'license', label: 'Licence', text: true, write: ({ data }, row) => license(data, row) },
];

/** The order that a click on a column asks for; a second click turns it round. */
export function nextSort(key, sort) {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` || LOW_FIRST.has(key) ? key : `-${key}`;
}

/** The rows that a view shows, in its order. */
export function rowsShown(context) {
  const { state, found, run, score } = context;
  const { show, aim } = state;
  let rows = found.candidates;
  let usual = '-top1';
  if (show === 'frontier') rows = found.frontier;
  if (show === 'tied') rows = found.best < 0 ? [] : [found.best, ...found.tied];
  if (show === 'upgrades') {
    rows = found.upgrades?.[aim] ?? [];
    usual = aim === 'fast' ? '-speed' : '-top1';
  }
  const sort = state.sort ?? usual;
  const value = VALUES[sort.replace(/^-/, '')];
  const sign = sort.startsWith('-') ? -1 : 1;
  const order = (a, b) => {
    const [left, right] = [value(context, a), value(context, b)];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) - Number.isNaN(right);
    return left < right ? -sign : left > right ? sign : 0;
  };
  return {
    rows: [...rows].sort(
      (a, b) => order(a, b) || run.speed[b] - run.speed[a] || score.value[b] - score.value[a] || a - b,
    ),
    sort,
  };
}
