// A chart with free axes: the chooser's data, the site's charts, the question in the address.

import { fillCard } from '../chart/card.js';
import { fillTable } from '../chart/datatable.js';
import { h } from '../chart/dom.js';
import { buildLegend } from '../chart/legend.js';
import { colorsOf, layoutFor, resolve } from '../chart/look.js';
import { printable } from '../chart/print.js';
import { Tip } from '../chart/tip.js';
import { Zoom } from '../chart/zoom.js';
import { plotly } from '../chart.js';
import { loadRun, loadWeights } from '../choose/load.js';
import { defaults, fromQuery, same, toQuery } from './address.js';
import { axes, column, ofArchitectures, rows } from './axes.js';
import { COLORS, coloring } from './colors.js';
import { buildControls } from './controls.js';
import { layoutOf, SIZE, tracesOf } from './drawing.js';
import { keyOf, ViewPoints } from './points.js';
import { alternative, factOf, source, summary, title } from './words.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset', showTips: false };
const touch = matchMedia('(pointer: coarse)');

class Explorer {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.axes = axes(data);
    const ids = this.axes.map(({ id }) => id);
    this.known = {
      x: new Set(ids),
      y: new Set(ids),
      color: new Set([...Object.keys(COLORS), ...ids]),
    };
    const { x, y, color } = root.dataset;
    this.usual = { ...defaults(data), ...(x && { x, y, color }) };
    this.details = root.closest('details');
    this.views = [...(this.details?.querySelectorAll('.chart-views a') ?? [])];
    this.part = (name) => root.querySelector(`.chart-${name}`);
    this.plot = this.part('plot');
    this.message = h('p', { class: 'chart-message', role: 'status' });
    this.hidden = new Set();
    this.pinned = null;
    this.turn = 0;
    this.showState = buildControls(this.part('tools'), this.axes, data, (change) => this.choose(change));
    this.part('tools').append(this.message);
    for (const link of this.views) link.addEventListener('click', (event) => this.start(event, link));
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
    const url = new URL(location.href);
    // Beside other charts the address says all of it, so that it opens this one, and no other place.
    url.search = toQuery(this.state, this.details ? {} : this.usual, url.search);
    if (this.details) url.hash = '';
    if (url.href !== location.href) history.pushState(null, '', url);
    this.load('');
  }

  /** Follow a link to a view of this page, unless it is to open elsewhere. */
  start(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.choose(this.stateOf(link.search).state);
  }

  stateOf(query) {
    return fromQuery(query, this.known, this.usual);
  }

  /** Take the state that the address holds; a step of another part of the page changes nothing. */
  read() {
    const { state, problems } = this.stateOf(location.search);
    const problem = problems.join(' ');
    if (this.view && same(state, this.state) && problem === this.problem) return;
    this.state = state;
    this.load(problem);
  }

  /** Fetch what the state needs and show it; `problem` is said of the address. */
  async load(problem) {
    this.turn += 1;
    const mine = this.turn;
    const { state } = this;
    this.problem = problem;
    this.showState(state);
    this.message.textContent = problem;
    for (const link of this.views) {
      if (same(this.stateOf(link.search).state, state)) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    const axisOf = (id) => this.axes.find((axis) => axis.id === id);
    const measure = Object.hasOwn(COLORS, state.color) ? null : axisOf(state.color);
    const shown = [axisOf(state.x), axisOf(state.y), ...(measure ? [measure] : [])];
    this.root.setAttribute('aria-busy', 'true');
    try {
      const needed = shown.filter(({ run }) => run).map(({ run }) => loadRun(run, this.data));
      const speeds = new Map((await Promise.all(needed)).map((run) => [run.id, run]));
      this.plotly ??= await plotly();
      if (mine === this.turn) this.take(shown, state.color, speeds);
    } catch (error) {
      if (mine === this.turn) this.offerAgain(error);
    } finally {
      if (mine === this.turn) this.root.removeAttribute('aria-busy');
    }
  }

  offerAgain(error) {
    console.warn(error);
    const again = h(
      'button',
      { type: 'button', class: 'chart-button', click: () => this.load('') },
      'Try again',
    );
    this.message.replaceChildren('The figures of this choice could not be loaded. ', again);
  }

  /** Show a view whose figures are there: `shown` are its axes, and its colour's where it has one. */
  take(shown, color, speeds) {
    const { data } = this;
    const [x, y, measure] = shown;
    const [xs, ys, third] = shown.map((axis) => column(axis, data, speeds));
    const architectures = ofArchitectures(shown, color);
    const found = rows(x, y, data, xs, ys, architectures);
    const colors = coloring(color, data, found, measure, third);
    const names = colors.parts.map(([group]) => group);
    const kept = this.view?.color === color ? [...this.hidden].filter((group) => names.includes(group)) : [];
    this.hidden = new Set(kept);
    const values = new Map(shown.map((axis, i) => [axis, [xs, ys, third][i]]));
    this.view = { x, y, measure, shown, values, color, colors, xs, ys, architectures, found };
    const legend = colors.parts.map(([group, members]) => ({
      group,
      label: colors.label(group),
      count: members.length,
      ...colors.look(group),
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

  /** Show all groups but some: in the drawing, the words, the table. */
  filter(hidden) {
    this.hidden = hidden;
    const { x, y, measure, shown: drawn, values, xs, ys, colors, found, architectures } = this.view;
    const shown = hidden.size ? found.filter((row) => !hidden.has(colors.groupOf(row))) : found;
    this.points = new ViewPoints(this.data, shown, values, architectures);
    const facts = new Map([y, x, measure].filter(Boolean).map((axis) => [axis.id, factOf(axis)]));
    this.figure = {
      title: this.part('title').textContent,
      facts: [...facts.values()],
      columns: Object.fromEntries([...drawn.map(keyOf), 'year_note'].map((key) => [key, true])),
    };
    const [along, up] = [xs, ys].map((numbers) => shown.map((row) => numbers[row]));
    const visible = colors.parts.filter(([group]) => !hidden.has(group));
    const counts = visible.map(([group, { length }]) => [colors.label(group), length]);
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
      const { look, groupOf } = this.view.colors;
      const mark = look(groupOf(row));
      fillCard(card, this.figure, this.points, this.points.rows.indexOf(row), mark, {
        close: () => this.pin(null),
      });
    }
    this.tip?.hide();
    this.draw();
  }

  fillData() {
    const details = this.part('data');
    if (!details.open || !this.figure) return;
    details.dataset.name = `explore.${this.state.y}.${this.state.x}`;
    fillTable(details, this.figure, this.points, (i) => this.pin(this.points.rows[i]));
  }

  async draw() {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!this.view || !width) return;
    const { x, y, color } = this.view;
    const read = colorsOf(this.root);
    const own = layoutOf(this.view, width);
    const { fontFamily: font } = getComputedStyle(this.root);
    const layout = layoutFor(own, { width, height, font, touch: touch.matches });
    const traces = tracesOf(this.view, this.hidden, this.pinned);
    this.layout = own;
    await this.plotly.react(this.plot, resolve(traces, read), resolve(layout, read), CONFIG);
    if (!this.tip) this.listen();
    this.zoom.follow();
    this.root.dataset.drawn = `${x.id} ${y.id} ${color}`;
  }

  listen() {
    this.tip = new Tip(this.plot);
    this.zoom = new Zoom(this.plot, () => this.layout);
    const rowOf = ({ curveNumber, pointNumber }) => this.view.colors.parts[curveNumber]?.[1][pointNumber];
    this.plot.on('plotly_hover', ({ points: [point] }) => {
      const i = this.points.rows.indexOf(rowOf(point));
      if (i < 0 || touch.matches) return;
      const { colors } = this.view;
      this.tip.show(this.figure, this.points, i, {
        x: point.xaxis._offset + point.xaxis.d2p(point.x),
        y: point.yaxis._offset + point.yaxis.d2p(point.y),
        radius: SIZE / 2,
        mark: colors.look(colors.parts[point.curveNumber][0]),
      });
    });
    this.plot.on('plotly_unhover', () => this.tip.hide());
    this.plot.on('plotly_relayout', () => this.tip.hide());
    this.plot.on('plotly_click', ({ points: [point] }) => this.pin(rowOf(point) ?? this.pinned));
  }
}

/** Bring a chart with free axes to life. */
export async function explore(root) {
  return new Explorer(root, await loadWeights());
}
