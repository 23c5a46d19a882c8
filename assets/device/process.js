// A few timings of a device -> the time of every model (analysis/estimate/process.py).

import { dot, inverse, mean } from './matrix.js';
import { shares } from './overhead.js';

export const LEAST = 4;
export const MOST = 50;
// Guesses that count less than this change no digit that anyone sees.
const NOTHING = 1e-14;
const AMPLITUDES = [0.05, 0.15, 0.45];
const NOISES = [0.03, 0.08, 0.2];
const LENGTH = 2;
const GROUP_SHARE = 0.5;
const TAIL = 4;
const SUM_PENALTY = 1;
const TINY = 1e-9;

/** At most MOST timings, evenly from the fastest to the slowest, by their place. */
export function representative(logSecs) {
  const order = [...logSecs.keys()].sort((a, b) => logSecs[a] - logSecs[b] || a - b);
  const count = order.length;
  if (count <= MOST) return [...logSecs.keys()];
  return Array.from({ length: MOST }, (_, i) => order[Math.floor((i * count) / MOST)]).sort((a, b) => a - b);
}

/** The log seconds and spread of all models; how far each timing lies above what the others foretell. */
export function estimate(known, timed, logSecs) {
  const guesses = [...scaled(known, timed, logSecs), ...summed(known, timed, logSecs)];
  return combined(known, timed, logSecs, guesses);
}

function scaled(known, timed, logSecs) {
  const count = timed.length;
  return known.references.map((column) => {
    const above = timed.map((place, j) => logSecs[j] - column[place]);
    const middle = mean(above);
    const missed = above.map((left) => {
      const without = (count * middle - left) / (count - 1);
      return above.map((value) => value - without);
    });
    return { logs: column.map((value) => value + middle), missed, penalty: 0 };
  });
}

function summed(known, timed, logSecs) {
  const level = mean(logSecs);
  const secs = logSecs.map((value) => Math.exp(value - level));
  return mixtures(known).map(({ parts, start }) => {
    const at = timed.map((place) => parts.map((column) => column[place]));
    const rows = at.map((row, j) => row.map((value) => value / secs[j]));
    const [all, ...without] = shares(rows, start);
    const missed = without.map((found) => at.map((row, j) => logSecs[j] - log(dot(row, found), level)));
    const logs = Float64Array.from(parts[0], (_, m) => {
      let sum = 0;
      for (let k = 0; k < parts.length; k++) sum += parts[k][m] * all[k];
      return log(sum, level);
    });
    return { logs, missed, penalty: SUM_PENALTY };
  });
}

const log = (sum, level) => Math.log(Math.max(sum, TINY)) + level;

function mixtures(known) {
  const nothing = new Float64Array(known.count);
  const [one, layers, ...costs] = known.measures;
  const work = [0, 0, ...costs.map(() => 1), 0];
  const last = work.map((_, k) => (k === work.length - 1 ? 1 : 0));
  const found = [{ parts: [one, layers, ...costs, nothing], start: work }];
  for (const column of known.means) {
    const middle = mean(column);
    const time = column.map((value) => Math.exp(value - middle));
    found.push({ parts: [one, layers, ...costs, time], start: last });
    found.push({ parts: [one, layers, ...costs.map(() => nothing), time], start: last });
  }
  return found;
}

/** The process's covariance at amplitude 1: of every model with the timed ones, and with itself. */
export function covariance(known, timed) {
  const outer = [];
  const own = new Float64Array(known.count);
  for (let m = 0; m < known.count; m++) {
    own[m] = 1 + GROUP_SHARE * known.groups.length;
    for (const column of known.linear) own[m] += column[m] ** 2;
    outer.push(Float64Array.from(timed, (place) => between(known, m, place)));
  }
  return { outer, own };
}

function between(known, m, place) {
  let linear = 0;
  let square = 0;
  for (const column of known.linear) linear += column[m] * column[place];
  for (const column of known.smooth) square += (column[m] - column[place]) ** 2;
  let shared = 0;
  for (const group of known.groups) if (group[m] === group[place]) shared += GROUP_SHARE;
  return linear + Math.exp(-square / (2 * LENGTH ** 2)) + shared;
}

