// Ranking: frontier, best, ties, upgrades. Pure: arrays in, rows out; the same definitions as
// analysis/stats/frontier.py. A row is its place in the weights file.

import { apply, constraints, relaxations } from './filter.js';
import { tied } from './stats.js';

const orders = new WeakMap();

/** All rows that have both values, fastest first, then most accurate; sorted once per pair. */
function ordered(speed, value) {
  if (!orders.has(speed)) orders.set(speed, new WeakMap());
  const known = orders.get(speed);
  if (!known.has(value)) {
    const rows = [];
    for (let row = 0; row < value.length; row++) {
      if (!Number.isNaN(speed[row]) && !Number.isNaN(value[row])) rows.push(row);
    }
    known.set(value, rows.sort(downwards(speed, value)));
  }
  return known.get(value);
}

/**
 * The rows that no other row beats, fastest first: a row is on the frontier if no other is at least
 * as fast and at least as accurate, and better in one. Rows equal in both stay together.
 */
export function frontier(rows, speed, value) {
  const among = new Uint8Array(value.length);
  for (const row of rows) among[row] = 1;
  const kept = [];
  let top = -Infinity;
  let last = -1;
  for (const row of ordered(speed, value)) {
    if (!among[row]) continue;
    const equal = last >= 0 && value[row] === top && speed[row] === speed[last];
    if (!(value[row] > top) && !equal) continue;
    if (!equal) last = row;
    top = value[row];
    kept.push(row);
  }
  return kept;
}

/** The most accurate row; among equals the fastest, then the first. -1 where there is none. */
export function best(rows, speed, value) {
  return rows.reduce((leader, row) => {
    if (leader < 0) return row;
    const order = value[row] - value[leader] || speed[row] - speed[leader];
    return order > 0 ? row : leader;
  }, -1);
}

/** The rows, other than a given one, that are tied with it; fastest first. */
export function tiedWith(row, rows, speed, score) {
  return rows.filter((other) => other !== row && areTied(score, row, other)).sort(downwards(speed, speed));
}

/** The fastest row whose accuracy is at most `loss` percentage points below that of `top`. */
function fastestWithin(loss, top, rows, speed, value) {
  const floor = value[top] - loss - 1e-9;
  const within = rows.filter((row) => value[row] >= floor);
  return within.sort(downwards(speed, value))[0] ?? -1;
}

export function areTied(score, a, b) {
  return tied(score.value[a], score.variance[a], score.value[b], score.variance[b]);
}

/** What a row is to a reference in accuracy: better, tied or worse. */
export function standing(score, row, reference) {
  if (row === reference || areTied(score, row, reference)) return 'tied';
  return score.value[row] > score.value[reference] ? 'better' : 'worse';
}

/**
 * What beats a reference. `accurate`: at least as fast and more accurate, most accurate first;
 * `fast`: at least as accurate and faster, fastest first; `nearly`: how many more are faster and
 * tied with it, though measured a little lower.
 */
export function upgrades(reference, rows, speed, score) {
  const { value } = score;
  const others = rows.filter((row) => row !== reference);
  const faster = others.filter((row) => speed[row] > speed[reference]);
  return {
    accurate: others
      .filter((row) => speed[row] >= speed[reference] && value[row] > value[reference])
      .sort(downwards(value, speed)),
    fast: faster.filter((row) => value[row] >= value[reference]).sort(downwards(speed, value)),
    nearly: faster.filter((row) => value[row] < value[reference] && areTied(score, row, reference)).length,
  };
}

/**
 * On the frontier of how many runs each row is, among the rows that `admits` lets in. Bounds on
 * speed or accuracy need not be among its reasons: they take nothing from a frontier but what they
 * exclude.
 */
function frontierCounts(n, perDevice, value, admits) {
  const rows = Array.from({ length: n }, (_, row) => row).filter(admits);
  const counts = new Uint8Array(n);
  for (const device of perDevice) for (const row of frontier(rows, device, value)) counts[row]++;
  return counts;
}

// Constraints that belong to one run, or follow from the counts themselves.
const OF_THE_RUN = new Set(['measured', 'minSpeed', 'maxMs', 'devices']);

/**
 * Answer a question.
 *
 * `speed` holds the throughput of the chosen run by row, `score` comes from `scores`, `state` holds
 * the constraints, `perDevice` how fast each device is with each row, in any unit (empty where not
 * loaded: then nothing is counted, and the constraint on devices waits).
 */
export function answer(data, speed, score, state, perDevice = []) {
  const { value } = score;
  let counts = null;
  if (perDevice.length) {
    const own = constraints(data, speed, score, state).filter(({ id }) => !OF_THE_RUN.has(id));
    counts = frontierCounts(data.n, perDevice, value, (row) => own.every((one) => one.admits(row)));
  }
  const found = constraints(data, speed, score, state, counts);
  const { passing, failed, excluded } = apply(found, data.n);
  const top = best(passing, speed, value);
  const reference = data.rows.get(state.from) ?? -1;
  const comparable = reference >= 0 && found[0].admits(reference);
  return {
    candidates: passing,
    frontier: frontier(passing, speed, value),
    best: top,
    tied: top < 0 ? [] : tiedWith(top, passing, speed, score),
    fastest: top < 0 ? -1 : fastestWithin(state.loss, top, passing, speed, value),
    counts,
    excluded,
    relaxations: passing.length ? [] : relaxations(found, failed),
    reference,
    upgrades: comparable ? upgrades(reference, passing, speed, score) : null,
  };
}

/** An order of rows: by one column downwards, then by another. */
const downwards = (first, second) => (a, b) => first[b] - first[a] || second[b] - second[a] || a - b;
