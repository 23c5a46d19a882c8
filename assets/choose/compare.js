// Two to five rows side by side: every measure, test set and device; best and ties marked.

import { h } from '../chart/dom.js';
import { duration, interval, short, significant, wilson } from '../chart/format.js';
import { word } from './data.js';
import { loadedRun } from './load.js';
import { tied, variance } from './stats.js';
import { breakable, license } from './words.js';

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
  const clear = h('button', { type: 'button', class: 'chart-button', click: actions.clear }, 'Clear');
  const head = h(
    'div',
    { class: 'ch-panel-head' },
    h('h2', { id: 'ch-compare-title' }, 'Side by side'),
    clear,
  );
  if (rows.length < 2) {
    panel.replaceChildren(
      head,
      h('p', {}, `${data.id[rows[0]]}: tick another row of the table to compare the two.`),
    );
    return;
  }
  const columns = rows.map((row) =>
    h(
      'th',
      { scope: 'col' },
      h(
        'button',
        { type: 'button', class: 'ch-open', click: () => actions.open(data.id[row]) },
        ...breakable(data.weights[row]),
      ),
      ` at ${data.imgSize[row]} px `,
      h(
        'button',
        {
          type: 'button',
          class: 'ch-chip',
          click: () => actions.compare(data.id[row], false),
          'aria-label': `Remove ${data.id[row]}`,
        },
        '×',
      ),
    ),
  );
  panel.replaceChildren(
    head,
    h(
      'p',
      { class: 'ch-hint' },
      'Bold: the best of a row. “tied”: cannot be told apart from it. Speeds were measured once each; no tie is claimed for them.',
    ),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The comparison as a table' },
      h(
        'table',
        { class: 'ch-compare' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Measure'), ...columns)),
        ...groups(data, state, rows).map(([title, lines]) =>
          h(
            'tbody',
            {},
            h('tr', {}, h('th', { scope: 'colgroup', colspan: rows.length + 1 }, title)),
            ...lines.map(line),
          ),
        ),
      ),
    ),
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

function groups(data, state, rows) {
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
  const runs = [...new Set([...data.devices.map(({ run }) => run), state.run])];
  const speed = runs.map((id) => {
    const about = data.runs.find((other) => other.id === id);
    const run = loadedRun(id);
    const values = rows.map((row) => run?.speed[row] ?? NaN);
    const write = (value) => {
      if (!run) return '…';
      return Number.isNaN(value) ? 'not measured' : `${significant(value)} (${duration(1 / value)})`;
    };
    return [`${about.deviceLabel}, ${about.details}`, values.map(write), marks(values, true)];
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
        fact('Licence', (row) => license(data, row)),
      ],
    ],
  ];
}
