import assert from 'node:assert/strict';
import test from 'node:test';

import { roundOutward } from '../../../assets/choose/filter.js';
import { answer, best, frontier, scores, standing } from '../../../assets/choose/rank.js';
import { defaults } from '../../../assets/choose/state.js';
import { small } from './data.js';

const columns = (rows) => [rows.map(([speed]) => speed), rows.map(([, value]) => value)];
const asked = (data, change) => ({ ...defaults(data), ...change });
const names = (data, rows) => rows.map((row) => data.weights[row]);

test('a frontier keeps what nothing beats, fastest first', () => {
  const [speed, value] = columns([
    [1, 90],
    [3, 70],
    [2, 80],
    [2, 75],
    [0.5, 85],
  ]);
  assert.deepEqual(frontier([0, 1, 2, 3, 4], speed, value), [1, 2, 0]);
});

test('rows equal in both stay together on a frontier', () => {
  const [speed, value] = columns([
    [2, 80],
    [2, 80],
    [1, 80],
    [2, 79],
  ]);
  assert.deepEqual(frontier([0, 1, 2, 3], speed, value), [0, 1]);
});

test('rows without a speed or an accuracy are never on a frontier', () => {
  const [speed, value] = columns([
    [NaN, 99],
    [9, NaN],
    [1, 1],
  ]);
  assert.deepEqual(frontier([0, 1, 2], speed, value), [2]);
  assert.deepEqual(frontier([], speed, value), []);
});

test('a bound on speed or accuracy takes nothing else from a frontier', () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const rows = Array.from({ length: 300 }, (_, row) => row);
  const speed = rows.map(() => Math.round(random() * 50));
  const value = rows.map(() => Math.round(random() * 50));
  const whole = frontier(rows, speed, value);
  const bounded = rows.filter((row) => speed[row] >= 10 && value[row] >= 20);
  assert.deepEqual(
    frontier(bounded, speed, value),
    whole.filter((row) => speed[row] >= 10 && value[row] >= 20),
  );
});

test('the best of equals is the fastest, then the first', () => {
  assert.equal(best([0, 1, 2], [1, 2, 2], [80, 80, 80]), 1);
  assert.equal(best([], [], []), -1);
});

test('an answer has the best, those tied with it and the fastest within a loss', () => {
  const data = small([
    { weights: 'a.x', top1: 85 },
    { weights: 'b.x', top1: 84.9 },
    { weights: 'c.x', top1: 84 },
    { weights: 'd.x', top1: 83.9 },
  ]);
  const found = answer(data, [1, 2, 3, 4], scores(data, ['imagenet']), asked(data, { loss: 1 }));
  assert.equal(data.weights[found.best], 'a.x');
  assert.deepEqual(names(data, found.tied), ['b.x']);
  assert.equal(data.weights[found.fastest], 'c.x');
});

test('test fixtures are out unless asked for', () => {
  const data = small([{ weights: 'test_vit.r160', fixture: true }, { weights: 'a.x' }]);
  const score = scores(data, ['imagenet']);
  assert.deepEqual(answer(data, [2, 1], score, asked(data, {})).candidates, [1]);
  assert.deepEqual(answer(data, [2, 1], score, asked(data, { fixtures: true })).candidates, [0, 1]);
});

test('"permissive" leaves out unknown licences; "commercial" only the non-commercial', () => {
  const licenses = ['apache-2.0', 'cc-by-nc-4.0', 'fastvit-license', 'unknown'];
  const data = small(licenses.map((license, i) => ({ weights: `m${i}.x`, license })));
  const rows = (license) =>
    answer(data, [1, 1, 1, 1], scores(data, ['imagenet']), asked(data, { license })).candidates;
  assert.deepEqual(rows('any'), [0, 1, 2, 3]);
  assert.deepEqual(rows('permissive'), [0]);
  assert.deepEqual(rows('commercial'), [0, 2, 3]);
});

test('each constraint says how many rows it excludes, and how many alone', () => {
  const data = small([
    { weights: 'a.x', params: 10, top1: 70 },
    { weights: 'b.x', params: 50, top1: 85 },
    { weights: 'c.x', params: 50, top1: 70 },
  ]);
  const state = asked(data, { maxParams: 20, minTop1: 80 });
  const { excluded } = answer(data, [1, 1, 1], scores(data, ['imagenet']), state);
  const by = Object.fromEntries(excluded.map(({ id, ...counts }) => [id, counts]));
  assert.deepEqual(by.maxParams, { count: 2, alone: 1 });
  assert.deepEqual(by.minTop1, { count: 2, alone: 1 });
});

