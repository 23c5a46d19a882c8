// A chart with free axes: the chooser's data, the site's charts, the question in the address.

import { plotly } from '../chart.js';
import { fillCard } from '../chart/card.js';
import { fillTable } from '../chart/datatable.js';
import { h } from '../chart/dom.js';
import { buildLegend } from '../chart/legend.js';
import { colorsOf, layoutFor, resolve } from '../chart/look.js';
import { printable } from '../chart/print.js';
import { Tip } from '../chart/tip.js';
import { Zoom } from '../chart/zoom.js';
import { loadRun, loadWeights } from '../choose/load.js';
import { axes, column, fromQuery, groupOf, groups, look, ofArchitectures, rows, toQuery } from './axes.js';
import { buildControls } from './controls.js';
import { keyOf, ViewPoints } from './points.js';
import { alternative, axisTitle, factOf, source, summary, title } from './words.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset', showTips: false };
const SIZE = 6;
const touch = matchMedia('(pointer: coarse)');

class Explorer {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.axes = axes(data);
    this.part = (name) => root.querySelector(`.chart-${name}`);
    this.plot = this.part('plot');
    this.message = h('p', { class: 'chart-message', role: 'status' });
    this.hidden = new Set();
    this.pinned = null;
    this.turn = 0;
    this.showState = buildControls(this.part('tools'), this.axes, (change) => this.choose(change));
    this.part('tools').append(this.message);
    this.part('data').addEventListener('toggle', () => this.fillData());
    root.addEventListener('keydown', (event) => event.key === 'Escape' && this.pin(null));
    addEventListener('popstate', () => this.read());
    new ResizeObserver(() => this.draw()).observe(this.plot);
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ['class'] });
    printable([]);
    this.read();
  }

  choose(change) {
    this.state = { ...this.state, ...change };
    const query = toQuery(this.state, this.data);
    history.pushState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`);
    this.load('');
  }

  /** Take the state that the address holds. */
  read() {
    const { state, problems } = fromQuery(location.search, this.data);
    this.state = state;
    this.load(problems.join(' '));
  }

  /** Fetch what the state needs and show it; `problem` is said of the address. */
  async load(problem) {
    const mine = (this.turn += 1);
    const { state } = this;
    this.showState(state);
    this.message.textContent = problem;
    const [x, y] = [state.x, state.y].map((id) => this.axes.find((axis) => axis.id === id));
    const needed = [x, y].filter(({ run }) => run).map(({ run }) => run);
    this.root.setAttribute('aria-busy', 'true');
    try {
      const runs = await Promise.all(needed.map((run) => loadRun(run, this.data)));
      this.plotly ??= await plotly();
      if (mine === this.turn) this.take(x, y, state.color, new Map(runs.map((run) => [run.id, run])));
    } catch (error) {
      if (mine === this.turn) this.offerAgain(error);
    } finally {
      if (mine === this.turn) this.root.removeAttribute('aria-busy');
    }
  }

  offerAgain(error) {
    console.warn(error);
    const again = h('button', { type: 'button', class: 'chart-button', click: () => this.load('') }, 'Try again');
    this.message.replaceChildren('The figures of this choice could not be loaded. ', again);
  }

  /** Show a view whose figures are there. */
  take(x, y, color, speeds) {
    const { data } = this;
    const [xs, ys] = [x, y].map((axis) => column(axis, data, speeds));
    const architectures = ofArchitectures(x, y, color);
    const found = rows(x, y, data, xs, ys, architectures);
    const parts = groups(color, data, found);
    const names = parts.map(([group]) => group);
    const kept = this.view?.color === color ? [...this.hidden].filter((group) => names.includes(group)) : [];
    this.hidden = new Set(kept);
    this.view = { x, y, color, xs, ys, architectures, found, parts };
    const legend = parts.map(([group, members]) => ({
      group,
      label: this.label(group),
      count: members.length,
      ...look(color, group),
    }));
    const explorer = this;
    const state = {
      get hidden() {
        return explorer.hidden;
      },
      change: (hidden) => this.filter(hidden),
    };
    this.updateLegend = buildLegend(this.part('legend'), { legend }, state);
    this.part('title').textContent = `${title(y)}, against ${title(x)}`;
    this.part('source').textContent = source(this.view, data);
    this.filter(this.hidden);
  }

  label(group) {
    const { kinds, pretrainings } = this.data;
    const labels = { kind: kinds, pretraining: pretrainings }[this.view.color];
    if (!labels) return `${group} px`;
    return Object.hasOwn(labels, group) ? labels[group] : group;
  }

  /** Show all groups but some: in the drawing, the words, the table. */
  filter(hidden) {
    this.hidden = hidden;
    const { x, y, xs, ys, color, found, parts, architectures } = this.view;
    const shown = hidden.size ? found.filter((row) => !hidden.has(groupOf(color, this.data, row))) : found;
    const values = [[x, xs], [y, ys]];
    this.points = new ViewPoints(this.data, shown, values, architectures);
    this.figure = {
      title: this.part('title').textContent,
      facts: [...new Map([y, x].map((axis) => [axis.id, factOf(axis)])).values()],
      columns: Object.fromEntries([x, y].map((axis) => [keyOf(axis), true])),
    };
    const [along, up] = [xs, ys].map((numbers) => shown.map((row) => numbers[row]));
    const counts = parts.filter(([group]) => !hidden.has(group)).map(([group, { length }]) => [this.label(group), length]);
    this.part('subtitle').textContent = summary(this.view, along, up);
    this.root.setAttribute('aria-label', alternative(this.view, along, up, counts));
    this.updateLegend();
    this.fillData();
    this.pin(shown.includes(this.pinned) ? this.pinned : null);
  }

  /** Pin the details of a row; null puts them away. */
  pin(row) {
    const card = this.part('card');
    const focused = card.contains(document.activeElement);
    this.pinned = row;
    card.hidden = row === null;
    card.replaceChildren();
    if (row === null && focused) this.part('data').querySelector('summary').focus();
    if (row !== null) {
      const { color } = this.view;
      const mark = look(color, groupOf(color, this.data, row));
      fillCard(card, this.figure, this.points, this.points.rows.indexOf(row), mark, { close: () => this.pin(null) });
    }
    this.tip?.hide();
    this.draw();
  }

  fillData() {
    const details = this.part('data');
    if (!details.open || !this.view) return;
    details.dataset.name = `explore.${this.state.y}.${this.state.x}`;
    fillTable(details, this.figure, this.points, (i) => this.pin(this.points.rows[i]));
  }

  async draw() {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!this.view || !width) return;
    const { x, y, color, xs, ys, found } = this.view;
    const read = colorsOf(this.root);
    const own = {
      xaxis: layoutAxis(x, found.map((row) => xs[row]), width - 80),
      yaxis: layoutAxis(y, found.map((row) => ys[row]), width - 20),
      margin: { l: 64 },
      uirevision: `${x.id} ${y.id}`,
    };
    const { fontFamily: font } = getComputedStyle(this.root);
    const layout = layoutFor(own, { width, height, font, touch: touch.matches });
    this.layout = own;
    await this.plotly.react(this.plot, resolve(this.traces(), read), resolve(layout, read), CONFIG);
    if (!this.tip) this.listen();
    this.zoom.follow();
    this.root.dataset.drawn = `${x.id} ${y.id} ${color}`;
  }

  traces() {
    const { xs, ys, color, parts } = this.view;
    const drawn = parts.map(([group, members]) => ({
      x: members.map((row) => xs[row]),
      y: members.map((row) => ys[row]),
      mode: 'markers',
      hoverinfo: 'none',
      visible: !this.hidden.has(group),
      marker: { ...look(color, group), size: SIZE, line: { color: 'var(--chart-bg)', width: 0.7 } },
    }));
    const pinned = this.pinned === null ? [] : [this.pinned];
    const ring = { symbol: 'circle-open', size: SIZE + 9, color: 'var(--chart-accent)', line: { width: 2.5 } };
    const around = pinned.map((row) => [xs[row], ys[row]]);
    drawn.push({
      x: around.map(([along]) => along),
      y: around.map(([, up]) => up),
      mode: 'markers',
      hoverinfo: 'skip',
      marker: ring,
    });
    return drawn;
  }

  listen() {
    this.tip = new Tip(this.plot);
    this.zoom = new Zoom(this.plot, () => this.layout);
    const rowOf = ({ curveNumber, pointNumber }) => this.view.parts[curveNumber]?.[1][pointNumber];
    this.plot.on('plotly_hover', ({ points: [point] }) => {
      const i = this.points.rows.indexOf(rowOf(point));
      if (i < 0 || touch.matches) return;
      this.tip.show(this.figure, this.points, i, {
        x: point.xaxis._offset + point.xaxis.d2p(point.x),
        y: point.yaxis._offset + point.yaxis.d2p(point.y),
        radius: SIZE / 2,
        mark: look(this.view.color, this.view.parts[point.curveNumber][0]),
      });
    });
    this.plot.on('plotly_unhover', () => this.tip.hide());
    this.plot.on('plotly_relayout', () => this.tip.hide());
    this.plot.on('plotly_click', ({ points: [point] }) => this.pin(rowOf(point) ?? this.pinned));
  }
}

/** A plotly axis whose range holds all values, with some room, whatever is hidden. */
function layoutAxis(axis, values, width) {
  const scale = axis.log ? Math.log10 : Number;
  const own = { title: { text: axisTitle(axis, width) }, ticksuffix: axis.unit === '%' ? '\u202f%' : '' };
  const type = axis.log ? { type: 'log', unit: axis.unit === 's' ? 's' : '' } : {};
  if (!values.length) return { ...own, ...type };
  const [low, high] = values.reduce(
    ([a, b], value) => [Math.min(a, scale(value)), Math.max(b, scale(value))],
    [Infinity, -Infinity],
  );
  const room = 0.04 * (high - low || 1);
  return { ...own, ...type, range: [low - room, high + room] };
}

const root = document.getElementById('explore');
try {
  new Explorer(root, await loadWeights());
} catch (error) {
  console.warn(error);
  const again = h('button', { type: 'button', class: 'chart-button', click: () => location.reload() }, 'Try again');
  const message = h('p', { class: 'chart-message', role: 'alert' }, 'The data could not be loaded. ', again);
  root.querySelector('.chart-tools').replaceChildren(message);
}
