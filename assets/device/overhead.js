// Time as a sum of what cannot be negative (analysis/estimate/overhead.py).

import { dot } from './matrix.js';

const SWEEPS = 100;

/** Coefficients of a mixture from all timings, then without each in turn: (1 + timings) x parts. */
export function shares(rows, start) {
  const parts = start.length;
  const whole = sums(rows, parts);
  const total = start.reduce((sum, value) => sum + value, 0);
  return [null, ...rows].map((left) => {
    const { normal, target } = left ? without(whole, left) : whole;
    const size = normal.map((row, k) => (row[k] > 0 ? row[k] : Number.POSITIVE_INFINITY));
    const found = start.map((value, k) => ((value / total) * target[k]) / size[k]);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let k = 0; k < parts; k++) {
        found[k] = Math.max(0, found[k] + (target[k] - dot(normal[k], found)) / size[k]);
      }
    }
    return found;
  });
}

function sums(rows, parts) {
  const normal = Array.from({ length: parts }, () => new Float64Array(parts));
  const target = new Float64Array(parts);
  for (const row of rows) {
    for (let i = 0; i < parts; i++) {
      target[i] += row[i];
      for (let j = 0; j < parts; j++) normal[i][j] += row[i] * row[j];
    }
  }
  return { normal, target };
}

function without({ normal, target }, row) {
  return {
    normal: normal.map((line, i) => line.map((value, j) => value - row[i] * row[j])),
    target: target.map((value, i) => value - row[i]),
  };
}
