import assert from 'node:assert/strict';
import test from 'node:test';

import { chosenRun, withRun } from '../../../assets/picks/choice.js';

const runs = ['gpu-new', 'gpu-old', 'cpu'];

test('the first run is the usual one', () => {
  assert.deepEqual(chosenRun('', runs), { run: 'gpu-new', problem: '' });
  assert.deepEqual(chosenRun('?run=cpu&utm_x=1', runs), { run: 'cpu', problem: '' });
});

test('a run that has no picks is reported, not followed', () => {
  const { run, problem } = chosenRun('?run=<b>x', runs);
  assert.equal(run, 'gpu-new');
  assert.equal(problem, 'No device here has a run “<b>x”.');
});

test('the query keeps the rest, and is empty for the usual run', () => {
  assert.equal(withRun('?x=1', 'cpu', runs), '?x=1&run=cpu');
  assert.equal(withRun('?run=cpu', 'gpu-new', runs), '');
});
