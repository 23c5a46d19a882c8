// A chart with free axes: the chooser's data, the site's charts, the question in the address.

import { button, h } from '../chart/dom.js';
import { buildLegend } from '../chart/legend.js';
import { plotly } from '../chart/library.js';
import { printable } from '../chart/print.js';
import { Surface } from '../chart/surface.js';
import { loadRun, loadWeights } from '../choose/load.js';
import { defaults, fromQuery, same, toQuery } from './address.js';
import { axes, basisOf, column, ofArchitectures, rows } from './axes.js';
import { COLORS, coloring } from './colors.js';
import { buildControls } from './controls.js';
import { layoutOf, SIZE, tracesOf } from './drawing.js';
import { keyOf, ViewPoints } from './points.js';
import { alternative, factOf, source, summary, title } from './words.js';

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
    this.surface = new Surface(root, this);
    this.part = this.surface.part;
    this.plot = this.surface.plot;
    this.message = h('p', { class: 'chart-message', role: 'status' });
    this.hidden = new Set();
    this.pinned = null;
    this.turn = 0;
    this.showState = buildControls(this.part('tools'), this.axes, data, (change) => this.choose(change));
    this.part('tools').append(this.message);
    for (const link of this.views) link.addEventListener('click', (event) => this.start(event, link));
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
    const again = button('Try again', () => this.load(''));
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
    const basis = basisOf(shown, speeds);
    this.view = { x, y, measure, basis, shown, values, color, colors, xs, ys, architectures, found };
    const legend = colors.parts.map(([group, members]) => ({
      group,
      label: colors.label(group),
      count: members.length,
      ...colors.look(group),
    }));
    this.updateLegend = buildLegend(this.part('legend'), legend, this);
    this.part('title').textContent = `${title(y)}, against ${title(x)}`;
    this.part('source').textContent = source(this.view, data);
    this.filter(this.hidden);
  }

  /** Show all groups but some: in the drawing, the words, the table. */
  filter(hidden) {
    this.hidden = hidden;
    const { x, y, measure, shown: drawn, values, xs, ys, colors, found, architectures, basis } = this.view;
    const shown = hidden.size ? found.filter((row) => !hidden.has(colors.groupOf(row))) : found;
    this.points = new ViewPoints(this.data, shown, values, architectures, basis);
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
    this.surface.fillData();
    this.pin(shown.includes(this.pinned) ? this.pinned : null);
  }

  /** Pin the details of a row of the data; null puts them away. */
  pin(row) {
    this.pinned = row;
    if (row === null) this.surface.emptyCard();
    else {
      const { look, groupOf } = this.view.colors;
      this.surface.fillCard(this.points.rows.indexOf(row), look(groupOf(row)));
    }
    this.draw();
  }

  pick(i) {
    this.pin(this.points.rows[i]);
  }

  unpin() {
    this.pin(null);
  }

  /** How a reader may use it. */
  ways(touch) {
    return { points: true, legend: true, axes: true, zoom: !touch, table: true };
  }

  /** What its table is called as a file. */
  get fileName() {
    return `explore.${this.state.y}.${this.state.x}`;
  }

  async draw() {
    const { clientWidth: width } = this.plot;
    if (!this.view || !width) return;
    const { x, y, color } = this.view;
    const traces = tracesOf(this.view, this.hidden, this.pinned);
    await this.surface.draw(this.plotly, traces, layoutOf(this.view, width));
    this.root.dataset.drawn = `${x.id} ${y.id} ${color}`;
  }

  /** One of plotly's points as a row of the points, where it is one. */
  at({ curveNumber, pointNumber }) {
    const [group, members] = this.view.colors.parts[curveNumber] ?? [];
    const row = this.points.rows.indexOf(members?.[pointNumber]);
    return row < 0 ? null : { row, radius: SIZE / 2, mark: this.view.colors.look(group) };
  }
}

/** Bring a chart with free axes to life. */
export async function explore(root) {
  return new Explorer(root, await loadWeights());
}
