// What the page says: constraints, the answer in a sentence, runs and test sets by name.

import { h } from '../chart/dom.js';
import { duration, interval, percent, rate, short, significant } from '../chart/format.js';
import { isEstimated, word } from './data.js';
import { areTied } from './rank.js';

const count = (number) => number.toLocaleString('en');
const list = (items, last = 'or') =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;

/** A plural where one is due. */
export const some = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export const runName = (run) => `${run.deviceLabel} (${run.details})`;

export const runOf = (data, id) => data.runs.find((run) => run.id === id);

/** The chosen test sets: one by name, several as their mean. */
export function testName(data, tests) {
  const labels = tests.map((id) => data.testSets.find((set) => set.id === id).label);
  return labels.length === 1 ? labels[0] : `the mean of ${list(labels, 'and')}`;
}

const family = (data, id) => data.families[id]?.[0] ?? id;

const CONSTRAINTS = {
  measured: (_, state, data) => `measured in this run and on ${testName(data, state.tests)}`,
  fixtures: () => 'not a test fixture of timm',
  minSpeed: (value) => `at least ${rate(value)}`,
  maxMs: (value) => `at most ${duration(value / 1000)} per image`,
  minTop1: (value) => `at least ${percent(value, decimals(value))} top-1`,
  maxParams: (value) => `at most ${short(value)} M parameters`,
  maxGmacs: (value) => `at most ${short(value)} GMACs`,
  maxActs: (value) => `at most ${short(value)} M activations`,
  maxChannels: (value) => `at most ${count(value)} feature channels`,
  pyramid: () => 'feature maps at strides 4 to 32',
  anySize: () => 'takes other image sizes as it is',
  dropIn: (_, state) => `drop-in for ${state.from}: same strides, half to twice the channels`,
  minSize: (value) => `images of at least ${value} px`,
  maxSize: (value) => `images of at most ${value} px`,
  minBatch: (value, { memory }) => `training batch of at least ${value} in ${memory} GB`,
  kinds: (value, _, data) => `${list(value.map((kind) => data.kinds[kind]))} only`,
  families: (value, _, data) => `only ${list(value.map((id) => family(data, id)))}`,
  notFamilies: (value, _, data) => `without ${list(value.map((id) => family(data, id)))}`,
  pretraining: (value, _, data) => `pre-trained on ${list(value.map((id) => data.pretrainings[id]))}`,
  license: (value) => (value === 'permissive' ? 'permissive licence' : 'no non-commercial licence'),
  distilled: (value) => (value === 'yes' ? 'distilled' : 'not distilled'),
  name: (value) => `name contains “${value}”`,
  devices: (value) => `on the frontier of at least ${some(value, 'device')}`,
};

/** A constraint in words. */
export const constraint = (id, state, data) => CONSTRAINTS[id](state[id], state, data);

/** The constraints of a state that a reader has set, each `{id, text}`. */
export function inForce(state, data) {
  const set = (id) => {
    const value = state[id];
    if (Array.isArray(value)) return value.length > 0;
    return value !== null && value !== '' && value !== 'any' && value !== 0 && value !== false;
  };
  return Object.keys(CONSTRAINTS)
    .filter((id) => id !== 'measured' && id !== 'fixtures' && set(id))
    .map((id) => ({ id, text: constraint(id, state, data) }));
}

/** Digits after the point: as many as the number has, at most two. */
function decimals(value) {
  return Math.min(2, (String(value).split('.')[1] ?? '').length);
}

/** An accuracy with its interval. */
export function accuracy(score, row, digits = 1) {
  const value = score.value[row];
  if (Number.isNaN(value)) return '–';
  return interval(value, ...score.interval(row), digits);
}

/** A name that may break after its dots and underscores, as nodes. */
export const breakable = (name) =>
  name.split(/(?<=[._])/).flatMap((part, i) => (i ? [h('wbr'), part] : [part]));

/** How many times as fast: "2.3 times as fast". */
export function times(ratio) {
  if (ratio > 0.995 && ratio < 1.005) return 'as fast';
  return `${ratio < 10 ? short(ratio).replace(/0$/, '') : significant(ratio, 2)} times as fast`;
}

export const points = (difference) =>
  `${Math.abs(difference) < 0.095 ? Math.abs(difference).toFixed(2) : Math.abs(difference).toFixed(1)} points`;

