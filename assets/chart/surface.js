// A chart's drawing by plotly, and what a pointer does to it; its card and its table.

import { annotationsFor } from './annotations.js';
import { emptyCard, factList, fillCard, nameLine } from './card.js';
import { fillTable } from './datatable.js';
import { fillHelp } from './help.js';
import { colorsOf, frameOf, layoutFor, resolve } from './look.js';
import { tagLine } from './tags.js';
import { Tip } from './tip.js';
import { Zoom } from './zoom.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: 'reset', showTips: false };
const touch = matchMedia('(pointer: coarse)');

export class Surface {
  /**
   * `chart` has `figure`, `points`, `fileName` and `pinned` (null for none);
   * `at(point)` gives one of plotly's points as `{row, radius, mark}`, or null;
   * `pick(row)` pins a row of the points, `unpin()` puts it away;
   * `ways(touch)` says how it may be used, as help.js has it.
   */
  constructor(root, chart) {
    this.root = root;
    this.chart = chart;
    this.part = (name) => root.querySelector(`.chart-${name}`);
    this.plot = this.part('plot');
    this.part('data')?.addEventListener('toggle', () => this.fillData());
    const help = this.part('help');
    help.addEventListener('toggle', () => help.open && fillHelp(help, chart.ways(touch.matches)));
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && chart.pinned !== null) chart.unpin();
    });
  }

  /** Draw traces with a layout of their own, in the colours and the size of now. */
  async draw(Plotly, traces, own) {
    const { clientWidth: width, clientHeight: height } = this.plot;
    const read = colorsOf(this.root);
    const { fontFamily: font } = getComputedStyle(this.root);
    this.own = own;
    this.frame = frameOf(own, { width, height, font, traces });
    const layout = layoutFor(own, this.frame, touch.matches);
    await Plotly.react(this.plot, resolve(traces, read), resolve(layout, read), CONFIG);
    this.size = [width, height];
    if (!this.tip) this.listen();
    this.zoom.follow();
  }

  listen() {
    this.tip = new Tip(this.plot);
    this.zoom = new Zoom(
      this.plot,
      () => this.own,
      (seen) => this.words(seen),
    );
    const { chart, plot } = this;
    plot.on('plotly_hover', ({ points: [point] }) => {
      const at = touch.matches ? null : chart.at(point);
      if (!at) return;
      const { figure, points } = chart;
      const content = [
        nameLine(points, at.row, at.mark),
        tagLine(String(points.get('weights', at.row))),
        factList(figure, points, at.row, ['kind']),
      ];
      this.tip.show(content, {
        x: point.xaxis._offset + point.xaxis.d2p(point.x),
        y: point.yaxis._offset + point.yaxis.d2p(point.y),
        radius: at.radius,
      });
    });
    plot.on('plotly_unhover', () => this.tip.hide());
    plot.on('plotly_click', ({ points: [point] }) => {
      const at = chart.at(point);
      if (at) chart.pick(at.row);
    });
    plot.on('plotly_relayout', () => this.tip.hide());
  }

  /** The drawing's words where its axes show these ranges. */
  words(seen) {
    const axes = Object.entries(seen).map(([name, range]) => [name, { ...this.own[name], range }]);
    const own = { ...this.own, ...Object.fromEntries(axes) };
    return resolve(annotationsFor(own, this.frame), colorsOf(this.root));
  }

  /** Show a row in the card; `only` shows its family alone. */
  fillCard(row, mark, only = null) {
    const { figure, points } = this.chart;
    fillCard(this.part('card'), figure, points, row, mark, { close: () => this.chart.unpin(), only });
    this.tip?.hide();
  }

  emptyCard() {
    emptyCard(this.part('card'), this.part('data')?.querySelector('summary'));
    this.tip?.hide();
  }

  /** Make the table where it is open. */
  fillData() {
    const { figure, points, fileName } = this.chart;
    const details = this.part('data');
    if (figure && points && details?.open)
      fillTable(details, figure, points, fileName, (row) => this.chart.pick(row));
  }

  /** Whether the plot has another size than the drawing. */
  get resized() {
    const [width, height] = this.size ?? [];
    return this.plot.clientWidth !== width || this.plot.clientHeight !== height;
  }
}
