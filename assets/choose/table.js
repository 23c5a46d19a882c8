// The rows of the answer as a table that sorts; long ones grow on demand.

import { h } from '../chart/dom.js';
import { short, significant } from '../chart/format.js';
import { word } from './data.js';
import { areTied, standing } from './rank.js';
import { accuracy, breakable, license } from './words.js';

const FIRST = 50;
const MORE = 200;

const milliseconds = (perSecond) => {
  const ms = 1000 / perSecond;
  return ms >= 0.1 ? short(ms) : significant(ms, 2);
};

/** The columns: key in the address, label, unit, value to sort by, text. */
const COLUMNS = [
  {
    key: 'weights',
    label: 'Weights',
    text: true,
    value:
      ({ data }) =>
      (row) =>
        data.weights[row],
  },
  {
    key: 'top1',
    label: 'Top-1',
    unit: '%',
    value:
      ({ score }) =>
      (row) =>
        score.value[row],
    write:
      ({ score }) =>
      (row) =>
        accuracy(score, row),
  },
  {
    key: 'speed',
    label: 'Speed',
    unit: 'images/s',
    value:
      ({ run }) =>
      (row) =>
        run.speed[row],
    write:
      ({ run }) =>
      (row) =>
        significant(run.speed[row]),
  },
  {
    key: 'ms',
    label: 'Time',
    unit: 'ms/image',
    value:
      ({ run }) =>
      (row) =>
        1 / run.speed[row],
    write:
      ({ run }) =>
      (row) =>
        milliseconds(run.speed[row]),
  },
  {
    key: 'params',
    label: 'Params',
    unit: 'M',
    value:
      ({ data }) =>
      (row) =>
        data.params[row],
    write:
      ({ data }) =>
      (row) =>
        short(data.params[row]),
  },
  {
    key: 'gmacs',
    label: 'Work',
    unit: 'GMACs',
    value:
      ({ data }) =>
      (row) =>
        data.gmacs[row],
    write:
      ({ data }) =>
      (row) =>
        short(data.gmacs[row]),
  },
  {
    key: 'size',
    label: 'Size',
    unit: 'px',
    value:
      ({ data }) =>
      (row) =>
        data.imgSize[row],
    write:
      ({ data }) =>
      (row) =>
        String(data.imgSize[row]),
  },
  {
    key: 'devices',
    label: 'Frontiers',
    unit: 'devices',
    value:
      ({ found }) =>
      (row) =>
        found.counts?.[row] ?? NaN,
    write:
      ({ found, data }) =>
      (row) =>
        `${found.counts ? found.counts[row] : '…'} of ${data.devices.length}`,
  },
  {
    key: 'license',
    label: 'Licence',
    text: true,
    value:
      ({ data }) =>
      (row) =>
        word(data.license, row),
    write:
      ({ data }) =>
      (row) =>
        license(data, row),
  },
];
const HIDDEN = {
  activations:
    ({ data }) =>
    (row) =>
      data.activations[row],
};

/** The rows that a view shows, in its order. */
export function rowsShown({ data, state, found, run, score }) {
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
  const key = sort.replace(/^-/, '');
  const make = COLUMNS.find((column) => column.key === key)?.value ?? HIDDEN[key];
  const value = make({ data, found, run, score });
  const sign = sort.startsWith('-') ? -1 : 1;
  const missing = (one) => typeof one === 'number' && Number.isNaN(one);
  const order = (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (missing(left) || missing(right)) return missing(left) - missing(right);
    return left < right ? -sign : left > right ? sign : 0;
  };
  return {
    rows: [...rows].sort(
      (a, b) => order(a, b) || run.speed[b] - run.speed[a] || score.value[b] - score.value[a] || a - b,
    ),
    sort,
  };
}

