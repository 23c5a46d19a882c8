import assert from 'node:assert/strict';
import test from 'node:test';

import { forget, idOf, keep, kept, withDevices } from '../../../assets/choose/devices.js';
import { doubts } from '../../../assets/choose/doubts.js';
import { inverse } from '../../../assets/device/matrix.js';
import { shares } from '../../../assets/device/overhead.js';
import { representative } from '../../../assets/device/process.js';

test('a device is kept by name, replaced by one of its name, and removed', () => {
  const store = new Map();
  globalThis.localStorage = {
    getItem: (key) => store.get(key) ?? null,
    setItem: (key, text) => store.set(key, text),
  };
  const one = { id: idOf('My Pi 5!'), name: 'My Pi 5!', rows: [{ name: 'a', imgSize: 224, secs: 1 }] };
  assert.equal(one.id, 'mine-my-pi-5');
  assert.equal(idOf('私の Pi'), 'mine-私の-pi');
  assert.ok(keep(one));
  assert.ok(keep({ ...one, rows: [] }));
  assert.deepEqual(kept(), [{ ...one, rows: [] }]);
  assert.deepEqual(
    withDevices({ runs: [{ id: 'x' }] }).runs.map(({ id }) => id),
    ['mine-my-pi-5', 'x'],
  );
  forget(one.id);
  assert.deepEqual(kept(), []);
  for (const broken of ['{', '{}', '[1]', '[null]', '[{"id": 3}]']) {
    store.set('devices', broken);
    assert.deepEqual(kept(), []);
  }
  globalThis.localStorage = { getItem: () => null, setItem: () => assert.fail() };
  globalThis.localStorage.setItem = () => {
    throw new Error('full');
  };
  assert.equal(keep(one), false);
});

test('a row whose interval crosses a bound, or that a better one may overtake, is in doubt', () => {
  const run = { basis: ['measured', 'estimated', 'estimated'], low: [1, 1.8, 3.5], high: [1, 2.2, 4] };
  const score = { value: [70, 80, 90] };
  const found = { frontier: [0, 1, 2], candidates: [0, 1, 2] };
  const state = { maxMs: 2000, minSpeed: null };
  assert.deepEqual(doubts({ run, score, found, state }, 0), []);
  assert.deepEqual(doubts({ run, score, found, state }, 1), ['may miss your bound']);
  assert.deepEqual(doubts({ run, score, found, state: { maxMs: null, minSpeed: 0.5 } }, 1), [
    'may miss your bound',
  ]);
  const close = { ...run, low: [1, 1.8, 2.1] };
  assert.deepEqual(doubts({ run: close, score, found, state: { maxMs: null, minSpeed: null } }, 1), [
    'place depends on estimates',
  ]);
  assert.deepEqual(doubts({ run: { low: [], high: [] }, score, found, state }, 1), []);
});

test('an inverse times its matrix is the identity', () => {
  const matrix = [
    [4, 1, 0.5],
    [1, 3, 0.25],
    [0.5, 0.25, 2],
  ];
  const found = inverse(matrix);
  matrix.forEach((row, i) => {
    for (let j = 0; j < 3; j++) {
      const entry = row.reduce((sum, value, k) => sum + value * found[k][j], 0);
      assert.ok(Math.abs(entry - (i === j ? 1 : 0)) < 1e-12);
    }
  });
});

test('shares find an overhead and a cost per unit of work that made the times', () => {
  const work = [1, 2, 4, 8, 16];
  const times = work.map((value) => 3 + 0.5 * value);
  const rows = work.map((value, i) => [1 / times[i], value / times[i]]);
  const [all, ...without] = shares(rows, [0, 1]);
  for (const [overhead, cost] of [all, ...without]) {
    assert.ok(Math.abs(overhead - 3) < 0.05);
    assert.ok(Math.abs(cost - 0.5) < 0.01);
  }
});

test('of many timings a part is taken, from the fastest to the slowest', () => {
  const few = Array.from({ length: 12 }, (_, i) => -i);
  assert.deepEqual(representative(few), [...few.keys()]);
  const many = Array.from({ length: 500 }, (_, i) => -i);
  const part = representative(many);
  assert.equal(part.length, 50);
  assert.ok(part.includes(499));
  assert.equal(Math.max(...part.slice(1).map((place, i) => place - part[i])), 10);
});
