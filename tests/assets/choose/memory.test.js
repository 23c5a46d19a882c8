import assert from 'node:assert/strict';
import test from 'node:test';

import { batchCell, batches, batchOf, batchWords, epoch } from '../../../assets/choose/memory.js';

const GIB = 2 ** 30;
// One gibibyte is taken up; an activation takes 4 bytes, a parameter 16.
const data = {
  n: 3,
  key: [0, 1, 2],
  params: [GIB / 16e6, 0, 0],
  activations: [Number.NaN, Number.NaN, GIB / 400e6],
  family: { words: ['own', 'else'], index: [0, 0, 1] },
  training: {
    card_gb: 24,
    fixed_gib: 1,
    per_param: 16,
    per_activation: 4,
    within: 2,
    steps: [64, 96, 128],
    fits: [1, 3, 0],
    ratios: { own: 3, '': 4 },
  },
};

test('on the card that was measured a batch is what fitted', () => {
  assert.deepEqual(batchOf(data, 0, 24), { low: 64, high: 96, value: 64, basis: 'measured' });
  assert.equal(batchWords(data, 0, 24), '64 (not 96)');
  assert.equal(batchCell(data, 1, 24), '128+');
});

test('on another card both ends are scaled by the room beside parameters and the fixed part', () => {
  const found = batchOf(data, 0, 13); // 11 of 22 GiB are left
  assert.deepEqual([found.low, found.high, found.basis], [32, 48, 'scaled']);
  assert.equal(batchWords(data, 0, 1), 'not one image');
});

test('without a training run the batch is estimated, with an interval', () => {
  const found = batchOf(data, 2, 3); // two GiB, a hundredth of one for each image
  assert.ok(Math.abs(found.value - 200) < 1e-6);
  assert.ok(Math.abs(found.low - 100) < 1e-6 && Math.abs(found.high - 400) < 1e-6);
  assert.equal(found.basis, 'estimated');
  assert.deepEqual([...batches(data, 24)].slice(0, 2), [64, 128]);
  assert.equal(batchOf({ ...data, training: null }, 0, 24), null);
});

test('an epoch takes as long as measured, else as inference and the family suggest', () => {
  const training = { speed: [100, Number.NaN, Number.NaN] };
  const inference = { speed: [400, 400, 200] };
  assert.deepEqual(epoch(data, 0, 10000, training, inference), { secs: 100, basis: 'measured' });
  assert.deepEqual(epoch(data, 1, 10000, training, inference), { secs: 75, basis: 'estimated' });
  assert.deepEqual(epoch(data, 2, 10000, training, inference), { secs: 200, basis: 'estimated' });
  assert.equal(epoch(data, 2, 1, training, null), null);
});