function combined(known, timed, logSecs, guesses) {
  const count = timed.length;
  const { outer, own } = covariance(known, timed);
  const trials = AMPLITUDES.flatMap((amplitude) => NOISES.map((noise) => ({ amplitude, noise }))).map(
    (setting) => trial(setting, timed, outer, guesses),
  );
  const best = Math.max(...trials.flatMap(({ scores }) => scores));
  const weights = trials.map(({ scores }) => scores.map((score) => Math.exp(score - best)));
  const total = weights.flat().reduce((sum, weight) => sum + weight, 0);
  for (const row of weights) for (const g of row.keys()) row[g] /= total;
  const above = guesses.map((guess) => timed.map((place, j) => logSecs[j] - guess.logs[place]));
  const whole = everywhere(known.count, trials, weights, guesses, above, outer, own);
  const every = Array.from({ length: count }, (_, i) => i);
  const missed = every.map((i) => over(trials, weights, ({ errors }, g) => errors[g][i]));
  const foretold = every.map((i) => {
    const apart = over(trials, weights, ({ errors }, g) => (errors[g][i] - missed[i]) ** 2);
    return Math.sqrt(over(trials, weights, ({ variance }) => variance[i]) + apart);
  });
  return { ...whole, missed, foretold };
}

function over(trials, weights, value) {
  let sum = 0;
  for (const [p, tried] of trials.entries()) {
    for (const [g, weight] of weights[p].entries()) sum += weight * value(tried, g);
  }
  return sum;
}

function trial({ amplitude, noise }, timed, outer, guesses) {
  const square = amplitude ** 2;
  const count = timed.length;
  const inner = timed.map((place, i) =>
    outer[place].map((value, j) => square * value + (i === j ? noise ** 2 : 0)),
  );
  const found = inverse(inner);
  const variance = found.map((row, i) => (1 + 1 / (count - 1)) / row[i]);
  const errors = guesses.map(({ missed }) => missed.map((row, i) => dot(found[i], row) / found[i][i]));
  const scores = guesses.map(({ penalty }, g) => {
    let score = -penalty;
    for (let i = 0; i < count; i++) {
      const tail = Math.log1p(errors[g][i] ** 2 / variance[i] / TAIL);
      score -= ((TAIL + 1) / 2) * tail + Math.log(variance[i]) / 2;
    }
    return score;
  });
  return { square, noise, found, variance, errors, scores };
}

function everywhere(models, trials, weights, guesses, above, outer, own) {
  const logSecs = new Float64Array(models);
  const spread = new Float64Array(models);
  const byGuess = guesses.map((_, g) => weights.reduce((sum, row) => sum + row[g], 0));
  const counted = trials
    .map(({ square, noise, found }, p) => ({
      square,
      noise,
      found,
      all: weights[p].reduce((sum, weight) => sum + weight, 0),
      parts: [...weights[p].entries()].filter(([, weight]) => weight > NOTHING),
    }))
    .filter(({ all }) => all > NOTHING);
  const gain = new Float64Array(above[0].length);
  const guessed = new Float64Array(counted.reduce((sum, { parts }) => sum + parts.length, 0));
  for (let m = 0; m < models; m++) {
    let variance = 0;
    let at = 0;
    for (const [g, weight] of byGuess.entries()) logSecs[m] += weight * guesses[g].logs[m];
    for (const { square, noise, found, all, parts } of counted) {
      for (let j = 0; j < gain.length; j++) gain[j] = square * dot(found[j], outer[m]);
      variance += all * (square * (own[m] - dot(gain, outer[m])) + noise ** 2);
      for (const [g, weight] of parts) {
        const correction = dot(gain, above[g]);
        logSecs[m] += weight * correction;
        guessed[at++] = correction + guesses[g].logs[m];
      }
    }
    at = 0;
    for (const { parts } of counted) {
      for (const [, weight] of parts) variance += weight * (guessed[at++] - logSecs[m]) ** 2;
    }
    spread[m] = Math.sqrt(variance);
  }
  return { logSecs, spread };
}
