// Where names stand beside points: on no mark, line or other name. In pixels; no DOM.

const NEAR = 3; // between a mark and its name where no leader is needed
const GAPS = [NEAR, 14, 26, 40, 56, 76, 100, 130];
const TURNS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8];
const CLEAR = 1.5; // around a name

// Near the wished-for direction and near the mark is best: a turn of 22.5° counts as 9 pixels.
const PLACES = GAPS.flatMap((gap) => TURNS.map((turn) => ({ gap, turn, cost: gap + 9 * Math.abs(turn) })));
PLACES.sort((a, b) => a.cost - b.cost);

/**
 * Place names, in their order: one that has no room is left out.
 *
 * `labels` are `{width, height, ends}` each: a name's size, and the marks `{x, y, radius, toward}`
 * that it may stand at, the first the best; `toward` is the direction `[right, up]` from there that
 * suits it. `marks` are squares `[x, y, half]`, `lines` segments `[x0, y0, x1, y1]`, `room` a box
 * `[left, top, right, bottom]`. Gives for each label null, or its box, the `end` that was taken, and
 * `leader`, the segment from there to the name, null where they are close.
 */
export function placeLabels(labels, { marks, lines }, room) {
  const boxes = [];
  const all = [...lines];
  const near = index(marks.map(square));
  const free = ({ box, leader }) => {
    if (!within(box, room)) return false;
    const wide = grown(box, CLEAR);
    if (boxes.some((other) => overlap(wide, other))) return false;
    if (near(wide, (mark) => overlap(wide, mark)) || all.some((line) => crosses(line, wide))) return false;
    return !leader || open(leader, near, all, boxes);
  };
  return labels.map(({ width, height, ends }) => {
    for (const end of ends.filter(({ x, y }) => holds(room, x, y))) {
      const place = PLACES.find((one) => free(candidate(end, width, height, one)));
      if (!place) continue;
      const found = candidate(end, width, height, place);
      boxes.push(grown(found.box, CLEAR));
      if (found.leader) all.push(found.leader);
      return { ...found, end };
    }
    return null;
  });
}

/** The box that touches, with its nearest corner or side, a place beside the mark. */
function candidate({ x, y, radius, toward: [right, up] }, width, height, { gap, turn }) {
  const angle = Math.atan2(up, right) + (turn * Math.PI) / 8;
  const [dx, dy] = [Math.cos(angle), -Math.sin(angle)];
  const [px, py] = [x + dx * (radius + gap), y + dy * (radius + gap)];
  const start = (at, size, way) => (way < -0.3 ? at - size : way > 0.3 ? at : at - size / 2);
  const [left, top] = [start(px, width, dx), start(py, height, dy)];
  const from = radius + 1;
  const leader = gap > NEAR ? [x + dx * from, y + dy * from, px, py] : null;
  return { box: [left, top, left + width, top + height], leader };
}

/** Whether a leader crosses nothing; marks that reach over its start do not count. */
function open(leader, near, lines, boxes) {
  const [x, y] = leader;
  const bars = (mark) => crosses(leader, mark) && !holds(grown(mark, 2), x, y);
  if (boxes.some((box) => crosses(leader, box)) || lines.some((line) => meet(leader, line))) return false;
  return !near(hull(leader), bars);
}

const CELL = 24;

/** Boxes by the cells that they lie in: the result tells whether one of those near a box meets a test. */
function index(boxes) {
  const cells = new Map();
  const visit = ([left, top, right, bottom], take) => {
    for (let i = Math.floor(left / CELL); i <= right / CELL; i += 1)
      for (let j = Math.floor(top / CELL); j <= bottom / CELL; j += 1) if (take(i * 1e5 + j)) return true;
    return false;
  };
  for (const box of boxes) {
    visit(box, (cell) => {
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push(box);
    });
  }
  return (box, test) => visit(box, (cell) => cells.get(cell)?.some(test));
}

const square = ([x, y, half]) => [x - half, y - half, x + half, y + half];
const grown = ([left, top, right, bottom], by) => [left - by, top - by, right + by, bottom + by];
const holds = ([left, top, right, bottom], x, y) => x >= left && x <= right && y >= top && y <= bottom;
const within = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Whether a segment reaches into a box: not beside it, nor with all its corners on one side. */
function crosses(line, box) {
  if (!overlap(hull(line), box)) return false;
  const [x0, y0, x1, y1] = line;
  const [left, top, right, bottom] = box;
  const side = (x, y) => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
  const sides = [side(left, top), side(right, top), side(left, bottom), side(right, bottom)];
  return Math.min(...sides) < 0 && Math.max(...sides) > 0;
}

/** Whether two segments have a point in common. */
function meet(a, b) {
  const side = ([x0, y0, x1, y1], x, y) => Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
  const split = (one, [x0, y0, x1, y1]) => side(one, x0, y0) * side(one, x1, y1) <= 0;
  return split(a, b) && split(b, a) && overlap(hull(a), hull(b));
}

const hull = ([x0, y0, x1, y1]) => [
  Math.min(x0, x1) - 0.01,
  Math.min(y0, y1) - 0.01,
  Math.max(x0, x1) + 0.01,
  Math.max(y0, y1) + 0.01,
];