test('a value that is missing meets no bound', () => {
  const data = small([
    { weights: 'a.x', gmacs: null },
    { weights: 'b.x', gmacs: 3 },
  ]);
  const state = asked(data, { maxGmacs: 5 });
  assert.deepEqual(answer(data, [1, 1], scores(data, ['imagenet']), state).candidates, [1]);
});

test('an empty answer names the nearest relaxation, and taking it gives a result', () => {
  const data = small([
    { weights: 'a.x', params: 30.04, top1: 79 },
    { weights: 'b.x', params: 200, top1: 90 },
  ]);
  const score = scores(data, ['imagenet']);
  const state = asked(data, { maxParams: 20, minTop1: 75 });
  const { candidates, relaxations } = answer(data, [5, 5], score, state);
  assert.deepEqual(candidates, []);
  assert.deepEqual(relaxations[0], { row: 0, changes: { maxParams: 30.1 } });
  for (const { row, changes } of relaxations) {
    const relaxed = answer(data, [5, 5], score, { ...state, ...changes });
    assert.ok(relaxed.candidates.includes(row));
  }
});

test('a relaxation changes several constraints only where no single one helps', () => {
  const data = small([{ weights: 'a.x', kind: 'attention', license: 'unknown', top1: 60 }]);
  const state = asked(data, { kinds: ['convolution'], license: 'permissive', minTop1: 99 });
  const { relaxations } = answer(data, [5], scores(data, ['imagenet']), state);
  assert.deepEqual(relaxations[0].changes, { minTop1: 60, kinds: null, license: null });
});

test('a bound is rounded so that the row itself still passes', () => {
  assert.equal(roundOutward(1934.2, 'min'), 1930);
  assert.equal(roundOutward(30.04, 'max'), 30.1);
  assert.equal(roundOutward(85.4, 'min'), 85.4);
  assert.equal(roundOutward(0, 'max'), 0);
});

test('an upgrade is at least as fast and more accurate, or at least as accurate and faster', () => {
  const data = small([
    { weights: 'mine.x', top1: 80 },
    { weights: 'better.x', top1: 82 },
    { weights: 'slower.x', top1: 90 },
    { weights: 'level.x', top1: 80 },
    { weights: 'nearly.x', top1: 79.9 },
  ]);
  const state = asked(data, { from: 'mine.x@224' });
  const score = scores(data, ['imagenet']);
  const { upgrades } = answer(data, [10, 10, 9, 20, 30], score, state);
  assert.deepEqual(names(data, upgrades.accurate), ['better.x']);
  assert.deepEqual(names(data, upgrades.fast), ['level.x']);
  assert.equal(upgrades.nearly, 1);
});

test('a reference colours the others better, tied or worse', () => {
  const data = small([
    { weights: 'mine.x', top1: 80 },
    { weights: 'a.x', top1: 81 },
    { weights: 'b.x', top1: 80.1 },
    { weights: 'c.x', top1: 79 },
  ]);
  const score = scores(data, ['imagenet']);
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => standing(score, row, 0)),
    ['tied', 'better', 'tied', 'worse'],
  );
});

test('a reference that the run did not measure gives no upgrades, and no error', () => {
  const data = small([{ weights: 'mine.x' }, { weights: 'a.x' }]);
  const state = asked(data, { from: 'mine.x@224' });
  assert.equal(answer(data, [NaN, 1], scores(data, ['imagenet']), state).upgrades, null);
});

test('stable picks: on how many devices a row is on the frontier of those that may be chosen', () => {
  const data = small([
    { weights: 'a.x', top1: 90, license: 'cc-by-nc-4.0' },
    { weights: 'b.x', top1: 80 },
    { weights: 'c.x', top1: 70 },
  ]);
  const speeds = [
    [9, 5, 4],
    [1, 5, 6],
  ];
  const score = scores(data, ['imagenet']);
  assert.deepEqual([...answer(data, speeds[0], score, asked(data, {}), speeds).counts], [2, 1, 1]);
  const state = asked(data, { license: 'permissive', devices: 2 });
  const found = answer(data, speeds[0], score, state, speeds);
  assert.deepEqual([...found.counts], [0, 2, 1]);
  assert.deepEqual(found.candidates, [1]);
});

test('the mean of test sets leaves out rows that lack one of them', () => {
  const data = small([
    { weights: 'a.x', top1: 80, sketch: 40 },
    { weights: 'b.x', top1: 90 },
  ]);
  const score = scores(data, ['imagenet', 'sketch']);
  assert.equal(score.value[0], 60);
  const expected = ((80 * 20) / 50000 + (40 * 60) / 50889) / 4;
  assert.ok(Math.abs(score.variance[0] - expected) < 1e-12);
  assert.deepEqual(answer(data, [1, 1], score, asked(data, {})).candidates, [0]);
});
