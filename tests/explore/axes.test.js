import assert from 'node:assert/strict';
import test from 'node:test';

import {
  axes, column, defaults, fromQuery, groups, look, ofArchitectures, rows, spearman, toQuery,
} from '../../assets/explore/axes.js';
import { small } from '../choose/data.js';

const data = small([
  { weights: 'a.one', top1: 80, gmacs: 4 },
  { weights: 'a.two', top1: 82, gmacs: 4 },
  { weights: 'b.one', top1: 70, gmacs: 1, size: 384, kind: 'attention' },
]);

test('every accuracy, cost and run can stand on an axis', () => {
  const ids = axes(data).map(({ id }) => id);
  assert.ok(ids.includes('top1.imagenet'));
  assert.ok(ids.includes('activations'));
  for (const run of data.runs) {
    assert.ok(ids.includes(`speed.${run.id}`));
    assert.ok(ids.includes(`time.${run.id}`));
  }
  assert.equal(new Set(ids).size, ids.length);
});

test('a state goes through the address and back; the usual one leaves it empty', () => {
  assert.equal(toQuery(defaults(data), data), '');
  const state = { x: 'gmacs', y: 'top1.imagenet', color: 'size' };
  assert.deepEqual(fromQuery(toQuery(state, data), data), { state, problems: [] });
});

test('what the data lacks is reported, never thrown', () => {
  const { state, problems } = fromQuery('x=speed.nothing&color=%3Cb%3E&y=gmacs', data);
  assert.deepEqual(state, { ...defaults(data), y: 'gmacs' });
  assert.equal(problems.length, 2);
});

test('weights are points where an accuracy is shown, else architectures', () => {
  const find = (id) => axes(data).find((axis) => axis.id === id);
  const [gmacs, params, top1] = ['gmacs', 'params', 'top1.imagenet'].map(find);
  const values = (axis) => column(axis, data, new Map());
  const found = (one, other, color = 'kind') =>
    rows(one, other, data, values(one), values(other), ofArchitectures(one, other, color));
  assert.deepEqual(found(gmacs, top1), [0, 1, 2]);
  assert.equal(found(gmacs, params).length, new Set(data.key).size);
  assert.deepEqual(found(gmacs, params, 'pretraining'), [0, 1, 2]);
});

test('groups have a colour and a shape each', () => {
  assert.deepEqual(
    groups('kind', data, [0, 1, 2]).map(([group, members]) => [group, members.length]),
    [['convolution', 2], ['attention', 1]],
  );
  assert.deepEqual(groups('size', data, [0, 1, 2]).map(([group]) => look('size', group).color), [
    'var(--chart-size-2)',
    'var(--chart-size-5)',
  ]);
  assert.deepEqual(look('pretraining', 'web'), { symbol: 'triangle-up', color: 'var(--chart-pretraining-web)' });
});

test('a group that the page does not know is grey, whatever it is called', () => {
  for (const name of ['constructor', 'x);background:url(//a', 'unknown']) {
    assert.deepEqual(look('kind', name), { symbol: 'x', color: 'var(--chart-other)' });
    assert.equal(look('pretraining', name).color, 'var(--chart-pretraining-unknown)');
  }
});

test('the rank correlation of five values with one exchange of neighbours is 0.9', () => {
  assert.ok(Math.abs(spearman([1, 2, 3, 4, 5], [10, 20, 30, 50, 40]) - 0.9) < 1e-12);
  assert.ok(Math.abs(spearman([1, 1, 2], [5, 5, 9]) - 1) < 1e-12);
  assert.ok(Number.isNaN(spearman([1, 1], [1, 2])));
});
