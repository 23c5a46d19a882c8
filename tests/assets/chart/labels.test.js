// Names beside points cover nothing: checked point by point along lines and over areas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { help, waysOf } from '../../../assets/chart/help.js';
import { placeLabels } from '../../../assets/chart/labels.js';
import { obstacles, pixels } from '../../../assets/chart/obstacles.js';

const ROOM = [0, 0, 400, 300];
const end = (x, y, toward = [1, 0]) => ({ x, y, radius: 4, toward });
const name = (...ends) => ({ width: 60, height: 16, ends });
const place = (labels, marks = [], lines = []) => placeLabels(labels, { marks, lines }, ROOM);

/** Places along a segment, half a pixel apart. */
function* along([x0, y0, x1, y1]) {
  const steps = Math.ceil(2 * Math.hypot(x1 - x0, y1 - y0)) + 1;
  for (let i = 0; i <= steps; i += 1) yield [x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps];
}
const holds = ([left, top, right, bottom], [x, y]) => x > left && x < right && y > top && y < bottom;
const touches = (line, box) => [...along(line)].some((at) => holds(box, at));
const square = ([x, y, half]) => [x - half, y - half, x + half, y + half];
const sides = ([left, top, right, bottom]) => [
  [left, top, right, top],
  [left, (top + bottom) / 2, right, (top + bottom) / 2],
  [left, bottom, right, bottom],
];

/** Numbers between 0 and 1 that are the same in every test run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

test('a name stands where it was wished, close to its mark and without a leader', () => {
  const [right] = place([name(end(200, 150))]);
  assert.deepEqual(right.box, [207, 142, 267, 158]);
  assert.equal(right.leader, null);
  const [above] = place([name(end(200, 150, [-1, 1]))]);
  assert.ok(above.box[2] < 200 && above.box[3] < 150);
});

test('a name that would lie on something stands apart, with a leader from its mark', () => {
  const [found] = place([name(end(200, 150))], [[200, 150, 4]], [[206, 0, 206, 300]]);
  assert.ok(found.box[2] < 206);
  const wall = Array.from({ length: 9 }, (_, i) => [200 + 8 * (i - 4), 150, 4]);
  const [far] = place([name(end(200, 150))], wall);
  assert.ok(far.leader);
  const [x, y] = far.leader;
  assert.ok(Math.hypot(x - 200, y - 150) < 6);
});

test('a name without room is left out, and the next one takes its chance', () => {
  const full = Array.from({ length: 21 }, (_, i) => [0, 15 * i, 400, 15 * i]);
  const [none, kept] = place([name(end(200, 150)), { width: 8, height: 6, ends: [end(200, 142)] }], [], full);
  assert.equal(none, null);
  assert.ok(kept);
});

test('a name may stand at another end where the first has no room', () => {
  const right = [end(390, 150), end(50, 150, [-1, 0])];
  const crowd = Array.from({ length: 40 }, (_, i) => [330 + 10 * (i % 8), 30 + 60 * Math.floor(i / 8), 29]);
  const [found] = place([{ ...name(...right), width: 30 }], crowd);
  assert.equal(found.end, right[1]);
});

test('what lies outside of the plot is not named', () => {
  assert.deepEqual(place([name(end(500, 150))]), [null]);
});

test('no name and no leader lies on a mark, a line or another name, whatever the points', () => {
  let placed = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const next = random(seed);
    const at = () => [400 * next(), 300 * next()];
    const marks = Array.from({ length: 80 }, () => [...at(), 2 + 6 * next()]);
    const corners = Array.from({ length: 6 }, at).sort(([a], [b]) => a - b);
    const lines = corners.slice(1).map((corner, i) => [...corners[i], ...corner]);
    const labels = marks.slice(0, 8).map(([x, y, half]) => {
      const toward = [Math.sign(next() - 0.5), Math.sign(next() - 0.5)];
      return { width: 30 + 90 * next(), height: 16, ends: [{ x, y, radius: half, toward }] };
    });
    const found = place(labels, marks, lines);
    assert.deepEqual(found, place(labels, marks, lines));
    const kept = found.filter(Boolean);
    placed += kept.length;
    for (const { box, leader } of kept) {
      for (const mark of marks) assert.ok(!sides(box).some((side) => touches(side, square(mark))));
      for (const line of lines) assert.ok(!touches(line, box));
      for (const other of kept) {
        if (other.box === box) continue;
        assert.ok(!sides(box).some((side) => touches(side, other.box)));
        if (leader) assert.ok(!touches(leader, other.box));
      }
      if (!leader) continue;
      const under = (mark) => holds(square([mark[0], mark[1], mark[2] + 2]), leader);
      for (const mark of marks) assert.ok(under(mark) || !touches(leader, square(mark)));
    }
  }
  assert.ok(placed > 60, `only ${placed} of 480 names were placed`);
});

test('a drawing’s marks and lines are found in pixels, hidden ones and bands left out', () => {
  const x = pixels({ type: 'log', range: [-3, -1] }, 200);
  const y = pixels({ range: [90, 70] }, 100);
  const marker = { size: [9], sizemode: 'area', sizeref: 1, line: { width: 2 } };
  const traces = [
    { x: [0.01], y: [80], mode: 'markers', marker },
    { x: [0.001, 0.01, 0.1], y: [70, 80, 90], mode: 'lines', line: { shape: 'hv', width: 2 } },
    { x: [0.001, 0.1], y: [70, 90], mode: 'lines', line: { width: 0 } },
    { x: [0.001], y: [70], mode: 'markers', visible: false },
    { x: [Number.NaN], y: [70], mode: 'markers' },
  ];
  const whole = (numbers) => numbers.map((number) => Math.round(1e6 * number) / 1e6 + 0);
  const { marks, lines } = obstacles(traces, x, y);
  assert.deepEqual(marks.map(whole), [[100, 50, 2.5]]);
  assert.deepEqual(lines.map(whole), [
    [0, 100, 100, 100],
    [100, 100, 100, 50],
    [100, 50, 200, 50],
    [200, 50, 200, 0],
  ]);
});

test('the help says what applies to a chart, and no more', () => {
  const plain = help(waysOf({ legend: [], runs: undefined }, { length: 0 }, true));
  assert.ok(plain.length === 2 && plain.every((text) => /[.]$/.test(text)));
  const all = help(waysOf({ legend: [{}], runs: [[]], finder: true }, { length: 9 }, false)).join(' ');
  for (const part of ['Hover', 'legend', 'Benchmark run', 'Show only', 'Drag', 'table'])
    assert.match(all, new RegExp(part));
  assert.doesNotMatch(plain.join(' '), /legend|run|Drag/);
});