const strong = (data, row) => {
  const about = { type: 'button', class: 'ch-open ch-name', 'data-open': data.id[row] };
  return h('span', {}, h('button', about, ...breakable(data.weights[row])), ` at ${data.imgSize[row]} px`);
};

/** The answer in plain language, as nodes. */
export function sentence(context) {
  const { data, state, found, run, score, about } = context;
  const here = `on the ${about.deviceLabel}`;
  const doing = about.task === 'train' ? 'trains' : 'runs';
  if (found.best < 0) return ['No model meets all of these constraints.'];
  const { best, tied, fastest, candidates } = found;
  const speed = (row) => run.speed[row];
  const parts = [
    candidates.length === 1
      ? 'One model meets the constraints: '
      : `Of ${inForce(state, data).length ? `the ${some(candidates.length, 'model')} that meet your constraints` : `all ${some(candidates.length, 'model')}`}, the most accurate on ${testName(data, state.tests)} is `,
    strong(data, best),
    `: ${accuracy(score, best).replace(' (', ' % (')}. It ${doing} at ${spoken(run, best)} ${here}${about.mine ? '' : about.compiled ? ', compiled' : ', eager'}.`,
  ];
  if (tied.length) {
    const [quickest] = tied;
    const faster = speed(quickest) > speed(best);
    parts.push(
      ` Tied with it: ${some(tied.length, 'other')}${faster ? ', the fastest ' : '.'}`,
      ...(faster ? [strong(data, quickest), `, ${times(speed(quickest) / speed(best))}.`] : []),
    );
  } else if (candidates.length > 1) parts.push(' None is tied with it.');
  if (fastest !== best && fastest !== tied[0]) {
    const lost = score.value[best] - score.value[fastest];
    parts.push(
      ` The fastest within ${state.loss} ${state.loss === 1 ? 'point' : 'points'} of it is `,
      strong(data, fastest),
      `: ${points(lost)} less, ${times(speed(fastest) / speed(best))}.`,
    );
  }
  return parts;
}

/** A speed; one that was estimated with the 95 % interval of its time. */
export function spoken(run, row) {
  const speed = rate(run.speed[row]);
  if (!isEstimated(run, row)) return speed;
  const ends = `${duration(run.low[row])} to ${duration(run.high[row])} an image`;
  const far = run.basis[row] === 'extrapolated' ? ', extrapolated' : '';
  return `about ${speed} (estimated${far}: ${ends})`;
}

/** What the reference's upgrades come to, in a sentence. */
export function upgradeSentence({ data, state, found, score, run, about }) {
  const { reference, upgrades } = found;
  const name = data.id[reference];
  if (!upgrades)
    return [
      `${name} has no ${Number.isNaN(run.speed[reference]) ? `speed on the ${about.deviceLabel} in this run` : 'accuracy on this test set'}, so nothing can be compared with it here.`,
    ];
  const { accurate, fast, nearly } = upgrades;
  const real = accurate.filter((row) => !areTied(score, row, reference));
  if (state.aim === 'fast') {
    if (!fast.length)
      return [
        `Nothing that meets the constraints is faster than ${name} and at least as accurate.${also(nearly)}`,
      ];
    return [
      `${some(fast.length, 'model is', 'models are')} faster than ${name} and at least as accurate; the fastest, `,
      strong(data, fast[0]),
      `, is ${times(run.speed[fast[0]] / run.speed[reference])}.${also(nearly)}`,
    ];
  }
  if (!accurate.length)
    return [`Nothing that meets the constraints is at least as fast as ${name} and more accurate.`];
  return [
    `${some(accurate.length, 'model is', 'models are')} at least as fast as ${name} and more accurate, ${count(real.length)} of them not tied with it; the best, `,
    strong(data, accurate[0]),
    `, by ${points(score.value[accurate[0]] - score.value[reference])} and ${times(run.speed[accurate[0]] / run.speed[reference])}.`,
  ];
}

const also = (nearly) =>
  nearly
    ? ` ${some(nearly, 'more is', 'more are')} faster and tied with it, though measured a little lower.`
    : '';

/** A row's licence with what it allows. */
export function license(data, row) {
  const name = word(data.license, row);
  const label = data.class_labels[data.license_classes[name]];
  return name === 'unknown' || label === 'permissive' ? name : `${name} (${label})`;
}

/** The largest set of images that a teacher or tokenizer of the weights saw. */
export function taughtBy(data, row) {
  const seen = word(data.taught_by, row);
  return seen ? data.pretrainings[seen] : 'no teacher known';
}
