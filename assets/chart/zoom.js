// Dragging a box zooms: ticks for the part that is seen, and a button for the way back.

import { button } from './dom.js';
import { logTicks } from './format.js';

const AXIS = /^[xy]axis\d*$/;
const same = (a, b) => a.every((end, i) => Math.abs(end - b[i]) < 1e-9);

/** What has to change in a layout so that its log axes have ticks where they are looked at. */
export function ticksFor(own, seen, width) {
  const change = {};
  for (const [name, axis] of Object.entries(own)) {
    if (!AXIS.test(name) || axis.type !== 'log' || axis.unit === undefined) continue;
    const [low, high] = seen[name].map((end) => 10 ** end).toSorted((a, b) => a - b);
    const most = name.startsWith('x') ? Math.max(3, Math.floor(width / 62)) : 10;
    const { values, labels } = logTicks(low, high, axis.unit, most);
    change[`${name}.tickvals`] = values;
    change[`${name}.ticktext`] = labels;
  }
  return change;
}

export class Zoom {
  /** `own` gives the figure's layout as it is now, `words(ranges)` the annotations for what is seen. */
  constructor(plot, own, words) {
    this.plot = plot;
    this.own = own;
    this.words = words;
    const look = { class: 'chart-button chart-reset', hidden: true };
    this.button = button('Reset zoom', () => this.reset(), look);
    plot.append(this.button);
    plot.on('plotly_relayout', (change) => {
      if (Object.keys(change).some((key) => key.includes('range'))) this.follow();
    });
  }

  axes() {
    return Object.keys(this.plot._fullLayout).filter((name) => AXIS.test(name));
  }

  /** Whether an axis shows another part than the figure's own. */
  get zoomed() {
    const full = this.plot._fullLayout;
    return this.axes().some((name) => {
      const { range } = this.own()[name] ?? {};
      return range ? !same(range, full[name].range) : full[name].autorange === false;
    });
  }

  /** Put ticks and the button right after a drawing or a change of the axes. */
  follow() {
    const full = this.plot._fullLayout;
    const { zoomed } = this;
    this.button.hidden = !zoomed;
    if (!zoomed && !this.changed) return;
    this.changed = zoomed;
    const seen = Object.fromEntries(this.axes().map((name) => [name, full[name].range]));
    const annotations = this.words(seen);
    window.Plotly.relayout(this.plot, { ...ticksFor(this.own(), seen, full.xaxis._length), annotations });
  }

  reset() {
    const own = this.own();
    const change = this.axes().map((name) =>
      own[name]?.range ? [`${name}.range`, own[name].range.slice()] : [`${name}.autorange`, true],
    );
    window.Plotly.relayout(this.plot, Object.fromEntries(change));
  }
}
