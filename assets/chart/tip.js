// What hovering shows, beside the point.

import { h, mark } from './dom.js';
import { factsOf, tell } from './facts.js';

const GAP = 14;

/** The list of what is known of a point. */
export function factList(figure, points, row, leaveOut = []) {
  return h(
    'dl',
    {},
    ...factsOf(figure, points)
      .filter(({ key }) => !leaveOut.includes(key))
      .map((fact) => h('div', {}, h('dt', {}, fact.label), h('dd', {}, tell(fact, points, row)))),
  );
}

export class Tip {
  constructor(plot) {
    this.ring = h('div', { class: 'chart-ring', hidden: true });
    this.box = h('div', { class: 'chart-tip', hidden: true });
    plot.append(this.ring, this.box);
    this.plot = plot;
  }

  /** Show it at a point: `at` has x, y and radius in the plot's pixels, and the point's mark. */
  show(figure, points, row, at) {
    this.box.replaceChildren(
      h('p', { class: 'chart-name' }, mark(at.mark), h('span', {}, String(points.get('weights', row)))),
      factList(figure, points, row, ['kind']),
    );
    this.box.hidden = false;
    this.ring.hidden = false;
    this.ring.style.cssText = `left:${at.x}px;top:${at.y}px;--r:${at.radius + 3}px`;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const room = this.plot.clientWidth;
    const right = at.x + at.radius + GAP;
    const left = right + width <= room ? right : Math.max(0, at.x - at.radius - GAP - width);
    const top = Math.min(Math.max(0, at.y - height / 2), this.plot.clientHeight - height);
    this.box.style.cssText = `left:${left}px;top:${Math.max(0, top)}px`;
  }

  hide() {
    this.box.hidden = true;
    this.ring.hidden = true;
  }
}
