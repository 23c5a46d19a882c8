// A small weights file for tests, in the form that analysis/publish/chooser.py writes.

import { decodeWeights } from '../../../assets/choose/data.js';

const words = (values) => {
  const known = [...new Set(values)];
  return { words: known, index: values.map((value) => known.indexOf(value)) };
};
const differences = (all) => all.map((place, i) => place - (all[i - 1] ?? 0));
const places = (flags) => differences(flags.flatMap((flag, i) => (flag ? [i] : [])));

/** Rows are objects; what a row leaves out has a usual value. */
export function small(rows) {
  const all = rows.map((row) => ({
    size: 224,
    family: 'resnet',
    kind: 'convolution',
    pretraining: 'in1k',
    license: 'apache-2.0',
    params: 25,
    gmacs: 4,
    activations: 10,
    top1: 80,
    maps: '4 8 16 32/64 128 256 512',
    ...row,
  }));
  const column = (name) => all.map((row) => row[name]);
  return decodeWeights({
    rows: all.length,
    weights: column('weights').map((name) => `0${name}`),
    img_size: column('size'),
    key: differences(all.map((_, i) => i)),
    current: {},
    family: words(column('family')),
    kind: words(column('kind')),
    pretraining: words(column('pretraining')),
    license: words(column('license')),
    distilled: places(column('distilled')),
    fixtures: places(column('fixture')),
    hub_id: {},
    maps: words(column('maps')),
    any_size: places(column('anySize')),
    defaults: places(column('usual')),
    renames: { old_a: 'a.one', gone: 'gone' },
    torchvision: {},
    paper: {},
    crop_pct: words(all.map(() => 0.9)),
    interpolation: words(all.map(() => 'bicubic')),
    param_count_m: column('params'),
    gmacs: column('gmacs'),
    activations_m: column('activations'),
    top1: { imagenet: column('top1'), sketch: all.map(({ sketch }) => sketch ?? null) },
    top5: { imagenet: all.map(({ top5 }) => top5 ?? null), sketch: all.map(() => null) },
    families: { resnet: ['ResNet', '1512.03385', 2015], own: ['Own', '', 2022, 1] },
    license_classes: {
      'apache-2.0': 'permissive',
      'cc-by-nc-4.0': 'non-commercial',
      'fastvit-license': 'custom',
      unknown: 'unknown',
    },
    edition: '2026-01-06',
    lead: 'run-a',
    test_sets: [
      ['imagenet', 'ImageNet val', 50000, false],
      ['sketch', 'ImageNet-Sketch', 50889, false],
    ],
    runs: [
      ['run-a', 'infer', 'a', 'Device A', 'compiled', '2026-01-06'],
      ['run-b', 'infer', 'b', 'Device B', 'eager', '2026-01-06', 1],
    ],
    devices: [
      ['a', 'Device A', 'run-a'],
      ['b', 'Device B', 'run-b'],
    ],
    kinds: { convolution: 'Convolution', attention: 'Attention' },
    pretrainings: { in1k: 'ImageNet-1k only', web: 'Web-scale' },
    class_labels: {
      permissive: 'permissive',
      'non-commercial': 'non-commercial',
      custom: 'own terms',
      unknown: 'unknown',
    },
    reasons: { absent: 'this run does not have the architecture' },
  });
}
