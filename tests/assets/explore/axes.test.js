import assert from 'node:assert/strict';
import test from 'node:test';
import { factsOf, tell } from '../../../assets/chart/facts.js';
import { scores } from '../../../assets/choose/stats.js';
import { axes, column } from '../../../assets/explore/axes.js';
import { ViewPoints } from '../../../assets/explore/points.js';
import { factOf, nameOf, range, title } from '../../../assets/explore/words.js';
import { small } from '../choose/data.js';

const data = small([
  { weights: 'a.one', top1: 80, top5: 95, sketch: 40, gmacs: 4, family: 'own' },
  { weights: 'a.two', top1: 82, gmacs: 4 },
  {
    weights: 'b.one',
    top1: 70,
    sketch: 30,
    gmacs: 1,
    size: 384,
    kind: 'attention',
    family: 'else',
  },
]);
const known = axes(data);
const find = (id) => known.find((axis) => axis.id === id);
const values = (axis) => column(axis, data, new Map());

test('names say what is measured where; a unit that the axis shows itself is not in its title', () => {
  assert.equal(nameOf(find('time.run-a')), 'Time per image, Device A · compiled');
  assert.equal(nameOf(find('time.run-b')), 'Time per image in a batch, Device B · eager');
  assert.equal(title(find('gmacs')), 'Multiply-accumulates, GMACs');
  assert.equal(title(find('year')), 'Year of the family’s paper');
  assert.equal(title(find('top1.mean')), 'Top-1, mean of 2 test sets');
});

test('a range says its unit once', () => {
  assert.equal(range(find('top1.imagenet'), 80.04, 82), '80.0 to 82.0\u202f%');
  assert.equal(range(find('time.run-a'), 0.00005, 0.002), '50.0\u202fµs to 2.00\u202fms');
  assert.equal(range(find('year'), 2015, 2017), '2015 to 2017');
  assert.equal(range(find('year'), 2015, 2015), '2015');
});

test('a doubtful year is called so, an accuracy has its interval', () => {
  const [year, mean] = ['year', 'top1.mean'].map(find);
  const points = new ViewPoints(
    data,
    [0, 1, 2],
    [
      [year, values(year)],
      [mean, values(mean)],
    ],
    false,
  );
  const figure = { facts: [factOf(year), factOf(mean)] };
  const said = (i) =>
    factsOf(figure, points)
      .slice(0, 2)
      .map((fact) => tell(fact, points, i));
  const [low, high] = scores(data, ['imagenet', 'sketch']).interval(0);
  assert.deepEqual(said(0), ['2022 (doubtful)', `60.0\u202f% (${low.toFixed(1)} to ${high.toFixed(1)})`]);
  assert.deepEqual(said(1), ['2015', '–']);
  assert.equal(said(2)[0], '–');
});
