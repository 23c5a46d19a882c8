import assert from 'node:assert/strict';
import test from 'node:test';

import { withPair as figureOf } from '../../../assets/chart/pair.js';
import { asked, withPair } from '../../../assets/families/words.js';

const data = { facts: { x: {}, y: {}, z: {} }, runs: { one: {}, two: {} }, first: ['x', 'y'] };

test('an address names families and a run; what it names in vain is reported', () => {
  assert.deepEqual(asked('', data), { a: 'x', b: 'y', run: 'one', problems: [] });
  assert.deepEqual(asked('?a=z&run=two', data), { a: 'z', b: 'y', run: 'two', problems: [] });
  const lost = asked('?a=<b>&b=constructor', data);
  assert.deepEqual([lost.a, lost.b], ['x', 'y']);
  assert.equal(lost.problems.length, 2);
});

test('the query keeps what else it says, and leaves out the usual pair', () => {
  assert.equal(withPair('?run=two', { a: 'z', b: 'y' }, data), '?run=two&a=z');
  assert.equal(withPair('?a=z&b=x', { a: 'x', b: 'y' }, data), '');
});

test('a figure shows the pair that is asked for, and stays where one has no models', () => {
  const columns = { family: ['x', 'y', 'z', 'z'], family_label: ['X', 'Y', 'Z', 'Z'] };
  const points = { length: 4, get: (name, row) => columns[name][row] };
  const trace = (legendgroup, rows) => ({ legendgroup, rows, name: '' });
  const figure = {
    pair: ['x', 'y'],
    traces: [trace('other', [2, 1]), trace('a', [0]), trace('b', [1]), trace('frontier', [0])],
    legend: [{ group: 'a', label: 'X', count: 1 }],
  };
  const shown = figureOf(figure, points, '?a=z');
  assert.deepEqual(
    shown.traces.map(({ rows }) => rows),
    [[0], [2, 1], [1], [0]],
  );
  assert.deepEqual(shown.legend, [{ group: 'a', label: 'Z', count: 2 }]);
  assert.equal(shown.title, 'Z and Y among all models');
  assert.equal(figureOf(figure, points, '?a=none'), figure);
});
