// What the estimate of a device says: its frontier as a table, all models and its timings as CSV.

import { csv } from '../chart/csv.js';
import { h } from '../chart/dom.js';
import { duration, percent } from '../chart/format.js';
import { about } from '../choose/columns.js';
import { isEstimated, word } from '../choose/data.js';
import { frontier } from '../choose/rank.js';

const COLUMNS = ['weights', 'img_size', 'top1', 'latency_ms', 'latency_low_ms', 'latency_high_ms', 'basis'];

const milliseconds = (secs) => Number((1000 * secs).toPrecision(6));

/** The times of all models as a CSV file, fastest first. */
export function allModels(run, data) {
  const order = [...run.speed.keys()].filter((row) => run.speed[row] > 0 && !data.fixture[row]);
  order.sort((a, b) => run.speed[b] - run.speed[a]);
  const lines = order.map((row) => [
    data.current[row] ?? data.weights[row],
    data.imgSize[row],
    data.top1.imagenet[row],
    milliseconds(1 / run.speed[row]),
    milliseconds(run.low[row]),
    milliseconds(run.high[row]),
    run.basis[row],
  ]);
  return csv([COLUMNS, ...lines], '\n');
}

/** A device's timings as a CSV file that can be read back. */
export function timings(rows) {
  const lines = rows.map(({ name, imgSize, secs }) => [name, imgSize, milliseconds(secs)]);
  return csv([['model', 'img_size', 'ms'], ...lines], '\n');
}

/** The frontier of a device as a table. */
export function frontierTable(run, data) {
  const all = [...run.speed.keys()].filter((row) => !data.fixture[row]);
  const rows = frontier(all, run.speed, data.top1.imagenet);
  const heads = ['Model', 'Top-1', 'Time of an image', '95 % interval', 'Licence'];
  const line = (row) => {
    const measured = !isEstimated(run, row);
    const ends = measured ? 'measured' : `${duration(run.low[row])} to ${duration(run.high[row])}`;
    return h(
      'tr',
      { class: measured ? '' : 'dv-estimated' },
      h('th', { scope: 'row' }, `${data.weights[row]} at ${data.imgSize[row]} px`),
      h('td', {}, percent(data.top1.imagenet[row])),
      h('td', {}, about({ run }, row) + duration(1 / run.speed[row])),
      h('td', {}, run.basis[row] === 'extrapolated' ? `${ends}, extrapolated` : ends),
      h('td', {}, word(data.license, row)),
    );
  };
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...rows.map(line)),
  );
}
