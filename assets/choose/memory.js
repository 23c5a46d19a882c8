// Which training batch fits in a card's memory, and how long an epoch takes. No DOM.

import { word } from './data.js';

const GIB = 2 ** 30;
const columns = new WeakMap();

/**
 * The largest batch of a row that fits in a card of some memory: `low` and `high`, its 95 % interval
 * or its bracket (`low` fitted, `high` did not), `value`, what to count on, and `basis`: measured on
 * such a card, `scaled` from another or `estimated` from its size. Null where nothing is known.
 */
export function batchOf(data, row, gb) {
  const { training } = data;
  if (!training) return null;
  const place = training.fits[data.key[row]];
  const room = (card) => (card - training.fixed_gib) * GIB - training.per_param * 1e6 * data.params[row];
  if (place) {
    const [fits, fails] = [training.steps[place - 1], training.steps[place] ?? Number.POSITIVE_INFINITY];
    if (gb === training.card_gb) return { low: fits, high: fails, value: fits, basis: 'measured' };
    const times = Math.max(room(gb), 0) / room(training.card_gb);
    return { low: fits * times, high: fails * times, value: fits * times, basis: 'scaled' };
  }
  const value = Math.max(room(gb), 0) / (training.per_activation * 1e6 * data.activations[row]);
  if (Number.isNaN(value)) return null;
  return { low: value / training.within, high: value * training.within, value, basis: 'estimated' };
}

/** What to count on by row, NaN where nothing is known; computed once for each memory. */
export function batches(data, gb) {
  if (!columns.has(data)) columns.set(data, new Map());
  const known = columns.get(data);
  if (!known.has(gb)) {
    known.set(
      gb,
      Float64Array.from({ length: data.n }, (_, row) => batchOf(data, row, gb)?.value ?? Number.NaN),
    );
  }
  return known.get(gb);
}

/** A batch in words: what fitted, or about what should. */
export function batchWords(data, row, gb) {
  const found = batchOf(data, row, gb);
  if (!found) return 'not known';
  const { low, high, value, basis } = found;
  if (high < 1) return 'not one image';
  if (basis === 'measured') {
    return Number.isFinite(high) ? `${low} (not ${high})` : `${low}, the largest tried`;
  }
  const ends = Number.isFinite(high) ? `${whole(low)} to ${whole(high)}` : `${whole(low)} or more`;
  const how = basis === 'scaled' ? `scaled from ${data.training.card_gb}\u202fGB` : 'estimated';
  return `≈\u202f${whole(value)} (${how}: ${ends})`;
}

/** A batch as a cell of a table. */
export function batchCell(data, row, gb) {
  const found = batchOf(data, row, gb);
  if (!found) return '–';
  if (found.basis !== 'measured') return `≈\u202f${whole(found.value)}`;
  return found.low + (Number.isFinite(found.high) ? '' : '+');
}

const whole = (batch) => Math.floor(batch).toLocaleString('en');

/**
 * The seconds of one pass over some images on the card that trained: from its `training` run, else
 * from its `inference` run and how much longer training takes in the row's family.
 */
export function epoch(data, row, images, training, inference) {
  if (training.speed[row] > 0) return { secs: images / training.speed[row], basis: 'measured' };
  const { ratios } = data.training;
  const ratio = ratios[word(data.family, row)] ?? ratios[''];
  if (!(inference?.speed[row] > 0) || !ratio) return null;
  return { secs: (images * ratio) / inference.speed[row], basis: 'estimated' };
}
