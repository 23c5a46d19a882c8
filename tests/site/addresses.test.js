// Addresses drawn at random: they never throw, say little, and mean what is written back.

import assert from 'node:assert/strict';
import test from 'node:test';

import { duration, millions, percent, rate, short, significant } from '../../assets/chart/format.js';
import { fromQuery, toQuery } from '../../assets/choose/state.js';
import { inForce } from '../../assets/choose/words.js';
import * as explore from '../../assets/explore/address.js';
import { small } from '../assets/choose/data.js';

const data = small([
  { weights: 'a.one' },
  { weights: 'a.one', size: 288 },
  { weights: '<img src=x onerror=alert(1)>' },
]);
const NUMBERS = [
  'min_speed',
  'max_ms',
  'min_top1',
  'max_params',
  'max_gmacs',
  'max_activations',
  'max_channels',
];
const NAMES = [
  ...[...NUMBERS, 'min_size', 'max_size', 'devices', 'loss', 'kind', 'family', 'not_family', 'pretraining'],
  ...['license', 'distilled', 'show', 'aim', 'run', 'test', 'name', 'fixtures', 'from', 'compare', 'weights'],
  ...[
    'pyramid',
    'any_size',
    'drop_in',
    'sort',
    'x',
    'y',
    'color',
    'utm_source',
    '__proto__',
    'constructor',
    '',
  ],
];
const VALUES = [
  ...['0', '-0', '1', '-1', '2000', '0.5', '1e-99', '5e-324', '1e308', '1e999', 'NaN', 'Infinity', '0x10'],
  ...['', ' ', '٣', '__proto__', 'constructor', 'toString', 'a.one', 'a.one@288', 'a.one@@', '@', '@224'],
  ...['imagenet,sketch', ',', 'top1', '-top1', '--top1', 'all', 'upgrades', 'any', 'fast', 'yes', 'resnet'],
  ...[
    'convolution',
    'in1k',
    'run-b',
    'time.run-a',
    'gmacs',
    '<img src=x onerror=alert(1)>',
    'x'.repeat(5000),
  ],
  ...['\ud800', '\u202e', '\0', '%', '%zz', '&', '=', '#', '+'],
];

/** A sequence of numbers below 1 that is the same each time (mulberry32). */
function* drawn(seed) {
  let state = seed;
  while (true) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
const numbers = drawn(1);
const next = () => numbers.next().value;
const pick = (all) => all[Math.floor(next() * all.length)];
const noise = () => String.fromCharCode(...Array.from({ length: 1 + next() * 9 }, () => next() * 0x10000));
const value = () => (next() < 0.8 ? pick(VALUES) : noise());
const written = (text) => (next() < 0.5 ? encodeURIComponent(text.toWellFormed()) : text);
const part = () => `${written(next() < 0.9 ? pick(NAMES) : noise())}=${written(value())}`;
const address = () => `?${Array.from({ length: next() * 12 }, part).join('&')}`;

test('no address of the chooser throws, and what is written back is the same question', () => {
  for (let i = 0; i < 5000; i += 1) {
    const query = address();
    const { state, problems, notes, unknown } = fromQuery(query, data);
    assert.ok(notes.length <= 8 && unknown.length <= 8, query);
    assert.ok(problems.length <= 9 && problems.every((problem) => problem.length < 400), query);
    for (const { text } of inForce(state, data)) assert.ok(text.length < 500, `${query}: ${text}`);
    const again = fromQuery(toQuery(state, data), data);
    assert.deepEqual(again, { state, problems: [], notes: [], unknown: [] }, query);
  }
});

test('thousands of parts that a page does not know make a few sentences', () => {
  const query = Array.from({ length: 3000 }, (_, i) => `unknown_${i}=1`).join('&');
  const { problems } = fromQuery(query, data);
  assert.equal(problems.length, 9);
  assert.match(problems[8], /2992 more/);
});

test('no address of the free axes throws', () => {
  const ids = new Set(['gmacs', 'time.run-a', 'top1.imagenet']);
  const known = { x: ids, y: ids, color: new Set(['kind', ...ids]) };
  const usual = explore.defaults({ lead: 'run-a' });
  for (let i = 0; i < 5000; i += 1) {
    const query = address();
    const { state, problems } = explore.fromQuery(query, known, usual);
    assert.ok(problems.length <= 3, query);
    for (const name of Object.keys(usual))
      assert.ok(known[name].has(state[name]) || state[name] === usual[name]);
    const again = explore.fromQuery(explore.toQuery(state, usual), known, usual);
    assert.deepEqual(again, { state, problems: [] }, query);
  }
});

test('every number can be written', () => {
  for (let exponent = -324; exponent <= 308; exponent += 1) {
    const number = Number(`1.7e${exponent}`);
    for (const write of [significant, short, rate, duration, percent, millions]) {
      assert.doesNotThrow(() => write(number), `${write.name}(${number})`);
    }
  }
});
