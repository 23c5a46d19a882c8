// Two to five models side by side: every measure, test set and device; best and ties marked.

import { button, h, scrolling } from '../chart/dom.js';
import { duration, interval, short, significant, wilson } from '../chart/format.js';
import { about } from './columns.js';
import { word } from './data.js';
import { loadedRun, loadRun } from './load.js';
import { tied, variance } from './stats.js';
import { breakable, license, taughtBy } from './words.js';

/**
 * Which of some values is best, and which are level with it.
 * Gives per value `best`, `tied` or null; `isTied(i, j)` says whether two cannot be told apart.
 */
export function marks(values, higher, isTied = (i, j) => values[i] === values[j]) {
  const known = values.map((value, i) => [value, i]).filter(([value]) => !Number.isNaN(value));
  if (known.length < 2) return values.map(() => null);
  const [, top] = known.reduce((a, b) => ((higher ? b[0] > a[0] : b[0] < a[0]) ? b : a));
  return values.map((value, i) => {
    if (Number.isNaN(value)) return null;
    if (i === top) return 'best';
    return isTied(top, i) ? 'tied' : null;
  });
}

/** Fill the panel. `actions`: `close`, `open(id)`, `compare(id, false)`. */
export function showComparison(panel, { data, state }, actions) {
  const rows = state.compare.map((id) => data.rows.get(id));
  panel.hidden = rows.length === 0;
  if (!rows.length) {
    panel.replaceChildren();
    return;
  }
  const title = h('h2', { id: 'ch-compare-title' }, 'Side by side');
  const head = h('div', { class: 'ch-panel-head' }, title, button('Clear', actions.clear));
  if (rows.length < 2) {
    const hint = `${data.id[rows[0]]}: tick another model in the table to compare the two.`;
    panel.replaceChildren(head, h('p', {}, hint));
    return;
  }
  const runs = [...new Set([...data.devices.map(({ run }) => run), state.run])];
  const columns = rows.map((row) => {
    const id = data.id[row];
    const open = button(breakable(data.weights[row]), () => actions.open(id), { class: 'ch-open' });
    const look = { class: 'ch-chip', 'aria-label': `Remove ${id}` };
    const remove = button('×', () => actions.compare(id, false), look);
    return h('th', { scope: 'col' }, open, ` at ${data.imgSize[row]} px `, remove);
  });
  const bodies = () =>
    groups(data, runs, rows).map(([name, lines]) => {
      const heading = h('th', { scope: 'colgroup', colspan: rows.length + 1 }, name);
      return h('tbody', {}, h('tr', {}, heading), ...lines.map(line));
    });
  const hint =
    'Bold: the best of a line. “tied”: cannot be told apart from it. Speeds were measured once each; no tie is claimed for them.';
  const top = h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Measure'), ...columns));
  const table = h('table', { class: 'ch-compare' }, top, ...bodies());
  panel.replaceChildren(
    head,
    h('p', { class: 'ch-hint' }, hint),
    scrolling('The comparison as a table', table),
  );
  if (runs.every(loadedRun)) return;
  Promise.allSettled(runs.map((run) => loadRun(run, data))).then(() =>
    table.replaceChildren(top, ...bodies()),
  );
}

function line([name, texts, found = []]) {
  const cells = texts.map((text, i) => {
    if (found[i] === 'best')
      return h('td', { class: 'num ch-top' }, h('b', {}, text), h('span', { class: 'ch-hidden' }, ' (best)'));
    if (found[i] === 'tied')
      return h('td', { class: 'num ch-top' }, text, ' ', h('span', { class: 'ch-badge ch-tied' }, 'tied'));
    return h('td', { class: 'num' }, text);
  });
  return h('tr', {}, h('th', { scope: 'row' }, name), ...cells);
}

function groups(data, runs, rows) {
  const lower = (name, column, write) => {
    const values = rows.map((row) => column[row]);
    return [name, values.map(write), marks(values, false)];
  };
  const fact = (name, write) => [name, rows.map(write)];
  const accuracy = data.testSets.map(({ id, label, images }) => {
    const values = rows.map((row) => data.top1[id][row]);
    const isTied = (i, j) =>
      tied(values[i], variance(values[i], images), values[j], variance(values[j], images));
    const write = (value) => (Number.isNaN(value) ? '–' : interval(value, ...wilson(value, images)));
    return [label, values.map(write), marks(values, true, isTied)];
  });
  const speed = runs.map((id) => {
    const label = data.runs.find((other) => other.id === id);
    const run = loadedRun(id);
    const values = rows.map((row) => run?.speed[row] ?? NaN);
    const write = (value, i) => {
      if (!run) return '…';
      if (Number.isNaN(value)) return 'not measured';
      return `${about({ run }, rows[i])}${significant(value)} (${duration(1 / value)})`;
    };
    return [`${label.deviceLabel}, ${label.details}`, values.map(write), marks(values, true)];
  });
  return [
    ['Top-1 accuracy, % (95 % interval)', accuracy],
    ['Speed, images/s (time per image)', speed],
    [
      'Cost',
      [
        lower('Parameters, M', data.params, short),
        lower('Work, GMACs', data.gmacs, short),
        lower('Activations, M', data.activations, short),
        fact('Image size, px', (row) => String(data.imgSize[row])),
      ],
    ],
    [
      'Facts',
      [
        fact('Family', (row) => data.families[word(data.family, row)][0]),
        fact('Kind', (row) => data.kinds[word(data.kind, row)]),
        fact('Pre-trained on', (row) => data.pretrainings[word(data.pretraining, row)]),
        fact('Distilled', (row) => (data.distilled[row] ? 'yes' : 'no')),
        fact('Taught by a model that saw', (row) => taughtBy(data, row)),
        fact('Licence', (row) => license(data, row)),
      ],
    ],
  ];
}
