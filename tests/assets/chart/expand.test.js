import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyPool,
  expandTrace,
  extend,
  Points,
  undelta,
  undoFrontCode,
} from '../../../assets/chart/expand.js';

const first = {
  start: 0,
  facts: {
    weights: ['0resnet18.a1', '82_more', '0vit'],
    img_size: [224, 288, 384],
    family: { words: ['resnet', 'vit'], index: [0, 0, 1] },
    hub_id: { 2: 'other/vit' },
  },
  measures: {
    speed: { rows: [0, 1, 1], values: [100, 200, 400] },
    top1: { rows: [0, 2], values: [70, 80] },
  },
};
const second = {
  start: 3,
  facts: {
    weights: ['0swin'],
    img_size: [224],
    family: { words: ['swin'], index: [0] },
    hub_id: {},
  },
  measures: { speed: { rows: [3], values: [50] } },
};
const figure = {
  rows: [2, -1],
  measures: { top1: 'top1', samples_per_sec: 'speed' },
  images: 50000,
  columns: { ratio: [2, 3] },
};

test('positions come back from their differences', () => {
  assert.deepEqual(undelta([3, 1, -2, 5]), [3, 4, 2, 7]);
});

test('names come back from shared beginnings', () => {
  assert.deepEqual(undoFrontCode(['0abcdef', '4x', '3', 'a']), ['abcdef', 'abcdx', 'abc', 'abc']);
});

test('a pool grows by chunks, and earlier pools stay as they were', () => {
  const one = extend(emptyPool(), first);
  const two = extend(one, second);
  assert.deepEqual(one.facts.weights, ['resnet18.a1', 'resnet182_more', 'vit']);
  assert.deepEqual(two.facts.weights, ['resnet18.a1', 'resnet182_more', 'vit', 'swin']);
  assert.deepEqual(two.facts.hub_id, ['timm/resnet18.a1', 'timm/resnet182_more', 'other/vit', 'timm/swin']);
  assert.equal(one.measures.speed[3], undefined);
  assert.equal(two.measures.speed[3], 50);
});

test('a chunk for other rows replaces those after its start', () => {
  const two = extend(extend(emptyPool(), first), second);
  const other = extend(two, { start: 3, facts: { weights: ['0beit'] }, measures: {} });
  assert.deepEqual(other.facts.weights.slice(2), ['vit', 'beit']);
});

test('points look up facts, measures, own columns and what follows from them', () => {
  const points = new Points(figure, extend(emptyPool(), first));
  assert.equal(points.length, 2);
  assert.equal(points.get('weights', 0), 'vit');
  assert.equal(points.get('samples_per_sec', 1), 200);
  assert.equal(points.get('secs', 1), 1 / 200);
  assert.equal(points.get('ratio', 1), 3);
  assert.ok(points.get('top1_low', 0) < 80 && points.get('top1_high', 0) > 80);
  assert.equal(points.get('top1', 1), undefined);
  assert.equal(points.has('license'), false);
});

test('a trace gets arrays for the columns that it names', () => {
  const points = new Points(figure, extend(emptyPool(), first));
  const trace = {
    rows: [0, 1],
    name: '@secs',
    x: '@secs',
    y: '@top1',
    marker: { size: '@img_size^2', color: 'var(--chart-other)' },
  };
  assert.deepEqual(expandTrace(trace, points), {
    rows: [0, 1],
    name: '@secs',
    x: [1 / 400, 1 / 200],
    y: [80, undefined],
    marker: { size: [384 ** 2, 288 ** 2], color: 'var(--chart-other)' },
  });
  assert.deepEqual(expandTrace(trace, points, (row) => row === 1).rows, [1]);
});

test('a trace with its own arrays stays as it is', () => {
  const trace = { x: [1, 2], y: ['@secs', 'b'] };
  assert.equal(expandTrace(trace, new Points({}, emptyPool())), trace);
});
