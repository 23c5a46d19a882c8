// The answer as a picture: all candidates faint on a canvas, the frontier bold above it in SVG.
// (Drawn here and not with plotly, so that a change shows at once and the page stays light.)

import { h } from '../chart/dom.js';
import { duration, evenTicks, logTicks, rate } from '../chart/format.js';
import { KIND_SYMBOLS } from '../chart/symbols.js';
import { Tip } from '../chart/tip.js';
import { word } from './data.js';
import { domain, knees, markPath, placeName, scale } from './geometry.js';
import { standing } from './rank.js';
import { accuracy } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const REACH = 18;

function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export class Plot {
  /** `open(row)` is called with the row that a reader clicks. */
  constructor(root, open) {
    this.root = root;
    // out of the flow even before the style sheet comes: what is drawn must not change the size
    const style = 'position:absolute';
    this.canvas = h('canvas', { 'aria-hidden': 'true', style });
    this.svg = s('svg', { role: 'img', style });
    root.append(this.canvas, this.svg);
    this.tip = new Tip(root, 11);
    root.addEventListener('pointermove', (event) => this.hover(event));
    root.addEventListener('pointerleave', () => this.hover(null));
    root.addEventListener('click', (event) => {
      const row = this.nearest(event);
      if (row >= 0) open(row);
    });
    const again = () => this.context && this.draw(this.context);
    new ResizeObserver(again).observe(root);
    new MutationObserver(again).observe(document.body, { attributeFilter: ['class'] });
  }

  draw(context) {
    this.context = context;
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    this.hover(null);
    const { found, run, score } = context;
    const shown = found.upgrades ? [...found.candidates, found.reference] : found.candidates;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.setAttribute('aria-label', context.alt);
    this.svg.replaceChildren();
    this.at = [];
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    if (!shown.length) {
      this.svg.append(s('text', { x: width / 2, y: height / 2, class: 'ch-none' }, 'No candidates'));
      return;
    }
    const narrow = width < 560;
    const margin = { left: narrow ? 34 : 44, right: 14, top: 22, bottom: 40 };
    const time = (row) => Math.log10(1 / run.speed[row]);
    const x = scale(domain(shown.map(time), 0.03, 0.15), margin.left, width - margin.right);
    const accuracies = shown.map((row) => score.value[row]);
    const y = scale(domain(accuracies, 0.04, 1), height - margin.bottom, margin.top);
    const place = (row) => [x(time(row)), y(score.value[row])];
    this.axes(x, y, width, height, margin);
    this.candidates(context, place, ratio);
    if (found.upgrades) this.reference(context, place, width, height, margin);
    this.frontier(context, place, width, margin);
    this.at = shown.map((row) => [row, ...place(row)]);
  }

  axes(x, y, width, height, margin) {
    const grid = s('g', { class: 'ch-grid' });
    const labels = s('g', { class: 'ch-ticks' });
    const bottom = height - margin.bottom;
    const [low, high] = x.domain.map((end) => 10 ** end);
    const { values, labels: written } = logTicks(low, high, 's', Math.max(3, Math.floor(width / 70)));
    values.forEach((value, i) => {
      const at = x(Math.log10(value));
      grid.append(s('line', { x1: at, x2: at, y1: margin.top, y2: bottom }));
      labels.append(s('text', { x: at, y: bottom + 16, 'text-anchor': 'middle' }, written[i]));
    });
    const ticks = evenTicks(...y.domain, Math.max(3, height / 60));
    const decimals = ticks.length > 1 && ticks[1] - ticks[0] < 1 ? 1 : 0;
    for (const value of ticks) {
      const at = y(value);
      grid.append(s('line', { x1: margin.left, x2: width - margin.right, y1: at, y2: at }));
      labels.append(
        s('text', { x: margin.left - 6, y: at + 4, 'text-anchor': 'end' }, value.toFixed(decimals)),
      );
    }
    const { about, testName } = this.context;
    const doing = about.task === 'train' ? 'training time' : 'time';
    labels.append(
      s('text', { x: 0, y: 11 }, `top-1 on ${testName}, %`),
      s(
        'text',
        { x: width - margin.right, y: height - 4, 'text-anchor': 'end' },
        `${doing} per image, faster to the left`,
      ),
    );
    this.svg.append(grid, labels);
  }

  candidates({ data, found, score }, place, ratio) {
    const brush = this.canvas.getContext('2d');
    const style = getComputedStyle(this.root);
    const color = (token) => style.getPropertyValue(`--chart-${token}`).trim();
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    const groups = new Map();
    for (const row of found.candidates) {
      const kind = word(data.kind, row);
      const group = found.upgrades
        ? standing(score, row, found.reference)
        : kind in KIND_SYMBOLS
          ? kind
          : 'other';
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(row);
    }
    brush.globalAlpha = found.upgrades ? 0.6 : 0.34;
    for (const group of new Set(['worse', ...groups.keys()])) {
      brush.fillStyle = color(group);
      brush.beginPath();
      for (const row of groups.get(group) ?? []) {
        const [px, py] = place(row);
        brush.moveTo(px + 2.6, py);
        brush.arc(px, py, 2.6, 0, 7);
      }
      brush.fill();
    }
    brush.globalAlpha = 1;
    brush.strokeStyle = color('tied');
    brush.lineWidth = 1.5;
    for (const row of found.upgrades ? [] : found.tied) {
      const [px, py] = place(row);
      brush.beginPath();
      brush.arc(px, py, 6, 0, 7);
      brush.stroke();
    }
  }

  reference({ data, found }, place, width, height, margin) {
    const [x, y] = place(found.reference);
    this.svg.append(
      s('path', {
        class: 'ch-cross',
        d: `M${x} ${margin.top}V${height - margin.bottom}M${margin.left} ${y}H${width - margin.right}`,
      }),
      s('path', { class: 'ch-reference', d: markPath('diamond', x, y, 6) }),
    );
    this.taken = [this.name(data.weights[found.reference], x, y, width, margin, [])];
  }

  /** Write a name beside a point where there is room; gives its box, else null. */
  name(text, ...where) {
    const found = placeName(text, ...where);
    if (!found) return null;
    const { name, anchor, x, y, box } = found;
    this.svg.append(s('text', { x, y, 'text-anchor': anchor, class: 'ch-label' }, name));
    return box;
  }

  frontier({ data, found }, place, width, margin) {
    const points = found.frontier.map((row) => [row, ...place(row)]);
    const marks = s('g', { class: 'ch-frontier' });
    const line = points.map(([, x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
    this.svg.append(s('path', { class: 'ch-line', d: points.length ? `M${line}` : '' }), marks);
    for (const [row, x, y] of points) {
      const kind = word(data.kind, row);
      const mark = s('path', {
        d: markPath(KIND_SYMBOLS[kind], x, y, row === found.best ? 6 : 4.5),
      });
      mark.style.setProperty('--c', `var(--chart-${kind in KIND_SYMBOLS ? kind : 'other'})`);
      mark.dataset.id = data.id[row];
      marks.append(mark);
    }
    let taken = found.upgrades ? this.taken.filter(Boolean) : [];
    const first = [found.best, found.fastest, found.frontier[0]];
    const order = [...new Set([...first, ...knees(points)])].filter((row) => row >= 0);
    for (const row of order.slice(0, width < 560 ? 5 : 12)) {
      const box = this.name(data.weights[row], ...place(row), width, margin, taken, points);
      if (box) taken = [...taken, box];
    }
  }

  nearest(event) {
    const box = this.root.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [row, distance] = [-1, REACH ** 2];
    for (const [one, px, py] of this.at ?? []) {
      const away = (px - x) ** 2 + (py - y) ** 2;
      if (away < distance) [row, distance] = [one, away];
    }
    return row;
  }

  hover(event) {
    const row = event && event.pointerType !== 'touch' ? this.nearest(event) : -1;
    this.root.classList.toggle('ch-over', row >= 0);
    if (row < 0) {
      this.tip.hide();
      return;
    }
    const { data, run, score } = this.context;
    const [, x, y] = this.at.find(([one]) => one === row);
    const fact = (term, text) => [h('dt', {}, term), h('dd', {}, text)];
    const facts = [
      ...fact('Top-1', accuracy(score, row)),
      ...fact('Speed', `${rate(run.speed[row])}, ${duration(1 / run.speed[row])}`),
      ...fact('Image size', `${data.imgSize[row]} px`),
      ...fact('Family', data.families[word(data.family, row)][0]),
      ...fact('Licence', word(data.license, row)),
    ];
    const name = h('p', { class: 'chart-name' }, data.weights[row]);
    this.tip.show([name, h('dl', {}, ...facts)], { x, y, radius: 5 });
  }
}
