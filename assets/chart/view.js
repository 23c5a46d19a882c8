// One chart of the page: its drawing, and what the reader does to it.

import { fillCard } from './card.js';
import { fillTable } from './datatable.js';
import { h } from './dom.js';
import { expandTrace, extend, Points, undelta } from './expand.js';
import { buildLegend } from './legend.js';
import { colorsOf, layoutFor, resolve } from './look.js';
import { fetchJson, runFile } from './runs.js';
import { Tip } from './tip.js';
import { Zoom } from './zoom.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset', showTips: false };
const NOTHING = 'rgba(0,0,0,0)';
const touch = matchMedia('(pointer: coarse)');

export class Chart {
  constructor(root, figure, pool, page) {
    this.root = root;
    this.page = page;
    this.lead = { figure, pool };
    this.name = root.dataset.figure;
    this.part = (name) => root.querySelector(`.chart-${name}`);
    this.plot = this.part('plot');
    this.near = false;
    this.hidden = new Set();
    this.family = '';
    this.pinned = null;
    this.buildTools(figure);
    this.part('data')?.addEventListener('toggle', () => this.fillData());
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.pinned !== null) this.unpin();
    });
    this.take(figure, pool);
  }

  /** Show a figure: the words around it, the legend, and the drawing. */
  take(figure, pool) {
    this.figure = figure;
    this.points = new Points(figure, pool);
    this.unpin(false);
    this.part('title').firstChild.data = figure.title;
    this.part('subtitle').textContent = figure.subtitle;
    this.part('source').replaceChildren(...sourceLine(figure));
    this.root.setAttribute('aria-label', figure.alt ?? figure.title);
    if (this.part('legend')) this.updateLegend = buildLegend(this.part('legend'), figure, this.legendState());
    this.updateLegend?.();
    this.offerFamilies();
    this.fillData();
  }

  legendState() {
    const chart = this;
    return {
      get hidden() {
        return chart.hidden;
      },
      get family() {
        return chart.family;
      },
      change: (hidden) => this.filter(hidden),
    };
  }

  filter(hidden, family = '') {
    this.hidden = hidden;
    this.family = family;
    if (this.families) this.families.value = family;
    this.updateLegend?.();
    this.draw();
  }

  /** Show one family alone, whether it has a colour of its own or not. */
  only(family) {
    if (!family) return this.filter(new Set());
    const groups = this.figure.legend.map(({ group }) => group);
    const kept = [family, 'other'].find((one) => groups.includes(one));
    const rest = groups.filter((other) => kept && other !== kept && other !== 'frontier');
    return this.filter(new Set(rest), family);
  }

  buildTools(figure) {
    const tools = this.part('tools');
    if (!tools) return;
    this.message = h('p', { class: 'chart-message', role: 'status' });
    if (figure.runs) {
      this.runSelect = h(
        'select',
        { change: () => this.page.choose(this.runSelect.value) },
        ...figure.runs.map(([run, device, details]) => h('option', { value: run }, `${device} · ${details}`)),
      );
      tools.append(h('label', {}, h('span', {}, 'Benchmark run'), this.runSelect));
    }
    if (figure.finder) {
      this.families = h('select', { change: () => this.only(this.families.value) });
      tools.append(h('label', {}, h('span', {}, 'Show only'), this.families));
    }
    tools.append(this.message);
  }

  offerFamilies() {
    if (!this.families) return;
    const counts = new Map();
    for (let i = 0; i < this.points.length; i += 1) {
      const kind = this.points.get('kind', i);
      const family = this.points.get('family', i);
      const label = this.points.get('family_label', i);
      if (!counts.has(kind)) counts.set(kind, new Map());
      const entry = counts.get(kind).get(family) ?? { label, count: 0 };
      entry.count += 1;
      counts.get(kind).set(family, entry);
    }
    const groups = [...counts].map(([kind, families]) =>
      h(
        'optgroup',
        { label: kind },
        ...[...families]
          .sort(([, a], [, b]) => a.label.localeCompare(b.label, 'en'))
          .map(([family, { label, count }]) => h('option', { value: family }, `${label} (${count})`)),
      ),
    );
    this.families.replaceChildren(h('option', { value: '' }, 'all families'), ...groups);
    this.families.value = this.family;
  }

  /** Switch to a benchmark run; the page's own without a name. */
  async switchRun(run) {
    if (!this.lead.figure.runs) return;
    const [own] = this.lead.figure.runs[0];
    this.wanted = run || own;
    this.runSelect.value = this.wanted;
    this.message.textContent = '';
    if (this.wanted === (this.figure.run ?? own)) return;
    if (this.wanted === own) {
      this.take(this.lead.figure, this.lead.pool);
      this.draw();
      return;
    }
    if (!this.near) return;
    this.root.setAttribute('aria-busy', 'true');
    try {
      const figure = await fetchJson(runFile(this.name, run));
      if (this.wanted !== run) return;
      this.take(figure, figure.pool ? extend(this.lead.pool, figure.pool) : this.lead.pool);
      await this.draw();
    } catch {
      if (this.wanted === run) this.say('The figures of this run could not be loaded.');
    } finally {
      if (this.wanted === run) this.root.removeAttribute('aria-busy');
    }
  }

  say(text) {
    this.message.textContent = text;
  }

  /** The chart comes near the screen. */
  approach() {
    if (this.near) return;
    this.near = true;
    if (this.wanted && this.wanted !== this.figure.run) this.switchRun(this.wanted);
    this.draw();
  }

  shown(trace) {
    const { legendgroup: group, family } = trace;
    if (group && this.hidden.has(group)) return false;
    if (this.family && family && family !== this.family) return false;
    return trace.visible ?? true;
  }

  async draw() {
    if (!this.near || !this.plot.clientWidth) return;
    const Plotly = await this.page.plotly();
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!width) return;
    const read = colorsOf(this.root);
    const { fontFamily: font } = getComputedStyle(this.root);
    const { family } = this;
    const mine = (row) => this.points.get('family', row) === family;
    this.drawn = this.figure.traces.map((trace) => {
      const keep = family && trace.mode === 'markers' ? mine : undefined;
      const drawn = { ...expandTrace(trace, this.points, keep), visible: this.shown(trace) };
      return drawn.marker ? { ...drawn, marker: scaled(drawn.marker, width) } : drawn;
    });
    const data = this.drawn.map(({ rows, family: _, ...trace }) =>
      rows ? { hoverinfo: 'none', ...trace } : trace,
    );
    data.push(this.pinTrace());
    const own = {
      ...this.figure.layout,
      annotations: this.figure.layout.annotations?.filter((label) => this.labelShown(label)),
    };
    const layout = layoutFor(own, { width, height, font, touch: touch.matches });
    layout.uirevision = this.figure.run ?? 'own';
    await Plotly.react(this.plot, resolve(data, read), resolve(layout, read), CONFIG);
    this.size = [width, height];
    if (!this.tip) this.listen();
    this.zoom.follow();
    this.root.dataset.drawn = this.figure.run ?? '';
  }

  /** A label goes with its family's line, or with the frontier. */
  labelShown({ name, family }) {
    if (!name?.startsWith('label')) return true;
    if (family === undefined) return !this.hidden.has('frontier');
    const lines = this.drawn.filter((trace) => trace.family === family && trace.visible);
    return lines.length > 0;
  }

  pinTrace() {
    const at = this.pinned === null ? null : this.where(this.pinned);
    return {
      mode: 'markers',
      hoverinfo: 'skip',
      x: at ? [at.x] : [],
      y: at ? [at.y] : [],
      marker: {
        symbol: 'circle-open',
        size: at ? at.diameter + 9 : 9,
        color: 'var(--chart-accent)',
        line: { width: 2.5 },
      },
    };
  }

  /** The first drawn place of a row of the points. */
  where(row) {
    for (const trace of this.drawn ?? []) {
      const i = trace.mode === 'markers' && trace.visible ? (trace.rows?.indexOf(row) ?? -1) : -1;
      if (i >= 0) return { x: trace.x[i], y: trace.y[i], diameter: diameter(trace.marker, i), trace };
    }
    return null;
  }

  listen() {
    this.tip = new Tip(this.plot);
    this.zoom = new Zoom(this.plot, () => this.figure.layout);
    this.plot.on('plotly_hover', ({ points: [point] }) => {
      const row = this.rowOf(point);
      if (row === undefined || touch.matches) return;
      const trace = this.drawn[point.curveNumber];
      this.tip.show(this.figure, this.points, row, {
        x: point.xaxis._offset + point.xaxis.d2p(point.x),
        y: point.yaxis._offset + point.yaxis.d2p(point.y),
        radius: diameter(trace.marker, point.pointNumber) / 2,
        mark: this.markOf(trace),
      });
    });
    this.plot.on('plotly_unhover', () => this.tip.hide());
    this.plot.on('plotly_click', ({ points: [point] }) => {
      const row = this.rowOf(point);
      if (row !== undefined) this.pin(row);
    });
    this.plot.on('plotly_relayout', () => this.tip.hide());
  }

  rowOf(point) {
    return this.points.has('weights') ? this.drawn[point.curveNumber]?.rows?.[point.pointNumber] : undefined;
  }

  markOf(trace) {
    const { marker = {} } = trace;
    const ring = marker.color === NOTHING;
    return {
      symbol: marker.symbol ?? 'circle',
      color: ring ? marker.line.color : marker.color,
      ring,
    };
  }

  pin(row) {
    this.pinned = row;
    const trace = this.figure.traces.find(
      (one) => one.mode === 'markers' && undelta(one.rows ?? []).includes(row),
    );
    fillCard(this.part('card'), this.figure, this.points, row, this.markOf(trace ?? {}), {
      close: () => this.unpin(),
      only: this.figure.finder ? () => this.only(this.points.get('family', row)) : null,
    });
    this.tip?.hide();
    this.draw();
  }

  unpin(redraw = true) {
    if (this.pinned === null) return;
    this.pinned = null;
    const card = this.part('card');
    const focused = card.contains(document.activeElement);
    card.hidden = true;
    card.replaceChildren();
    if (focused) this.part('data')?.querySelector('summary').focus();
    if (redraw) this.draw();
  }

  fillData() {
    const details = this.part('data');
    if (!details?.open) return;
    details.dataset.name = this.figure.run ? `${this.name}.${this.figure.run}` : this.name;
    fillTable(details, this.figure, this.points, (row) => this.pin(row));
  }

  /** The plot's size changed: draw again where that shows. */
  resized() {
    const [width, height] = this.size ?? [];
    if (this.plot.clientWidth !== width || this.plot.clientHeight !== height) this.draw();
  }
}

/** Where a figure comes from, and links to the code that made it. */
function sourceLine({ origin, code }) {
  const links = code.flatMap(([name, href], i) => [
    i ? ', ' : `${origin ? ' · ' : ''}code: `,
    h('a', { href, rel: 'noopener' }, name),
  ]);
  return [origin, ...links];
}

/** Bubbles are smaller on a small screen. */
function scaled(marker, width) {
  return marker.sizemode === 'area' && width < 560 ? { ...marker, sizeref: marker.sizeref * 1.9 } : marker;
}

/** A marker's diameter in pixels, as plotly draws it. */
function diameter(marker = {}, i) {
  const size = Array.isArray(marker.size) ? marker.size[i] : (marker.size ?? 6);
  if (marker.sizemode === 'area')
    return Math.max(Math.sqrt(size / (marker.sizeref ?? 1)), marker.sizemin ?? 0);
  return size / (marker.sizeref ?? 1);
}
