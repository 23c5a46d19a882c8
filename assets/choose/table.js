// The rows of the answer as a table that sorts; long ones grow on demand.

import { button, h, scrolling } from '../chart/dom.js';
import { short } from '../chart/format.js';
import { COLUMNS, nextSort, rowsShown } from './columns.js';
import { doubts } from './doubts.js';
import { areTied, standing } from './rank.js';
import { breakable } from './words.js';

const FIRST = 50;
const MORE = 200;

export class Table {
  /** `actions`: `open(row)`, `sort(key)`, `compare(row, wanted)`. */
  constructor(root, actions) {
    this.actions = actions;
    this.heads = COLUMNS.map(({ key, label, unit, text }) => {
      const name = [label, unit ? h('span', { class: 'unit' }, ` ${unit}`) : null];
      const sort = button(name, () => this.actions.sort(nextSort(key, this.sort)), { class: null });
      return h('th', { scope: 'col', class: text ? null : 'num' }, sort);
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
    this.more = button('', () => this.grow(MORE));
    root.append(this.caption, scrolling('The answer as a table', this.table), this.more);
  }

  draw(context, caption) {
    const { rows, sort } = rowsShown(context);
    this.rows = rows;
    this.sort = sort;
    this.context = context;
    this.caption.textContent = caption;
    this.versus.hidden = !context.found.upgrades;
    this.columns = COLUMNS.filter(({ shown }) => !shown || shown(context.state));
    COLUMNS.forEach(({ key, label, batched }, i) => {
      this.heads[i].hidden = !this.columns.includes(COLUMNS[i]);
      if (batched) {
        const name = context.about.batched ? batched : label;
        this.heads[i].querySelector('button').firstChild.textContent = name;
      }
      if (sort.replace(/^-/, '') !== key) this.heads[i].removeAttribute('aria-sort');
      else this.heads[i].setAttribute('aria-sort', sort.startsWith('-') ? 'descending' : 'ascending');
    });
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
    const open = () => this.actions.open(id);
    const name = button(breakable(data.weights[row]), open, { class: 'ch-open' });
    return h(
      'tr',
      { 'data-id': id },
      h('td', {}, box),
      h('th', { scope: 'row' }, name, ...this.badges(row)),
      found.upgrades ? this.against(row) : null,
      ...this.columns
        .slice(1)
        .map(({ text, write }) => h('td', { class: text ? null : 'num' }, write(this.context, row))),
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
    for (const doubt of doubts(this.context, row)) badges.push(['doubt', doubt]);
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
