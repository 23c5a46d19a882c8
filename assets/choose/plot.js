// The answer as a picture: all candidates faint on a canvas, the frontier bold above it in SVG.
// (Drawn here and not with plotly, so that a change shows at once and the page stays light.)

import { h } from '../chart/dom.js';
import { duration, logTicks, rate } from '../chart/format.js';
import { word } from './data.js';
import { standing } from './rank.js';
import { accuracy } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const SHAPES = {
  convolution: 'circle',
  attention: 'diamond',
  hybrid: 'square',
  mlp: 'up',
  'state-space': 'down',
};
const REACH = 18;

function s(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Outline of a mark of the given radius around a point, as an SVG path. */
function markPath(shape, x, y, r) {
  const move = (...pairs) => `M${pairs.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}Z`;
  if (shape === 'diamond')
    return move([x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]);
  if (shape === 'square') return move([x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]);
  if (shape === 'up') return move([x, y - 1.2 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]);
  if (shape === 'down') return move([x, y + 1.2 * r], [x + 1.2 * r, y - r], [x - 1.2 * r, y - r]);
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** Round steps of a linear axis. */
function linearTicks(low, high, most) {
  const raw = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9; i++) ticks.push(i * step);
  return ticks;
}

export class Plot {
  /** `open(row)` is called with the row that a reader clicks. */
  constructor(root, open) {
    this.root = root;
    // out of the flow even before the style sheet comes: what is drawn must not change the size
    const style = 'position:absolute';
    this.canvas = h('canvas', { 'aria-hidden': 'true', style });
    this.svg = s('svg', { role: 'img', style });
    this.ring = h('div', { class: 'chart-ring', hidden: true });
    this.tip = h('div', { class: 'chart-tip', hidden: true });
    root.append(this.canvas, this.svg, this.ring, this.tip);
    root.addEventListener('pointermove', (event) => this.hover(event));
    root.addEventListener('pointerleave', () => this.hover(null));
    root.addEventListener('click', (event) => {
      const row = this.nearest(event);
      if (row >= 0) open(row);
    });
    new ResizeObserver(() => this.context && this.draw(this.context)).observe(root);
    new MutationObserver(() => this.context && this.draw(this.context)).observe(document.body, {
      attributeFilter: ['class'],
    });
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
    const x = scale(
      domain(
        shown.map((row) => Math.log10(1 / run.speed[row])),
        0.03,
        0.15,
      ),
      margin.left,
      width - margin.right,
    );
    const y = scale(
      domain(
        shown.map((row) => score.value[row]),
        0.04,
        1,
      ),
      height - margin.bottom,
      margin.top,
    );
    const place = (row) => [x(Math.log10(1 / run.speed[row])), y(score.value[row])];
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
    const ticks = linearTicks(...y.domain, Math.max(3, height / 60));
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
      const group = found.upgrades ? standing(score, row, found.reference) : kind in SHAPES ? kind : 'other';
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(row);
    }
    brush.globalAlpha = found.upgrades ? 0.6 : 0.34;
    for (const group of ['worse', ...groups.keys()].filter(
      (one, i, all) => groups.has(one) && all.indexOf(one) === i,
    )) {
      brush.fillStyle = color(group);
      brush.beginPath();
      for (const row of groups.get(group)) {
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
    this.taken = [label(this.svg, data.weights[found.reference], x, y, width, margin, [])];
  }

  frontier({ data, found }, place, width, margin) {
    const points = found.frontier.map((row) => [row, ...place(row)]);
    const marks = s('g', { class: 'ch-frontier' });
    const line = points.map(([, x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
    this.svg.append(s('path', { class: 'ch-line', d: points.length ? `M${line}` : '' }), marks);
    for (const [row, x, y] of points) {
      const kind = word(data.kind, row);
      const mark = s('path', {
        d: markPath(SHAPES[kind] ?? 'circle', x, y, row === found.best ? 6 : 4.5),
      });
      mark.style.setProperty('--c', `var(--chart-${kind in SHAPES ? kind : 'other'})`);
      mark.dataset.id = data.id[row];
      marks.append(mark);
    }
    let taken = found.upgrades ? this.taken.filter(Boolean) : [];
    const first = [found.best, found.fastest, found.frontier[0]];
    const order = [...new Set([...first, ...knees(points)])].filter((row) => row >= 0);
    for (const row of order.slice(0, width < 560 ? 5 : 12)) {
      const box = label(this.svg, data.weights[row], ...place(row), width, margin, taken, points);
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
    this.tip.hidden = this.ring.hidden = row < 0;
    this.root.classList.toggle('ch-over', row >= 0);
    if (row < 0) return;
    const { data, run, score } = this.context;
    const [, x, y] = this.at.find(([one]) => one === row);
    const fact = (name, text) => [h('dt', {}, name), h('dd', {}, text)];
    this.tip.replaceChildren(
      h('p', { class: 'chart-name' }, data.weights[row]),
      h(
        'dl',
        {},
        ...fact('Top-1', accuracy(score, row)),
        ...fact('Speed', `${rate(run.speed[row])}, ${duration(1 / run.speed[row])}`),
        ...fact('Image size', `${data.imgSize[row]} px`),
        ...fact('Family', data.families[word(data.family, row)][0]),
        ...fact('Licence', word(data.license, row)),
      ),
    );
    this.ring.style.cssText = `left:${x}px;top:${y}px;--r:8px`;
    const { offsetWidth: wide, offsetHeight: tall } = this.tip;
    const left = x + 16 + wide <= this.root.clientWidth ? x + 16 : Math.max(0, x - 16 - wide);
    const top = Math.max(0, Math.min(y - tall / 2, this.root.clientHeight - tall));
    this.tip.style.cssText = `left:${left}px;top:${top}px`;
  }
}

/** The rows where the frontier bends most, the sharpest first. */
function knees(points) {
  const bends = points.slice(1, -1).map(([row, x, y], i) => {
    const [[, x0, y0], , [, x1, y1]] = points.slice(i, i + 3);
    const area = Math.abs((x - x0) * (y1 - y0) - (x1 - x0) * (y - y0));
    return [row, area / Math.hypot(x1 - x0, y1 - y0 || 1)];
  });
  return bends.sort((a, b) => b[1] - a[1]).map(([row]) => row);
}

/** Write a name beside a point where it covers nothing; gives its box, or null without room. */
function label(svg, text, x, y, width, margin, taken, points = []) {
  const name = text.length > 34 ? `${text.slice(0, 33)}…` : text;
  const wide = name.length * 6.1;
  for (const [anchor, dx, dy] of [
    ['end', -9, -7],
    ['end', -12, 4],
    ['start', 9, 14],
    ['start', 12, 4],
  ]) {
    const left = anchor === 'end' ? x + dx - wide : x + dx;
    const box = [left, y + dy - 10, left + wide, y + dy + 3];
    const fits = box[0] > margin.left && box[2] < width && box[1] > 14;
    const free = taken.every((other) => apart(box, other));
    const clear = points.every(([, px, py]) => apart(box, [px - 4, py - 4, px + 4, py + 4]));
    if (!fits || !free || !clear) continue;
    svg.append(s('text', { x: x + dx, y: y + dy, 'text-anchor': anchor, class: 'ch-label' }, name));
    return box;
  }
  return null;
}

const apart = (a, b) => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];

/** The range of numbers with a share of it added on both sides, at least `least` wide. */
function domain(numbers, share, least) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const more = Math.max((high - low) * share, (least - (high - low)) / 2);
  return [low - more, high + more];
}

function scale([low, high], from, to) {
  const at = (value) => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(at, { domain: [low, high] });
}
