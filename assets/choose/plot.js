// The answer as a picture: all candidates faint on a canvas, the frontier bold above it in SVG.
// (Drawn here and not with plotly, so that a change shows at once and the page stays light.)

import { textWidth } from '../chart/annotations.js';
import { h } from '../chart/dom.js';
import { duration, evenTicks, logTicks, rate } from '../chart/format.js';
import { placeLabels } from '../chart/labels.js';
import { KIND_SYMBOLS } from '../chart/symbols.js';
import { Tip } from '../chart/tip.js';
import { isEstimated, word } from './data.js';
import { domain, knees, markPath, scale } from './geometry.js';
import { standing } from './rank.js';
import { accuracy, spoken } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const REACH = 18;
const [DOT, RING] = [2.6, 6]; // radii of a candidate, and of the ring around one that is tied

const radiusOf = (row, { best, reference }) => (row === best || row === reference ? 6 : 4.5);
const shortened = (name) => (name.length > 34 ? `${name.slice(0, 33)}…` : name);

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
    const y = scale(domain(accuracies, 0.06, 1), height - margin.bottom, margin.top);
    const place = (row) => [x(time(row)), y(score.value[row])];
    this.axes(x, y, width, height, margin);
    this.candidates(context, place, ratio);
    this.at = shown.map((row) => [row, ...place(row)]);
    const cross = found.upgrades ? this.reference(context, place, width, height, margin) : [];
    const line = this.frontier(context, place);
    const room = [margin.left, 14, width - margin.right, height - margin.bottom];
    this.names(context, place, [...cross, ...line], room, narrow ? 5 : 12);
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
        `${doing} per image${about.batched ? ' in a batch' : ''}, faster to the left`,
      ),
    );
    this.svg.append(grid, labels);
  }

  candidates({ data, found, score, run }, place, ratio) {
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
    brush.globalAlpha = (found.upgrades ? 0.6 : 0.34) * (run.basis ? 0.6 : 1);
    for (const group of new Set(['worse', ...groups.keys()])) {
      brush.fillStyle = color(group);
      brush.beginPath();
      for (const row of groups.get(group) ?? []) {
        const [px, py] = place(row);
        brush.moveTo(px + DOT, py);
        brush.arc(px, py, DOT, 0, 7);
      }
      brush.fill();
    }
    brush.globalAlpha = 1;
    brush.strokeStyle = color('tied');
    brush.lineWidth = 1.5;
    for (const row of found.upgrades ? [] : found.tied) {
      const [px, py] = place(row);
      brush.beginPath();
      brush.arc(px, py, RING, 0, 7);
      brush.stroke();
    }
  }

  /** Draw the reference; gives the lines of its cross. */
  reference({ found }, place, width, height, margin) {
    const [x, y] = place(found.reference);
    const [right, bottom] = [width - margin.right, height - margin.bottom];
    this.svg.append(
      s('path', { class: 'ch-cross', d: `M${x} ${margin.top}V${bottom}M${margin.left} ${y}H${right}` }),
      s('path', { class: 'ch-reference', d: markPath('diamond', x, y, 6) }),
    );
    return [
      [x, margin.top, x, bottom],
      [margin.left, y, right, y],
    ];
  }

  /** Draw the frontier; gives its line, piece by piece. */
  frontier({ data, found, run }, place) {
    const points = found.frontier.map(place);
    const marks = s('g', { class: 'ch-frontier' });
    const line = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
    this.svg.append(s('path', { class: 'ch-line', d: points.length ? `M${line}` : '' }), marks);
    found.frontier.forEach((row, i) => {
      const kind = word(data.kind, row);
      const mark = s('path', { d: markPath(KIND_SYMBOLS[kind], ...points[i], radiusOf(row, found)) });
      mark.style.setProperty('--c', `var(--chart-${kind in KIND_SYMBOLS ? kind : 'other'})`);
      mark.dataset.id = data.id[row];
      if (isEstimated(run, row)) mark.setAttribute('class', 'ch-estimated');
      marks.append(mark);
    });
    return points.slice(1).map((point, i) => [...points[i], ...point]);
  }

  /** Write the names of the best, the fastest and the knees of the frontier, where they have room. */
  names({ data, found }, place, lines, room, most) {
    const tied = new Set(found.upgrades ? [] : found.tied);
    const bold = new Set(found.frontier);
    const reach = (row) =>
      bold.has(row) || row === found.reference ? 1.3 * radiusOf(row, found) : tied.has(row) ? RING : DOT;
    const marks = this.at.map(([row, x, y]) => [x, y, reach(row)]);
    const points = found.frontier.map((row) => [row, ...place(row)]);
    const first = [found.upgrades ? found.reference : -1, found.best, found.fastest, found.frontier[0]];
    const rows = [...new Set([...first, ...knees(points)])].filter((row) => row >= 0).slice(0, most);
    const font = getComputedStyle(this.root).fontFamily;
    const names = rows.map((row) => shortened(data.weights[row]));
    const labels = rows.map((row, i) => {
      const [x, y] = place(row);
      const end = { x, y, radius: reach(row), toward: [-1, 1] };
      return { width: textWidth(names[i], font) + 2, height: 15, ends: [end] };
    });
    placeLabels(labels, { marks, lines }, room).forEach((placed, i) => {
      if (!placed) return;
      const { box, leader } = placed;
      if (leader) this.svg.append(s('path', { class: 'ch-leader', d: `M${leader.join(' ')}` }));
      this.svg.append(s('text', { x: box[0] + 1, y: box[3] - 4, class: 'ch-label' }, names[i]));
    });
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
      ...fact(
        'Speed',
        isEstimated(run, row) ? spoken(run, row) : `${rate(run.speed[row])}, ${duration(1 / run.speed[row])}`,
      ),
      ...fact('Image size', `${data.imgSize[row]} px`),
      ...fact('Family', data.families[word(data.family, row)][0]),
      ...fact('Licence', word(data.license, row)),
    ];
    const name = h('p', { class: 'chart-name' }, data.weights[row]);
    this.tip.show([name, h('dl', {}, ...facts)], { x, y, radius: 5 });
  }
}
