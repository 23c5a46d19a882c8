import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  duration,
  halfUp,
  interval,
  logTicks,
  millions,
  percent,
  plain,
  rate,
  short,
  significant,
  wilson,
} from '../../../assets/chart/format.js';

const spaced = (text) => text.replaceAll('\u202f', ' ');

test('numbers keep three digits that count', () => {
  assert.deepEqual(
    [2364.2, 21485.8, 0.04231, 999.6, 0.9996, 0].map((n) => significant(n)),
    ['2,360', '21,500', '0.0423', '1,000', '1.00', '0'],
  );
});

test('short numbers have at most two decimals', () => {
  assert.deepEqual([0.423, 5.482, 88.64, 1014.45, 9.996, 99.96].map(short), [
    '0.42',
    '5.48',
    '88.6',
    '1,014',
    '10.0',
    '100',
  ]);
});

test('half is rounded up, away from zero', () => {
  assert.deepEqual([halfUp(0.125, 2), halfUp(-2.5, 0), halfUp(2365, -1)], [0.13, -3, 2370]);
});

test('times choose the unit that suits them', () => {
  const cases = [4.65e-5, 9.9e-5, 1e-4, 4.2e-4, 0.0123, 0.9, 1, 12.34];
  assert.deepEqual(
    cases.map((s) => spaced(duration(s))),
    ['46.5 µs', '99.0 µs', '0.10 ms', '0.42 ms', '12.3 ms', '900 ms', '1.00 s', '12.3 s'],
  );
});

test('accuracies, rates and counts are written with their units', () => {
  assert.equal(spaced(percent(85.338)), '85.3 %');
  assert.equal(interval(85.338, 85.026, 85.644), '85.3 (85.0 to 85.6)');
  assert.equal(spaced(rate(2364.2)), '2,360 images/s');
  assert.equal(spaced(millions(88.59)), '88.6 M');
});

test('a missing number is a dash, never NaN', () => {
  for (const write of [significant, short, percent, rate, duration, millions]) {
    assert.equal(write(NaN), '–');
    assert.equal(write(undefined), '–');
  }
});

test('the Wilson interval stays within 0 and 100', () => {
  assert.equal(wilson(0, 50000)[0], 0);
  assert.equal(wilson(100, 50000)[1], 100);
  const [low, high] = wilson(50, 10000);
  assert.ok(Math.abs(low - 49.0202) < 1e-3 && Math.abs(high - 50.9798) < 1e-3);
});

test('log ticks thin out until they fit', () => {
  assert.deepEqual(logTicks(4e-6, 3e-4, 's', 12).labels.map(spaced), [
    '5 µs',
    '10 µs',
    '20 µs',
    '50 µs',
    '0.1 ms',
    '0.2 ms',
  ]);
  assert.deepEqual(logTicks(4e-6, 3e-4, 's', 4).labels.map(spaced), ['10 µs', '30 µs', '0.1 ms', '0.3 ms']);
  assert.deepEqual(logTicks(1, 1000, 'M', 3).labels.map(spaced), ['1 M', '10 M', '100 M', '1,000 M']);
});

test('a part of a decade has ticks at equal distances', () => {
  assert.deepEqual(logTicks(2.1e-4, 3.9e-4, 's').labels.map(spaced), ['0.25 ms', '0.3 ms', '0.35 ms']);
});

test('a log axis without positive bounds is refused', () => {
  assert.throws(() => logTicks(0, 1), /a log axis needs 0 < low < high, not 0 and 1/);
});

test('names are plain text for plotly', () => {
  assert.equal(plain('<b>&amp;</b>'), '&lt;b&gt;&amp;amp;&lt;/b&gt;');
});
