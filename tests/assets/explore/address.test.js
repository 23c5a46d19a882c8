import assert from 'node:assert/strict';
import test from 'node:test';

import { asks, defaults, fromQuery, same, toQuery } from '../../../assets/explore/address.js';

const usual = defaults({ lead: 'run-a' });
const axes = new Set(['gmacs', 'time.run-a', 'top1.imagenet']);
const known = { x: axes, y: axes, color: new Set(['kind', 'size', ...axes]) };

test('a state goes through the address and back; the usual one leaves it empty', () => {
  assert.equal(toQuery(usual, usual), '');
  const state = { x: 'gmacs', y: 'top1.imagenet', color: 'time.run-a' };
  assert.deepEqual(fromQuery(toQuery(state, usual), known, usual), { state, problems: [] });
  assert.ok(same(state, { ...state }) && !same(state, usual));
});

test('other parameters stay; where nothing is usual, all of the state is written', () => {
  assert.equal(toQuery(usual, usual, '?run=b&x=gmacs'), 'run=b');
  assert.equal(toQuery(usual, {}, 'run=b'), 'run=b&x=time.run-a&y=top1.imagenet&color=kind');
});

test('only the parameters of a view ask for one', () => {
  assert.ok(asks('?color=kind'));
  assert.ok(!asks('?run=x&xy=1'));
});