export class Table {
  /** `actions`: `open(row)`, `sort(key)`, `compare(row, wanted)`. */
  constructor(root, actions) {
    this.actions = actions;
    this.heads = COLUMNS.map((column) => {
      const button = h(
        'button',
        { type: 'button', click: () => this.actions.sort(this.next(column)) },
        column.label,
        column.unit ? h('span', { class: 'unit' }, ` ${column.unit}`) : null,
      );
      return h('th', { scope: 'col', class: column.text ? null : 'num' }, button);
    });
    this.versus = h('th', { scope: 'col' }, 'Against it');
    this.body = h('tbody');
    this.caption = h('p', { class: 'ch-hint', id: 'ch-table-title' });
    const check = h('th', { scope: 'col' }, h('span', { class: 'ch-hidden' }, 'Compare'));
    this.table = h(
      'table',
      { 'aria-labelledby': 'ch-table-title' },
      h('thead', {}, h('tr', {}, check, this.heads[0], this.versus, ...this.heads.slice(1))),
      this.body,
    );
    this.more = h('button', {
      type: 'button',
      class: 'chart-button',
      click: () => this.grow(MORE),
    });
    root.append(
      this.caption,
      h(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The answer as a table' },
        this.table,
      ),
      this.more,
    );
  }

  next(column) {
    const down = this.sort === `-${column.key}`;
    const up = this.sort === column.key;
    if (!down && !up)
      return column.text || ['ms', 'params', 'gmacs', 'size'].includes(column.key)
        ? column.key
        : `-${column.key}`;
    return down ? column.key : `-${column.key}`;
  }

  draw(context, caption) {
    const { rows, sort } = rowsShown(context);
    this.rows = rows;
    this.sort = sort;
    this.context = context;
    this.caption.textContent = caption;
    this.cells = COLUMNS.map((column) => (column.write ?? column.value)(context));
    COLUMNS.forEach(({ key }, i) => {
      if (sort.replace(/^-/, '') !== key) this.heads[i].removeAttribute('aria-sort');
      else this.heads[i].setAttribute('aria-sort', sort.startsWith('-') ? 'descending' : 'ascending');
    });
    this.versus.hidden = !context.found.upgrades;
    this.compared = new Set(context.state.compare);
    this.tied = new Set(context.found.tied);
    this.body.replaceChildren();
    this.grow(FIRST);
  }

  /** Mark the rows that are compared, without drawing the table anew. */
  mark(compare) {
    this.compared = new Set(compare);
    for (const box of this.body.querySelectorAll('input')) box.checked = this.compared.has(box.value);
  }

  grow(by) {
    const shown = this.body.children.length;
    const fresh = this.rows.slice(shown, shown + by).map((row) => this.line(row));
    this.body.append(...fresh);
    const left = this.rows.length - this.body.children.length;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(left, MORE)} more of ${left.toLocaleString('en')}`;
  }

  line(row) {
    const { data, found } = this.context;
    const id = data.id[row];
    const box = h('input', {
      type: 'checkbox',
      value: id,
      'aria-label': `Compare ${id}`,
      change: () => this.actions.compare(id, box.checked),
    });
    box.checked = this.compared.has(id);
    const name = h(
      'button',
      { type: 'button', class: 'ch-open', click: () => this.actions.open(id) },
      ...breakable(data.weights[row]),
    );
    return h(
      'tr',
      { 'data-id': id },
      h('td', {}, box),
      h('th', { scope: 'row' }, name, ...this.badges(row)),
      found.upgrades ? this.against(row) : null,
      ...COLUMNS.slice(1).map(({ text }, i) =>
        h('td', { class: text ? null : 'num' }, this.cells[i + 1](row)),
      ),
    );
  }

  badges(row) {
    const { found, state } = this.context;
    const badges = [];
    if (row === found.best) badges.push(['best', 'best']);
    if (this.tied.has(row)) badges.push(['tied', 'tied with the best']);
    if (row === found.fastest && row !== found.best) {
      badges.push(['fast', `fastest within ${state.loss} pt`]);
    }
    return badges.flatMap(([kind, text]) => [' ', h('span', { class: `ch-badge ch-${kind}` }, text)]);
  }

  against(row) {
    const { found, score, run } = this.context;
    const { reference } = found;
    if (row === reference) return h('td', {}, 'this is it');
    const difference = score.value[row] - score.value[reference];
    const sign = difference < 0 ? '−' : '+';
    const ratio = run.speed[row] / run.speed[reference];
    const real = areTied(score, row, reference) ? 'tied' : 'real';
    return h(
      'td',
      { class: `ch-${standing(score, row, reference)}` },
      `${sign}${Math.abs(difference).toFixed(2)}, ${real}; ${short(ratio)}× speed`,
    );
  }
}
