// A chart with free axes: the chooser's data, the site's look, the question in the address.

import { plotly } from '../chart.js';
import { h, mark } from '../chart/dom.js';
import { plain, significant } from '../chart/format.js';
import { colorsOf, layoutFor, resolve } from '../chart/look.js';
import { loadRun, loadWeights } from '../choose/load.js';
import { axes, COLORS, column, fromQuery, groups, rows, spearman, toQuery, token } from './axes.js';

const SYMBOLS = {
  convolution: 'circle',
  attention: 'diamond',
  hybrid: 'square',
  mlp: 'triangle-up',
  'state-space': 'triangle-down',
  in1k: 'circle',
  in12k: 'square',
  in21k: 'diamond',
  web: 'triangle-up',
};
const CONFIG = { displayModeBar: false, doubleClick: 'reset' };

const root = document.getElementById('explore');
const part = (name) => root.querySelector(`.chart-${name}`);
const data = await loadWeights();
const known = axes(data);
let state;
let turn = 0;

function menu(name, label, options) {
  const select = h('select', { change: () => choose({ ...state, [name]: select.value }) }, ...options);
  return [select, h('label', {}, h('span', {}, label), select)];
}

function axisOptions() {
  const names = [...new Set(known.map(({ group }) => group))];
  return names.map((group) =>
    h(
      'optgroup',
      { label: group },
      ...known.filter((axis) => axis.group === group).map(({ id, label }) => h('option', { value: id }, label)),
    ),
  );
}

const [x, xLabel] = menu('x', 'Along', axisOptions());
const [y, yLabel] = menu('y', 'Up', axisOptions());
const [color, colorLabel] = menu(
  'color',
  'Colour',
  Object.entries(COLORS).map(([id, label]) => h('option', { value: id }, label)),
);
const swap = h(
  'button',
  { type: 'button', class: 'chart-button', click: () => choose({ ...state, x: state.y, y: state.x }) },
  'Swap axes',
);
const message = h('p', { class: 'chart-message', role: 'status' });
part('tools').append(xLabel, yLabel, colorLabel, swap, message);

const label = (group) => data.kinds[group] ?? data.pretrainings[group] ?? `${group} px`;

function choose(next) {
  state = next;
  const query = toQuery(state, data);
  history.pushState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`);
  message.textContent = '';
  draw();
}

function read() {
  const answer = fromQuery(location.search, data);
  state = answer.state;
  message.textContent = answer.problems.join(' ');
  draw();
}

function title(axis) {
  const name = axis.run ? `${axis.group}, ${axis.label}` : axis.label;
  return ['%', 's'].includes(axis.unit) ? name : `${name}, ${axis.unit}`;
}

function layoutAxis(axis, values) {
  const shared = { title: { text: title(axis) } };
  if (!axis.log) return { ...shared, ticksuffix: axis.unit === '%' ? '\u202f%' : '' };
  const ends = [Math.min(...values), Math.max(...values)].map(Math.log10);
  const room = 0.04 * (ends[1] - ends[0] || 1);
  const unit = axis.unit === 's' ? 's' : '';
  return { ...shared, type: 'log', unit, range: [ends[0] - room, ends[1] + room] };
}

async function draw() {
  const mine = (turn += 1);
  [x.value, y.value, color.value] = [state.x, state.y, state.color];
  const [one, other] = [state.x, state.y].map((id) => known.find((axis) => axis.id === id));
  root.setAttribute('aria-busy', 'true');
  try {
    const needed = [one, other].filter(({ run }) => run).map(({ run }) => run);
    const loaded = await Promise.all(needed.map((run) => loadRun(run, data)));
    const speeds = new Map(loaded.map((run) => [run.id, run]));
    const Plotly = await plotly();
    if (mine === turn) show(one, other, speeds, Plotly);
  } catch {
    if (mine === turn) message.textContent = 'The figures of this choice could not be loaded.';
  } finally {
    if (mine === turn) root.removeAttribute('aria-busy');
  }
}

function show(one, other, speeds, Plotly) {
  const [xs, ys] = [one, other].map((axis) => column(axis, data, speeds));
  const found = rows(one, other, data, xs, ys);
  const at = (values) => found.map((row) => values[row]);
  const parts = groups(state.color, data, found);
  words(one, other, found, at(xs), at(ys));
  const colorOf = (group) => `var(--chart-${token(state.color, group)})`;
  part('legend').replaceChildren(
    ...parts.map(([group, members]) =>
      h(
        'li',
        {},
        h(
          'span',
          { class: 'item' },
          mark({ symbol: SYMBOLS[group] ?? 'circle', color: colorOf(group) }),
          h('span', {}, label(group)),
          h('span', { class: 'n' }, String(members.length)),
        ),
      ),
    ),
  );
  const traces = parts.map(([group, members]) => ({
    x: members.map((row) => xs[row]),
    y: members.map((row) => ys[row]),
    text: members.map((row) => `${plain(data.weights[row])}, ${data.imgSize[row]} px`),
    mode: 'markers',
    hovertemplate: '%{text}<br>%{x}, %{y}<extra></extra>',
    marker: {
      symbol: SYMBOLS[group] ?? 'circle',
      color: colorOf(group),
      size: 6,
      line: { color: 'var(--chart-bg)', width: 0.7 },
    },
  }));
  const plot = part('plot');
  const read = colorsOf(root);
  const own = {
    xaxis: layoutAxis(one, at(xs)),
    yaxis: layoutAxis(other, at(ys)),
    margin: { l: 64 },
  };
  const layout = layoutFor(own, {
    width: plot.clientWidth,
    height: plot.clientHeight,
    font: getComputedStyle(root).fontFamily,
    touch: matchMedia('(pointer: coarse)').matches,
  });
  Plotly.react(plot, resolve(traces, read), resolve(layout, read), CONFIG);
  root.dataset.drawn = `${state.x} ${state.y} ${state.color}`;
}

function words(one, other, found, xs, ys) {
  const rho = spearman(xs, ys);
  part('title').textContent = `${title(other)}, against ${title(one)}`;
  const unit = one.test || other.test ? 'weights at an image size' : 'architectures at an image size';
  const relation = Number.isNaN(rho) ? '' : ` Spearman’s rank correlation: ${rho.toFixed(3)}.`;
  const ratios = xs.map((value, i) => ys[i] / value).sort((a, b) => a - b);
  const same = one.run && other.run && one.unit === other.unit && found.length;
  const factor = same ? ` Median ratio, up over along: ${significant(ratios[Math.floor(ratios.length / 2)])}.` : '';
  part('subtitle').textContent = `${found.length.toLocaleString('en')} ${unit}.${relation}${factor}`;
  root.setAttribute('aria-label', `${part('title').textContent}. ${part('subtitle').textContent}`);
}

addEventListener('popstate', read);
addEventListener('resize', () => draw());
new MutationObserver(() => draw()).observe(document.body, { attributes: true, attributeFilter: ['class'] });
read();
