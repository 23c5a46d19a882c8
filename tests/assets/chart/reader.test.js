// What a reader's clicks do, as far as it needs no page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv } from '../../../assets/chart/csv.js';
import { afterClick } from '../../../assets/chart/legend.js';
import { loadCode } from '../../../assets/chart/links.js';
import { frameOf, layoutFor, resolve } from '../../../assets/chart/look.js';
import { runFile } from '../../../assets/chart/runs.js';
import { compare } from '../../../assets/chart/tables.js';
import { ticksFor } from '../../../assets/chart/zoom.js';

const all = ['other', 'resnet', 'vit', 'frontier'];
const click = (hidden, group, alone = false) => [...afterClick(new Set(hidden), group, all, alone)];

test('a double click shows a family alone, with the frontier as it was', () => {
  assert.deepEqual(click([], 'vit', true), ['other', 'resnet']);
  assert.deepEqual(click(['vit', 'frontier'], 'vit', true).sort(), ['frontier', 'other', 'resnet']);
});

test('a double click on the one that is alone shows all', () => {
  assert.deepEqual(click(['other', 'resnet'], 'vit', true), []);
});

test('a double click on the frontier shows it alone', () => {
  assert.deepEqual(click([], 'frontier', true), ['other', 'resnet', 'vit']);
});

test('the code to load weights quotes whatever their name holds', () => {
  assert.equal(loadCode('resnet50.a1_in1k'), "timm.create_model('resnet50.a1_in1k', pretrained=True)");
  assert.equal(loadCode("a'b\\c"), "timm.create_model('a\\'b\\\\c', pretrained=True)");
});

test('CSV quotes what needs it', () => {
  assert.equal(
    csv([
      ['a', 'b'],
      ['x,"y"', 1],
      ['two\nlines', null],
    ]),
    'a,b\r\n"x,""y""",1\r\n"two\nlines",\r\n',
  );
});

test('cells compare as numbers where both are, missing ones last', () => {
  const sorted = (values) => values.toSorted(compare);
  assert.deepEqual(sorted(['10', '9', '', '-1']), ['-1', '9', '10', '']);
  assert.deepEqual(sorted(['vit2', 'vit10', 'swin']), ['swin', 'vit2', 'vit10']);
});

test('the file of a run cannot leave its folder', () => {
  assert.equal(runFile('index-all', '../../x'), 'figures/index-all...%2F..%2Fx.json');
});

test('colours of the palette are looked up wherever they stand', () => {
  const read = (name) => `<${name}>`;
  assert.deepEqual(resolve({ a: ['var(--chart-bg)', 'x'], b: [1, 2] }, read), {
    a: ['<--chart-bg>', 'x'],
    b: [1, 2],
  });
});

test('ticks follow a zoom, on log axes with a unit', () => {
  const own = { xaxis: { type: 'log', unit: 's' }, yaxis: {}, title: {} };
  const change = ticksFor(own, { xaxis: [-3.7, -3.4], yaxis: [80, 90] }, 800);
  assert.deepEqual(Object.keys(change), ['xaxis.tickvals', 'xaxis.ticktext']);
  assert.ok(change['xaxis.tickvals'].length >= 3);
});

test('ticks have units and are fewer on a small plot', () => {
  const own = { xaxis: { type: 'log', unit: 's', range: [-5, -2], title: { text: 't' } } };
  const frame = (width) => frameOf(own, { width, height: 400, font: 'x', traces: [] });
  const at = (width) => layoutFor(own, frame(width), false).xaxis;
  assert.ok(at(1000).tickvals.length > at(300).tickvals.length);
  assert.equal(at(300).ticktext[0].replace('\u202f', ' '), '10 µs');
  assert.equal('unit' in at(300), false);
});
