// The elements of the chooser, still empty.

import { button, copyButton, h } from '../chart/dom.js';
import { fillHelp } from '../chart/help.js';

/**
 * Build them: by name, and as `all` in the order of the page. `finder` is the form of the
 * reference; `open(id)` opens the details of a model that the answer names; `save(everything)` hands out
 * the rows.
 */
export function buildParts(finder, open, save) {
  const panel = (name, label) =>
    h('div', { role: 'region', class: `ch-panel ch-${name}`, 'aria-labelledby': label, hidden: true });
  const parts = {
    notices: h('div', { class: 'ch-notices', role: 'alert' }),
    notes: h('div', { class: 'ch-notes', role: 'status' }),
    spoken: h('p', { class: 'ch-hidden', role: 'status', 'aria-live': 'polite' }),
    sentence: h('p', { class: 'ch-answer' }),
    versus: h('p', { class: 'ch-versus' }),
    chips: h('ul', { class: 'ch-chips', 'aria-label': 'Constraints in force' }),
    empty: h('div', { class: 'ch-empty' }),
    folded: h('summary', {}, 'Constraints'),
    form: h('form', { class: 'ch-form', 'aria-label': 'Constraints' }),
    details: panel('details', 'ch-details-title'),
    title: h('h2', { class: 'chart-title ch-title', id: 'ch-chart-title' }),
    subtitle: h('p', { class: 'chart-subtitle' }),
    plot: h('div', { class: 'ch-plot' }),
    legend: h('ul', { class: 'chart-legend' }),
    source: h('p', { class: 'chart-source' }),
    comparison: panel('comparison', 'ch-compare-title'),
    views: h('div', { class: 'ch-views', role: 'group', 'aria-label': 'Rows of the table' }),
    table: h('div', { class: 'ch-table' }),
    excluded: h('ul', {}),
  };
  const { notices, notes, spoken, sentence, versus, chips, empty, details, comparison, views, table } = parts;
  const how = h('details', { class: 'chart-help' }, h('summary', {}, 'How to use this chart'));
  fillHelp(how, { candidates: true, answer: true });
  const chart = h(
    'div',
    { class: 'ch-chart', role: 'group', 'aria-labelledby': 'ch-chart-title' },
    ...[parts.title, parts.subtitle, parts.plot, parts.legend, parts.source],
    h('div', { class: 'chart-more' }, how),
  );
  const actions = h(
    'div',
    { class: 'ch-actions' },
    button('CSV of these models', () => save(false)),
    button('CSV of all models', () => save(true)),
    copyButton(() => location.href, 'Copy a link to this view'),
  );
  const why = h('summary', {}, 'What each constraint excludes');
  const excluded = h('details', { class: 'ch-excluded' }, why, parts.excluded);
  const opens = ({ target }) => {
    const named = target.closest('[data-open]');
    if (named) open(named.dataset.open);
  };
  const head = h('div', { class: 'ch-head', click: opens }, sentence, finder, notes, versus, chips, empty);
  const fields = h('details', { class: 'ch-fields' }, parts.folded, parts.form);
  const main = [details, chart, comparison, views, table, actions, excluded];
  return { ...parts, fields, all: [notices, spoken, head, fields, h('div', { class: 'ch-main' }, ...main)] };
}
