import assert from 'node:assert/strict';
import test from 'node:test';

import { csvCell } from '../../../assets/chart/csv.js';
import { toCsv } from '../../../assets/choose/export.js';
import { defaults, fromQuery, toQuery } from '../../../assets/choose/state.js';
import { small } from './data.js';

const NOTHING = { problems: [], notes: [], unknown: [] };
const data = small([
  { weights: 'a.one', size: 224 },
  { weights: 'a.one', size: 288 },
  { weights: 'b.two', kind: 'attention', pretraining: 'web', usual: true },
  { weights: '<img src=x onerror=alert(1)>' },
  { weights: '"};alert(1)//', size: 7 },
]);

test('a page that nobody has asked anything has an empty query', () => {
  assert.equal(toQuery(defaults(data), data), '');
  assert.deepEqual(fromQuery('', data), { state: defaults(data), ...NOTHING });
});

test('every state survives its address, names that look like markup too', () => {
  const state = {
    ...defaults(data),
    run: 'run-b',
    tests: ['imagenet', 'sketch'],
    minSpeed: 2000,
    maxMs: 0.5,
    minTop1: 80.25,
    maxParams: 30,
    maxGmacs: 5,
    maxActs: 20,
    maxChannels: 1024,
    pyramid: true,
    anySize: true,
    dropIn: true,
    minSize: 224,
    maxSize: 384,
    kinds: ['convolution'],
    families: ['resnet'],
    notFamilies: ['resnet'],
    pretraining: ['in1k', 'web'],
    license: 'permissive',
    distilled: 'no',
    name: 'a & b=c #?',
    fixtures: true,
    devices: 2,
    loss: 0,
    from: '<img src=x onerror=alert(1)>@224',
    aim: 'fast',
    compare: ['"};alert(1)//@7', 'a.one@288'],
    weights: 'b.two@224',
    show: 'all',
    sort: '-top1',
  };
  const read = fromQuery(toQuery(state, data), data);
  assert.deepEqual(read, { state, ...NOTHING });
});

test('weights without a size mean the smallest image size', () => {
  assert.equal(fromQuery('weights=a.one', data).state.weights, 'a.one@224');
});

test('a size that the weights do not have is reported and answered with one they have', () => {
  const { state, problems } = fromQuery('weights=a.one@999', data);
  assert.equal(state.weights, 'a.one@224');
  assert.match(problems[0], /224, 288 px, not at “999”/);
});

test('weights that are not in the data are reported, never dropped in silence', () => {
  const { state, problems, unknown } = fromQuery('from=gone.x@224&compare=a.tow', data);
  assert.equal(state.from, null);
  assert.deepEqual(state.compare, []);
  assert.deepEqual(unknown, [
    { parameter: 'from', name: 'gone.x@224', similar: [] },
    { parameter: 'compare', name: 'a.tow', similar: ['a.one@224'] },
  ]);
  assert.match(problems[0], /no weights “gone.x@224” in the edition of 2026-01-06/);
});

test('an architecture alone is its default weights, and what a name was taken for is said', () => {
  const { state, problems, notes } = fromQuery('weights=B&from=old_a@288', data);
  assert.deepEqual([state.weights, state.from, problems], ['b.two@224', 'a.one@288', []]);
  assert.deepEqual(notes, [
    '“old_a@288” is taken for a.one at 288 px: old name.',
    '“B” is taken for b.two at 224 px: other spelling, timm’s default weights.',
  ]);
});

test('with a reference its upgrades are listed, unless the address says otherwise', () => {
  const { state } = fromQuery('from=a.one', data);
  assert.equal(state.show, 'upgrades');
  assert.equal(toQuery(state, data), 'from=a.one@224');
  assert.equal(fromQuery('from=a.one&show=frontier', data).state.show, 'frontier');
});

test('a drop-in is asked for with a reference alone', () => {
  assert.equal(fromQuery('drop_in=1', data).state.dropIn, false);
});

test('malformed addresses are reported piece by piece and break nothing', () => {
  const query = [
    'run=nope',
    'test=nope,imagenet',
    'min_speed=fast',
    'max_params=-3',
    'max_ms=1e999',
    'kind=nope',
    'license=free',
    'sort=constructor',
    'show=__proto__',
    'min_sped=3',
    'devices=99',
    'compare=%F0%28&%%%=%',
  ].join('&');
  const { state, problems } = fromQuery(query, data);
  const { devices, ...rest } = state;
  const { devices: none, ...usual } = defaults(data);
  assert.equal(none, 0);
  assert.equal(devices, 2);
  assert.deepEqual(rest, usual);
  assert.equal(problems.length, 9);
  assert.match(problems[8], /for 4 more parts/);
});

test('marks of other sites in the address are no problem', () => {
  assert.deepEqual(fromQuery('utm_source=x&fbclid=y', data).problems, []);
});

test('at most five rows are compared', () => {
  const many = small(Array.from({ length: 7 }, (_, i) => ({ weights: `m${i}.x` })));
  const query = many.id.map((id) => `compare=${id}`).join('&');
  const { state, problems } = fromQuery(query, many);
  assert.equal(state.compare.length, 5);
  assert.match(problems[0], /At most 5/);
});

test('a CSV cell that a spreadsheet would run is made text; numbers stay numbers', () => {
  assert.equal(csvCell('=1+1'), "'=1+1");
  assert.equal(csvCell('@SUM(A1)'), "'@SUM(A1)");
  assert.equal(csvCell('-x'), "'-x");
  assert.equal(csvCell(-1.5), '-1.5');
  assert.equal(csvCell('a,"b"'), '"a,""b"""');
  assert.equal(csvCell(NaN), '');
});

test('a CSV names its filters in lines of comment before the header', () => {
  const csv = toCsv(
    ['run x', 'a\nb'],
    [
      ['n', (row) => row],
      ['twice', (row) => 2 * row],
    ],
    [1, 2],
  );
  assert.equal(csv, '# run x\n# a b\nn,twice\n1,2\n2,4\n');
});
