import assert from 'node:assert/strict';
import test from 'node:test';

import { axes } from '../../../assets/explore/axes.js';
import { coloring, equalClasses } from '../../../assets/explore/colors.js';
import { median, spearman } from '../../../assets/explore/relation.js';
import { small } from '../choose/data.js';

const data = small([
  { weights: 'a.one' },
  { weights: 'a.two' },
  { weights: 'b.one', size: 384, kind: 'attention' },
]);
const find = (id) => axes(data).find((axis) => axis.id === id);

test('groups have a colour and a shape each', () => {
  assert.deepEqual(coloring('kind', data, [0, 1, 2]).parts, [
    ['convolution', [0, 1]],
    ['attention', [2]],
  ]);
  const { parts, look, label } = coloring('size', data, [2, 0]);
  assert.deepEqual(
    parts.map(([group]) => look(group).color),
    ['var(--chart-size-2)', 'var(--chart-size-5)'],
  );
  assert.deepEqual(
    parts.map(([group]) => label(group)),
    ['193 to 224 px', '321 to 384 px'],
  );
  assert.deepEqual(coloring('pretraining', data, []).look('web'), {
    symbol: 'triangle-up',
    color: 'var(--chart-pretraining-web)',
  });
});

test('a group that the page does not know is grey, whatever it is called', () => {
  for (const name of ['constructor', 'x);background:url(//a', 'unknown']) {
    assert.deepEqual(coloring('kind', data, []).look(name), {
      symbol: 'x',
      color: 'var(--chart-other)',
    });
    assert.equal(coloring('pretraining', data, []).look(name).color, 'var(--chart-pretraining-unknown)');
    assert.equal(coloring('kind', data, []).label(name), name);
  }
});

test('a measure makes six classes of equal number, each with its own colour and shape', () => {
  const values = Array.from({ length: 60 }, (_, i) => 60 - i);
  const found = values.map((_, i) => i);
  const { parts, look, label } = coloring('top1.imagenet', data, found, find('top1.imagenet'), values);
  assert.deepEqual(
    parts.map(([group, { length }]) => [group, length]),
    [...'012345'].map((group) => [group, 10]),
  );
  assert.equal(new Set(parts.map(([group]) => look(group).symbol)).size, 6);
  assert.deepEqual(parts.map(([group]) => look(group).color).at(-1), 'var(--chart-size-6)');
  assert.equal(label('0'), '1.0 to 10.0\u202f%');
});

test('rows without the value stand apart, last, grey', () => {
  const { parts, look, label, groupOf } = coloring('year', data, [0, 1, 2], find('year'), [NaN, 2020, 2015]);
  assert.deepEqual(
    parts.map(([group, members]) => [label(group), members]),
    [
      ['2015', [2]],
      ['2020', [1]],
      ['not known', [0]],
    ],
  );
  assert.equal(look(groupOf(0)).color, 'var(--chart-other)');
  assert.deepEqual(
    [2, 1].map((row) => look(groupOf(row)).color),
    ['var(--chart-size-1)', 'var(--chart-size-6)'],
  );
});

test('equal values are in one class, and classes touch but do not overlap', () => {
  assert.deepEqual(equalClasses([5, 5, 5, 5, 5, 5, 5, 9], 6), [
    [5, 5],
    [9, 9],
  ]);
  assert.deepEqual(equalClasses([3, 1, 2], 6), [
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  assert.deepEqual(equalClasses([NaN], 6), []);
  const classes = equalClasses(
    Array.from({ length: 1000 }, (_, i) => (i * 7919) % 613),
    6,
  );
  assert.ok(classes.slice(1).every(([low], i) => low > classes[i][1]));
});

test('the rank correlation of five values with one exchange of neighbours is 0.9', () => {
  assert.ok(Math.abs(spearman([1, 2, 3, 4, 5], [10, 20, 30, 50, 40]) - 0.9) < 1e-12);
  assert.ok(Math.abs(spearman([1, 1, 2], [5, 5, 9]) - 1) < 1e-12);
  assert.ok(Number.isNaN(spearman([1, 1], [1, 2])));
});

test('the middle of an even number of values is between the two in the middle', () => {
  assert.equal(median([1, 2, 4, 9]), 3);
  assert.equal(median([1, 2, 9]), 2);
});
