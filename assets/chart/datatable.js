// A figure's data as a table, made when it is asked for, and as a CSV file.

import { download, h } from './dom.js';
import { cell, factsOf } from './facts.js';

const FIRST = 50;
const CSV_COLUMNS = [
  'weights',
  'img_size',
  'top1',
  'top1_low',
  'top1_high',
  'samples_per_sec',
  'secs',
  'param_count_m',
  'family',
  'kind',
  'pretraining',
  'license',
  'hub_id',
];

/** One cell: quoted where needed; a text that a spreadsheet would run as a formula gets a quote. */
export function csvCell(value) {
  if (value == null || Number.isNaN(value)) return '';
  let text = String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns and rows as CSV (RFC 4180). */
export const csv = (header, rows) =>
  [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

function ofPoints(figure, points) {
  const facts = factsOf(figure, points);
  const own = Object.keys(figure.columns ?? {});
  const names = [...new Set([...CSV_COLUMNS, ...own])].filter((name) => points.has(name));
  return {
    header: [{ label: 'Weights' }, ...facts],
    length: points.length,
    cells: (i) => [String(points.get('weights', i)), ...facts.map((fact) => cell(fact, points, i))],
    csv: () =>
      csv(
        names,
        Array.from({ length: points.length }, (_, i) => names.map((n) => points.get(n, i))),
      ),
  };
}

function ofTraces(figure) {
  const axis = (name) => figure.layout[name]?.title?.text ?? figure.layout[name]?.title ?? name[0];
  const rows = figure.traces
    .filter((trace) => trace.hoverinfo !== 'skip')
    .flatMap((trace) => (trace.x ?? []).map((x, i) => [trace.name ?? '', x, trace.y?.[i]]));
  const header = [{ label: 'Series' }, { label: axis('xaxis') }, { label: axis('yaxis') }];
  header[2].numeric = rows.some((row) => typeof row[2] === 'number');
  header[1].numeric = rows.some((row) => typeof row[1] === 'number');
  return {
    header,
    length: rows.length,
    cells: (i) => rows[i].map((value) => (value == null ? '–' : String(value))),
    csv: () =>
      csv(
        header.map(({ label }) => label),
        rows,
      ),
  };
}

/** Fill a figure's disclosure with its first rows; the rest on demand. `pin(i)` pins a point. */
export function fillTable(details, figure, points, pin) {
  const data = points.length ? ofPoints(figure, points) : ofTraces(figure);
  const align = data.header.map(({ numeric }) => (numeric ? 'num' : null));
  const row = (i) => {
    const cells = data.cells(i);
    const first = points.length
      ? h('button', { type: 'button', class: 'chart-pick', click: () => pin(i) }, cells[0])
      : cells[0];
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, first),
      ...cells.slice(1).map((text, k) => h('td', { class: align[k + 1] }, text)),
    );
  };
  const body = h('tbody');
  const head = data.header.map(({ label, unit }, k) =>
    h('th', { scope: 'col', class: align[k] }, label, unit ? h('span', { class: 'unit' }, ` ${unit}`) : null),
  );
  const status = h('span');
  const more = h(
    'button',
    { type: 'button', class: 'chart-button', click: () => show(data.length) },
    'Show all rows',
  );
  function show(count) {
    for (let i = body.children.length; i < Math.min(count, data.length); i += 1) body.append(row(i));
    const shown = body.children.length;
    status.textContent =
      shown < data.length
        ? `The first ${shown} of ${data.length.toLocaleString('en')} rows.`
        : `${shown.toLocaleString('en')} rows.`;
    more.hidden = shown === data.length;
  }
  const save = h(
    'button',
    {
      type: 'button',
      class: 'chart-button',
      click: () => download(`${details.dataset.name}.csv`, data.csv(), 'text/csv'),
    },
    'Download CSV',
  );
  const table = h('table', {}, h('thead', {}, h('tr', {}, ...head)), body);
  show(FIRST);
  details.replaceChildren(
    details.querySelector('summary'),
    h('div', { class: 'chart-data-tools' }, status, more, save),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Data: ${figure.title}` },
      table,
    ),
  );
}
