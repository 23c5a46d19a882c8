// What hovering shows: a ring around the point and a box beside it.

import { h } from './dom.js';

export class Tip {
  /** `gap` is between the point's edge and the box, in pixels. */
  constructor(plot, gap = 14) {
    this.ring = h('div', { class: 'chart-ring', hidden: true });
    this.box = h('div', { class: 'chart-tip', hidden: true });
    plot.append(this.ring, this.box);
    this.plot = plot;
    this.gap = gap;
  }

  /** Show nodes beside a point of the plot, all in its pixels. */
  show(content, { x, y, radius }) {
    this.box.replaceChildren(...content);
    this.box.hidden = false;
    this.ring.hidden = false;
    this.ring.style.cssText = `left:${x}px;top:${y}px;--r:${radius + 3}px`;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const away = radius + this.gap;
    const fits = x + away + width <= this.plot.clientWidth;
    const left = fits ? x + away : Math.max(0, x - away - width);
    const top = Math.max(0, Math.min(y - height / 2, this.plot.clientHeight - height));
    this.box.style.cssText = `left:${left}px;top:${top}px`;
  }

  hide() {
    this.box.hidden = true;
    this.ring.hidden = true;
  }
}
