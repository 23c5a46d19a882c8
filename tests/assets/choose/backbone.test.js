import assert from 'node:assert/strict';
import test from 'node:test';

import {
  backboneCode,
  backboneWords,
  decodeMaps,
  isDropIn,
  isPyramid,
} from '../../../assets/choose/backbone.js';
import { answer } from '../../../assets/choose/rank.js';
import { defaults } from '../../../assets/choose/state.js';
import { scores } from '../../../assets/choose/stats.js';
import { small } from './data.js';

const RESNET = '2 4 8 16 32/64 256 512 1024 2048';
const CONVNEXT = '4 8 16 32/128 256 512 1024';
const VIT = '16 16 16/768 768 768';
const data = small([
  { weights: 'resnet.a', maps: RESNET, anySize: true },
  { weights: 'convnext.a', maps: CONVNEXT, anySize: true },
  { weights: 'vit.a', maps: VIT },
  { weights: 'tiny.a', maps: '4 8 16 32/24 48 64 160', anySize: true },
  { weights: 'unknown.a', maps: '' },
]);

function meeting(change) {
  const state = { ...defaults(data), ...change };
  const { candidates } = answer(data, [1, 1, 1, 1, 1], scores(data, ['imagenet']), state);
  return candidates.map((row) => data.weights[row]);
}

test('a pyramid has a map at each stride from 4 to 32', () => {
  const maps = [RESNET, CONVNEXT, VIT, '8 16 32/1 2 3', ''].map(decodeMaps);
  assert.deepEqual(maps.map(isPyramid), [true, true, false, false, false]);
});

test('constraints on a backbone; what is not known meets none', () => {
  assert.deepEqual(meeting({ pyramid: true }), ['resnet.a', 'convnext.a', 'tiny.a']);
  assert.deepEqual(meeting({ anySize: true, maxChannels: 1024 }), ['convnext.a', 'tiny.a']);
  assert.deepEqual(meeting({ maxChannels: 768 }), ['vit.a', 'tiny.a']);
});

test('a drop-in has the strides from 4 on and half to twice the channels', () => {
  assert.deepEqual(meeting({ from: 'resnet.a@224', dropIn: true }), ['resnet.a', 'convnext.a']);
  assert.deepEqual(meeting({ from: 'unknown.a@224', dropIn: true }), []);
  const [base, narrow, wide] = ['4/100', '4/49', '4/201'].map(decodeMaps);
  assert.ok(!isDropIn(narrow, base) && !isDropIn(wide, base));
  assert.ok(isDropIn(decodeMaps('4/50'), base) && isDropIn(decodeMaps('4/200'), base));
});

test('the line of code asks for the maps of the pyramid', () => {
  assert.equal(
    backboneCode(data, 0),
    "backbone = timm.create_model(\n    'resnet.a', pretrained=True,\n    features_only=True, out_indices=(1, 2, 3, 4))",
  );
  assert.match(backboneCode(data, 2), /features_only=True\)$/);
  assert.equal(
    backboneWords(data, 0),
    'feature maps at strides 4, 8, 16, 32 with 256, 512, 1024, 2048 channels',
  );
  assert.match(backboneWords(data, 2), /strides 16, 16, 16 with .* no pyramid/);
  assert.equal(backboneWords(data, 4), null);
});
