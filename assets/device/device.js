// Timings of a device -> the times of all models, with what to think of them
// (analysis/estimate/device.py, calibration.py, trust.py).

import { between } from './known.js';
import { understood } from './names.js';
import { estimate, LEAST, representative } from './process.js';
import { Fault, firstOf, share } from './words.js';

const PRIOR = 3;
const CLIP = 3;
const REPEATED = 1.2;
const STRANGE = 3;
const CLEAR = Math.log(3);
const HALF = 0.5;
const FAR = 30;
const OFF_SCALE = 20;

/**
 * The times of all models on a device, by model: `secs`, `low`, `high` and `basis`; `notes` on how
 * the timings were understood, `warnings` where they are odd; `reason` where they should not be
 * believed.
 */
export function deviceFrom(rows, known) {
  const { places, logSecs, notes } = usable(rows, known);
  const part = representative(logSecs);
  const few = { places: part.map((i) => places[i]), logSecs: part.map((i) => logSecs[i]) };
  const found = estimate(known, few.places, few.logSecs);
  const { reason, warnings, ask } = unsound(known, places, logSecs, found);
  const half = halfWidths(found, known);
  const far = extrapolated(known, places);
  const logs = Float64Array.from(found.logSecs);
  const basis = Array.from(far, (yes) => (yes ? 'extrapolated' : 'estimated'));
  for (const [i, place] of places.entries()) {
    logs[place] = logSecs[i];
    half[place] = 0;
    basis[place] = 'measured';
  }
  const missed = share(Math.expm1(median(found.missed.map(Math.abs))));
  return {
    secs: logs.map((value) => Math.exp(value)),
    low: logs.map((value, m) => Math.exp(value - half[m])),
    high: logs.map((value, m) => Math.exp(value + half[m])),
    basis,
    used: places.length,
    notes: [...notes, `Each timing, estimated from the others, is off by ${missed} (median).`],
    warnings,
    reason,
    ask,
    few: { ...few, found },
  };
}

function usable(rows, known) {
  const notes = [];
  const timed = new Map();
  const strangers = [];
  let assumed = false;
  for (const { name, imgSize, secs } of rows) {
    const named = understood(name, imgSize, known);
    assumed ||= named.assumed;
    const place = known.place(named.architecture, named.imgSize);
    if (place < 0) strangers.push(named.imgSize > 0 ? `${name} at ${named.imgSize} px` : name);
    else timed.set(place, [...(timed.get(place) ?? []), Math.log(secs)]);
  }
  if (strangers.length) notes.push(`Unknown to the known runs, left out: ${firstOf(strangers)}.`);
  if (assumed) notes.push("No image size told: timm's default for each model is assumed.");
  for (const [place, logs] of timed) {
    const apart = Math.exp(Math.max(...logs) - Math.min(...logs));
    if (apart > REPEATED) {
      const name = known.architectures[place];
      throw new Fault(
        `${name} stands several times, up to ${apart.toFixed(1)} times apart: more than one device or ` +
          'setting? Keep the lines of one.',
      );
    }
  }
  if (timed.size < LEAST) throw new Fault(`${timed.size} known models: at least ${LEAST} are needed.`);
  const places = [...timed.keys()].sort((a, b) => a - b);
  notes.push(`${places.length} models used.`);
  return { places, logSecs: places.map((place) => median(timed.get(place))), notes };
}

/** Half of each model's 95 % interval, in log seconds. */
export function halfWidths(found, known) {
  const errors = found.missed.map((value, i) => Math.min(Math.abs(value / found.foretold[i]), CLIP) ** 2);
  const scale = Math.sqrt((PRIOR + errors.reduce((a, b) => a + b, 0)) / (PRIOR + errors.length));
  const factor = between(known.factors, found.missed.length);
  return found.spread.map((spread) => factor * scale * spread);
}

