// One chart of the page: its drawing, and what the reader does to it.

import { h, labelled, option } from './dom.js';
import { expandTrace, extend, Points, undelta } from './expand.js';
import { offerFamilies } from './families.js';
import { waysOf } from './help.js';
import { buildLegend } from './legend.js';
import { ring } from './look.js';
import { diameter } from './obstacles.js';
import { withPair } from './pair.js';
import { fetchJson, runFile } from './runs.js';
import { Surface } from './surface.js';

const NOTHING = 'rgba(0,0,0,0)';

export class Chart {
  constructor(root, figure, pool, page) {
    this.root = root;
    this.page = page;
    this.lead = { figure, pool };
    this.name = root.dataset.figure;
    this.surface = new Surface(root, this);
    this.part = this.surface.part;
    this.plot = this.surface.plot;
    this.near = false;
    this.hidden = new Set();
    this.family = '';
    this.pinned = null;
    this.buildTools(figure);
    this.take(figure, pool);
  }

  /** Show a figure: the words around it, the legend, and the drawing. */
  take(figure, pool) {
    this.taken = [figure, pool];
    this.points = new Points(figure, pool);
    this.figure = figure.pair ? withPair(figure, this.points, location.search) : figure;
    this.unpin(false);
    this.part('title').firstChild.data = this.figure.title;
    this.part('subtitle').textContent = figure.subtitle;
    this.part('source').replaceChildren(...sourceLine(figure));
    this.root.setAttribute('aria-label', figure.alt ?? this.figure.title);
    if (this.part('legend')) this.updateLegend = buildLegend(this.part('legend'), this.figure.legend, this);
    this.updateLegend?.();
    if (this.families) offerFamilies(this.families, this.points, this.family);
    this.surface.fillData();
  }

  /** Another pair of families is asked for. */
  again() {
    this.take(...this.taken);
    this.draw();
  }

  /** What its table is called as a file. */
  get fileName() {
    return this.figure.run ? `${this.name}.${this.figure.run}` : this.name;
  }

  /** How a reader may use it. */
  ways(touch) {
    return waysOf(this.lead.figure, this.points, touch);
  }

  /** Hide groups of the legend, and all families but one. */
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
      const runs = figure.runs.map(([run, device, details]) => option(run, `${device} · ${details}`));
      this.runSelect = h('select', { change: () => this.page.choose(this.runSelect.value) }, ...runs);
      tools.append(labelled('Benchmark run', this.runSelect));
    }
    if (figure.finder) {
      this.families = h('select', { change: () => this.only(this.families.value) });
      tools.append(labelled('Show only', this.families));
    }
    tools.append(this.message);
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
    const { clientWidth: width } = this.plot;
    if (!width) return;
    const { family, figure } = this;
    const mine = (row) => this.points.get('family', row) === family;
    this.drawn = figure.traces.map((trace) => {
      const keep = family && trace.mode === 'markers' ? mine : undefined;
      const drawn = { ...expandTrace(trace, this.points, keep), visible: this.shown(trace) };
      return drawn.marker ? { ...drawn, marker: scaled(drawn.marker, width) } : drawn;
    });
    const data = this.drawn.map(({ rows, family: _, ...trace }) =>
      rows ? { hoverinfo: 'none', ...trace } : trace,
    );
    const pinned = this.pinned === null ? null : this.where(this.pinned);
    data.push(pinned ? ring([pinned.x], [pinned.y], pinned.diameter) : ring([], [], 0));
    const annotations = figure.layout.annotations?.filter((label) => this.labelShown(label));
    const layout = { ...figure.layout, annotations, uirevision: figure.run ?? 'own' };
    await this.surface.draw(Plotly, data, layout);
    this.root.dataset.drawn = this.figure.run ?? '';
  }

  /** A label goes with its family's line, or with the frontier. */
  labelShown({ name, family }) {
    if (!name?.startsWith('label')) return true;
    if (family === undefined) return !this.hidden.has('frontier');
    const lines = this.drawn.filter((trace) => trace.family === family && trace.visible);
    return lines.length > 0;
  }

  /** The first drawn place of a row of the points. */
  where(row) {
    for (const trace of this.drawn ?? []) {
      const i = trace.mode === 'markers' && trace.visible ? (trace.rows?.indexOf(row) ?? -1) : -1;
      if (i >= 0) return { x: trace.x[i], y: trace.y[i], diameter: diameter(trace.marker, i) };
    }
    return null;
  }

  /** One of plotly's points as a row of the points, where it is one. */
  at({ curveNumber, pointNumber }) {
    const trace = this.drawn[curveNumber];
    const row = this.points.has('weights') ? trace?.rows?.[pointNumber] : undefined;
    if (row === undefined) return null;
    return { row, radius: diameter(trace.marker, pointNumber) / 2, mark: this.markOf(trace) };
  }

  markOf(trace) {
    const { marker = {} } = trace;
    const hollow = marker.color === NOTHING;
    return {
      symbol: marker.symbol ?? 'circle',
      color: hollow ? marker.line.color : marker.color,
      ring: hollow,
    };
  }

  /** Pin the details of a row. */
  pick(row) {
    this.pinned = row;
    const trace = this.figure.traces.find(
      (one) => one.mode === 'markers' && undelta(one.rows ?? []).includes(row),
    );
    const only = this.figure.finder ? () => this.only(this.points.get('family', row)) : null;
    this.surface.fillCard(row, this.markOf(trace ?? {}), only);
    this.draw();
  }

  unpin(redraw = true) {
    if (this.pinned === null) return;
    this.pinned = null;
    this.surface.emptyCard();
    if (redraw) this.draw();
  }

  /** The plot's size changed: draw again where that shows. */
  resized() {
    if (this.surface.resized) this.draw();
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
