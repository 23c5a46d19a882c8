// What colour and shape say: kinds, pre-training, image sizes, or six classes of any measure. No DOM.

import { word } from '../choose/data.js';
import { range } from './words.js';

/** The colours that are offered first; any axis but the image size is one, too. */
export const COLORS = {
  kind: 'Kind of architecture',
  pretraining: 'Pre-training',
  size: 'Image size',
};

const SIZES = [192, 224, 256, 320, 384, Infinity];
const SIZE_LABELS = ['up to 192', '193 to 224', '225 to 256', '257 to 320', '321 to 384', 'over 384'];
const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'cross'];
const UNKNOWN = { symbol: 'x', color: 'var(--chart-other)' };
// As in analysis/drawing/theme.py.
const SYMBOLS = {
  kind: {
    convolution: 'circle',
    attention: 'diamond',
    hybrid: 'square',
    mlp: 'triangle-up',
    'state-space': 'triangle-down',
  },
  pretraining: { in1k: 'circle', in12k: 'square', in21k: 'diamond', web: 'triangle-up' },
};

const classLook = (place) => ({ symbol: SHAPES[place], color: `var(--chart-size-${place + 1})` });

/**
 * A colour's meaning for the rows found: `parts`, pairs of a group and its rows in the legend's
 * order, and `groupOf(row)`, `look(group)` and `label(group)`. `axis` and `values` are of a measure.
 */
export function coloring(id, data, found, axis, values) {
  const rule = axis ? ofMeasure(axis, found, values) : id === 'size' ? ofSizes(data) : ofWords(id, data);
  const members = new Map();
  for (const row of found) {
    const group = rule.groupOf(row);
    if (!members.has(group)) members.set(group, []);
    members.get(group).push(row);
  }
  const place = ([group, { length }]) => rule.place?.(group) ?? -length;
  return { ...rule, parts: [...members].sort((a, b) => place(a) - place(b)) };
}

function ofWords(id, data) {
  const labels = { kind: data.kinds, pretraining: data.pretrainings }[id];
  const known = (group) => Object.hasOwn(SYMBOLS[id], group);
  const token = (group) => (id === 'kind' ? group : `pretraining-${group}`);
  const other = {
    ...UNKNOWN,
    color: `var(--chart-${id === 'kind' ? 'other' : 'pretraining-unknown'})`,
  };
  return {
    groupOf: (row) => word(data[id], row),
    look: (group) =>
      known(group) ? { symbol: SYMBOLS[id][group], color: `var(--chart-${token(group)})` } : other,
    label: (group) => (Object.hasOwn(labels, group) ? labels[group] : group),
  };
}

function ofSizes(data) {
  return {
    groupOf: (row) => SIZE_LABELS[SIZES.findIndex((limit) => data.imgSize[row] <= limit)],
    look: (group) => classLook(SIZE_LABELS.indexOf(group)),
    label: (group) => `${group} px`,
    place: (group) => SIZE_LABELS.indexOf(group),
  };
}

/** Classes of about equal number, called by their place; rows without a value stand apart, last. */
function ofMeasure(axis, found, values) {
  const classes = equalClasses(
    found.map((row) => values[row]),
    SHAPES.length,
  );
  // Fewer classes than shapes, as where most values are equal, still span the palette.
  const step = classes.length > 1 ? (SHAPES.length - 1) / (classes.length - 1) : 0;
  const unknown = String(classes.length);
  return {
    groupOf: (row) => {
      const place = classes.findIndex(([, high]) => values[row] <= high);
      return place < 0 ? unknown : String(place);
    },
    look: (group) => (group === unknown ? UNKNOWN : classLook(Math.round(group * step))),
    label: (group) => (group === unknown ? 'not known' : range(axis, ...classes[group])),
    place: Number,
  };
}

/** The ends of at most so many classes of about equal number; equal values are in one class. */
export function equalClasses(values, most) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const classes = [];
  for (let i = 1; sorted.length && i <= most; i += 1) {
    const high = sorted[Math.max(0, Math.round((i * sorted.length) / most) - 1)];
    const [, before] = classes.at(-1) ?? [0, -Infinity];
    if (high > before) classes.push([sorted.find((value) => value > before), high]);
  }
  return classes;
}
