// The rows as a CSV file, with the question that they answer.

import { csv } from '../chart/csv.js';
import { download } from '../chart/dom.js';
import { rowsShown } from './columns.js';
import { word } from './data.js';
import { batchOf } from './memory.js';
import { inForce, runOf, testName } from './words.js';

const VIEWS = {
  frontier: 'the frontier of the models that meet the constraints',
  tied: 'the best model and those tied with it',
  upgrades: 'upgrades',
  all: 'the models that meet the constraints',
};

function columnsOf({ data, found, run, score, state }) {
  const frontier = new Set(found.frontier);
  const tied = new Set(found.tied);
  const yes = (flag) => (flag ? 'yes' : 'no');
  const ms = (row) => (Number.isNaN(run.speed[row]) ? NaN : Number((1000 / run.speed[row]).toPrecision(6)));
  const bound = (row, side) => Number(score.interval(row)[side].toFixed(4));
  return [
    ['weights', (row) => data.weights[row]],
    ['img_size', (row) => data.imgSize[row]],
    ['top1', (row) => score.value[row]],
    ['top1_low', (row) => bound(row, 0)],
    ['top1_high', (row) => bound(row, 1)],
    ['samples_per_sec', (row) => run.speed[row]],
    ['ms_per_image', ms],
    ...(run.basis ? estimated(run) : []),
    ['batch_size', (row) => run.batch[row]],
    ['param_count_m', (row) => data.params[row]],
    ['gmacs', (row) => data.gmacs[row]],
    ['activations_m', (row) => data.activations[row]],
    ...(data.training ? training(data, state) : []),
    ['family', (row) => word(data.family, row)],
    ['kind', (row) => word(data.kind, row)],
    ['pretraining', (row) => word(data.pretraining, row)],
    ['distilled', (row) => yes(data.distilled[row])],
    ['taught_by', (row) => word(data.taught_by, row)],
    ['license', (row) => word(data.license, row)],
    ['license_class', (row) => data.license_classes[word(data.license, row)]],
    ['on_frontier', (row) => yes(frontier.has(row))],
    ['tied_with_best', (row) => yes(tied.has(row))],
    ['frontier_devices', (row) => found.counts?.[row]],
    ...data.testSets.map(({ id }) => [`${id}_top1`, (row) => data.top1[id][row]]),
  ];
}

function training(data, { memory }) {
  const fact = (name) => (row) => batchOf(data, row, memory)?.[name];
  return [
    ['training_memory_gb', () => memory],
    ['training_batch_fits', fact('low')],
    ['training_batch_fails', fact('high')],
    ['training_batch_basis', fact('basis')],
  ];
}

const estimated = ({ low, high, basis }) => [
  ['latency_low_ms', (row) => Number((1000 * low[row]).toPrecision(6))],
  ['latency_high_ms', (row) => Number((1000 * high[row]).toPrecision(6))],
  ['basis', (row) => basis[row]],
];

/** Rows as CSV: `notes` stand first, each behind "# "; `columns` are `[name, value(row)]`. */
export function toCsv(notes, columns, rows) {
  const comments = notes.map((note) => [`# ${note.replaceAll(/[\r\n]+/g, ' ')}`]);
  const lines = rows.map((row) => columns.map(([, value]) => value(row)));
  return csv([...comments, columns.map(([name]) => name), ...lines], '\n');
}

/** The CSV of the rows that the table shows, or of all rows of the data. */
function csvOf(context, everything) {
  const { data, state, found } = context;
  const about = runOf(data, state.run);
  const filters = inForce(state, data).map(({ text }) => text);
  if (!state.fixtures) filters.push('not a test fixture of timm');
  const view =
    state.show === 'upgrades'
      ? `upgrades from ${data.id[found.reference]}: ${state.aim === 'fast' ? 'faster and at least as accurate' : 'at least as fast and more accurate'}`
      : VIEWS[state.show];
  const notes = [
    `models: ${everything ? 'all of the data, no filters' : view}`,
    ...(everything ? [] : [`filters: ${filters.join('; ') || 'none'}`]),
    `speeds: ${about.deviceLabel}, ${about.details} (${about.id}, edition ${about.edition})`,
    `top1: ${testName(data, state.tests)}, percent, 95 % interval; edition ${data.edition}`,
    `view: ${location.href}`,
  ];
  const rows = everything ? data.id.map((_, row) => row) : rowsShown(context).rows;
  return toCsv(notes, columnsOf(context), rows);
}

export function saveCsv(context, everything) {
  const { state } = context;
  const name = everything ? `models-${state.run}` : `chosen-${state.run}-${state.show}`;
  download(`${name}.csv`, csvOf(context, everything), 'text/csv');
}
