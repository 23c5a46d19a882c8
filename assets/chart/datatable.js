// A figure's data as a table, made when it is asked for, and as a CSV file.

import { csv } from './csv.js';
import { button, download, h, scrolling } from './dom.js';
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

function ofPoints(figure, points) {
  const facts = factsOf(figure, points);
  const own = Object.keys(figure.columns ?? {});
  const names = [...new Set([...CSV_COLUMNS, ...own])].filter((name) => points.has(name));
  return {
    header: [{ label: 'Weights' }, ...facts],
    length: points.length,
    cells: (i) => [String(points.get('weights', i)), ...facts.map((fact) => cell(fact, points, i))],
    lines: () => [
      names,
      ...Array.from({ length: points.length }, (_, i) => names.map((name) => points.get(name, i))),
    ],
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
    lines: () => [header.map(({ label }) => label), ...rows],
  };
}

/** Fill a figure's disclosure with its first rows; the rest on demand. `pin(i)` pins a point. */
export function fillTable(details, figure, points, name, pin) {
  const data = points.length ? ofPoints(figure, points) : ofTraces(figure);
  const align = data.header.map(({ numeric }) => (numeric ? 'num' : null));
  const row = (i) => {
    const [text, ...rest] = data.cells(i);
    const first = points.length ? button(text, () => pin(i), { class: 'chart-pick' }) : text;
    const others = rest.map((other, k) => h('td', { class: align[k + 1] }, other));
    return h('tr', {}, h('th', { scope: 'row' }, first), ...others);
  };
  const body = h('tbody');
  const head = data.header.map(({ label, unit }, k) =>
    h('th', { scope: 'col', class: align[k] }, label, unit ? h('span', { class: 'unit' }, ` ${unit}`) : null),
  );
  const each = points.length && points.has('pretraining') ? 'models' : 'rows';
  const status = h('span');
  const more = button('Show all rows', () => show(data.length));
  function show(count) {
    for (let i = body.children.length; i < Math.min(count, data.length); i += 1) body.append(row(i));
    const shown = body.children.length;
    status.textContent =
      shown < data.length
        ? `The first ${shown} of ${data.length.toLocaleString('en')} ${each}.`
        : `${shown.toLocaleString('en')} ${each}.`;
    more.hidden = shown === data.length;
  }
  const save = button('Download CSV', () => download(`${name}.csv`, csv(data.lines()), 'text/csv'));
  show(FIRST);
  details.replaceChildren(
    details.querySelector('summary'),
    h('div', { class: 'chart-data-tools' }, status, more, save),
    scrolling(`Data: ${figure.title}`, h('table', {}, h('thead', {}, h('tr', {}, ...head)), body)),
  );
}