function unsound(known, places, logSecs, found) {
  const pairs = contradictions(known, places, logSecs);
  const told = new Map();
  for (const pair of pairs) if (!told.has(pair.heavy)) told.set(pair.heavy, pairWords(pair));
  const warnings = [...told.values()];
  const unit = offScale(known, places, logSecs);
  if (unit) return { reason: unit, warnings: warnings.map((words) => `${words}.`), ask: 'unit' };
  const worst = pairs.find((pair) => pair.unsound);
  if (worst) {
    const reason = `${told.get(worst.heavy)}; was the clock stopped before the device had finished?`;
    return { reason, warnings: warnings.map((words) => `${words}.`) };
  }
  const missed = Math.sqrt(found.missed.reduce((sum, x) => sum + x * x, 0) / found.missed.length);
  const usual = between(known.usual, found.missed.length);
  const sentences = warnings.map((words) => `${words}.`);
  if (missed > STRANGE * usual) {
    const reason =
      'The timings contradict each other: each estimated from the others is off by a factor of ' +
      `${Math.exp(missed).toFixed(2)}, on known devices by ${Math.exp(usual).toFixed(2)} at most.`;
    return { reason, warnings: sentences };
  }
  if (missed > usual) {
    sentences.push(
      `Each timing, estimated from the others, is off by ${share(Math.expm1(missed))}, more than on any ` +
        `known device (${share(Math.expm1(usual))}): was the machine busy?`,
    );
  }
  return { reason: '', warnings: sentences };
}

function offScale(known, places, logSecs) {
  const [fastest, slowest] = known.levels;
  const usual = known.means.at(-1);
  const level = logSecs.reduce((sum, log, i) => sum + log - usual[places[i]], 0) / places.length;
  const words = (apart, how) =>
    `The times are ${Math.exp(apart).toFixed(0)} times as ${how} known device: which unit?`;
  if (level > slowest + Math.log(OFF_SCALE)) return words(level - slowest, 'long as on the slowest');
  if (level < fastest - Math.log(OFF_SCALE)) return words(fastest - level, 'short as on the fastest');
  return '';
}

const pairWords = ({ heavy, heavyMs, light, lightMs, least }) =>
  `${heavy} (${digits(heavyMs)} ms) is faster than ${light} (${digits(lightMs)} ms), though every known ` +
  `run takes at least ${least.toFixed(1)} times as long for it`;

const digits = (value) => String(Number(value.toPrecision(3)));

/** Pairs of timings that no known run allows, those farthest from the known runs first. */
function contradictions(known, places, logSecs) {
  const runs = known.runs.map((column) => Float64Array.from(places, (place) => column[place]));
  const found = [];
  for (let i = 0; i < places.length; i++) {
    let should = 0;
    const wrong = [];
    for (let j = 0; j < places.length; j++) {
      const least = leastApart(runs, i, j);
      if (least < 0) continue;
      should += 1;
      if (logSecs[i] < logSecs[j]) wrong.push({ i, j, off: least + logSecs[j] - logSecs[i], least });
    }
    for (const pair of wrong) found.push({ ...pair, unsound: wrong.length > HALF * should });
  }
  found.sort((a, b) => b.off - a.off);
  return found.map(({ i, j, least, unsound: bad }) => ({
    heavy: known.architectures[places[i]],
    light: known.architectures[places[j]],
    heavyMs: 1000 * Math.exp(logSecs[i]),
    lightMs: 1000 * Math.exp(logSecs[j]),
    least: Math.exp(least),
    unsound: bad,
  }));
}

/** The least log factor of one model's time over another's, -1 where a run has them too close. */
function leastApart(runs, heavy, light) {
  let least = Number.POSITIVE_INFINITY;
  for (const column of runs) {
    const apart = column[heavy] - column[light];
    if (apart < CLEAR) return -1;
    if (apart < least) least = apart;
  }
  return least;
}

/** Which models lie far from anything timed. */
function extrapolated(known, places) {
  const { index } = known.kinds;
  const kinds = new Set(places.map((place) => index[place]));
  const work = places.map((place) => known.gmacs[place]);
  const most = FAR * Math.max(...work);
  const least = Math.min(...work) / FAR;
  return known.gmacs.map((gmacs, m) => !kinds.has(index[m]) || gmacs > most || gmacs < least);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
